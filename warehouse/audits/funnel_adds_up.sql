-- The funnel of every run and every article adds up exactly.
-- error, one row per run or article

SELECT run_id AS id, 'run' AS relation
FROM run
WHERE NOT coalesce(
    documents = skipped + articles + quarantined
    AND numbers = taken + rejects
    AND rejects = coalesce(list_sum(map_values(rejected)), 0)
    AND taken <= observations
    AND observations = new + known
    AND articles = articles_new + articles_changed + articles_known
    AND least(documents, skipped, articles, quarantined, numbers, taken, rejects, new, known, superseded, articles_known) >= 0,
    false
)
UNION ALL
SELECT a.article_id AS id, 'article' AS relation
FROM article AS a
LEFT JOIN (
    SELECT article_id, count(*) AS held FROM observation WHERE superseded_at IS NULL GROUP BY article_id
) AS o ON a.article_id = o.article_id
WHERE a.superseded_at IS NULL
    AND NOT coalesce(
        a.numbers = a.taken + coalesce(list_sum(map_values(a.rejected)), 0)
        AND a.observations = coalesce(o.held, 0)
        AND (a.status = 'not_energy') = (a.observations = 0 AND NOT EXISTS (
            FROM reject AS r WHERE r.article_id = a.article_id AND r.superseded_at IS NULL
        )),
        false
    )
