-- One fact: what all observations with the same key say together.
-- grain: point_id

CREATE OR REPLACE VIEW point AS
SELECT * FROM points_at(NULL, NULL);
COMMENT ON VIEW point IS 'One fact: what all observations with the same key say together. Grain: point_id.';
COMMENT ON COLUMN point.point_id IS 'Made from the key (and the value, where the period is open or the point underspecified).';
COMMENT ON COLUMN point.series IS 'metric:kind:stage or share_of:status:commodity[grade]:EXPORTER>IMPORTER or AREA[subject]:unit, - for an empty slot.';
COMMENT ON COLUMN point.metric IS 'What is measured: trade, production, stocks, price ...';
COMMENT ON COLUMN point.kind IS 'level, change (in the level''s unit) or growth (in percent).';
COMMENT ON COLUMN point.commodity IS 'The energy commodity: see table commodity.';
COMMENT ON COLUMN point.exporter IS 'Where it comes from: ISO 3166-1 alpha-2 or a group code.';
COMMENT ON COLUMN point.importer IS 'Where it goes to: ISO 3166-1 alpha-2 or a group code.';
COMMENT ON COLUMN point.area IS 'Whose production, demand, stocks, price ...';
COMMENT ON COLUMN point.stage IS 'For trade: contracted, shipped or delivered.';
COMMENT ON COLUMN point.share_of IS 'For supply_share: the whole that it is a share of.';
COMMENT ON COLUMN point.grade IS 'The named grade or benchmark.';
COMMENT ON COLUMN point.status IS 'actual, forecast, planned or hypothetical.';
COMMENT ON COLUMN point.subject IS 'Identity of the company, plant, field, port or vessel that the number is about.';
COMMENT ON COLUMN point.unit IS 'Canonical unit.';
COMMENT ON COLUMN point.period_start IS 'First day that the number is about; null where the words leave it open.';
COMMENT ON COLUMN point.period_end IS 'Last day that the number is about, inclusive.';
COMMENT ON COLUMN point.value IS 'The most precisely stated current value, the earliest of these; never an average.';
COMMENT ON COLUMN point.low IS 'Lower bound, where that value was a range.';
COMMENT ON COLUMN point.high IS 'Upper bound, where that value was a range.';
COMMENT ON COLUMN point.comparator IS 'How the words of that value hedge: = ~ > < >= <=.';
COMMENT ON COLUMN point.articles IS 'How many articles say it, those whose value was revised too.';
COMMENT ON COLUMN point.languages IS 'In how many languages.';
COMMENT ON COLUMN point.origins IS 'By how many origins: only these confirm one another.';
COMMENT ON COLUMN point.observations IS 'How many observations it rests on.';
COMMENT ON COLUMN point.revised IS 'How many of these a later value of the same origin replaced.';
COMMENT ON COLUMN point.conflict IS 'True where two origins, or two speakers of one article, contradict one another: see conflict.';
COMMENT ON COLUMN point.underspecified IS 'True where an article gives several values for the key and no words were understood that tell them apart.';
COMMENT ON COLUMN point.first_published IS 'When it was first said.';
COMMENT ON COLUMN point.last_published IS 'When it was last said.';
COMMENT ON COLUMN point.plot_date IS 'Where to plot it: the middle of the period, else the day of first publication.';
COMMENT ON COLUMN point.observation_id IS 'The observation whose value it shows.';
