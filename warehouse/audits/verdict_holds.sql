-- Of each judged number one verdict holds in a version of its article; it has its word, its reason, and its place in the text.
-- error, one row per breach and verdict

SELECT verdict_id AS id, 'two hold' AS breach
FROM verdict
WHERE superseded_at IS NULL
GROUP BY verdict_id, version_id
HAVING count(*) > 1
UNION ALL
SELECT verdict_id, 'no word, reason or name'
FROM verdict
WHERE coalesce(verdict, '') NOT IN ('right', 'wrong', 'corrected', 'taken back') OR coalesce(why, '') = '' OR coalesce(said_by, '') = ''
UNION ALL
SELECT verdict_id, 'times out of order'
FROM verdict
WHERE said_at IS NULL OR recorded_at IS NULL OR recorded_at < said_at OR superseded_at < recorded_at
UNION ALL
SELECT v.verdict_id, 'its article is not here'
FROM verdict AS v
ANTI JOIN article AS a ON v.article_id = a.article_id AND v.version_id = a.version_id
UNION ALL
SELECT v.verdict_id, 'its quote is not the text'
FROM verdict AS v
INNER JOIN article AS a ON v.article_id = a.article_id AND v.version_id = a.version_id AND a.superseded_at IS NULL
WHERE v.superseded_at IS NULL AND a.text IS NOT NULL AND a.text[v.start_char + 1:v.end_char] IS DISTINCT FROM v.quote
UNION ALL
SELECT verdict_id, 'half a period'
FROM verdict
WHERE superseded_at IS NULL AND ((period_start IS NULL) <> (period_end IS NULL) OR period_end < period_start)
