-- Of each article, observation, reject, breakage, assignment, factor and run one row is current.
-- error, one row per doubled identity

SELECT 'article' AS relation, article_id AS id, count(*) AS current
FROM article WHERE superseded_at IS NULL GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT 'observation', observation_id, count(*)
FROM observation WHERE superseded_at IS NULL GROUP BY observation_id HAVING count(*) > 1
UNION ALL
SELECT 'reject', version_id || '/' || ordinal, count(*)
FROM reject WHERE superseded_at IS NULL GROUP BY version_id, ordinal HAVING count(*) > 1
UNION ALL
SELECT 'quarantine', quarantine_id, count(*)
FROM quarantine WHERE superseded_at IS NULL GROUP BY quarantine_id HAVING count(*) > 1
UNION ALL
SELECT 'origin', article_id, count(*)
FROM origin WHERE superseded_at IS NULL GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT 'factor', id, count(*)
FROM factor WHERE superseded_at IS NULL GROUP BY id HAVING count(*) > 1
UNION ALL
SELECT 'conversion', conversion_id, count(*)
FROM conversion WHERE superseded_at IS NULL GROUP BY conversion_id HAVING count(*) > 1
UNION ALL
SELECT 'run', run_id, count(*)
FROM run GROUP BY run_id HAVING count(*) > 1
