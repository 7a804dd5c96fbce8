-- Every span lies inside its sentence, and the sentence inside the text.
-- error, one row per observation or reject

WITH spans AS (
    SELECT observation_id AS id, article_id, version_id, start_char, end_char, sentence_start, sentence_end
    FROM observation
    WHERE superseded_at IS NULL
    UNION ALL
    SELECT version_id || '/' || ordinal AS id, article_id, version_id, start_char, end_char, sentence_start, sentence_end
    FROM reject
    WHERE superseded_at IS NULL
)

SELECT s.id, s.article_id, s.start_char, s.end_char, s.sentence_start, s.sentence_end
FROM spans AS s
INNER JOIN article AS a ON s.article_id = a.article_id AND s.version_id = a.version_id AND a.superseded_at IS NULL
WHERE NOT (
    s.sentence_start >= 0 AND s.sentence_start <= s.start_char AND s.start_char < s.end_char
    AND s.end_char <= s.sentence_end AND s.sentence_end <= a.characters
)
