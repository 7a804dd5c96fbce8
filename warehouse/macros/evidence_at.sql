-- Every observation that held at a moment, with the point it belongs to and whether a later value replaced it.
-- grain: observation_id

-- known_ts: as this warehouse knew it then (NULL: now). published_ts: of what had been published by then (NULL: all).
-- `point`, `evidence`, `conflict`, points_as_of and points_known_at all read it. What one point is, and who agrees or is
-- revised in it, say spans_of and weighed. Nothing depends on the order of arrival.
CREATE OR REPLACE MACRO evidence_at(known_ts, published_ts) AS TABLE
-- Most observations are at peace with all others of their key, so the key's dispute is found first, with the observations
-- alone; nothing that is asked for twice is kept meanwhile, because that would be whole sentences of all of them.
WITH undated AS (
    -- An article without a date counts as published when it was recorded.
    SELECT article_id, version_id, min(recorded_at) AS first_recorded
    FROM article
    WHERE published IS NULL
    GROUP BY article_id, version_id
),

reported AS NOT MATERIALIZED (
    SELECT
        a.article_id,
        a.version_id,
        a.outlet,
        a.agency,
        a.title,
        a.url,
        a.text,
        coalesce(g.origin_id, 'article:' || a.article_id) AS origin_id
    FROM article AS a
    LEFT JOIN origin AS g ON a.article_id = g.article_id AND holds_at(g.recorded_at, g.superseded_at, known_ts)
    LEFT JOIN undated AS u ON a.article_id = u.article_id AND a.version_id = u.version_id AND a.published IS NULL
    WHERE holds_at(a.recorded_at, a.superseded_at, known_ts)
        AND (published_ts IS NULL OR coalesce(a.published, CAST(u.first_recorded AS DATE)) <= CAST(published_ts AS DATE))
),

told AS NOT MATERIALIZED (
    SELECT *
    FROM readings_at(known_ts)
    WHERE published_ts IS NULL OR coalesce(published <= CAST(published_ts AS DATE), true)
),

spanned AS NOT MATERIALIZED (
    SELECT * FROM spans_of('told')
),

-- Most keys agree with themselves, and are done. The others go the long way. What an analyst called wrong has no say.
disputed AS (
    SELECT key_hash
    FROM spanned
    WHERE verdict IS DISTINCT FROM 'wrong'
    GROUP BY key_hash
    HAVING max(value_from) > min(value_to)
),

contested AS (
    SELECT
        s.key_id AS case_id, s.key_id, s.article_id, s.observation_id, a.origin_id, s.published, s.attribution, s.value,
        s.value_from, s.value_to, s.width, s.start_char
    FROM (FROM spanned SEMI JOIN disputed USING (key_hash) WHERE verdict IS DISTINCT FROM 'wrong') AS s
    INNER JOIN reported AS a ON s.article_id = a.article_id AND s.version_id = a.version_id
)

SELECT
    coalesce(w.point_id, left(s.key_id, 16)) AS point_id,
    series_name(
        s.metric, s.kind, s.stage, s.share_of, s.status, s.commodity, s.grade, s.exporter, s.importer, s.area, s.subject_key, s.unit
    ) AS series,
    s.metric,
    s.kind,
    s.commodity,
    s.exporter,
    s.importer,
    s.area,
    s.stage,
    s.share_of,
    s.grade,
    s.status,
    s.subject_key AS subject,
    s.unit,
    CASE WHEN s.has_period THEN s.period_start END AS period_start,
    CASE WHEN s.has_period THEN s.period_end END AS period_end,
    s.period_text,
    s.observation_id,
    s.article_id,
    s.version_id,
    a.origin_id,
    a.outlet,
    a.agency,
    a.title,
    a.url,
    s.language,
    s.published,
    s.attribution,
    s.value,
    s.low,
    s.high,
    s.comparator,
    s.value_from,
    s.value_to,
    s.width,
    s.value_reported,
    s.unit_reported,
    s.factor_id,
    s.quote,
    a.text[s.sentence_start + 1:s.sentence_end] AS sentence,
    s.start_char,
    s.end_char,
    s.confidence,
    coalesce(w.stands, true) AND s.verdict IS DISTINCT FROM 'wrong' AS current,
    coalesce(w.underspecified, false) AS underspecified,
    w.observation_id IS NOT NULL AS disputed,
    s.verdict,
    s.verdict_why,
    s.verdict_by,
    s.verdict_at,
    s.machine_read,
    s.machine_changed,
    s.recorded_at
FROM spanned AS s
INNER JOIN reported AS a ON s.article_id = a.article_id AND s.version_id = a.version_id
LEFT JOIN weighed('contested') AS w ON s.observation_id = w.observation_id;
COMMENT ON MACRO TABLE evidence_at IS 'evidence_at(known, published): every observation that held at the moment known (NULL: now), of articles published by then (NULL: all), with its point. Grain: observation_id.';
