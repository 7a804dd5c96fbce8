-- The points as they stood when only this had been published: looked up where the working file works it out.
-- grain: point_id

CREATE OR REPLACE MACRO points_as_of(published_ts) AS TABLE
SELECT
    point_id, series, metric, kind, commodity, exporter, importer, area, stage, share_of, grade, status,
    subject, unit, period_start, period_end, value, low, high, comparator, articles, languages, origins,
    observations, revised, conflict, underspecified, first_published, last_published, plot_date,
    observation_id
FROM point_state
WHERE CASE
    WHEN published_ts IS NULL THEN known_from IS NOT NULL AND known_until IS NULL
    ELSE
        published_from <= CAST(published_ts AS DATE)
        AND (published_until IS NULL OR published_until > CAST(published_ts AS DATE))
END;
COMMENT ON MACRO TABLE points_as_of IS 'points_as_of(ts): the points of all that had been published by then, read as we read it today. Grain: point_id.';
