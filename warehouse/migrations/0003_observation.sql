-- What articles assert about energy, number by number.
-- grain: observation_id, recorded_at

CREATE TABLE observation (
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
    confidence DOUBLE,
    published DATE,
    language VARCHAR,
    cues STRUCT(slot VARCHAR, start_char INTEGER, end_char INTEGER, "rule" VARCHAR)[],
    grammar VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP,
    run_id VARCHAR
);
COMMENT ON TABLE observation IS 'One number that an article asserts about energy. Grain: an observation as recorded; superseded_at IS NULL is the current one.';
COMMENT ON COLUMN observation.article_id IS 'The article that says it.';
COMMENT ON COLUMN observation.version_id IS 'The version of the article that says it.';
COMMENT ON COLUMN observation.observation_id IS 'Made from the article''s version, the span and an ordinal: the same words stay the same observation.';
COMMENT ON COLUMN observation.start_char IS 'Where the quote begins: code points of the article''s text, from 0.';
COMMENT ON COLUMN observation.end_char IS 'Where the quote ends, exclusive: text[start_char + 1:end_char] is the quote.';
COMMENT ON COLUMN observation.quote IS 'The words that carry the number and its unit, as written.';
COMMENT ON COLUMN observation.sentence_start IS 'Where its sentence begins: code points of the article''s text, from 0.';
COMMENT ON COLUMN observation.sentence_end IS 'Where its sentence ends, exclusive.';
COMMENT ON COLUMN observation.value IS 'The value in the canonical unit; signed for change and growth; the midpoint of a range.';
COMMENT ON COLUMN observation.low IS 'Lower bound of a range in the canonical unit, otherwise null.';
COMMENT ON COLUMN observation.high IS 'Upper bound of a range in the canonical unit, otherwise null.';
COMMENT ON COLUMN observation.step IS 'One unit of the last digit written, in the canonical unit; 0 where no digit was written.';
COMMENT ON COLUMN observation.comparator IS 'How the words hedge: = ~ > < >= <=.';
COMMENT ON COLUMN observation.unit IS 'Canonical unit: t, bbl, m3, t/yr, bbl/d, m3/yr, TJ, GWh, MW, USD/bbl, %, pp, ship ...';
COMMENT ON COLUMN observation.metric IS 'What is measured: trade, production, stocks, price ...';
COMMENT ON COLUMN observation.kind IS 'level, change (in the level''s unit) or growth (in percent).';
COMMENT ON COLUMN observation.commodity IS 'The energy commodity: see table commodity.';
COMMENT ON COLUMN observation.exporter IS 'Where it comes from: ISO 3166-1 alpha-2 or a group code.';
COMMENT ON COLUMN observation.importer IS 'Where it goes to: ISO 3166-1 alpha-2 or a group code.';
COMMENT ON COLUMN observation.area IS 'Whose production, demand, stocks, price ...: ISO 3166-1 alpha-2 or a group code.';
COMMENT ON COLUMN observation.stage IS 'For trade: contracted, shipped or delivered; null where the words do not say.';
COMMENT ON COLUMN observation.share_of IS 'For supply_share: the whole that it is a share of.';
COMMENT ON COLUMN observation.grade IS 'The named grade or benchmark.';
COMMENT ON COLUMN observation.period_start IS 'First day that the number is about; null where the words leave it open.';
COMMENT ON COLUMN observation.period_end IS 'Last day that the number is about, inclusive.';
COMMENT ON COLUMN observation.period_text IS 'The words that gave the period, as written.';
COMMENT ON COLUMN observation.status IS 'actual, forecast, planned or hypothetical (a denied number is hypothetical).';
COMMENT ON COLUMN observation.attribution IS 'Who says so, as written.';
COMMENT ON COLUMN observation.subject IS 'The company, plant, field, port or vessel that the number is about, as written.';
COMMENT ON COLUMN observation.subject_id IS 'The subject''s identity in table place, else its folded words.';
COMMENT ON COLUMN observation.value_reported IS 'The value as written, in unit_reported.';
COMMENT ON COLUMN observation.unit_reported IS 'The unit as written.';
COMMENT ON COLUMN observation.factor_id IS 'How value_reported became value.';
COMMENT ON COLUMN observation.confidence IS 'Chance that every slot is right, 0 to 1.';
COMMENT ON COLUMN observation.published IS 'Day of publication of the article.';
COMMENT ON COLUMN observation.language IS 'Language of the article, BCP 47.';
COMMENT ON COLUMN observation.cues IS 'The words that decided each slot, and the rule that read them.';
COMMENT ON COLUMN observation.grammar IS 'Version of the grammar that first gave these facts.';
COMMENT ON COLUMN observation.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN observation.superseded_at IS 'When another row took its place or today''s grammar no longer gave it, in UTC; null while it holds.';
COMMENT ON COLUMN observation.run_id IS 'The run that recorded the row.';
