-- The points as they stood when only this had been published: what one could read by then.
-- grain: point_id

CREATE OR REPLACE MACRO points_as_of(published_ts) AS TABLE
SELECT * FROM points_at(NULL, published_ts);
COMMENT ON MACRO TABLE points_as_of IS 'points_as_of(ts): the points of all that had been published by then, read as we read it today. Grain: point_id.';
