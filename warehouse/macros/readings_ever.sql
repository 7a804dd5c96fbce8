-- Every observation at every time that this warehouse held it, as it then stood after the analysts' word.
-- grain: observation_id, held_from

-- From held_from on and until held_until (infinity: still now) all that follows is the same: the reading, the article's
-- row and its origin. At any moment, the rows that held are those of readings_at.
CREATE OR REPLACE MACRO readings_ever() AS TABLE
WITH of_judges AS (
    SELECT DISTINCT article_id FROM verdict
),

-- What stands in a judged article can change whenever anything in it does.
changes AS (
    SELECT article_id, unnest([recorded_at, superseded_at]) AS moment FROM article SEMI JOIN of_judges USING (article_id)
    UNION
    SELECT article_id, unnest([recorded_at, superseded_at]) FROM observation SEMI JOIN of_judges USING (article_id)
    UNION
    SELECT article_id, unnest([recorded_at, superseded_at]) FROM verdict
),

asked_ever AS (
    SELECT
        article_id,
        moment,
        lead(moment, 1, TIMESTAMP 'infinity') OVER (PARTITION BY article_id ORDER BY moment) AS held_until
    FROM changes
    WHERE moment IS NOT NULL
),

spoken AS (
    SELECT * FROM judged('asked_ever')
),

-- An article with no row of origin is an origin of its own for that time.
beginnings AS (
    SELECT article_id, min(recorded_at) AS begun FROM article GROUP BY article_id
),

assigned AS (
    SELECT
        b.article_id,
        b.begun,
        g.origin_id,
        g.recorded_at AS held_from,
        coalesce(g.superseded_at, TIMESTAMP 'infinity') AS held_until
    FROM beginnings AS b
    LEFT JOIN origin AS g ON b.article_id = g.article_id
),

reporters AS (
    SELECT article_id, origin_id, held_from, held_until FROM assigned WHERE origin_id IS NOT NULL
    UNION ALL
    SELECT article_id, 'article:' || article_id, gap_from, held_from
    FROM (
        SELECT
            article_id,
            held_from,
            coalesce(max(held_until) OVER (
                PARTITION BY article_id ORDER BY held_from ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), begun) AS gap_from
        FROM assigned
        WHERE origin_id IS NOT NULL
    )
    WHERE gap_from < held_from
    UNION ALL
    SELECT article_id, 'article:' || article_id, coalesce(max(held_until), min(begun)), TIMESTAMP 'infinity'
    FROM assigned
    GROUP BY article_id
    HAVING coalesce(max(held_until), min(begun)) < TIMESTAMP 'infinity'
),

undated AS (
    SELECT article_id, version_id, min(recorded_at) AS first_recorded
    FROM article
    WHERE published IS NULL
    GROUP BY article_id, version_id
),

held AS (
    SELECT
        o.*,
        CAST(NULL AS VARCHAR) AS verdict,
        o.recorded_at AS held_from,
        coalesce(o.superseded_at, TIMESTAMP 'infinity') AS held_until
    FROM observation AS o
    ANTI JOIN of_judges USING (article_id)
    UNION ALL BY NAME
    SELECT o.*, CAST(NULL AS VARCHAR) AS verdict, q.moment AS held_from, q.held_until
    FROM observation AS o
    INNER JOIN asked_ever AS q
        ON o.article_id = q.article_id AND holds_at(o.recorded_at, o.superseded_at, q.moment)
    ANTI JOIN spoken AS s ON o.observation_id = s.machine_id AND q.moment = s.moment
    UNION ALL BY NAME
    SELECT
        s.* EXCLUDE (moment, machine_id, verdict_id, verdict_why, verdict_by, verdict_at, machine_read, machine_changed),
        s.moment AS held_from,
        q.held_until
    FROM spoken AS s
    INNER JOIN asked_ever AS q ON s.article_id = q.article_id AND s.moment = q.moment
)

SELECT
    h.* EXCLUDE (held_from, held_until),
    g.origin_id,
    -- The day from which it counts as published, as evidence_at has it.
    greatest(h.published, coalesce(a.published, CAST(u.first_recorded AS DATE))) AS said_on,
    greatest(h.held_from, a.recorded_at, g.held_from) AS held_from,
    least(h.held_until, coalesce(a.superseded_at, TIMESTAMP 'infinity'), g.held_until) AS held_until
FROM held AS h
INNER JOIN article AS a ON h.article_id = a.article_id AND h.version_id = a.version_id
INNER JOIN reporters AS g ON h.article_id = g.article_id
LEFT JOIN undated AS u ON a.article_id = u.article_id AND a.version_id = u.version_id AND a.published IS NULL
WHERE greatest(h.held_from, a.recorded_at, g.held_from)
    < least(h.held_until, coalesce(a.superseded_at, TIMESTAMP 'infinity'), g.held_until);
COMMENT ON MACRO TABLE readings_ever IS 'readings_ever(): every observation that this warehouse ever held, with its origin, from held_from until held_until (infinity: it holds now) as it stood after the analysts'' verdicts, the wrong ones too. Grain: observation_id, held_from.';
