-- Every reason given is a code of table reason.
-- error, one row per code and relation

WITH given AS (
    SELECT DISTINCT 'reject' AS relation, reason AS code FROM reject
    UNION
    SELECT DISTINCT 'quarantine' AS relation, reason AS code FROM quarantine
    UNION
    SELECT DISTINCT 'article' AS relation, unnest(map_keys(rejected)) AS code FROM article
    UNION
    SELECT DISTINCT 'article' AS relation, unnest(warnings) AS code FROM article
)

SELECT relation, code
FROM given
WHERE code IS NULL OR code NOT IN (SELECT reason FROM reason)
