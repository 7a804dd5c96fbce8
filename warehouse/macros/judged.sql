-- What stands by the analysts' word at given moments: each verdict with the reading that it holds.
-- grain: moment, observation_id

-- asked_rows: the name of a relation of article_id and moment (infinity: now).
-- A verdict holds the reading that stands, so that no later grammar can lose it: a right or corrected number stands as
-- it was judged, whatever is read there now, and even where nothing is. A wrong one hides what is read there.
-- Of the observations that overlap its words, a verdict is about the one that was judged, else the one with the same
-- reading, else the one that shares most of its words; and an observation takes one verdict.
CREATE OR REPLACE MACRO judged(asked_rows) AS TABLE
WITH word AS (
    SELECT q.moment, v.*, a.published, a.language
    FROM query_table(asked_rows) AS q
    INNER JOIN verdict AS v ON q.article_id = v.article_id AND holds_at(v.recorded_at, v.superseded_at, q.moment)
    INNER JOIN article AS a
        ON v.article_id = a.article_id AND v.version_id = a.version_id
        AND holds_at(a.recorded_at, a.superseded_at, q.moment)
    WHERE v.verdict <> 'taken back'
),

met AS (
    SELECT
        w.moment,
        w.verdict_id,
        o.observation_id,
        reading_id(o) AS now_id,
        CASE
            WHEN o.observation_id = w.observation_id THEN 0
            WHEN reading_id(o) = w.reading_id THEN 1
            ELSE
                3 - (least(o.end_char, w.end_char) - greatest(o.start_char, w.start_char))
                / (greatest(o.end_char, w.end_char) - least(o.start_char, w.start_char))
        END AS distance
    FROM word AS w
    INNER JOIN observation AS o
        ON w.version_id = o.version_id AND w.article_id = o.article_id
        AND o.start_char < w.end_char AND o.end_char > w.start_char
    WHERE holds_at(o.recorded_at, o.superseded_at, w.moment)
),

paired AS (
    SELECT moment, verdict_id, observation_id, now_id
    FROM met
    QUALIFY row_number() OVER (PARTITION BY moment, verdict_id ORDER BY distance, observation_id) = 1
        AND row_number() OVER (PARTITION BY moment, observation_id ORDER BY distance, verdict_id) = 1
)

-- What observation knows beyond the slots stays the machine's own.
SELECT
    w.moment,
    p.observation_id AS machine_id,
    o.* REPLACE (
        w.article_id AS article_id,
        w.version_id AS version_id,
        coalesce(o.observation_id, w.observation_id) AS observation_id,
        w.start_char AS start_char,
        w.end_char AS end_char,
        w.quote AS quote,
        w.sentence_start AS sentence_start,
        w.sentence_end AS sentence_end,
        w.value AS value,
        w.low AS low,
        w.high AS high,
        w.step AS step,
        w.comparator AS comparator,
        w.unit AS unit,
        w.metric AS metric,
        w.kind AS kind,
        w.commodity AS commodity,
        w.exporter AS exporter,
        w.importer AS importer,
        w.area AS area,
        w.stage AS stage,
        w.share_of AS share_of,
        w.grade AS grade,
        w.period_start AS period_start,
        w.period_end AS period_end,
        w.period_text AS period_text,
        w.status AS status,
        w.attribution AS attribution,
        w.subject AS subject,
        w.subject_id AS subject_id,
        w.value_reported AS value_reported,
        w.unit_reported AS unit_reported,
        w.factor_id AS factor_id,
        CASE w.verdict WHEN 'wrong' THEN 0.0 ELSE 1.0 END AS confidence,
        w.published AS published,
        w.language AS language,
        coalesce(o.recorded_at, w.recorded_at) AS recorded_at
    ),
    w.verdict_id,
    w.verdict,
    w.why AS verdict_why,
    w.said_by AS verdict_by,
    w.said_at AS verdict_at,
    w.machine AS machine_read,
    p.now_id IS DISTINCT FROM w.reading_id AS machine_changed
FROM word AS w
LEFT JOIN paired AS p ON w.moment = p.moment AND w.verdict_id = p.verdict_id
LEFT JOIN observation AS o
    ON p.observation_id = o.observation_id AND holds_at(o.recorded_at, o.superseded_at, w.moment)
WHERE p.verdict_id IS NOT NULL OR w.verdict <> 'wrong';
COMMENT ON MACRO TABLE judged IS 'judged(name of a relation of article_id and moment): the readings that stand there by an analyst''s verdict, the wrong ones too, and in machine_id the observation in whose place each stands. Grain: moment, observation_id.';
