-- How one slot of two points may be the same although it is not: '' where it is the same, words where one leaves it open.
-- grain: one value

-- NULL where both say something, and not the same thing.
CREATE OR REPLACE MACRO either_way(slot_name, one_says, other_says) AS (
    CASE
        WHEN one_says IS NOT DISTINCT FROM other_says THEN ''
        WHEN one_says IS NULL OR other_says IS NULL THEN slot_name || ': ' || coalesce(one_says, other_says) || ' or not said'
    END
);
COMMENT ON MACRO either_way IS 'either_way(slot, one, other): an empty text where both say the same, words where only one says anything, null where they differ.';
