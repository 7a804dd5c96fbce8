-- Points that may be one fact under two keys: linked, never merged.
-- grain: point_id, other_point_id

-- Two kinds. In one unit: equal values, and slots that differ only where one is a part of the other (crude_oil of oil, a
-- member of its group, a period inside or across another) or is left open by one of them; two such slots only where the
-- value has three digits. In two units: all slots the same but for the commodity's part, and values that convert into one
-- another within the bounds of the commodity's factor. Nothing looks at all pairs: points meet in blocks of equal values
-- of one metric, unit, year and party, or of one key without its unit.
CREATE OR REPLACE VIEW lead AS
WITH told AS (
    SELECT
        *,
        format('{:.11e}', value) AS written,
        length(rtrim(replace(split_part(format('{:.11e}', abs(value)), 'e', 1), '.', ''), '0')) AS digits
    FROM point
    WHERE plot_date IS NOT NULL AND value <> 0
),

-- What a commodity is a part of; that everything is energy says nothing.
kin AS (
    SELECT id, parent AS above FROM commodity WHERE parent <> 'energy'
    UNION
    SELECT c.id, p.parent AS above
    FROM commodity AS c INNER JOIN commodity AS p ON c.parent = p.id
    WHERE p.parent <> 'energy'
),

members AS (
    SELECT DISTINCT member || '<' || "group" || y.y AS word
    FROM "group", range(1950, 2061) AS y(y)
    WHERE member IS NOT NULL
        AND y.y BETWEEN coalesce(CAST(left(valid_from, 4) AS INTEGER), 1950) AND coalesce(CAST(left(valid_to, 4) AS INTEGER), 2060)
),

-- The greatest thing below energy that a commodity is a part of: only one family can hold a lead.
families AS (
    SELECT c.id, coalesce(max(k.above) FILTER (k.above IN (SELECT t.id FROM commodity AS t WHERE t.parent = 'energy')), c.id) AS family
    FROM commodity AS c LEFT JOIN kin AS k ON c.id = k.id
    GROUP BY c.id
),

placed AS (
    SELECT
        point_id, exporter, importer, area, stage, period_start, period_end, first_published,
        hash(metric, kind, status, unit, written, family) AS likeness,
        unnest(list_distinct([year(plot_date), year(plot_date + 60)])) AS in_year,
        CASE
            WHEN digits >= 3 THEN ['*']
            WHEN coalesce(exporter, importer, area) IS NULL THEN ['-']
            ELSE list_distinct(['e' || exporter, 'i' || importer, 'a' || area])
        END AS parties
    FROM told INNER JOIN families ON told.commodity = families.id
),

blocked AS (
    SELECT * EXCLUDE (likeness, in_year, party), hash(likeness, in_year, party) AS block
    FROM (SELECT * EXCLUDE (parties), unnest(parties) AS party FROM placed)
),

-- Most values stand alone.
crowded AS (
    FROM blocked SEMI JOIN (SELECT block FROM blocked GROUP BY block HAVING count(*) > 1) AS shared USING (block)
),

met AS (
    SELECT DISTINCT a.point_id, b.point_id AS other_point_id
    FROM crowded AS a INNER JOIN crowded AS b
        ON a.block = b.block AND a.point_id < b.point_id
        AND coalesce(a.stage = b.stage, true)
        AND CASE
            WHEN a.period_start IS NOT NULL AND b.period_start IS NOT NULL
            THEN a.period_start <= b.period_end AND b.period_start <= a.period_end
            WHEN a.period_start IS NOT NULL THEN b.first_published BETWEEN a.period_start AND a.period_end + 45
            WHEN b.period_start IS NOT NULL THEN a.first_published BETWEEN b.period_start AND b.period_end + 45
            ELSE abs(a.first_published - b.first_published) <= 7
        END
),

faced AS (
    SELECT
        a.point_id, b.point_id AS other_point_id,
        greatest(a.digits, b.digits) AS digits,
        CASE
            WHEN a.commodity = b.commodity THEN ''
            WHEN up.id IS NOT NULL THEN 'commodity: ' || a.commodity || ' is a part of ' || b.commodity
            WHEN down.id IS NOT NULL THEN 'commodity: ' || b.commodity || ' is a part of ' || a.commodity
        END AS by_commodity,
        either_way('exporter', a.exporter, b.exporter) AS by_exporter,
        either_way('importer', a.importer, b.importer) AS by_importer,
        either_way('area', a.area, b.area) AS by_area,
        either_way('stage', a.stage, b.stage) AS by_stage,
        either_way('share_of', a.share_of, b.share_of) AS by_share,
        either_way('grade', a.grade, b.grade) AS by_grade,
        either_way('subject', a.subject, b.subject) AS by_subject,
        CASE
            WHEN a.period_start = b.period_start AND a.period_end = b.period_end THEN ''
            WHEN a.period_start <= b.period_end AND b.period_start <= a.period_end THEN
                'period: ' || least(a.period_start || '/' || a.period_end, b.period_start || '/' || b.period_end)
                || ' and ' || greatest(a.period_start || '/' || a.period_end, b.period_start || '/' || b.period_end)
            WHEN a.first_published BETWEEN b.period_start AND b.period_end + 45 AND a.period_start IS NULL THEN
                'period: ' || b.period_start || '/' || b.period_end || ' or not said'
            WHEN b.first_published BETWEEN a.period_start AND a.period_end + 45 AND b.period_start IS NULL THEN
                'period: ' || a.period_start || '/' || a.period_end || ' or not said'
            WHEN coalesce(a.period_start, b.period_start) IS NOT NULL THEN NULL
            WHEN a.first_published = b.first_published THEN ''
            WHEN abs(a.first_published - b.first_published) <= 7 THEN
                'period: not said on ' || least(a.first_published, b.first_published) || ' and '
                || greatest(a.first_published, b.first_published)
        END AS by_period,
        a.exporter || '<' || b.exporter AS exporters,
        b.exporter || '<' || a.exporter AS exporters_back,
        a.importer || '<' || b.importer AS importers,
        b.importer || '<' || a.importer AS importers_back,
        a.area || '<' || b.area AS areas,
        b.area || '<' || a.area AS areas_back,
        year(a.plot_date) AS in_year
    FROM met AS m
    INNER JOIN told AS a ON m.point_id = a.point_id
    INNER JOIN told AS b ON m.other_point_id = b.point_id
    LEFT JOIN kin AS up ON a.commodity = up.id AND b.commodity = up.above
    LEFT JOIN kin AS down ON b.commodity = down.id AND a.commodity = down.above
),

-- A group and its member of that year.
grouped AS (
    SELECT
        f.* REPLACE (
            coalesce(
                f.by_exporter, 'exporter: ' || replace(f.exporters, '<', ' is a member of ') || left(e.word, 0),
                'exporter: ' || replace(f.exporters_back, '<', ' is a member of ') || left(eb.word, 0)
            ) AS by_exporter,
            coalesce(
                f.by_importer, 'importer: ' || replace(f.importers, '<', ' is a member of ') || left(i.word, 0),
                'importer: ' || replace(f.importers_back, '<', ' is a member of ') || left(ib.word, 0)
            ) AS by_importer,
            coalesce(
                f.by_area, 'area: ' || replace(f.areas, '<', ' is a member of ') || left(r.word, 0),
                'area: ' || replace(f.areas_back, '<', ' is a member of ') || left(rb.word, 0)
            ) AS by_area
        )
    FROM faced AS f
    LEFT JOIN members AS e ON f.exporters || f.in_year = e.word
    LEFT JOIN members AS eb ON f.exporters_back || f.in_year = eb.word
    LEFT JOIN members AS i ON f.importers || f.in_year = i.word
    LEFT JOIN members AS ib ON f.importers_back || f.in_year = ib.word
    LEFT JOIN members AS r ON f.areas || f.in_year = r.word
    LEFT JOIN members AS rb ON f.areas_back || f.in_year = rb.word
    WHERE f.by_commodity IS NOT NULL AND f.by_stage IS NOT NULL AND f.by_share IS NOT NULL AND f.by_grade IS NOT NULL
        AND f.by_subject IS NOT NULL AND f.by_period IS NOT NULL
),

equal AS (
    SELECT
        point_id, other_point_id, NULL AS factor_id, digits,
        [why FOR why IN [
            by_commodity, by_exporter, by_importer, by_area, by_stage, by_share, by_grade, by_subject, by_period
        ] IF why <> ''] AS reasons
    FROM grouped
    WHERE by_exporter IS NOT NULL AND by_importer IS NOT NULL AND by_area IS NOT NULL
),

-- Factors between canonical units, of quantities and of rates, that a commodity has.
factors AS (
    SELECT commodity, unit, other_unit, to_unit(1.0, unit, other_unit, commodity, NULL) AS by
    FROM (
        SELECT c.id AS commodity, u.unit, o.unit AS other_unit
        FROM commodity AS c,
            (SELECT unnest(['t', 'bbl', 'm3', 'm3_liquid', 'TJ', 't/yr', 'bbl/d', 'm3/yr']) AS unit) AS u,
            (SELECT unnest(['t', 'bbl', 'm3', 'm3_liquid', 'TJ', 't/yr', 'bbl/d', 'm3/yr']) AS unit) AS o
        WHERE u.unit <> o.unit AND (contains(u.unit, '/') = contains(o.unit, '/'))
    )
),

measured AS (
    SELECT
        t.point_id, t.commodity, t.unit, t.value,
        hash(
            metric, kind, status, exporter, importer, area, stage, share_of, grade, subject, period_start, period_end,
            CASE WHEN period_start IS NULL THEN first_published END
        ) AS block
    FROM told AS t
    WHERE unit IN ('t', 'bbl', 'm3', 'm3_liquid', 'TJ', 't/yr', 'bbl/d', 'm3/yr')
),

converted AS (
    SELECT
        a.point_id, b.point_id AS other_point_id, regexp_replace(f.by.factor_id, '^1/', '') AS factor_id, 3 AS digits,
        CASE
            WHEN a.commodity = b.commodity THEN []
            ELSE ['commodity: ' || a.commodity || ' is a part of ' || b.commodity]
        END || [
            'unit: ' || least(a.unit, b.unit) || ' and ' || greatest(a.unit, b.unit) || ' by '
            || regexp_replace(f.by.factor_id, '^1/', '')
        ] AS reasons
    FROM measured AS a
    INNER JOIN measured AS b ON a.block = b.block AND a.unit <> b.unit
    INNER JOIN factors AS f ON a.commodity = f.commodity AND a.unit = f.unit AND b.unit = f.other_unit
    LEFT JOIN kin AS k ON a.commodity = k.id AND b.commodity = k.above
    WHERE (a.commodity = b.commodity OR k.id IS NOT NULL)
        AND b.value BETWEEN least(a.value * f.by.low, a.value * f.by.high) - 0.01 * abs(b.value)
        AND greatest(a.value * f.by.low, a.value * f.by.high) + 0.01 * abs(b.value)
),

linked AS (
    FROM equal WHERE len(reasons) <= CASE WHEN digits >= 3 THEN 2 ELSE 1 END
    UNION ALL
    FROM converted
)

SELECT
    a.point_id,
    a.series,
    a.period_start,
    a.period_end,
    a.plot_date,
    a.value,
    a.unit,
    b.point_id AS other_point_id,
    b.series AS other_series,
    b.period_start AS other_period_start,
    b.period_end AS other_period_end,
    b.plot_date AS other_plot_date,
    b.value AS other_value,
    b.unit AS other_unit,
    l.factor_id,
    CASE WHEN len(l.reasons) = 0 THEN 'underspecified: no words tell them apart' ELSE array_to_string(l.reasons, '; ') END AS why
FROM (
    SELECT DISTINCT ON (point_id, other_point_id) *
    FROM (
        SELECT least(point_id, other_point_id) AS point_id, greatest(point_id, other_point_id) AS other_point_id, factor_id, reasons
        FROM linked
    )
    ORDER BY point_id, other_point_id, factor_id NULLS FIRST, reasons
) AS l
INNER JOIN told AS a ON l.point_id = a.point_id
INNER JOIN told AS b ON l.other_point_id = b.point_id;
COMMENT ON VIEW lead IS 'Points that may be one fact under two keys: linked, never merged. Grain: a pair of points, the lesser point_id first.';
COMMENT ON COLUMN lead.point_id IS 'One point.';
COMMENT ON COLUMN lead.series IS 'Its series.';
COMMENT ON COLUMN lead.period_start IS 'First day that it is about; null where the words leave it open.';
COMMENT ON COLUMN lead.period_end IS 'Last day that it is about, inclusive.';
COMMENT ON COLUMN lead.plot_date IS 'The middle of its period, else the day of first publication.';
COMMENT ON COLUMN lead.value IS 'Its value.';
COMMENT ON COLUMN lead.unit IS 'Its canonical unit.';
COMMENT ON COLUMN lead.other_point_id IS 'The other point.';
COMMENT ON COLUMN lead.other_series IS 'Its series.';
COMMENT ON COLUMN lead.other_period_start IS 'First day that it is about; null where the words leave it open.';
COMMENT ON COLUMN lead.other_period_end IS 'Last day that it is about, inclusive.';
COMMENT ON COLUMN lead.other_plot_date IS 'The middle of its period, else the day of first publication.';
COMMENT ON COLUMN lead.other_value IS 'Its value.';
COMMENT ON COLUMN lead.other_unit IS 'Its canonical unit.';
COMMENT ON COLUMN lead.factor_id IS 'The conversion between the two units, where they differ.';
COMMENT ON COLUMN lead.why IS 'In which slots they differ, and how they may be the same all the same: commodity, exporter, importer, area, stage, share_of, grade, subject, period, unit; or underspecified.';
