-- Every quote equals the text of its article at its offsets.
-- error, one row per observation or reject

SELECT o.observation_id AS id, o.article_id, o.quote
FROM observation AS o
INNER JOIN article AS a ON o.article_id = a.article_id AND o.version_id = a.version_id AND a.superseded_at IS NULL
WHERE o.superseded_at IS NULL AND a.text IS NOT NULL AND a.text[o.start_char + 1:o.end_char] IS DISTINCT FROM o.quote
UNION ALL
SELECT r.version_id || '/' || r.ordinal AS id, r.article_id, r.quote
FROM reject AS r
INNER JOIN article AS a ON r.article_id = a.article_id AND r.version_id = a.version_id AND a.superseded_at IS NULL
WHERE r.superseded_at IS NULL AND a.text IS NOT NULL AND a.text[r.start_char + 1:r.end_char] IS DISTINCT FROM r.quote
