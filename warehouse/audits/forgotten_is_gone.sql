-- Of a forgotten article nothing is left but what table forgotten says of it.
-- error, one row per remainder

WITH erased AS (
    SELECT DISTINCT article_id FROM forgotten
)

SELECT 'article' AS relation, article_id AS id
FROM article
WHERE article_id IN (FROM erased) OR digest IN (SELECT digest FROM forgotten)
UNION ALL
SELECT 'observation', observation_id FROM observation WHERE article_id IN (FROM erased)
UNION ALL
SELECT 'reject', version_id || '/' || ordinal FROM reject WHERE article_id IN (FROM erased)
UNION ALL
SELECT 'verdict', verdict_id FROM verdict WHERE article_id IN (FROM erased)
UNION ALL
SELECT 'origin', article_id FROM origin WHERE article_id IN (FROM erased)
UNION ALL
SELECT 'quarantine', quarantine_id FROM quarantine WHERE article_id IN (FROM erased)
UNION ALL
SELECT 'forgotten', article_id FROM forgotten WHERE coalesce(digest, '') = '' OR coalesce(why, '') = '' OR forgotten_at IS NULL
