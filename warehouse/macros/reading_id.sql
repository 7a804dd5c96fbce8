-- A digest of all that was read at a number: equal where two readings say the same.
-- grain: one value

CREATE OR REPLACE MACRO reading_id(read_row) AS (
    md5(CAST(row(
        read_row.value, read_row.low, read_row.high, read_row.comparator, read_row.unit, read_row.metric, read_row.kind,
        read_row.commodity, read_row.exporter, read_row.importer, read_row.area, read_row.stage, read_row.share_of,
        read_row.grade, read_row.period_start, read_row.period_end, read_row.status, read_row.subject_id
    ) AS VARCHAR))
);
COMMENT ON MACRO reading_id IS 'reading_id(a row of observation): a digest of its value and slots, without where it stands and how sure it is.';
