-- Who and what there is to measure, from warehouse/reference/*.csv: identities without words.
-- grain: one row per identity; group: one row per membership

CREATE TABLE commodity (
    id VARCHAR,
    parent VARCHAR,
    liquid VARCHAR,
    siec VARCHAR,
    hs2022 VARCHAR,
    jodi VARCHAR,
    source VARCHAR
);
COMMENT ON TABLE commodity IS 'The energy commodities. Grain: one row per commodity.';
COMMENT ON COLUMN commodity.id IS 'The code, as in observation.commodity.';
COMMENT ON COLUMN commodity.parent IS 'The commodity that it is a part of.';
COMMENT ON COLUMN commodity.liquid IS 'Whether its volumes are told as a liquid''s (bbl) or a gas''s (m3).';
COMMENT ON COLUMN commodity.siec IS 'Its code in the Standard International Energy Product Classification.';
COMMENT ON COLUMN commodity.hs2022 IS 'Its headings in the Harmonized System of 2022.';
COMMENT ON COLUMN commodity.jodi IS 'Its columns in the JODI questionnaire.';
COMMENT ON COLUMN commodity.source IS 'Who says so.';

CREATE TABLE country (
    alpha2 VARCHAR,
    name VARCHAR,
    valid_from VARCHAR,
    valid_to VARCHAR,
    currency VARCHAR,
    fiscal_start VARCHAR,
    successor VARCHAR,
    source VARCHAR
);
COMMENT ON TABLE country IS 'Countries, those that are no more too. Grain: one row per country.';
COMMENT ON COLUMN country.alpha2 IS 'ISO 3166-1 alpha-2 code, as in exporter, importer and area.';
COMMENT ON COLUMN country.name IS 'English name.';
COMMENT ON COLUMN country.valid_from IS 'First day of the code, where it matters.';
COMMENT ON COLUMN country.valid_to IS 'Last day of the code, where it is no more.';
COMMENT ON COLUMN country.currency IS 'ISO 4217 code of its currency.';
COMMENT ON COLUMN country.fiscal_start IS 'Month in which its fiscal year begins.';
COMMENT ON COLUMN country.successor IS 'The country that followed, where it is no more.';
COMMENT ON COLUMN country.source IS 'Who says so.';

CREATE TABLE "group" (
    "group" VARCHAR,
    member VARCHAR,
    valid_from VARCHAR,
    valid_to VARCHAR,
    source VARCHAR
);
COMMENT ON TABLE "group" IS 'Groups of countries and who belonged to them when. Grain: one row per membership.';
COMMENT ON COLUMN "group"."group" IS 'Code of the group, as in exporter, importer and area.';
COMMENT ON COLUMN "group".member IS 'The member''s ISO 3166-1 alpha-2 code.';
COMMENT ON COLUMN "group".valid_from IS 'First day of the membership (year, month or day).';
COMMENT ON COLUMN "group".valid_to IS 'Last day of the membership (year, month or day); null while it lasts.';
COMMENT ON COLUMN "group".source IS 'Who says so.';

CREATE TABLE place (
    id VARCHAR,
    kind VARCHAR,
    country VARCHAR,
    name VARCHAR,
    source VARCHAR
);
COMMENT ON TABLE place IS 'Places and companies that numbers are about. Grain: one row per place.';
COMMENT ON COLUMN place.id IS 'Identity, as in observation.subject_id.';
COMMENT ON COLUMN place.kind IS 'port, field, refinery, pipeline, company ...';
COMMENT ON COLUMN place.country IS 'The country where it lies, or for which it stands.';
COMMENT ON COLUMN place.name IS 'English name.';
COMMENT ON COLUMN place.source IS 'Who says so.';

CREATE TABLE grade (
    id VARCHAR,
    commodity VARCHAR,
    kind VARCHAR,
    currency VARCHAR,
    unit VARCHAR,
    area VARCHAR,
    source VARCHAR
);
COMMENT ON TABLE grade IS 'Named grades and benchmarks. Grain: one row per grade.';
COMMENT ON COLUMN grade.id IS 'Name of the grade, as in observation.grade.';
COMMENT ON COLUMN grade.commodity IS 'The commodity that it is a grade of.';
COMMENT ON COLUMN grade.kind IS 'What kind of name it is.';
COMMENT ON COLUMN grade.currency IS 'The currency in which it is quoted.';
COMMENT ON COLUMN grade.unit IS 'The unit per which it is quoted.';
COMMENT ON COLUMN grade.area IS 'The place that its price belongs to, where its name says one.';
COMMENT ON COLUMN grade.source IS 'Who says so.';
