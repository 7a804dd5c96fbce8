-- Which articles come from one reporter.
-- grain: article_id, recorded_at

CREATE TABLE origin (
    article_id VARCHAR,
    origin_id VARCHAR,
    reason VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP,
    run_id VARCHAR
);
COMMENT ON TABLE origin IS 'Who reported what an article says: articles of one origin confirm nothing to one another. Grain: an assignment as recorded, one current per article.';
COMMENT ON COLUMN origin.article_id IS 'The article.';
COMMENT ON COLUMN origin.origin_id IS 'agency:NAME, outlet:NAME, or article:ID where nobody is named.';
COMMENT ON COLUMN origin.reason IS 'Why: agency (credited), outlet, article (nobody named), or figures:ID (the same figures as that earlier article).';
COMMENT ON COLUMN origin.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN origin.superseded_at IS 'When another row took its place, in UTC; null while it holds.';
COMMENT ON COLUMN origin.run_id IS 'The run that recorded the row.';
