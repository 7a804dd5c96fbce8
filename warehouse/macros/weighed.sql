-- Of observations whose key is in dispute: to which point each belongs, and whether it stands there.
-- grain: case_id, observation_id

-- disputed_rows: the name of a relation of observations with case_id, key_id, article_id, observation_id, origin_id,
-- published, attribution, value, value_from, value_to, width, start_char. A case is what is weighed together: the
-- observations of one key at one moment. Nothing in it depends on the order of arrival.
CREATE OR REPLACE MACRO weighed(disputed_rows) AS TABLE
WITH reached AS (
    SELECT
        case_id, key_id, article_id, observation_id, origin_id, published, attribution, value, value_from, value_to,
        width, start_char,
        max(value_to) OVER (
            PARTITION BY case_id, article_id ORDER BY value_from, value_to
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS article_reach,
        max(value_to) OVER (
            PARTITION BY case_id ORDER BY value_from, value_to ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS key_reach
    FROM query_table(disputed_rows)
),

-- Values that overlap, one after the other, are one cluster: of an article's, and of the whole key's.
clustered AS (
    SELECT
        * EXCLUDE (article_reach, key_reach),
        count(*) FILTER (value_from > article_reach) OVER (
            PARTITION BY case_id, article_id ORDER BY value_from, value_to
        ) AS article_cluster,
        count(*) FILTER (value_from > key_reach) OVER (
            PARTITION BY case_id ORDER BY value_from, value_to
        ) AS key_cluster
    FROM reached
),

voiced AS (
    SELECT case_id, article_id, article_cluster, min(lower(trim(attribution))) AS speaker
    FROM clustered
    GROUP BY case_id, article_id, article_cluster
),

-- An article with two values for one key and no two speakers: words that tell them apart were not understood.
muddled AS (
    SELECT case_id, article_id
    FROM voiced
    GROUP BY case_id, article_id
    HAVING count(*) > 1 AND count(DISTINCT speaker) < count(*)
),

marked AS (
    SELECT c.*, m.article_id IS NOT NULL AS underspecified
    FROM clustered AS c
    LEFT JOIN muddled AS m ON c.case_id = m.case_id AND c.article_id = m.article_id
),

-- What the other articles say of the key. Where they agree, a value of such an article that agrees with them is theirs.
clear AS (
    SELECT case_id, max(value_from) > min(value_to) AS apart
    FROM marked
    WHERE NOT underspecified
    GROUP BY case_id
),

-- Every other value of such articles becomes a point of its own, named by its most precise, earliest statement.
split AS (
    SELECT
        case_id,
        key_cluster,
        bool_or(NOT underspecified) AS anchored,
        arg_min(value, (width, coalesce(published, DATE '9999-12-31'), article_id, start_char)) FILTER (underspecified) AS named
    FROM marked
    GROUP BY case_id, key_cluster
    HAVING bool_or(underspecified)
),

pointed AS (
    SELECT
        m.*,
        CASE
            WHEN NOT m.underspecified OR (s.anchored AND NOT c.apart) THEN m.key_id
            ELSE md5(m.key_id || '=' || format('{:.12g}', s.named))
        END AS whole_id
    FROM marked AS m
    LEFT JOIN split AS s ON m.case_id = s.case_id AND m.key_cluster = s.key_cluster
    LEFT JOIN clear AS c ON m.case_id = c.case_id
),

-- The latest article of an origin: of one day's the one with the last article_id, before any day one without a date.
dated AS (
    SELECT
        *,
        max({'published': coalesce(published, DATE '0001-01-01'), 'article_id': article_id}) OVER (
            PARTITION BY case_id, whole_id, origin_id
        ).article_id AS latest
    FROM pointed
),

-- A later value by the same origin replaces its earlier one, unless the earlier one agrees with it.
newest AS (
    SELECT case_id, whole_id, origin_id, list({'value_from': value_from, 'value_to': value_to}) AS spans
    FROM dated
    WHERE article_id = latest
    GROUP BY case_id, whole_id, origin_id
)

SELECT
    d.case_id,
    d.observation_id,
    left(d.whole_id, 16) AS point_id,
    d.underspecified,
    d.article_id = d.latest
    OR len([1 FOR span IN n.spans IF span.value_from <= d.value_to AND span.value_to >= d.value_from]) > 0 AS stands
FROM dated AS d
LEFT JOIN newest AS n ON d.case_id = n.case_id AND d.whole_id = n.whole_id AND d.origin_id = n.origin_id;
COMMENT ON MACRO TABLE weighed IS 'weighed(name of a relation of observations): of those whose key is in dispute, the point of each and whether it stands there or was replaced by a later value. Grain: case_id, observation_id.';
