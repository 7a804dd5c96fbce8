-- What an article says was delivered was not delivered after the article.
-- warning, one row per observation

SELECT observation_id, article_id, period_start, published, quote
FROM observation
WHERE superseded_at IS NULL AND stage = 'delivered' AND status = 'actual' AND kind = 'level' AND period_start > published
