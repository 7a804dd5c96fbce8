-- Numbers near an energy word that were not taken, with the reason.
-- grain: article_id, version_id, ordinal, recorded_at

CREATE TABLE reject (
    article_id VARCHAR,
    version_id VARCHAR,
    ordinal INTEGER,
    start_char INTEGER,
    end_char INTEGER,
    quote VARCHAR,
    sentence_start INTEGER,
    sentence_end INTEGER,
    value DOUBLE,
    low DOUBLE,
    high DOUBLE,
    unit VARCHAR,
    value_reported DOUBLE,
    unit_reported VARCHAR,
    reason VARCHAR,
    grammar VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP,
    run_id VARCHAR
);
COMMENT ON TABLE reject IS 'A number in a sentence with an energy word that was not taken. Grain: a reject as recorded; other numbers are counted in article.rejected.';
COMMENT ON COLUMN reject.article_id IS 'The article that holds it.';
COMMENT ON COLUMN reject.version_id IS 'The version of the article that holds it.';
COMMENT ON COLUMN reject.ordinal IS 'Which reject of the version, counted from 0.';
COMMENT ON COLUMN reject.start_char IS 'Where the quote begins: code points of the article''s text, from 0.';
COMMENT ON COLUMN reject.end_char IS 'Where the quote ends, exclusive.';
COMMENT ON COLUMN reject.quote IS 'The number and its unit, as written.';
COMMENT ON COLUMN reject.sentence_start IS 'Where its sentence begins: code points of the article''s text, from 0.';
COMMENT ON COLUMN reject.sentence_end IS 'Where its sentence ends, exclusive.';
COMMENT ON COLUMN reject.value IS 'The value, in the canonical unit where the unit is known, otherwise as written.';
COMMENT ON COLUMN reject.low IS 'Lower bound of a range, otherwise null.';
COMMENT ON COLUMN reject.high IS 'Upper bound of a range, otherwise null.';
COMMENT ON COLUMN reject.unit IS 'Canonical unit where the unit is known, otherwise as written; null for a bare number.';
COMMENT ON COLUMN reject.value_reported IS 'The value as written.';
COMMENT ON COLUMN reject.unit_reported IS 'The unit as written.';
COMMENT ON COLUMN reject.reason IS 'Why not: a code of table reason.';
COMMENT ON COLUMN reject.grammar IS 'Version of the grammar that refused it.';
COMMENT ON COLUMN reject.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN reject.superseded_at IS 'When another row took its place, in UTC; null while it holds.';
COMMENT ON COLUMN reject.run_id IS 'The run that recorded the row.';
