-- A share of supply lies between 0 and 100 %.
-- error, one row per observation

SELECT observation_id, article_id, value, quote
FROM observation
WHERE superseded_at IS NULL AND metric = 'supply_share' AND kind = 'level' AND unit = '%' AND NOT value BETWEEN 0 AND 100
