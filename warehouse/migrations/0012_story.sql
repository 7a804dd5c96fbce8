-- What articles are compared by, so that a load compares its own with those of the same days and no others.
-- grain: story: article_id; story_key: article_id, key; story_parent: article_id

-- Derived from article and observation, for warehouse/origin.py alone; what follows from it is recorded in origin.
CREATE TABLE story (
    article_id VARCHAR,
    version_id VARCHAR,
    language VARCHAR,
    published DATE,
    agency VARCHAR,
    outlet VARCHAR,
    own BOOLEAN,
    figures VARCHAR[],
    parties VARCHAR[],
    periods VARCHAR[],
    shingles INTEGER,
    sketch UINTEGER[]
);
COMMENT ON TABLE story IS 'What an article is compared by: its words, figures, parties and periods. Derived, not in the published file. Grain: one row per current article.';
COMMENT ON COLUMN story.article_id IS 'The article.';
COMMENT ON COLUMN story.version_id IS 'The version that the sketch was made from.';
COMMENT ON COLUMN story.language IS 'Language of the text, BCP 47.';
COMMENT ON COLUMN story.published IS 'Day of publication; null where nobody said.';
COMMENT ON COLUMN story.agency IS 'The news agency that the story credits.';
COMMENT ON COLUMN story.outlet IS 'Who published it, in lower case, without The or a domain''s end.';
COMMENT ON COLUMN story.own IS 'Whether the text names its own outlet: "told this paper".';
COMMENT ON COLUMN story.figures IS 'The figures that it states: value (six digits) and unit, with a question mark where denied or only possible.';
COMMENT ON COLUMN story.parties IS 'The countries and groups that its figures are about.';
COMMENT ON COLUMN story.periods IS 'The periods that its figures are about.';
COMMENT ON COLUMN story.shingles IS 'How many different pairs of neighbouring words the text has.';
COMMENT ON COLUMN story.sketch IS 'The 256 least hashes of these pairs, in order (a bottom-k MinHash): all of them, where there are no more.';

CREATE TABLE story_key (
    article_id VARCHAR,
    bucket INTEGER,
    key UBIGINT
);
COMMENT ON TABLE story_key IS 'Where an article is looked for: only those that share a key in neighbouring buckets are compared. Derived, not in the published file. Grain: article_id, key.';
COMMENT ON COLUMN story_key.article_id IS 'The article.';
COMMENT ON COLUMN story_key.bucket IS 'Eight days of publication, counted from 1970; null without a date.';
COMMENT ON COLUMN story_key.key IS 'A digest of one of its figures, or of one of the four least hashes of its words where it has fewer than two figures.';

CREATE TABLE story_parent (
    article_id VARCHAR,
    parent_id VARCHAR,
    kind VARCHAR,
    likeness DOUBLE
);
COMMENT ON TABLE story_parent IS 'Which earlier article an article follows most closely. Derived, not in the published file. Grain: one row per article that follows another.';
COMMENT ON COLUMN story_parent.article_id IS 'The article that follows.';
COMMENT ON COLUMN story_parent.parent_id IS 'The article that it follows.';
COMMENT ON COLUMN story_parent.kind IS 'How: copy, citation, rewrite or translation.';
COMMENT ON COLUMN story_parent.likeness IS 'Share of word pairs (copy, rewrite) or of figures (citation, translation) that both have.';

COMMENT ON COLUMN origin.reason IS 'Why: agency (credited), outlet, article (nobody named), copy:ID, citation:ID, rewrite:ID or translation:ID (of that earlier article), or credited:ID (the agency that a follower of it credits).';
