-- What the world is, from warehouse/reference/*.csv; which bytes of them this file holds.
-- grain: one row per reference table, and one for the macros and views

CREATE TABLE reference (
    name VARCHAR,
    digest VARCHAR,
    loaded_at TIMESTAMP
);
COMMENT ON TABLE reference IS 'Which state of warehouse/reference/, of macros/ and of views/ this file holds. Grain: one row per reference table, and one for the macros and views.';
COMMENT ON COLUMN reference.name IS 'Name of the table and of its CSV file; or macros and views.';
COMMENT ON COLUMN reference.digest IS 'SHA-256 of what was loaded.';
COMMENT ON COLUMN reference.loaded_at IS 'When, in UTC.';

CREATE TABLE reason (
    reason VARCHAR,
    about VARCHAR,
    meaning VARCHAR,
    next_step VARCHAR
);
COMMENT ON TABLE reason IS 'Why a number was not taken or a document not read. Grain: one row per reason code.';
COMMENT ON COLUMN reason.reason IS 'The code, as in reject.reason, article.rejected and quarantine.reason.';
COMMENT ON COLUMN reason.about IS 'number or document.';
COMMENT ON COLUMN reason.meaning IS 'What it means.';
COMMENT ON COLUMN reason.next_step IS 'What can be done about it.';

CREATE TABLE factor (
    id VARCHAR,
    dimension VARCHAR,
    canonical VARCHAR,
    numerator HUGEINT,
    denominator HUGEINT,
    symbol VARCHAR,
    per VARCHAR,
    source VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP
);
COMMENT ON TABLE factor IS 'Exact unit factors: numerator / denominator canonical units make one unit. Grain: a unit as recorded; superseded_at IS NULL is the current one.';
COMMENT ON COLUMN factor.id IS 'The unit.';
COMMENT ON COLUMN factor.dimension IS 'What it measures: mass, volume, energy, time, money ...';
COMMENT ON COLUMN factor.canonical IS 'The canonical unit of the dimension.';
COMMENT ON COLUMN factor.numerator IS 'Numerator of the exact ratio to the canonical unit.';
COMMENT ON COLUMN factor.denominator IS 'Denominator of the exact ratio to the canonical unit.';
COMMENT ON COLUMN factor.symbol IS 'How the unit that prices are scaled to is written.';
COMMENT ON COLUMN factor.per IS 'The unit that prices are scaled to.';
COMMENT ON COLUMN factor.source IS 'Who says so.';
COMMENT ON COLUMN factor.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN factor.superseded_at IS 'When another row took its place, in UTC; null while it holds.';

CREATE TABLE conversion (
    conversion_id VARCHAR,
    commodity VARCHAR,
    grade VARCHAR,
    from_unit VARCHAR,
    to_unit VARCHAR,
    low DOUBLE,
    typical DOUBLE,
    high DOUBLE,
    basis VARCHAR,
    source VARCHAR,
    recorded_at TIMESTAMP,
    superseded_at TIMESTAMP
);
COMMENT ON TABLE conversion IS 'Factors that depend on the commodity: so many to_unit make one from_unit. Grain: a conversion as recorded; superseded_at IS NULL is the current one.';
COMMENT ON COLUMN conversion.conversion_id IS 'Identity of the conversion.';
COMMENT ON COLUMN conversion.commodity IS 'The commodity that it holds for.';
COMMENT ON COLUMN conversion.grade IS 'The grade that it holds for; null for the commodity as traded.';
COMMENT ON COLUMN conversion.from_unit IS 'Unit converted from.';
COMMENT ON COLUMN conversion.to_unit IS 'Unit converted to.';
COMMENT ON COLUMN conversion.low IS 'The least that is found in trade.';
COMMENT ON COLUMN conversion.typical IS 'The usual factor.';
COMMENT ON COLUMN conversion.high IS 'The most that is found in trade.';
COMMENT ON COLUMN conversion.basis IS 'On what basis: density, gross (GCV) or net (NCV) heat.';
COMMENT ON COLUMN conversion.source IS 'Who says so.';
COMMENT ON COLUMN conversion.recorded_at IS 'When this warehouse recorded the row, in UTC.';
COMMENT ON COLUMN conversion.superseded_at IS 'When another row took its place, in UTC; null while it holds.';

CREATE TABLE symbol (
    symbol VARCHAR,
    unit VARCHAR,
    measures VARCHAR
);
COMMENT ON TABLE symbol IS 'How units are written in queries: to_unit takes these symbols, and the ids of factor. Grain: one row per symbol.';
COMMENT ON COLUMN symbol.symbol IS 'The symbol: kt, kb, Mtoe, d ...';
COMMENT ON COLUMN symbol.unit IS 'The unit of table factor that it stands for.';
COMMENT ON COLUMN symbol.measures IS 'liquid where the unit measures liquids only, so that no gas is converted into it; null otherwise.';
