-- Every current observation, reject and origin belongs to a current version of an article, and every article has an origin.
-- error, one row per orphan

SELECT 'observation' AS relation, observation_id AS id
FROM observation AS o
WHERE o.superseded_at IS NULL AND NOT EXISTS (
    FROM article AS a WHERE a.article_id = o.article_id AND a.version_id = o.version_id AND a.superseded_at IS NULL
)
UNION ALL
SELECT 'reject', version_id || '/' || ordinal
FROM reject AS r
WHERE r.superseded_at IS NULL AND NOT EXISTS (
    FROM article AS a WHERE a.article_id = r.article_id AND a.version_id = r.version_id AND a.superseded_at IS NULL
)
UNION ALL
SELECT 'origin', article_id
FROM origin AS g
WHERE g.superseded_at IS NULL AND NOT EXISTS (FROM article AS a WHERE a.article_id = g.article_id AND a.superseded_at IS NULL)
UNION ALL
SELECT 'article', article_id
FROM article AS a
WHERE a.superseded_at IS NULL AND NOT EXISTS (FROM origin AS g WHERE g.article_id = a.article_id AND g.superseded_at IS NULL)
UNION ALL
SELECT 'story', s.article_id
FROM story AS s
ANTI JOIN (FROM article WHERE superseded_at IS NULL) AS a ON s.article_id = a.article_id AND s.version_id = a.version_id
UNION ALL
SELECT 'story_key', k.article_id
FROM story_key AS k ANTI JOIN story AS s ON k.article_id = s.article_id
UNION ALL
SELECT 'story_parent', p.article_id
FROM (SELECT article_id, unnest([article_id, parent_id]) AS held FROM story_parent) AS p
ANTI JOIN story AS s ON p.held = s.article_id
