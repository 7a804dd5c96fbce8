-- All points of a series have the unit that its name ends with.
-- error, one row per series

SELECT series, count(DISTINCT unit) AS units, min(unit) AS one_unit
FROM point
GROUP BY series
HAVING count(DISTINCT unit) > 1 OR NOT bool_and(ends_with(series, ':' || unit))
