-- All that the points of some observations have ever been, on both clocks.
-- grain: point_id, published_from, known_from

-- said_rows: the name of a relation as said_ever has it, with all rows of each key that it has any of.
-- What the points of a key are, follows from its observations that are held, or published by then: for each such set it
-- is worked out once, by the same weighing as for one moment. What was said once is a set for itself, and that is most.
CREATE OR REPLACE MACRO states_of(said_rows) AS TABLE
-- Sets are many times as many as rows, so that what is spread over them is numbers; they stand in the order of the names.
WITH numbered AS (
    SELECT *, row_number() OVER () AS n FROM query_table(said_rows)
),

in_order AS (
    SELECT n, row_number() OVER (ORDER BY observation_id, held_from) AS row_no FROM numbered
),

articles AS (
    SELECT article_id, row_number() OVER (ORDER BY article_id) AS article_no FROM (SELECT DISTINCT article_id FROM numbered)
),

origins AS (
    SELECT origin_id, row_number() OVER (ORDER BY origin_id) AS origin_no FROM (SELECT DISTINCT origin_id FROM numbered)
),

said AS (
    SELECT n.*, i.row_no, a.article_no, o.origin_no
    FROM numbered AS n
    INNER JOIN in_order AS i ON n.n = i.n
    INNER JOIN articles AS a ON n.article_id = a.article_id
    INNER JOIN origins AS o ON n.origin_id = o.origin_id
),

busy AS (
    SELECT key_id, row_number() OVER () AS key_no FROM said GROUP BY key_id HAVING count(*) > 1
),

part AS (
    SELECT
        b.key_no, s.row_no, s.held_from, s.held_until,
        CASE WHEN s.held_until = TIMESTAMP 'infinity' THEN CAST(s.said_on AS TIMESTAMP) END AS said_at,
        s.value_from, s.value_to
    FROM said AS s
    INNER JOIN busy AS b ON s.key_id = b.key_id
),

turns AS (
    SELECT key_no, true AS known, held_from AS moment FROM part
    UNION
    SELECT key_no, true, held_until FROM part WHERE held_until < TIMESTAMP 'infinity'
    UNION
    SELECT key_no, false, said_at FROM part WHERE said_at IS NOT NULL
),

times AS (
    SELECT
        row_number() OVER () AS time_no,
        key_no,
        known,
        moment,
        lead(moment) OVER (PARTITION BY key_no, known ORDER BY moment) AS until
    FROM turns
),

-- The set of each time by the sum of its rows' hashes: two sets of one key that have it in common are the same.
sums AS (
    SELECT
        t.time_no,
        sum(hash(p.row_no)) AS set_sum,
        max(p.value_from) > min(p.value_to) AS disputed
    FROM times AS t
    INNER JOIN part AS p
        ON t.key_no = p.key_no AND CASE
            WHEN t.known THEN p.held_from <= t.moment AND p.held_until > t.moment ELSE p.said_at <= t.moment
        END
    GROUP BY t.time_no
),

sets AS (
    SELECT
        t.*,
        s.disputed,
        min(t.time_no) OVER (PARTITION BY t.key_no, s.set_sum) AS case_id,
        row_number() OVER (PARTITION BY t.key_no, s.set_sum, t.known ORDER BY t.moment) AS turn
    FROM times AS t
    INNER JOIN sums AS s ON t.time_no = s.time_no
),

spread AS (
    SELECT x.case_id, x.disputed, p.row_no
    FROM sets AS x
    INNER JOIN part AS p
        ON x.key_no = p.key_no AND CASE
            WHEN x.known THEN p.held_from <= x.moment AND p.held_until > x.moment ELSE p.said_at <= x.moment
        END
    WHERE x.time_no = x.case_id
),

contested_ever AS (
    SELECT
        x.case_id, s.key_id, s.article_no AS article_id, s.row_no AS observation_id, s.origin_no AS origin_id,
        s.published, s.attribution, s.value, s.value_from, s.value_to, s.width, s.start_char
    FROM spread AS x
    INNER JOIN said AS s ON x.row_no = s.row_no
    WHERE x.disputed
),

told_ever AS (
    SELECT
        x.case_id,
        -- The key's own point needs no name here: it has that of the key.
        CASE WHEN w.point_id <> left(s.key_id, 16) THEN w.point_id ELSE '' END AS point_id,
        s.row_no AS slots, s.row_no AS observation_id, s.article_no AS article_id, s.origin_no AS origin_id,
        s.language, s.published, CASE WHEN x.disputed THEN s.attribution END AS attribution, s.start_char, s.value,
        s.low, s.high, s.comparator, s.value_from, s.value_to, s.width, coalesce(w.stands, true) AS current,
        coalesce(w.underspecified, false) AS underspecified, x.disputed
    FROM spread AS x
    INNER JOIN said AS s ON x.row_no = s.row_no
    LEFT JOIN weighed('contested_ever') AS w ON x.case_id = w.case_id AND x.row_no = w.observation_id
    UNION ALL
    SELECT
        -row_no, '', row_no, row_no, article_no, origin_no, language, published, NULL, start_char, value, low, high,
        comparator, value_from, value_to, width, true, false, false
    FROM said ANTI JOIN busy USING (key_id)
),

-- A set can come back on a clock; then its turns on both are paired as they come.
spells AS (
    SELECT
        case_id,
        CAST(any_value(moment) FILTER (NOT known) AS DATE) AS published_from,
        CAST(any_value(until) FILTER (NOT known) AS DATE) AS published_until,
        any_value(moment) FILTER (known) AS known_from,
        any_value(until) FILTER (known) AS known_until
    FROM sets
    GROUP BY case_id, turn
    UNION ALL
    SELECT
        -row_no,
        CASE WHEN held_until = TIMESTAMP 'infinity' THEN said_on END,
        NULL,
        held_from,
        nullif(held_until, TIMESTAMP 'infinity')
    FROM said ANTI JOIN busy USING (key_id)
)

SELECT
    CASE p.point_id WHEN '' THEN left(s.key_id, 16) ELSE p.point_id END AS point_id,
    series_name(
        s.slots.metric, s.slots.kind, s.slots.stage, s.slots.share_of, s.slots.status, s.slots.commodity,
        s.slots.grade, s.slots.exporter, s.slots.importer, s.slots.area, s.slots.subject, s.slots.unit
    ) AS series,
    unnest(s.slots),
    p.value,
    p.low,
    p.high,
    p.comparator,
    p.articles,
    p.languages,
    p.origins,
    p.observations,
    p.revised,
    p.conflict,
    p.underspecified,
    p.first_published,
    p.last_published,
    coalesce(
        s.slots.period_start + CAST((s.slots.period_end - s.slots.period_start) // 2 AS INTEGER), p.first_published
    ) AS plot_date,
    s.observation_id,
    t.published_from,
    t.published_until,
    t.known_from,
    t.known_until
FROM points_of('told_ever') AS p
INNER JOIN said AS s ON p.observation_id = s.row_no
INNER JOIN spells AS t ON p.case_id = t.case_id;
COMMENT ON MACRO TABLE states_of IS 'states_of(name of a relation as said_ever has it): all that the points of these observations have ever been, and when on the clocks of publication and of record. Grain: point_id, published_from, known_from.';
