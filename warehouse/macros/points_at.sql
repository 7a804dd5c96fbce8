-- The points that the observations of a moment make.
-- grain: point_id

CREATE OR REPLACE MACRO points_at(known_ts, published_ts) AS TABLE
WITH said_then AS (
    SELECT
        0 AS case_id,
        point_id,
        {
            'metric': metric, 'kind': kind, 'commodity': commodity, 'exporter': exporter, 'importer': importer,
            'area': area, 'stage': stage, 'share_of': share_of, 'grade': grade, 'status': status, 'subject': subject,
            'unit': unit, 'period_start': period_start, 'period_end': period_end
        } AS slots,
        observation_id, article_id, origin_id, language, published, attribution, start_char, value, low, high,
        comparator, value_from, value_to, width, current, underspecified, disputed
    FROM evidence_at(known_ts, published_ts)
    WHERE verdict IS DISTINCT FROM 'wrong'
)

SELECT
    point_id,
    series_name(
        slots.metric, slots.kind, slots.stage, slots.share_of, slots.status, slots.commodity, slots.grade,
        slots.exporter, slots.importer, slots.area, slots.subject, slots.unit
    ) AS series,
    slots.*,
    value,
    low,
    high,
    comparator,
    articles,
    languages,
    origins,
    observations,
    revised,
    conflict,
    underspecified,
    first_published,
    last_published,
    coalesce(
        slots.period_start + CAST((slots.period_end - slots.period_start) // 2 AS INTEGER), first_published
    ) AS plot_date,
    observation_id
FROM points_of('said_then');
COMMENT ON MACRO TABLE points_at IS 'points_at(known, published): the points of what was known at a moment (NULL: now) and published by another (NULL: all). Grain: point_id.';
