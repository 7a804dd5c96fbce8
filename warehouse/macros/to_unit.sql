-- A value in another unit, with the bounds that the commodity's factor leaves open; null where no sound factor is known.
-- grain: one value

-- At most one commodity-dependent factor is used, in the numerator (t to bbl) or in the denominator (USD/bbl to USD/t):
-- that of the grade, else that of the commodity. A gas is never told in barrels or litres. Each part of a unit is looked
-- up by itself: joined in one go, they would multiply.
CREATE OR REPLACE MACRO to_unit(quantity_in, unit_in, unit_out, for_commodity, for_grade) AS (
    SELECT
        CASE
            WHEN n1 IS NULL OR d1 IS NULL OR n2 IS NULL OR d2 IS NULL THEN NULL
            WHEN in_gas AND (n1.liquid OR d1.liquid OR n2.liquid OR d2.liquid) THEN NULL
            WHEN step IS NULL THEN NULL
            ELSE {
                'low': least(quantity_in * scale * step.low, quantity_in * scale * step.high),
                'mid': quantity_in * scale * step.mid,
                'high': greatest(quantity_in * scale * step.low, quantity_in * scale * step.high),
                'factor_id': step.factor_id
            }
        END
    FROM (
        SELECT
            *,
            n1.ratio / n2.ratio * d2.ratio / d1.ratio AS scale,
            (
                SELECT first({'low': s.low, 'mid': s.mid, 'high': s.high, 'factor_id': s.factor_id} ORDER BY s.grade NULLS LAST)
                FROM conversion_step AS s
                WHERE s.from_canonical = step_from AND s.to_canonical = step_to
                    AND (s.commodity IS NULL OR s.commodity = for_commodity) AND (s.grade IS NULL OR s.grade = for_grade)
            ) AS step
        FROM (
            SELECT
                *,
                CASE
                    WHEN n1.canonical = n2.canonical AND d1.canonical = d2.canonical THEN 'exact'
                    WHEN d1.canonical = d2.canonical THEN n1.canonical
                    WHEN n1.canonical = n2.canonical THEN d2.canonical
                END AS step_from,
                CASE
                    WHEN n1.canonical = n2.canonical AND d1.canonical = d2.canonical THEN 'exact'
                    WHEN d1.canonical = d2.canonical THEN n2.canonical
                    WHEN n1.canonical = n2.canonical THEN d1.canonical
                END AS step_to
            FROM (
                SELECT
                    (SELECT first(u) FROM unit AS u WHERE u.name = split_part(unit_in, '/', 1)) AS n1,
                    (SELECT first(u) FROM unit AS u WHERE u.name = substring(unit_in, length(split_part(unit_in, '/', 1)) + 2)) AS d1,
                    (SELECT first(u) FROM unit AS u WHERE u.name = split_part(unit_out, '/', 1)) AS n2,
                    (SELECT first(u) FROM unit AS u WHERE u.name = substring(unit_out, length(split_part(unit_out, '/', 1)) + 2)) AS d2,
                    (SELECT coalesce(bool_or(c.liquid = 'gas'), false) FROM commodity AS c WHERE c.id = for_commodity) AS in_gas
            )
        )
    )
);
COMMENT ON MACRO to_unit IS 'to_unit(value, unit, target, commodity, grade): a struct of low, mid, high and factor_id; null where no sound factor is known.';
