-- The points as this warehouse had recorded them at a moment: looked up where the working file works it out.
-- grain: point_id

CREATE OR REPLACE MACRO points_known_at(known_ts) AS TABLE
SELECT
    point_id, series, metric, kind, commodity, exporter, importer, area, stage, share_of, grade, status,
    subject, unit, period_start, period_end, value, low, high, comparator, articles, languages, origins,
    observations, revised, conflict, underspecified, first_published, last_published, plot_date,
    observation_id
FROM point_state
WHERE CASE
    WHEN known_ts IS NULL THEN known_from IS NOT NULL AND known_until IS NULL
    ELSE
        known_from <= CAST(known_ts AS TIMESTAMP)
        AND (known_until IS NULL OR known_until > CAST(known_ts AS TIMESTAMP))
END;
COMMENT ON MACRO TABLE points_known_at IS 'points_known_at(ts): the points as this warehouse had recorded them by then (UTC); answers for ever what it answered then. Grain: point_id.';
