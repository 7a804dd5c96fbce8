-- What a unit may be called in queries, and how many canonical units it is.
-- grain: name

-- Every id of factor, every symbol, and the liquid cubic metre of LNG, a measure of its own until a conversion joins it.
CREATE OR REPLACE VIEW unit AS
WITH liquid AS (
    SELECT unit FROM symbol WHERE measures = 'liquid'
),

held AS (
    SELECT
        id, canonical, CAST(numerator AS DOUBLE) / CAST(denominator AS DOUBLE) AS ratio,
        coalesce(per IN (SELECT unit FROM liquid), false) AS liquid
    FROM factor
    WHERE superseded_at IS NULL
)

SELECT id AS name, canonical, ratio, liquid FROM held
UNION
SELECT s.symbol AS name, h.canonical, h.ratio, h.liquid FROM symbol AS s INNER JOIN held AS h ON s.unit = h.id
UNION
SELECT 'm3_liquid' AS name, 'm3_liquid' AS canonical, 1.0 AS ratio, false AS liquid
UNION
SELECT '' AS name, '' AS canonical, 1.0 AS ratio, false AS liquid;
COMMENT ON VIEW unit IS 'What a unit may be called in to_unit. Grain: name; the empty name is the denominator of a unit without one.';
COMMENT ON COLUMN unit.name IS 'An id of factor or a symbol.';
COMMENT ON COLUMN unit.canonical IS 'The canonical unit of its dimension: only units of the same one convert exactly.';
COMMENT ON COLUMN unit.ratio IS 'How many canonical units it is.';
COMMENT ON COLUMN unit.liquid IS 'Whether it measures liquids only.';
