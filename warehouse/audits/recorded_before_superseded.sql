-- No row was superseded before it was recorded, and none was recorded at no time.
-- error, one row per row

SELECT 'article' AS relation, article_id AS id, recorded_at, superseded_at
FROM article WHERE recorded_at IS NULL OR superseded_at < recorded_at
UNION ALL
SELECT 'observation', observation_id, recorded_at, superseded_at
FROM observation WHERE recorded_at IS NULL OR superseded_at < recorded_at
UNION ALL
SELECT 'reject', version_id || '/' || ordinal, recorded_at, superseded_at
FROM reject WHERE recorded_at IS NULL OR superseded_at < recorded_at
UNION ALL
SELECT 'quarantine', quarantine_id, recorded_at, superseded_at
FROM quarantine WHERE recorded_at IS NULL OR superseded_at < recorded_at
UNION ALL
SELECT 'origin', article_id, recorded_at, superseded_at
FROM origin WHERE recorded_at IS NULL OR superseded_at < recorded_at
UNION ALL
SELECT 'factor', id, recorded_at, superseded_at
FROM factor WHERE recorded_at IS NULL OR superseded_at < recorded_at
UNION ALL
SELECT 'conversion', conversion_id, recorded_at, superseded_at
FROM conversion WHERE recorded_at IS NULL OR superseded_at < recorded_at
