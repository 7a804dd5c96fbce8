-- What each run read, took, refused and found known: the funnel.
-- grain: run_id

CREATE TABLE run (
    run_id VARCHAR,
    flow VARCHAR,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    grammar VARCHAR,
    sources VARCHAR[],
    documents INTEGER,
    skipped INTEGER,
    articles INTEGER,
    quarantined INTEGER,
    numbers INTEGER,
    taken INTEGER,
    rejects INTEGER,
    rejected MAP(VARCHAR, INTEGER),
    observations INTEGER,
    new INTEGER,
    known INTEGER,
    superseded INTEGER,
    articles_new INTEGER,
    articles_changed INTEGER,
    articles_known INTEGER,
    quarantined_new INTEGER,
    recorded_at TIMESTAMP
);
COMMENT ON TABLE run IS 'The funnel of each run. Grain: one row per run. documents = skipped + articles + quarantined; numbers = taken + rejects; rejects = sum of rejected; observations = new + known; articles = articles_new + articles_changed + articles_known.';
COMMENT ON COLUMN run.run_id IS 'Identity of the run.';
COMMENT ON COLUMN run.flow IS 'Which flow: refresh or reread.';
COMMENT ON COLUMN run.started_at IS 'When it started, in UTC.';
COMMENT ON COLUMN run.finished_at IS 'When its load began to be written, in UTC.';
COMMENT ON COLUMN run.grammar IS 'Version of the grammar that read.';
COMMENT ON COLUMN run.sources IS 'What was read, as the user named it.';
COMMENT ON COLUMN run.documents IS 'Documents that the sources held: skipped + articles + quarantined.';
COMMENT ON COLUMN run.skipped IS 'Documents not read again, because this version was known as today''s grammar reads it.';
COMMENT ON COLUMN run.articles IS 'Documents read as articles.';
COMMENT ON COLUMN run.quarantined IS 'Documents, or parts, that could not be read at all.';
COMMENT ON COLUMN run.numbers IS 'Numbers in the articles read: taken + rejects.';
COMMENT ON COLUMN run.taken IS 'Numbers that became observations.';
COMMENT ON COLUMN run.rejects IS 'Numbers not taken, near an energy word or not: the sum of rejected.';
COMMENT ON COLUMN run.rejected IS 'Numbers not taken, by reason code.';
COMMENT ON COLUMN run.observations IS 'Observations made of the numbers taken: new + known.';
COMMENT ON COLUMN run.new IS 'Observations that were not in the warehouse with these facts.';
COMMENT ON COLUMN run.known IS 'Observations that were there already, or stood twice among what was read.';
COMMENT ON COLUMN run.superseded IS 'Observations that were current before the run and no longer are.';
COMMENT ON COLUMN run.articles_new IS 'Articles that the warehouse did not have.';
COMMENT ON COLUMN run.articles_changed IS 'Articles with a new text, new particulars or a new reading.';
COMMENT ON COLUMN run.articles_known IS 'Articles that were there already, or stood twice among what was read.';
COMMENT ON COLUMN run.quarantined_new IS 'Rows that the run added to quarantine.';
COMMENT ON COLUMN run.recorded_at IS 'The moment that all rows of this run carry as recorded_at or superseded_at, in UTC.';
