-- The points as an SDMX-CSV 2.0 data message has them: a row an observation, dimensions before the value, attributes after it.
-- grain: POINT_ID

-- Columns and actions: SDMX-CSV 2.0, data message field guide (sdmx-twg). Values are those of `point`, uncoded. An empty slot is _Z (not
-- applicable), _X (not said) or _T (the whole), as SDMX code lists write these. TIME_PERIOD is SDMX's observational time
-- period: a year, half, quarter, month, ISO week or day, else a start with a duration. A point without a period has none and is not here.
-- OBS_STATUS (SDMX:CL_OBS_STATUS) has codes for actual (A, normal value) and forecast (F, forecast value); it has none for
-- planned and hypothetical, which stay empty, and its E (estimated by the producer of the figure) is not what "about" says.
CREATE OR REPLACE VIEW sdmx AS
WITH timed AS (
    SELECT
        *,
        metric IN ('trade', 'trade_value', 'trade_count') AS trading,
        metric IN ('trade', 'trade_value', 'trade_count', 'supply_share') AS flowing,
        count(*) OVER (PARTITION BY series, period_start, period_end) AS alike,
        CASE
            WHEN day(period_start) = 1 AND period_end = last_day(period_end)
                THEN date_diff('month', period_start, period_end) + 1
        END AS months
    FROM point
    WHERE period_start IS NOT NULL AND period_end IS NOT NULL
)

SELECT
    'dataflow' AS "STRUCTURE",
    'KHABARREL:POINT(1.0.0)' AS "STRUCTURE_ID",
    'I' AS "ACTION",
    metric AS "METRIC",
    kind AS "KIND",
    commodity AS "COMMODITY",
    coalesce(grade, '_X') AS "GRADE",
    coalesce(exporter, CASE WHEN flowing THEN '_X' ELSE '_Z' END) AS "EXPORTER",
    coalesce(importer, CASE WHEN flowing THEN '_X' ELSE '_Z' END) AS "IMPORTER",
    coalesce(area, CASE WHEN flowing THEN '_Z' ELSE '_X' END) AS "AREA",
    coalesce(subject, '_T') AS "SUBJECT",
    coalesce(stage, CASE WHEN trading THEN '_X' ELSE '_Z' END) AS "STAGE",
    coalesce(share_of, CASE WHEN metric = 'supply_share' THEN '_X' ELSE '_Z' END) AS "SHARE_OF",
    status AS "STATUS",
    unit AS "UNIT_MEASURE",
    CASE WHEN alike > 1 THEN point_id ELSE '_Z' END AS "VARIANT",
    CASE
        WHEN period_start = period_end THEN strftime(period_start, '%Y-%m-%d')
        WHEN months = 1 THEN strftime(period_start, '%Y-%m')
        WHEN months = 3 AND month(period_start) % 3 = 1 THEN year(period_start) || '-Q' || quarter(period_start)
        WHEN months = 6 AND month(period_start) % 6 = 1 THEN year(period_start) || '-S' || (month(period_start) // 6 + 1)
        WHEN months = 12 AND month(period_start) = 1 THEN strftime(period_start, '%Y')
        WHEN months > 0 THEN strftime(period_start, '%Y-%m-%d') || '/P' || months || 'M'
        WHEN isodow(period_start) = 1 AND period_end - period_start = 6 THEN strftime(period_start, '%G-W%V')
        ELSE strftime(period_start, '%Y-%m-%d') || '/P' || (period_end - period_start + 1) || 'D'
    END AS "TIME_PERIOD",
    value AS "OBS_VALUE",
    CASE status WHEN 'actual' THEN 'A' WHEN 'forecast' THEN 'F' END AS "OBS_STATUS",
    low AS "LOW",
    high AS "HIGH",
    comparator AS "COMPARATOR",
    CAST(articles AS BIGINT) AS "ARTICLES",
    CAST(languages AS BIGINT) AS "LANGUAGES",
    CAST(origins AS BIGINT) AS "ORIGINS",
    conflict AS "CONFLICT",
    underspecified AS "UNDERSPECIFIED",
    first_published AS "FIRST_PUBLISHED",
    last_published AS "LAST_PUBLISHED",
    series AS "SERIES",
    point_id AS "POINT_ID"
FROM timed;
COMMENT ON VIEW sdmx IS 'The points that have a period, as rows of an SDMX-CSV 2.0 data message. Grain: POINT_ID; the dimensions METRIC to TIME_PERIOD are unique.';
COMMENT ON COLUMN sdmx."STRUCTURE" IS 'dataflow: what STRUCTURE_ID names.';
COMMENT ON COLUMN sdmx."STRUCTURE_ID" IS 'The dataflow: agency, id and version.';
COMMENT ON COLUMN sdmx."ACTION" IS 'I: for information, as SDMX-CSV has it.';
COMMENT ON COLUMN sdmx."METRIC" IS 'Dimension: what is measured.';
COMMENT ON COLUMN sdmx."KIND" IS 'Dimension: level, change or growth.';
COMMENT ON COLUMN sdmx."COMMODITY" IS 'Dimension: the energy commodity.';
COMMENT ON COLUMN sdmx."GRADE" IS 'Dimension: the named grade or benchmark; _X where none is named.';
COMMENT ON COLUMN sdmx."EXPORTER" IS 'Dimension: where it comes from; _X where a flow leaves it open, _Z where it is no flow.';
COMMENT ON COLUMN sdmx."IMPORTER" IS 'Dimension: where it goes to; _X where a flow leaves it open, _Z where it is no flow.';
COMMENT ON COLUMN sdmx."AREA" IS 'Dimension: whose production, stocks, price ...; _X where nobody says, _Z for a flow.';
COMMENT ON COLUMN sdmx."SUBJECT" IS 'Dimension: the company, plant, field, port or vessel; _T for the whole.';
COMMENT ON COLUMN sdmx."STAGE" IS 'Dimension: contracted, shipped or delivered; _X where a trade leaves it open, _Z for what is no trade.';
COMMENT ON COLUMN sdmx."SHARE_OF" IS 'Dimension: the whole that a supply_share is a share of; _X where nobody says, _Z for another metric.';
COMMENT ON COLUMN sdmx."STATUS" IS 'Dimension: actual, forecast, planned or hypothetical.';
COMMENT ON COLUMN sdmx."UNIT_MEASURE" IS 'Dimension: canonical unit of OBS_VALUE, LOW and HIGH.';
COMMENT ON COLUMN sdmx."VARIANT" IS 'Dimension: _Z; of points that nothing else tells apart (underspecified), the point_id.';
COMMENT ON COLUMN sdmx."TIME_PERIOD" IS 'Dimension: the period, as 2023, 2023-S1, 2023-Q2, 2023-06, 2023-W24, 2023-06-11, or a start and duration such as 2023-06-11/P16D.';
COMMENT ON COLUMN sdmx."OBS_VALUE" IS 'The value in UNIT_MEASURE.';
COMMENT ON COLUMN sdmx."OBS_STATUS" IS 'Attribute: code of SDMX:CL_OBS_STATUS, A for actual, F for forecast; empty for planned and hypothetical, which it has no code for.';
COMMENT ON COLUMN sdmx."LOW" IS 'Attribute: lower bound, where the value was a range.';
COMMENT ON COLUMN sdmx."HIGH" IS 'Attribute: upper bound, where the value was a range.';
COMMENT ON COLUMN sdmx."COMPARATOR" IS 'Attribute: how the words hedge: = ~ > < >= <=.';
COMMENT ON COLUMN sdmx."ARTICLES" IS 'Attribute: how many articles say it.';
COMMENT ON COLUMN sdmx."LANGUAGES" IS 'Attribute: in how many languages.';
COMMENT ON COLUMN sdmx."ORIGINS" IS 'Attribute: by how many origins.';
COMMENT ON COLUMN sdmx."CONFLICT" IS 'Attribute: true where two origins contradict one another.';
COMMENT ON COLUMN sdmx."UNDERSPECIFIED" IS 'Attribute: true where an article gives several values for the key.';
COMMENT ON COLUMN sdmx."FIRST_PUBLISHED" IS 'Attribute: when it was first said.';
COMMENT ON COLUMN sdmx."LAST_PUBLISHED" IS 'Attribute: when it was last said.';
COMMENT ON COLUMN sdmx."SERIES" IS 'Attribute: the name of its series.';
COMMENT ON COLUMN sdmx."POINT_ID" IS 'Attribute: the point, as khabarrel why takes it.';
