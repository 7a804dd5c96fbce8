-- The analyst's word on an observation: right, wrong, or which slots it should have; and its taking back.
-- grain: verdict_id, version_id, recorded_at

CREATE TABLE verdict (
    verdict_id VARCHAR,
    verdict VARCHAR,
    why VARCHAR,
    said_by VARCHAR,
    said_at TIMESTAMP,
    article_id VARCHAR,
    version_id VARCHAR,
    observation_id VARCHAR,
    start_char INTEGER,
    end_char INTEGER,
    quote VARCHAR,
    sentence_start INTEGER,
    sentence_end INTEGER,
    value DOUBLE,
    low DOUBLE,
    high DOUBLE,
    step DOUBLE,
    comparator VARCHAR,
    unit VARCHAR,
    metric VARCHAR,
    kind VARCHAR,
    commodity VARCHAR,
    exporter VARCHAR,
    importer VARCHAR,
    area VARCHAR,
    stage VARCHAR,
    share_of VARCHAR,
    grade VARCHAR,
    period_start DATE,
    period_end DATE,
    period_text VARCHAR,
    status VARCHAR,
    attribution VARCHAR,
    subject VARCHAR,
    subject_id VARCHAR,
    value_reported DOUBLE,
    unit_reported VARCHAR,
    factor_id VARCHAR,
    machine MAP(VARCHAR, VARCHAR),
    reading_id VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP
);
COMMENT ON TABLE verdict IS 'What analysts say of single numbers. Grain: a verdict on a number in one version of its article, as recorded; superseded_at IS NULL is the current one.';
COMMENT ON COLUMN verdict.verdict_id IS 'The number that is judged: the same in every version of the article in which its sentence stands unchanged, and in every later verdict on it.';
COMMENT ON COLUMN verdict.verdict IS 'right, wrong (no observation at all), corrected, or taken back.';
COMMENT ON COLUMN verdict.why IS 'The reason, as the analyst gave it.';
COMMENT ON COLUMN verdict.said_by IS 'Who says so.';
COMMENT ON COLUMN verdict.said_at IS 'When it was said, in UTC; recorded_at is later where a new version of the article took the verdict over.';
COMMENT ON COLUMN verdict.article_id IS 'The article that holds the number.';
COMMENT ON COLUMN verdict.version_id IS 'The version of the article.';
COMMENT ON COLUMN verdict.observation_id IS 'The observation that was judged.';
COMMENT ON COLUMN verdict.start_char IS 'Where the quote begins: code points of the article''s text, from 0.';
COMMENT ON COLUMN verdict.end_char IS 'Where the quote ends, exclusive.';
COMMENT ON COLUMN verdict.quote IS 'The words that carry the number and its unit, as they were read when it was judged.';
COMMENT ON COLUMN verdict.sentence_start IS 'Where its sentence begins: code points of the article''s text, from 0.';
COMMENT ON COLUMN verdict.sentence_end IS 'Where its sentence ends, exclusive.';
COMMENT ON COLUMN verdict.value IS 'The value that stands, in the canonical unit; of a wrong one, what had been read. So are the other slots.';
COMMENT ON COLUMN verdict.low IS 'Lower bound of a range, otherwise null.';
COMMENT ON COLUMN verdict.high IS 'Upper bound of a range, otherwise null.';
COMMENT ON COLUMN verdict.step IS 'One unit of the last digit written, in the canonical unit; 0 where no digit was written.';
COMMENT ON COLUMN verdict.comparator IS 'How the words hedge: = ~ > < >= <=.';
COMMENT ON COLUMN verdict.unit IS 'Canonical unit.';
COMMENT ON COLUMN verdict.metric IS 'What is measured.';
COMMENT ON COLUMN verdict.kind IS 'level, change or growth.';
COMMENT ON COLUMN verdict.commodity IS 'The energy commodity.';
COMMENT ON COLUMN verdict.exporter IS 'Where it comes from.';
COMMENT ON COLUMN verdict.importer IS 'Where it goes to.';
COMMENT ON COLUMN verdict.area IS 'Whose production, demand, stocks, price ...';
COMMENT ON COLUMN verdict.stage IS 'For trade: contracted, shipped or delivered.';
COMMENT ON COLUMN verdict.share_of IS 'For supply_share: the whole that it is a share of.';
COMMENT ON COLUMN verdict.grade IS 'The named grade or benchmark.';
COMMENT ON COLUMN verdict.period_start IS 'First day that the number is about.';
COMMENT ON COLUMN verdict.period_end IS 'Last day that the number is about, inclusive.';
COMMENT ON COLUMN verdict.period_text IS 'The words that gave the period.';
COMMENT ON COLUMN verdict.status IS 'actual, forecast, planned or hypothetical.';
COMMENT ON COLUMN verdict.attribution IS 'Who says so, as written.';
COMMENT ON COLUMN verdict.subject IS 'The company, plant, field, port or vessel that the number is about.';
COMMENT ON COLUMN verdict.subject_id IS 'The subject''s identity in table place, else its words in lower case.';
COMMENT ON COLUMN verdict.value_reported IS 'The value as written, in unit_reported.';
COMMENT ON COLUMN verdict.unit_reported IS 'The unit as written.';
COMMENT ON COLUMN verdict.factor_id IS 'How value_reported became value; null where an analyst gave the value.';
COMMENT ON COLUMN verdict.machine IS 'What the machine had read in the slots where another reading stands: slot to value, null where it had read none.';
COMMENT ON COLUMN verdict.reading_id IS 'Digest of all that the machine had read when it was judged; null where it read nothing there.';
COMMENT ON COLUMN verdict.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN verdict.superseded_at IS 'When another verdict on the number took its place, in UTC; null while it holds.';
