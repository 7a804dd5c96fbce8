-- Who contradicts whom: two current observations of one point whose values do not overlap.
-- grain: point_id, origin_id, other_origin_id

-- Of each origin, and of each speaker of one article, its most precise and earliest statement speaks for the pair.
CREATE OR REPLACE VIEW conflict AS
WITH contested AS (
    SELECT e.*, p.period_start AS of_start, p.period_end AS of_end, p.plot_date
    FROM evidence AS e
    INNER JOIN point AS p ON e.point_id = p.point_id
    WHERE p.conflict AND e.current
),

pairs AS (
    SELECT
        a.point_id,
        a.series,
        a.of_start AS period_start,
        a.of_end AS period_end,
        a.plot_date,
        a.unit,
        a.origin_id,
        a.outlet,
        a.language,
        a.published,
        a.article_id,
        a.observation_id,
        a.attribution,
        a.value,
        a.quote,
        b.origin_id AS other_origin_id,
        b.outlet AS other_outlet,
        b.language AS other_language,
        b.published AS other_published,
        b.article_id AS other_article_id,
        b.observation_id AS other_observation_id,
        b.attribution AS other_attribution,
        b.value AS other_value,
        b.quote AS other_quote,
        row_number() OVER (
            PARTITION BY a.point_id, a.origin_id, b.origin_id
            ORDER BY
                a.width, a.published, a.article_id, a.observation_id,
                b.width, b.published, b.article_id, b.observation_id
        ) AS turn
    FROM contested AS a
    INNER JOIN contested AS b
        ON a.point_id = b.point_id AND a.value_to < b.value_from
        AND (
            a.origin_id <> b.origin_id
            OR (a.article_id = b.article_id AND lower(trim(a.attribution)) <> lower(trim(b.attribution)))
        )
)

SELECT * EXCLUDE (turn), other_value - value AS difference
FROM pairs
WHERE turn = 1;
COMMENT ON VIEW conflict IS 'Who contradicts whom: the lower value first. Grain: a point and two origins (or one origin, where an article names two speakers).';
COMMENT ON COLUMN conflict.point_id IS 'The contested point.';
COMMENT ON COLUMN conflict.series IS 'Its series.';
COMMENT ON COLUMN conflict.period_start IS 'First day that it is about.';
COMMENT ON COLUMN conflict.period_end IS 'Last day that it is about, inclusive.';
COMMENT ON COLUMN conflict.plot_date IS 'The middle of the period.';
COMMENT ON COLUMN conflict.unit IS 'Canonical unit of both values.';
COMMENT ON COLUMN conflict.origin_id IS 'Who says the lower value.';
COMMENT ON COLUMN conflict.outlet IS 'Where it was published.';
COMMENT ON COLUMN conflict.language IS 'In which language.';
COMMENT ON COLUMN conflict.published IS 'When.';
COMMENT ON COLUMN conflict.article_id IS 'In which article.';
COMMENT ON COLUMN conflict.observation_id IS 'By which observation.';
COMMENT ON COLUMN conflict.attribution IS 'Who is named for it, as written.';
COMMENT ON COLUMN conflict.value IS 'The lower value.';
COMMENT ON COLUMN conflict.quote IS 'Its words.';
COMMENT ON COLUMN conflict.other_origin_id IS 'Who says the higher value.';
COMMENT ON COLUMN conflict.other_outlet IS 'Where it was published.';
COMMENT ON COLUMN conflict.other_language IS 'In which language.';
COMMENT ON COLUMN conflict.other_published IS 'When.';
COMMENT ON COLUMN conflict.other_article_id IS 'In which article.';
COMMENT ON COLUMN conflict.other_observation_id IS 'By which observation.';
COMMENT ON COLUMN conflict.other_attribution IS 'Who is named for it, as written.';
COMMENT ON COLUMN conflict.other_value IS 'The higher value.';
COMMENT ON COLUMN conflict.other_quote IS 'Its words.';
COMMENT ON COLUMN conflict.difference IS 'other_value - value.';
