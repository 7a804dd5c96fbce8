-- The series there are, with their length, span and latest value; the values are in point.
-- grain: series

CREATE OR REPLACE VIEW series AS
SELECT
    series,
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
    count(*) AS points,
    count(*) FILTER (conflict) AS conflicts,
    min(plot_date) AS first_date,
    max(plot_date) AS last_date,
    arg_max(value, (coalesce(plot_date, DATE '0001-01-01'), coalesce(period_end, DATE '0001-01-01'), point_id)) AS last_value,
    max(last_published) AS last_published
FROM point
GROUP BY series;
COMMENT ON VIEW series IS 'The series there are. Grain: series; its values are the rows of point with this series, in the order of plot_date.';
COMMENT ON COLUMN series.series IS 'metric:kind:stage or share_of:status:commodity[grade]:EXPORTER>IMPORTER or AREA[subject]:unit, - for an empty slot.';
COMMENT ON COLUMN series.metric IS 'What is measured.';
COMMENT ON COLUMN series.kind IS 'level, change or growth.';
COMMENT ON COLUMN series.commodity IS 'The energy commodity.';
COMMENT ON COLUMN series.exporter IS 'Where it comes from.';
COMMENT ON COLUMN series.importer IS 'Where it goes to.';
COMMENT ON COLUMN series.area IS 'Whose production, demand, stocks, price ...';
COMMENT ON COLUMN series.stage IS 'For trade: contracted, shipped or delivered.';
COMMENT ON COLUMN series.share_of IS 'For supply_share: the whole that it is a share of.';
COMMENT ON COLUMN series.grade IS 'The named grade or benchmark.';
COMMENT ON COLUMN series.status IS 'actual, forecast, planned or hypothetical.';
COMMENT ON COLUMN series.subject IS 'Identity of the company, plant, field, port or vessel.';
COMMENT ON COLUMN series.unit IS 'Canonical unit of all its points.';
COMMENT ON COLUMN series.points IS 'How many points it has.';
COMMENT ON COLUMN series.conflicts IS 'How many of them are contested.';
COMMENT ON COLUMN series.first_date IS 'plot_date of its first point.';
COMMENT ON COLUMN series.last_date IS 'plot_date of its last point.';
COMMENT ON COLUMN series.last_value IS 'Value of its last point.';
COMMENT ON COLUMN series.last_published IS 'When something was last said about it.';
