-- Every observation that held at a moment, as it stands after the analysts' word.
-- grain: observation_id

CREATE OR REPLACE MACRO readings_at(known_ts) AS TABLE
WITH asked_once AS (
    SELECT DISTINCT article_id, coalesce(CAST(known_ts AS TIMESTAMP), TIMESTAMP 'infinity') AS moment FROM verdict
),

spoken AS (
    SELECT * FROM judged('asked_once')
)

SELECT
    o.*,
    CAST(NULL AS VARCHAR) AS verdict_id,
    CAST(NULL AS VARCHAR) AS verdict,
    CAST(NULL AS VARCHAR) AS verdict_why,
    CAST(NULL AS VARCHAR) AS verdict_by,
    CAST(NULL AS TIMESTAMP) AS verdict_at,
    CAST(NULL AS MAP(VARCHAR, VARCHAR)) AS machine_read,
    CAST(NULL AS BOOLEAN) AS machine_changed
FROM observation AS o
ANTI JOIN spoken AS s ON o.observation_id = s.machine_id
WHERE holds_at(o.recorded_at, o.superseded_at, known_ts)
UNION ALL BY NAME
SELECT * EXCLUDE (moment, machine_id) FROM spoken;
COMMENT ON MACRO TABLE readings_at IS 'readings_at(known): every observation that held at a moment (NULL: now) as it stands after the analysts'' verdicts, the wrong ones too. Grain: observation_id.';
