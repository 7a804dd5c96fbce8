-- The words behind a point, or behind all points of the series whose name holds this part.
-- grain: observation_id

CREATE OR REPLACE MACRO why(point_or_series) AS TABLE
SELECT
    e.point_id, e.series, e.period_start, e.period_end, e.value, e.low, e.high, e.comparator, e.unit, e.value_reported,
    e.unit_reported, e.factor_id, e.current, p.conflict, p.underspecified, e.origin_id, e.outlet, e.agency, e.language,
    e.published, e.attribution, e.quote, e.sentence, e.title, e.url, e.article_id, e.observation_id, e.verdict,
    e.verdict_why, e.verdict_by
FROM evidence AS e
INNER JOIN point AS p ON e.point_id = p.point_id
WHERE e.point_id = point_or_series OR contains(e.series, point_or_series)
ORDER BY e.series, p.plot_date, e.point_id, e.current DESC, e.published, e.article_id, e.observation_id;
COMMENT ON MACRO TABLE why IS 'why(point_id or part of a series'' name): the words behind the points. Grain: observation_id.';
