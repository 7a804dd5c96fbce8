"""Which articles come from one reporter: a first simple rule, computed anew for every article that a load touched.

Base: the credited agency, else the outlet, else the article itself. Over it: articles that give the same set of figures
(value and unit, at least two) within two days take the origin of the earliest of them, if their parties are compatible,
they do not credit different agencies, and either their languages differ (a translation) or half of their words are the
same (a copy). Nothing depends on the order of arrival; a changed assignment is superseded, never overwritten.
"""

from __future__ import annotations

from datetime import datetime

import duckdb

DAYS = 2
"""Same figures further apart than this are a new report."""
SHARED_WORDS = 0.5
"""The share of all their words that two stories in one language both have; below it they were written apart."""


def assign(con: duckdb.DuckDBPyConnection, run_id: str, at: datetime, everything: bool = False) -> int:
    """Brings `origin` up to date inside the caller's transaction; returns how many assignments were added.

    Looks only at articles of table `arrived` and at those that share their figures, or at `everything`.
    """
    con.execute(_ALL if everything else _TOUCHED, {} if everything else {"at": at})
    con.execute(_FIGURED)
    con.execute(_PROPOSED, {"days": DAYS, "shared": SHARED_WORDS})
    con.execute(_CLOSE, {"at": at})
    row = con.execute(_ADD, {"at": at, "run": run_id}).fetchone()
    return int(row[0]) if row else 0


_ALL = "CREATE OR REPLACE TEMP TABLE candidate AS SELECT article_id FROM article WHERE superseded_at IS NULL"

# Who shares a set of figures shares its greatest figure: that of the touched articles, as it is and as it was.
_TOUCHED = """
CREATE OR REPLACE TEMP TABLE candidate AS
WITH touched AS (
    SELECT article_id, value, unit, recorded_at = $at AS added, superseded_at
    FROM observation SEMI JOIN arrived USING (article_id)
    WHERE superseded_at IS NULL OR superseded_at = $at
),

marks AS (
    SELECT max({'value': value, 'unit': unit}) AS mark FROM touched WHERE superseded_at IS NULL GROUP BY article_id
    UNION
    SELECT max({'value': value, 'unit': unit}) AS mark FROM touched WHERE NOT added GROUP BY article_id
),

figures AS (
    SELECT mark.value, mark.unit FROM marks
)

SELECT DISTINCT article_id FROM arrived
UNION
SELECT DISTINCT article_id FROM observation SEMI JOIN figures USING (value, unit) WHERE superseded_at IS NULL
"""

_FIGURED = r"""
CREATE OR REPLACE TEMP TABLE figured AS
WITH figures AS (
    SELECT
        article_id,
        list_sort(list(DISTINCT value || ' ' || unit)) AS figures,
        list_distinct(flatten(list([exporter, importer, area]))) AS parties
    FROM observation SEMI JOIN candidate USING (article_id)
    WHERE superseded_at IS NULL
    GROUP BY article_id
)

SELECT
    a.article_id,
    a.language,
    a.published,
    a.text,
    nullif(lower(trim(a.agency)), '') AS agency,
    coalesce(
        'agency:' || nullif(lower(trim(a.agency)), ''),
        'outlet:' || nullif(lower(trim(a.outlet)), ''),
        'article:' || a.article_id
    ) AS base_id,
    CASE WHEN len(f.figures) >= 2 AND a.published IS NOT NULL THEN array_to_string(f.figures, '|') END AS signature,
    coalesce(f.parties, []) AS parties
FROM article AS a SEMI JOIN candidate USING (article_id)
LEFT JOIN figures AS f ON a.article_id = f.article_id
WHERE a.superseded_at IS NULL
"""

_PROPOSED = r"""
CREATE OR REPLACE TEMP TABLE proposed AS
WITH gapped AS (
    SELECT
        * EXCLUDE (text),
        published - lag(published) OVER (PARTITION BY signature ORDER BY published, article_id) > $days AS apart
    FROM figured
    WHERE signature IS NOT NULL
),

batched AS (
    SELECT
        *,
        count(*) FILTER (apart) OVER (
            PARTITION BY signature ORDER BY published, article_id ROWS UNBOUNDED PRECEDING
        ) AS batch
    FROM gapped
),

led AS (
    SELECT *, first_value(article_id) OVER (PARTITION BY signature, batch ORDER BY published, article_id) AS leader_id
    FROM batched
),

alike AS (
    SELECT f.article_id, l.article_id AS leader_id, l.base_id, f.language = l.language AS one_language
    FROM led AS f
    INNER JOIN led AS l ON f.leader_id = l.article_id
    WHERE f.base_id <> l.base_id
        AND coalesce(f.agency = l.agency, true)
        AND (list_has_all(f.parties, l.parties) OR list_has_all(l.parties, f.parties))
),

-- Words are only counted where they decide.
worded AS (
    SELECT article_id, list_distinct(regexp_extract_all(lower(text), '[\p{L}\p{M}\p{N}]+')) AS words
    FROM figured
    WHERE article_id IN (
        SELECT article_id FROM alike WHERE one_language UNION SELECT leader_id FROM alike WHERE one_language
    )
),

followed AS (
    SELECT a.article_id, a.leader_id, a.base_id
    FROM alike AS a
    LEFT JOIN worded AS f ON a.article_id = f.article_id
    LEFT JOIN worded AS l ON a.leader_id = l.article_id
    WHERE NOT a.one_language
        OR len(list_intersect(f.words, l.words)) >= $shared * len(list_distinct(list_concat(f.words, l.words)))
)

SELECT
    f.article_id,
    coalesce(l.base_id, f.base_id) AS origin_id,
    coalesce('figures:' || l.leader_id, split_part(f.base_id, ':', 1)) AS reason
FROM figured AS f
LEFT JOIN followed AS l ON f.article_id = l.article_id
"""

_CLOSE = """
UPDATE origin SET superseded_at = $at
WHERE superseded_at IS NULL AND article_id IN (
    SELECT o.article_id FROM origin AS o
    INNER JOIN proposed AS p ON o.article_id = p.article_id
    WHERE o.superseded_at IS NULL AND (o.origin_id <> p.origin_id OR o.reason <> p.reason)
)
"""

_ADD = """
INSERT INTO origin BY NAME
SELECT article_id, origin_id, reason, $at::TIMESTAMP AS recorded_at, NULL::TIMESTAMP AS superseded_at, $run AS run_id
FROM proposed ANTI JOIN (FROM origin WHERE superseded_at IS NULL) AS held USING (article_id)
"""
