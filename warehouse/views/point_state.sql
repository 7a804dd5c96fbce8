-- All that each point has ever been: what it showed, and when on the clock of publication and on that of record.
-- grain: point_id, published_from, known_from

-- points_as_of and points_known_at in one relation, for all days and moments at once. The published file holds it as a
-- table, where they look it up; in the working file it is worked out whenever it is asked for.
CREATE OR REPLACE VIEW point_state AS
WITH all_said AS (
    SELECT * FROM said_ever()
)

SELECT * FROM states_of('all_said');
COMMENT ON VIEW point_state IS 'All that each point has ever been, and when. Grain: point_id, published_from, known_from.';
COMMENT ON COLUMN point_state.point_id IS 'Made from the key (and the value, where the period is open or the point underspecified).';
COMMENT ON COLUMN point_state.series IS 'metric:kind:stage or share_of:status:commodity[grade]:EXPORTER>IMPORTER or AREA[subject]:unit, - for an empty slot.';
COMMENT ON COLUMN point_state.metric IS 'What is measured: trade, production, stocks, price ...';
COMMENT ON COLUMN point_state.kind IS 'level, change (in the level''s unit) or growth (in percent).';
COMMENT ON COLUMN point_state.commodity IS 'The energy commodity: see table commodity.';
COMMENT ON COLUMN point_state.exporter IS 'Where it comes from: ISO 3166-1 alpha-2 or a group code.';
COMMENT ON COLUMN point_state.importer IS 'Where it goes to: ISO 3166-1 alpha-2 or a group code.';
COMMENT ON COLUMN point_state.area IS 'Whose production, demand, stocks, price ...';
COMMENT ON COLUMN point_state.stage IS 'For trade: contracted, shipped or delivered.';
COMMENT ON COLUMN point_state.share_of IS 'For supply_share: the whole that it is a share of.';
COMMENT ON COLUMN point_state.grade IS 'The named grade or benchmark.';
COMMENT ON COLUMN point_state.status IS 'actual, forecast, planned or hypothetical.';
COMMENT ON COLUMN point_state.subject IS 'Identity of the company, plant, field, port or vessel that the number is about.';
COMMENT ON COLUMN point_state.unit IS 'Canonical unit.';
COMMENT ON COLUMN point_state.period_start IS 'First day that the number is about; null where the words leave it open.';
COMMENT ON COLUMN point_state.period_end IS 'Last day that the number is about, inclusive.';
COMMENT ON COLUMN point_state.value IS 'The most precisely stated current value, the earliest of these; never an average.';
COMMENT ON COLUMN point_state.low IS 'Lower bound, where that value was a range.';
COMMENT ON COLUMN point_state.high IS 'Upper bound, where that value was a range.';
COMMENT ON COLUMN point_state.comparator IS 'How the words of that value hedge: = ~ > < >= <=.';
COMMENT ON COLUMN point_state.articles IS 'How many articles say it, those whose value was revised too.';
COMMENT ON COLUMN point_state.languages IS 'In how many languages.';
COMMENT ON COLUMN point_state.origins IS 'By how many origins: only these confirm one another.';
COMMENT ON COLUMN point_state.observations IS 'How many observations it rests on.';
COMMENT ON COLUMN point_state.revised IS 'How many of these a later value of the same origin replaced.';
COMMENT ON COLUMN point_state.conflict IS 'True where two origins, or two speakers of one article, contradict one another: see conflict.';
COMMENT ON COLUMN point_state.underspecified IS 'True where an article gives several values for the key and no words were understood that tell them apart.';
COMMENT ON COLUMN point_state.first_published IS 'When it was first said.';
COMMENT ON COLUMN point_state.last_published IS 'When it was last said.';
COMMENT ON COLUMN point_state.plot_date IS 'Where to plot it: the middle of the period, else the day of first publication.';
COMMENT ON COLUMN point_state.observation_id IS 'The observation whose value it shows.';
COMMENT ON COLUMN point_state.published_from IS 'First day of publication on which the point looks so, read as it is read today; null where it never does: then it is a state of what was once recorded.';
COMMENT ON COLUMN point_state.published_until IS 'First day on which it looks so no more; null where it still does.';
COMMENT ON COLUMN point_state.known_from IS 'Moment from which this warehouse knew it so, in UTC; null where it never did: then it is a state of what had been published.';
COMMENT ON COLUMN point_state.known_until IS 'Moment from which it knew it so no more, in UTC; null where it still does.';
