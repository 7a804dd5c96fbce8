-- The points that observations make, case by case.
-- grain: case_id, point_id

-- told_rows: the name of a relation of observations as evidence_at has them, each with the case that it belongs to (all
-- that was said at one moment) and in slots what the observations of a point have in common.
CREATE OR REPLACE MACRO points_of(told_rows) AS TABLE
WITH told AS NOT MATERIALIZED (
    SELECT * FROM query_table(told_rows)
),

-- What was said once needs no gathering, and that is most of it.
echoed AS (
    SELECT case_id, point_id FROM told GROUP BY case_id, point_id HAVING count(*) > 1
),

-- Two origins contradict one another where all that one says lies beyond something that the other says.
voices AS (
    SELECT case_id, point_id, origin_id, max(value_from) AS value_from, min(value_to) AS value_to
    FROM told
    WHERE current AND disputed
    GROUP BY case_id, point_id, origin_id
),

apart AS (
    SELECT case_id, point_id
    FROM voices
    GROUP BY case_id, point_id
    HAVING count(*) > 1 AND max(value_from) > min(value_to)
),

extremes AS (
    SELECT
        case_id,
        point_id,
        arg_max(origin_id, (value_from, origin_id)) AS top_origin,
        max(value_from) AS top,
        arg_max(value_to, (value_from, origin_id)) AS top_value_to
    FROM voices
    SEMI JOIN apart USING (case_id, point_id)
    GROUP BY case_id, point_id
),

origins_apart AS (
    SELECT v.case_id, v.point_id
    FROM voices AS v
    INNER JOIN extremes AS x ON v.case_id = x.case_id AND v.point_id = x.point_id AND v.origin_id <> x.top_origin
    GROUP BY v.case_id, v.point_id
    HAVING min(v.value_to) < any_value(x.top) OR max(v.value_from) > any_value(x.top_value_to)
),

-- Or two speakers, both named, in one article.
speakers_apart AS (
    SELECT case_id, point_id
    FROM (FROM told SELECT *, lower(coalesce(trim(attribution), '')) AS speaker)
    WHERE current AND disputed AND NOT underspecified
    GROUP BY case_id, point_id, article_id
    HAVING max(value_from) > min(value_to)
        AND arg_max(speaker, (value_from, speaker)) <> ''
        AND arg_min(speaker, (value_to, speaker)) <> ''
        AND arg_max(speaker, (value_from, speaker)) <> arg_min(speaker, (value_to, speaker))
),

contradicted AS (
    SELECT case_id, point_id FROM origins_apart
    UNION
    SELECT case_id, point_id FROM speakers_apart
),

gathered AS (
    SELECT
        case_id,
        point_id,
        any_value(slots) AS slots,
        -- The most precisely stated, the earliest of these; the rest only so that the choice is always the same.
        arg_min(
            {'value': value, 'low': low, 'high': high, 'comparator': comparator, 'observation_id': observation_id},
            (
                CASE WHEN current THEN 0 ELSE 1 END, width, coalesce(published, DATE '9999-12-31'), article_id,
                start_char, observation_id
            )
        ) AS chosen,
        count(*) AS observations,
        count(DISTINCT article_id) AS articles,
        count(DISTINCT language) AS languages,
        count(DISTINCT origin_id) AS origins,
        count(*) FILTER (NOT current) AS revised,
        bool_or(underspecified) AS underspecified,
        min(published) AS first_published,
        max(published) AS last_published
    FROM told SEMI JOIN echoed USING (case_id, point_id)
    GROUP BY case_id, point_id
    UNION ALL BY NAME
    SELECT
        case_id,
        point_id,
        slots,
        {'value': value, 'low': low, 'high': high, 'comparator': comparator, 'observation_id': observation_id} AS chosen,
        1 AS observations,
        1 AS articles,
        CASE WHEN language IS NULL THEN 0 ELSE 1 END AS languages,
        1 AS origins,
        CASE WHEN current THEN 0 ELSE 1 END AS revised,
        underspecified,
        published AS first_published,
        published AS last_published
    FROM told ANTI JOIN echoed USING (case_id, point_id)
)

SELECT
    g.* EXCLUDE (chosen),
    g.chosen.value AS value,
    g.chosen.low AS low,
    g.chosen.high AS high,
    g.chosen.comparator AS comparator,
    g.chosen.observation_id AS observation_id,
    c.point_id IS NOT NULL AS conflict
FROM gathered AS g
LEFT JOIN contradicted AS c ON g.case_id = c.case_id AND g.point_id = c.point_id;
COMMENT ON MACRO TABLE points_of IS 'points_of(name of a relation of observations): the points that they make, each case for itself. Grain: case_id, point_id.';
