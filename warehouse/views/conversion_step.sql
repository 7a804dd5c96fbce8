-- Conversions between canonical units, in both directions, with the one that changes nothing.
-- grain: factor_id

CREATE OR REPLACE VIEW conversion_step AS
WITH held AS (
    SELECT c.*, f.canonical AS from_canonical, t.canonical AS to_canonical, t.ratio / f.ratio AS scale
    FROM conversion AS c
    INNER JOIN unit AS f ON c.from_unit = f.name
    INNER JOIN unit AS t ON c.to_unit = t.name
    WHERE c.superseded_at IS NULL
)

SELECT
    conversion_id AS factor_id, commodity, grade, from_canonical, to_canonical,
    low * scale AS low, typical * scale AS mid, high * scale AS high
FROM held
UNION ALL
SELECT
    '1/' || conversion_id AS factor_id, commodity, grade, to_canonical AS from_canonical, from_canonical AS to_canonical,
    1 / (high * scale) AS low, 1 / (typical * scale) AS mid, 1 / (low * scale) AS high
FROM held
UNION ALL
SELECT 'exact' AS factor_id, NULL AS commodity, NULL AS grade, 'exact' AS from_canonical, 'exact' AS to_canonical, 1.0 AS low, 1.0 AS mid, 1.0 AS high;
COMMENT ON VIEW conversion_step IS 'Conversions between canonical units, in both directions; exact is the one between units of one dimension. Grain: factor_id.';
COMMENT ON COLUMN conversion_step.factor_id IS 'conversion_id, 1/conversion_id for the way back, or exact.';
COMMENT ON COLUMN conversion_step.commodity IS 'The commodity that it holds for.';
COMMENT ON COLUMN conversion_step.grade IS 'The grade that it holds for; null for the commodity as traded.';
COMMENT ON COLUMN conversion_step.from_canonical IS 'Canonical unit converted from.';
COMMENT ON COLUMN conversion_step.to_canonical IS 'Canonical unit converted to.';
COMMENT ON COLUMN conversion_step.low IS 'The least factor found in trade.';
COMMENT ON COLUMN conversion_step.mid IS 'The usual factor.';
COMMENT ON COLUMN conversion_step.high IS 'The greatest factor found in trade.';
