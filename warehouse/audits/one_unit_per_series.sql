-- All observations of a series have one unit: no two keys have the same name.
-- error, one row per series

SELECT
    series_name(
        metric, kind, stage, share_of, status, commodity, grade, exporter, importer, area, coalesce(subject_id, lower(trim(subject))), unit
    ) AS series,
    min(unit) AS one_unit,
    max(unit) AS another
FROM observation
WHERE superseded_at IS NULL
GROUP BY series
HAVING count(DISTINCT unit) > 1
