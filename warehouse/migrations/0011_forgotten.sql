-- Articles that were erased because somebody had a right to it: what is left of them.
-- grain: article_id, version_id, digest

CREATE TABLE forgotten (
    article_id VARCHAR,
    version_id VARCHAR,
    digest VARCHAR,
    text_digest VARCHAR,
    why VARCHAR,
    said_by VARCHAR,
    characters INTEGER,
    numbers INTEGER,
    observations INTEGER,
    rejects INTEGER,
    verdicts INTEGER,
    forgotten_at TIMESTAMP
);
COMMENT ON TABLE forgotten IS 'Articles that khabarrel forget erased, with all that was read in them; they are not loaded again. Grain: one document of one version of an article.';
COMMENT ON COLUMN forgotten.article_id IS 'Identity that the article had.';
COMMENT ON COLUMN forgotten.version_id IS 'Identity that the version had.';
COMMENT ON COLUMN forgotten.digest IS 'SHA-256 of the raw document.';
COMMENT ON COLUMN forgotten.text_digest IS 'SHA-256 of the text; null where the warehouse no longer had it.';
COMMENT ON COLUMN forgotten.why IS 'The reason, as it was given.';
COMMENT ON COLUMN forgotten.said_by IS 'Who ordered it.';
COMMENT ON COLUMN forgotten.characters IS 'Length that the text had, in code points.';
COMMENT ON COLUMN forgotten.numbers IS 'How many numbers it held.';
COMMENT ON COLUMN forgotten.observations IS 'How many rows of observation were erased with the version.';
COMMENT ON COLUMN forgotten.rejects IS 'How many rows of reject were erased with the version.';
COMMENT ON COLUMN forgotten.verdicts IS 'How many rows of verdict were erased with the version.';
COMMENT ON COLUMN forgotten.forgotten_at IS 'When, in UTC.';
