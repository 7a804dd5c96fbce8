-- No level lies outside its series' own range by just what a wrong unit or magnitude makes of one inside it.
-- warning, one row per observation

-- The range is that between the quartiles, opened by half to either side, of a series with five observations or more in
-- three articles or more. What an analyst has judged is not doubted again.
WITH levels AS (
    SELECT
        o.observation_id, o.article_id, o.quote, o.value, o.commodity,
        hash(
            o.metric, o.status, o.commodity, o.exporter, o.importer, o.area, o.stage, o.share_of, o.grade,
            coalesce(o.subject_id, lower(trim(o.subject))), o.unit
        ) AS series_key,
        series_name(
            o.metric, o.kind, o.stage, o.share_of, o.status, o.commodity, o.grade, o.exporter, o.importer, o.area,
            coalesce(o.subject_id, lower(trim(o.subject))), o.unit
        ) AS series
    FROM observation AS o
    WHERE o.superseded_at IS NULL AND o.kind = 'level' AND o.value > 0
        AND o.observation_id NOT IN (
            SELECT v.observation_id FROM verdict AS v
            WHERE v.superseded_at IS NULL AND v.verdict IN ('right', 'wrong') AND v.observation_id IS NOT NULL
        )
),

ranges AS (
    SELECT
        series_key,
        quantile_cont(value, 0.25) / 1.5 AS lowest,
        quantile_cont(value, 0.5) AS usual,
        quantile_cont(value, 0.75) * 1.5 AS highest
    FROM levels
    GROUP BY series_key
    HAVING count(*) >= 5 AND count(DISTINCT article_id) >= 3
),

slips AS (
    SELECT * FROM (VALUES
        (10.0, 'ten times'), (100.0, 'a hundred times: crore for lakh'), (1000.0, 'a thousand times'),
        (1e5, 'a lakh times'), (1e6, 'a million times'), (1e7, 'a crore times')
    ) AS s(times, slip)
),

-- Barrels taken for tonnes, by the factors of reference.
mixed AS (
    SELECT commodity, typical AS times, 'barrels and tonnes' AS slip
    FROM conversion
    WHERE superseded_at IS NULL AND from_unit = 't' AND to_unit = 'bbl' AND grade IS NULL
),

outside AS (
    SELECT l.*, r.lowest, r.usual, r.highest
    FROM levels AS l INNER JOIN ranges AS r ON l.series_key = r.series_key
    WHERE NOT l.value BETWEEN r.lowest AND r.highest
)

SELECT o.observation_id, o.article_id, o.series, o.quote, o.value, o.usual, s.slip
FROM outside AS o
INNER JOIN (
    SELECT NULL AS commodity, times, slip FROM slips
    UNION ALL
    FROM mixed
) AS s ON coalesce(s.commodity = o.commodity, true)
WHERE o.value / s.times BETWEEN o.lowest AND o.highest OR o.value * s.times BETWEEN o.lowest AND o.highest
QUALIFY row_number() OVER (
    PARTITION BY o.observation_id ORDER BY abs(abs(ln(o.value / o.usual)) - ln(s.times)), s.slip
) = 1
