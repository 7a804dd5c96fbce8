-- Documents that could not be read, with the user's next step.
-- grain: quarantine_id, recorded_at

CREATE TABLE quarantine (
    quarantine_id VARCHAR,
    source VARCHAR,
    locator VARCHAR,
    reason VARCHAR,
    detail VARCHAR,
    next_step VARCHAR,
    digest VARCHAR,
    article_id VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP,
    run_id VARCHAR
);
COMMENT ON TABLE quarantine IS 'A document, or a part of one, that could not be read. Grain: a breakage as recorded; found again it is no new row, mended it is superseded.';
COMMENT ON COLUMN quarantine.quarantine_id IS 'Made from source, locator, reason and digest.';
COMMENT ON COLUMN quarantine.source IS 'What the user named: a folder, file or address.';
COMMENT ON COLUMN quarantine.locator IS 'Where in the source.';
COMMENT ON COLUMN quarantine.reason IS 'Why: a code of table reason.';
COMMENT ON COLUMN quarantine.detail IS 'What was found.';
COMMENT ON COLUMN quarantine.next_step IS 'What can be done about it.';
COMMENT ON COLUMN quarantine.digest IS 'SHA-256 of the raw bytes, where there were any.';
COMMENT ON COLUMN quarantine.article_id IS 'The article that was read all the same, with something set aside; null where nothing could be read.';
COMMENT ON COLUMN quarantine.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN quarantine.superseded_at IS 'When the same place was read without this breakage, in UTC; null while it holds.';
COMMENT ON COLUMN quarantine.run_id IS 'The run that recorded the row.';
