-- The points as this warehouse had recorded them at a moment: what it would have answered then.
-- grain: point_id

CREATE OR REPLACE MACRO points_known_at(known_ts) AS TABLE
SELECT * FROM points_at(known_ts, NULL);
COMMENT ON MACRO TABLE points_known_at IS 'points_known_at(ts): the points as this warehouse had recorded them by then (UTC); answers for ever what it answered then. Grain: point_id.';
