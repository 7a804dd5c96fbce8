-- A period has both its days or none, and ends no earlier than it begins.
-- error, one row per observation

SELECT observation_id, article_id, period_start, period_end
FROM observation
WHERE superseded_at IS NULL
    AND (period_end < period_start OR (period_start IS NULL) <> (period_end IS NULL))
