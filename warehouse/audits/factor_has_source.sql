-- Every factor and conversion says where it is from, and its bounds hold its typical value.
-- error, one row per factor or conversion

SELECT id, source
FROM factor
WHERE superseded_at IS NULL AND (coalesce(trim(source), '') = '' OR NOT coalesce(numerator > 0 AND denominator > 0, false))
UNION ALL
SELECT conversion_id, source
FROM conversion
WHERE superseded_at IS NULL
    AND (coalesce(trim(source), '') = '' OR NOT coalesce(low > 0 AND low <= typical AND typical <= high, false))
