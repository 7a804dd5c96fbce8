-- What each observation leaves open around its value, and the key of the fact that it states.
-- grain: as the rows given

-- read_rows: the name of a relation of readings, as readings_at has them. Every column of it comes back, with
-- subject_key, has_period, value_from, value_to, width, key_id and key_hash beside it.
CREATE OR REPLACE MACRO spans_of(read_rows) AS TABLE
-- What the words leave open: half a unit of the last digit written, at most 2.5 % (a number in words writes no digit
-- and leaves open all of that); 5 % to either side with "about"; "more than" opens 5 % beyond, away from zero, and
-- leaves the number itself out. The billionth part is for the rounding of conversions, so that equal figures in two
-- units meet.
WITH sized AS NOT MATERIALIZED (
    SELECT
        *,
        coalesce(subject_id, lower(trim(subject))) AS subject_key,
        period_start IS NOT NULL AND period_end IS NOT NULL AS has_period,
        abs(value) AS size
    FROM query_table(read_rows)
),

opened AS NOT MATERIALIZED (
    SELECT
        *,
        CASE
            WHEN comparator = '~' THEN 0.05 * size
            WHEN comparator <> '=' OR (low IS NOT NULL AND high IS NOT NULL) THEN 0
            WHEN step > 0 THEN least(step / 2, 0.025 * size)
            ELSE 0.025 * size
        END AS half,
        CASE WHEN comparator IN ('>', '>=') THEN 0.05 * size ELSE 0 END AS beyond,
        CASE WHEN comparator IN ('<', '<=') THEN 0.05 * size ELSE 0 END AS short_of,
        CASE WHEN comparator IN ('<', '>') THEN -1e-6 ELSE 1e-9 END * size AS rim,
        coalesce(least(low, high), value) AS least_said,
        coalesce(greatest(low, high), value) AS most_said
    FROM sized
)

SELECT
    * EXCLUDE (size, half, beyond, short_of, rim, least_said, most_said),
    least_said - half - rim - CASE WHEN value < 0 THEN beyond ELSE short_of END AS value_from,
    most_said + half + rim + CASE WHEN value < 0 THEN short_of ELSE beyond END AS value_to,
    most_said - least_said + 2 * half + beyond + short_of AS width,
    -- Equal where key_id is, with less work. No id: it may be another one in another version of DuckDB.
    hash(
        metric, kind, commodity, coalesce(subject_key, '-'), coalesce(exporter, '-'), coalesce(importer, '-'),
        coalesce(area, '-'), coalesce(stage, '-'), coalesce(share_of, '-'), coalesce(grade, '-'), status, unit,
        CASE WHEN has_period THEN period_start ELSE published END, CASE WHEN has_period THEN period_end END,
        CASE
            WHEN NOT has_period AND published IS NULL THEN observation_id
            WHEN NOT has_period THEN format('{:.12g}', value)
        END
    ) AS key_hash,
    md5(concat_ws(
        chr(31),
        metric, kind, commodity,
        coalesce(subject_key, '-'), coalesce(exporter, '-'), coalesce(importer, '-'), coalesce(area, '-'),
        coalesce(stage, '-'), coalesce(share_of, '-'), coalesce(grade, '-'), status, unit,
        CASE
            WHEN has_period THEN period_start || '/' || period_end
            WHEN published IS NOT NULL THEN published || '=' || format('{:.12g}', value)
            ELSE observation_id
        END
    )) AS key_id
FROM opened;
COMMENT ON MACRO TABLE spans_of IS 'spans_of(name of a relation of readings): these readings with what each leaves open around its value (value_from, value_to, width) and the key of its fact. Grain: as the rows given.';
