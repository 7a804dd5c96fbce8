-- The record of the schema's own history.
-- grain: one row per migration

CREATE TABLE migration (
    number INTEGER,
    name VARCHAR,
    digest VARCHAR,
    applied_at TIMESTAMP
);
COMMENT ON TABLE migration IS 'Which migrations made this file. Grain: one row per migration.';
COMMENT ON COLUMN migration.number IS 'The number that its file name begins with; they are applied in this order, without gaps.';
COMMENT ON COLUMN migration.name IS 'The rest of its file name.';
COMMENT ON COLUMN migration.digest IS 'SHA-256 of the file as it was applied: a migration is never edited after it landed.';
COMMENT ON COLUMN migration.applied_at IS 'When, in UTC.';
