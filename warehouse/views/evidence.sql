-- What each point rests on: the words, where they stand, and whether a later value of the same origin replaced them.
-- grain: observation_id

CREATE OR REPLACE VIEW evidence AS
SELECT
    point_id,
    series,
    observation_id,
    article_id,
    origin_id,
    outlet,
    agency,
    language,
    published,
    value,
    low,
    high,
    comparator,
    unit,
    value_from,
    value_to,
    width,
    value_reported,
    unit_reported,
    factor_id,
    attribution,
    quote,
    sentence,
    period_start,
    period_end,
    period_text,
    current,
    underspecified,
    confidence,
    title,
    url,
    verdict,
    verdict_why,
    verdict_by,
    verdict_at,
    machine_read,
    machine_changed,
    recorded_at
FROM evidence_at(NULL, NULL);
COMMENT ON VIEW evidence IS 'What each point rests on, with its words. Grain: observation_id.';
COMMENT ON COLUMN evidence.point_id IS 'The point; of a wrong one the point that it would belong to.';
COMMENT ON COLUMN evidence.series IS 'The series of the point.';
COMMENT ON COLUMN evidence.observation_id IS 'The observation.';
COMMENT ON COLUMN evidence.article_id IS 'The article that says it.';
COMMENT ON COLUMN evidence.origin_id IS 'Who reported it: articles of one origin confirm nothing to one another.';
COMMENT ON COLUMN evidence.outlet IS 'Who published it.';
COMMENT ON COLUMN evidence.agency IS 'The news agency that the story credits.';
COMMENT ON COLUMN evidence.language IS 'Language of the article, BCP 47.';
COMMENT ON COLUMN evidence.published IS 'When it was said.';
COMMENT ON COLUMN evidence.value IS 'The value in the canonical unit.';
COMMENT ON COLUMN evidence.low IS 'Lower bound of a range, otherwise null.';
COMMENT ON COLUMN evidence.high IS 'Upper bound of a range, otherwise null.';
COMMENT ON COLUMN evidence.comparator IS 'How the words hedge: = ~ > < >= <=.';
COMMENT ON COLUMN evidence.unit IS 'Canonical unit.';
COMMENT ON COLUMN evidence.value_from IS 'Lower end of what the words leave open; two observations agree where these spans overlap.';
COMMENT ON COLUMN evidence.value_to IS 'Upper end of what the words leave open.';
COMMENT ON COLUMN evidence.width IS 'How wide the words leave it: the narrowest is the most precisely stated.';
COMMENT ON COLUMN evidence.value_reported IS 'The value as written, in unit_reported.';
COMMENT ON COLUMN evidence.unit_reported IS 'The unit as written.';
COMMENT ON COLUMN evidence.factor_id IS 'How value_reported became value.';
COMMENT ON COLUMN evidence.attribution IS 'Who says so, as written.';
COMMENT ON COLUMN evidence.quote IS 'The words that carry the number and its unit.';
COMMENT ON COLUMN evidence.sentence IS 'The sentence of the quote. Null in a copy published without text.';
COMMENT ON COLUMN evidence.period_start IS 'First day that the number is about.';
COMMENT ON COLUMN evidence.period_end IS 'Last day that the number is about, inclusive.';
COMMENT ON COLUMN evidence.period_text IS 'The words that gave the period.';
COMMENT ON COLUMN evidence.current IS 'False where a later value of the same origin replaced it, or an analyst called it wrong.';
COMMENT ON COLUMN evidence.underspecified IS 'True where an article gives several values for one key and no words were understood that tell them apart.';
COMMENT ON COLUMN evidence.confidence IS 'Chance that every slot is right, 0 to 1; 1 where an analyst says so, 0 where one calls it wrong.';
COMMENT ON COLUMN evidence.title IS 'Headline of the article.';
COMMENT ON COLUMN evidence.url IS 'Address of the article.';
COMMENT ON COLUMN evidence.verdict IS 'What an analyst says of it: right, wrong (then no point counts it), corrected; null where nobody has judged it.';
COMMENT ON COLUMN evidence.verdict_why IS 'The reason, as the analyst gave it.';
COMMENT ON COLUMN evidence.verdict_by IS 'Which analyst.';
COMMENT ON COLUMN evidence.verdict_at IS 'When it was judged, in UTC.';
COMMENT ON COLUMN evidence.machine_read IS 'What the machine had read in the slots where the analyst''s reading stands instead: slot to value.';
COMMENT ON COLUMN evidence.machine_changed IS 'True where the machine now reads something else there than what was judged: worth another look.';
COMMENT ON COLUMN evidence.recorded_at IS 'When this warehouse recorded the observation, in UTC.';
