-- A value in another unit, with the bounds that the commodity's factor leaves open; null where no sound factor is known.
-- grain: one value

-- At most one commodity-dependent factor is used, in the numerator (t to bbl) or in the denominator (USD/bbl to USD/t):
-- that of the grade, else that of the commodity. A gas is never told in barrels or litres.
CREATE OR REPLACE MACRO to_unit(quantity_in, unit_in, unit_out, for_commodity, for_grade) AS (
    SELECT
        first(
            {
                'low': least(quantity_in * scale * step_low, quantity_in * scale * step_high),
                'mid': quantity_in * scale * step_mid,
                'high': greatest(quantity_in * scale * step_low, quantity_in * scale * step_high),
                'factor_id': step_id
            }
            ORDER BY step_rank
        )
    FROM (
        SELECT
            n1.ratio / n2.ratio * d2.ratio / d1.ratio AS scale,
            s.low AS step_low,
            s.mid AS step_mid,
            s.high AS step_high,
            s.factor_id AS step_id,
            CASE WHEN s.factor_id = 'exact' THEN 0 WHEN s.grade IS NOT NULL THEN 1 ELSE 2 END AS step_rank,
            n1.name AS n1_name,
            d1.name AS d1_name,
            n2.name AS n2_name,
            d2.name AS d2_name,
            s.commodity AS step_commodity,
            s.grade AS step_grade,
            n1.liquid OR n2.liquid OR d1.liquid OR d2.liquid AS needs_liquid
        FROM unit AS n1
        CROSS JOIN unit AS d1
        CROSS JOIN unit AS n2
        CROSS JOIN unit AS d2
        CROSS JOIN conversion_step AS s
        WHERE (s.factor_id = 'exact' AND n1.canonical = n2.canonical AND d1.canonical = d2.canonical)
            OR (s.from_canonical = n1.canonical AND s.to_canonical = n2.canonical AND d1.canonical = d2.canonical)
            OR (s.from_canonical = d2.canonical AND s.to_canonical = d1.canonical AND n1.canonical = n2.canonical)
    )
    WHERE n1_name = split_part(unit_in, '/', 1) AND d1_name = split_part(unit_in, '/', 2)
        AND n2_name = split_part(unit_out, '/', 1) AND d2_name = split_part(unit_out, '/', 2)
        AND (step_commodity IS NULL OR step_commodity = for_commodity)
        AND (step_grade IS NULL OR step_grade = for_grade)
        AND NOT (needs_liquid AND coalesce(list_contains((SELECT list(id) FROM commodity WHERE liquid = 'gas'), for_commodity), false))
);
COMMENT ON MACRO to_unit IS 'to_unit(value, unit, target, commodity, grade): a struct of low, mid, high and factor_id; null where no sound factor is known.';
