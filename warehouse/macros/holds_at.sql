-- Whether a row recorded and superseded at these moments held at a third; at NULL, whether it holds now.
-- grain: one value

CREATE OR REPLACE MACRO holds_at(since_ts, until_ts, known_ts) AS (
    CASE
        WHEN known_ts IS NULL THEN until_ts IS NULL
        ELSE since_ts <= CAST(known_ts AS TIMESTAMP) AND (until_ts IS NULL OR until_ts > CAST(known_ts AS TIMESTAMP))
    END
);
COMMENT ON MACRO holds_at IS 'holds_at(recorded_at, superseded_at, moment): whether the row held then; a moment of NULL is now.';
