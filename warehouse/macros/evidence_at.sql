-- Every observation that held at a moment, with the point it belongs to and whether a later value replaced it.
-- grain: observation_id

-- known_ts: as this warehouse knew it then (NULL: now). published_ts: of what had been published by then (NULL: all).
-- This is the only place that says which observations are one point, agree, are revised or underspecified; `point`,
-- `evidence`, `conflict`, points_as_of and points_known_at all read it. Nothing in it depends on the order of arrival.
CREATE OR REPLACE MACRO evidence_at(known_ts, published_ts) AS TABLE
WITH undated AS (
    -- An article without a date counts as published when it was recorded.
    SELECT article_id, version_id, min(recorded_at) AS first_recorded
    FROM article
    WHERE published IS NULL
    GROUP BY article_id, version_id
),

told AS (
    SELECT
        o.*,
        a.outlet,
        a.agency,
        a.title,
        a.url,
        a.text[o.sentence_start + 1:o.sentence_end] AS sentence,
        coalesce(g.origin_id, 'article:' || o.article_id) AS origin_id,
        coalesce(o.subject_id, lower(trim(o.subject))) AS subject_key,
        o.period_start IS NOT NULL AND o.period_end IS NOT NULL AS has_period,
        abs(o.value) AS size
    FROM readings_at(known_ts) AS o
    INNER JOIN article AS a
        ON o.article_id = a.article_id AND o.version_id = a.version_id
        AND holds_at(a.recorded_at, a.superseded_at, known_ts)
    LEFT JOIN origin AS g ON o.article_id = g.article_id AND holds_at(g.recorded_at, g.superseded_at, known_ts)
    LEFT JOIN undated AS u ON o.article_id = u.article_id AND o.version_id = u.version_id AND o.published IS NULL
    WHERE published_ts IS NULL OR coalesce(o.published, CAST(u.first_recorded AS DATE)) <= CAST(published_ts AS DATE)
),

-- What the words leave open: half a unit of the last digit written, at most 2.5 % (a number in words writes no digit
-- and leaves open all of that); 5 % to either side with "about"; "more than" opens 5 % beyond, away from zero, and
-- leaves the number itself out. The billionth part is for the rounding of conversions, so that equal figures in two
-- units meet.
opened AS (
    SELECT
        *,
        CASE
            WHEN comparator = '~' THEN 0.05 * size
            WHEN comparator <> '=' OR (low IS NOT NULL AND high IS NOT NULL) THEN 0
            WHEN step > 0 THEN least(step / 2, 0.025 * size)
            ELSE 0.025 * size
        END AS half,
        CASE WHEN comparator IN ('>', '>=') THEN 0.05 * size ELSE 0 END AS beyond,
        CASE WHEN comparator IN ('<', '<=') THEN 0.05 * size ELSE 0 END AS short_of,
        CASE WHEN comparator IN ('<', '>') THEN -1e-6 ELSE 1e-9 END * size AS rim,
        coalesce(least(low, high), value) AS least_said,
        coalesce(greatest(low, high), value) AS most_said
    FROM told
),

spanned AS (
    SELECT
        *,
        least_said - half - rim - CASE WHEN value < 0 THEN beyond ELSE short_of END AS value_from,
        most_said + half + rim + CASE WHEN value < 0 THEN short_of ELSE beyond END AS value_to,
        most_said - least_said + 2 * half + beyond + short_of AS width,
        md5(concat_ws(
            chr(31),
            metric, kind, commodity,
            coalesce(subject_key, '-'), coalesce(exporter, '-'), coalesce(importer, '-'), coalesce(area, '-'),
            coalesce(stage, '-'), coalesce(share_of, '-'), coalesce(grade, '-'), status, unit,
            CASE
                WHEN has_period THEN period_start || '/' || period_end
                WHEN published IS NOT NULL THEN published || '=' || format('{:.12g}', value)
                ELSE observation_id
            END
        )) AS key_id
    FROM opened
),

-- Most keys agree with themselves, and are done. The others go the long way. What an analyst called wrong has no say.
disputed AS (
    SELECT key_id
    FROM spanned
    WHERE verdict IS DISTINCT FROM 'wrong'
    GROUP BY key_id
    HAVING max(value_from) > min(value_to)
),

contested AS (
    SELECT
        key_id, article_id, observation_id, origin_id, published, attribution, value, value_from, value_to, width,
        start_char,
        max(value_to) OVER (
            PARTITION BY key_id, article_id ORDER BY value_from, value_to
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS article_reach,
        max(value_to) OVER (
            PARTITION BY key_id ORDER BY value_from, value_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS key_reach
    FROM spanned
    SEMI JOIN disputed USING (key_id)
    WHERE verdict IS DISTINCT FROM 'wrong'
),

-- Values that overlap, one after the other, are one cluster: of an article's, and of the whole key's.
clustered AS (
    SELECT
        * EXCLUDE (article_reach, key_reach),
        count(*) FILTER (value_from > article_reach) OVER (
            PARTITION BY key_id, article_id ORDER BY value_from, value_to
        ) AS article_cluster,
        count(*) FILTER (value_from > key_reach) OVER (
            PARTITION BY key_id ORDER BY value_from, value_to
        ) AS key_cluster
    FROM contested
),

voiced AS (
    SELECT key_id, article_id, article_cluster, min(lower(trim(attribution))) AS speaker
    FROM clustered
    GROUP BY key_id, article_id, article_cluster
),

-- An article with two values for one key and no two speakers: words that tell them apart were not understood.
muddled AS (
    SELECT key_id, article_id
    FROM voiced
    GROUP BY key_id, article_id
    HAVING count(*) > 1 AND count(DISTINCT speaker) < count(*)
),

marked AS (
    SELECT c.*, m.article_id IS NOT NULL AS underspecified
    FROM clustered AS c
    LEFT JOIN muddled AS m ON c.key_id = m.key_id AND c.article_id = m.article_id
),

-- What the other articles say of the key. Where they agree, a value of such an article that agrees with them is theirs.
clear AS (
    SELECT key_id, max(value_from) > min(value_to) AS apart
    FROM marked
    WHERE NOT underspecified
    GROUP BY key_id
),

-- Every other value of such articles becomes a point of its own, named by its most precise, earliest statement.
split AS (
    SELECT
        key_id,
        key_cluster,
        bool_or(NOT underspecified) AS anchored,
        arg_min(value, (width, coalesce(published, DATE '9999-12-31'), article_id, start_char)) FILTER (underspecified) AS named
    FROM marked
    GROUP BY key_id, key_cluster
    HAVING bool_or(underspecified)
),

pointed AS (
    SELECT
        m.*,
        CASE
            WHEN NOT m.underspecified OR (s.anchored AND NOT c.apart) THEN m.key_id
            ELSE md5(m.key_id || '=' || format('{:.12g}', s.named))
        END AS whole_id
    FROM marked AS m
    LEFT JOIN split AS s ON m.key_id = s.key_id AND m.key_cluster = s.key_cluster
    LEFT JOIN clear AS c ON m.key_id = c.key_id
),

-- The latest article of an origin: of one day's the one with the last article_id, before any day one without a date.
dated AS (
    SELECT
        *,
        max({'published': coalesce(published, DATE '0001-01-01'), 'article_id': article_id}) OVER (
            PARTITION BY whole_id, origin_id
        ).article_id AS latest
    FROM pointed
),

-- A later value by the same origin replaces its earlier one, unless the earlier one agrees with it.
newest AS (
    SELECT whole_id, origin_id, list({'value_from': value_from, 'value_to': value_to}) AS spans
    FROM dated
    WHERE article_id = latest
    GROUP BY whole_id, origin_id
),

weighed AS (
    SELECT
        d.observation_id,
        d.whole_id,
        d.underspecified,
        d.article_id = d.latest
        OR len([1 FOR span IN n.spans IF span.value_from <= d.value_to AND span.value_to >= d.value_from]) > 0 AS stands
    FROM dated AS d
    LEFT JOIN newest AS n ON d.whole_id = n.whole_id AND d.origin_id = n.origin_id
)

SELECT
    left(coalesce(w.whole_id, s.key_id), 16) AS point_id,
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
    s.origin_id,
    s.outlet,
    s.agency,
    s.title,
    s.url,
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
    s.sentence,
    s.start_char,
    s.end_char,
    s.confidence,
    coalesce(w.stands, true) AND s.verdict IS DISTINCT FROM 'wrong' AS current,
    coalesce(w.underspecified, false) AS underspecified,
    s.verdict,
    s.verdict_why,
    s.verdict_by,
    s.verdict_at,
    s.machine_read,
    s.machine_changed,
    s.recorded_at
FROM spanned AS s
LEFT JOIN weighed AS w ON s.observation_id = w.observation_id;
COMMENT ON MACRO TABLE evidence_at IS 'evidence_at(known, published): every observation that held at the moment known (NULL: now), of articles published by then (NULL: all), with its point. Grain: observation_id.';
