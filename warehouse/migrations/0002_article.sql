-- Articles with their versions, as one grammar read each.
-- grain: article_id, version_id, recorded_at

CREATE TABLE article (
    article_id VARCHAR,
    version_id VARCHAR,
    language VARCHAR,
    published DATE,
    title VARCHAR,
    url VARCHAR,
    outlet VARCHAR,
    agency VARCHAR,
    source VARCHAR,
    locator VARCHAR,
    digest VARCHAR,
    text VARCHAR,
    characters INTEGER,
    numbers INTEGER,
    taken INTEGER,
    observations INTEGER,
    status VARCHAR,
    rejected MAP(VARCHAR, INTEGER),
    warnings VARCHAR[],
    grammar VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP,
    run_id VARCHAR
);
COMMENT ON TABLE article IS 'What was read: one version of one article. Grain: a version as recorded; superseded_at IS NULL is the current one, one per article_id.';
COMMENT ON COLUMN article.article_id IS 'Identity of the article: as given by its source, otherwise made from the content.';
COMMENT ON COLUMN article.version_id IS 'Identity of this text under this article_id: a changed text is a new version.';
COMMENT ON COLUMN article.language IS 'Language of the text, BCP 47.';
COMMENT ON COLUMN article.published IS 'Day of publication in the outlet''s own time zone; null where nobody said.';
COMMENT ON COLUMN article.title IS 'Headline, as the source gave it.';
COMMENT ON COLUMN article.url IS 'Address of the article, as the source gave it.';
COMMENT ON COLUMN article.outlet IS 'Who published it.';
COMMENT ON COLUMN article.agency IS 'The news agency that the story credits, where it credits one.';
COMMENT ON COLUMN article.source IS 'What the user named: a folder, file or address.';
COMMENT ON COLUMN article.locator IS 'Where in the source: a file''s name, a line, an entry''s address.';
COMMENT ON COLUMN article.digest IS 'SHA-256 of the raw document.';
COMMENT ON COLUMN article.text IS 'The text, unaltered; offsets are code points of it. Null in a copy published without text.';
COMMENT ON COLUMN article.characters IS 'Length of the text in code points.';
COMMENT ON COLUMN article.numbers IS 'How many numbers the text holds: taken + all of rejected.';
COMMENT ON COLUMN article.taken IS 'How many of the numbers became an observation (or several).';
COMMENT ON COLUMN article.observations IS 'How many observations were made of them.';
COMMENT ON COLUMN article.status IS 'energy, or not_energy where the article holds no observation and no number near an energy word.';
COMMENT ON COLUMN article.rejected IS 'Numbers not taken, counted by reason code (see table reason); those near an energy word are rows of reject too.';
COMMENT ON COLUMN article.warnings IS 'Reason codes of what was set aside in reading, such as future_date.';
COMMENT ON COLUMN article.grammar IS 'Version of the grammar that read it.';
COMMENT ON COLUMN article.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN article.superseded_at IS 'When another row took its place, in UTC; null while it holds.';
COMMENT ON COLUMN article.run_id IS 'The run that recorded the row.';
