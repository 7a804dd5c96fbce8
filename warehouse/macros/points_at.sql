-- The points that the observations of a moment make.
-- grain: point_id

CREATE OR REPLACE MACRO points_at(known_ts, published_ts) AS TABLE
WITH told AS (
    SELECT
        *,
        -- The most precisely stated, the earliest of these; the rest only so that the choice is always the same.
        (
            CASE WHEN current THEN 0 ELSE 1 END,
            width,
            coalesce(published, DATE '9999-12-31'),
            article_id,
            start_char
        ) AS rank
    FROM evidence_at(known_ts, published_ts)
    WHERE verdict IS DISTINCT FROM 'wrong'
),

-- Two origins contradict one another where all that one says lies beyond something that the other says.
voices AS (
    SELECT point_id, origin_id, max(value_from) AS value_from, min(value_to) AS value_to
    FROM told
    WHERE current
    GROUP BY point_id, origin_id
),

apart AS (
    SELECT point_id
    FROM voices
    GROUP BY point_id
    HAVING count(*) > 1 AND max(value_from) > min(value_to)
),

extremes AS (
    SELECT
        point_id,
        arg_max(origin_id, (value_from, origin_id)) AS top_origin,
        max(value_from) AS top,
        arg_max(value_to, (value_from, origin_id)) AS top_value_to
    FROM voices
    SEMI JOIN apart USING (point_id)
    GROUP BY point_id
),

origins_apart AS (
    SELECT v.point_id
    FROM voices AS v
    INNER JOIN extremes AS x ON v.point_id = x.point_id AND v.origin_id <> x.top_origin
    GROUP BY v.point_id
    HAVING min(v.value_to) < any_value(x.top) OR max(v.value_from) > any_value(x.top_value_to)
),

-- Or two speakers, both named, in one article.
speakers_apart AS (
    SELECT point_id
    FROM told
    WHERE current AND NOT underspecified
    GROUP BY point_id, article_id
    HAVING max(value_from) > min(value_to)
        AND arg_max(coalesce(trim(attribution), ''), value_from) <> ''
        AND arg_min(coalesce(trim(attribution), ''), value_to) <> ''
        AND lower(arg_max(coalesce(trim(attribution), ''), value_from)) <> lower(arg_min(coalesce(trim(attribution), ''), value_to))
),

contradicted AS (
    SELECT point_id FROM origins_apart
    UNION
    SELECT point_id FROM speakers_apart
),

gathered AS (
    SELECT
        point_id,
        any_value(series) AS series,
        any_value(metric) AS metric,
        any_value(kind) AS kind,
        any_value(commodity) AS commodity,
        any_value(exporter) AS exporter,
        any_value(importer) AS importer,
        any_value(area) AS area,
        any_value(stage) AS stage,
        any_value(share_of) AS share_of,
        any_value(grade) AS grade,
        any_value(status) AS status,
        any_value(subject) AS subject,
        any_value(unit) AS unit,
        any_value(period_start) AS period_start,
        any_value(period_end) AS period_end,
        arg_min({'value': value, 'low': low, 'high': high, 'comparator': comparator, 'observation_id': observation_id}, rank) AS chosen,
        count(*) AS observations,
        count(DISTINCT article_id) AS articles,
        count(DISTINCT language) AS languages,
        count(DISTINCT origin_id) AS origins,
        count(*) FILTER (NOT current) AS revised,
        bool_or(underspecified) AS underspecified,
        min(published) AS first_published,
        max(published) AS last_published
    FROM told
    GROUP BY point_id
)

SELECT
    g.point_id,
    g.series,
    g.metric,
    g.kind,
    g.commodity,
    g.exporter,
    g.importer,
    g.area,
    g.stage,
    g.share_of,
    g.grade,
    g.status,
    g.subject,
    g.unit,
    g.period_start,
    g.period_end,
    g.chosen.value AS value,
    g.chosen.low AS low,
    g.chosen.high AS high,
    g.chosen.comparator AS comparator,
    g.articles,
    g.languages,
    g.origins,
    g.observations,
    g.revised,
    c.point_id IS NOT NULL AS conflict,
    g.underspecified,
    g.first_published,
    g.last_published,
    coalesce(g.period_start + CAST((g.period_end - g.period_start) // 2 AS INTEGER), g.first_published) AS plot_date,
    g.chosen.observation_id AS observation_id
FROM gathered AS g
LEFT JOIN contradicted AS c ON g.point_id = c.point_id;
COMMENT ON MACRO TABLE points_at IS 'points_at(known, published): the points of what was known at a moment (NULL: now) and published by another (NULL: all). Grain: point_id.';
