"""Which articles come from one reporter: computed anew for what a load touched, and what is near that.

Every article follows at most one earlier article, the one that it is most like, by the first of these that holds:

- copy: one language, within a week; half of their word pairs are the same, or three quarters of the shorter one's, and
  at least half of the figures of the one that states fewer;
- citation: within a week; it names the other's outlet, and at least half of the figures of one are the other's;
- rewrite: one language, within three days; nearly all figures, and a third of a long text's word pairs or, with the
  same four figures or more, an eighth;
- translation: two languages, within three days; nearly all figures of the shorter one: two of them, or one of three
  digits, or within a day one of two digits with two parties.

Parties and periods must not contradict one another, unless within a day three figures with eight digits are the same:
then one of the two was misread. Nobody follows a story that credits another agency. So the articles are trees. The
origin of an article is the agency that it credits, else that of the nearest one above it that credits one, else that of
the earliest one in its tree that does, else the outlet of the tree's root, else the root.

Whom an article follows depends on it and on the others as they are, never on the order of arrival: a load compares its
articles with those that share a key with them (table story_key), and those that followed an article that changed look
anew. A changed assignment is superseded, never overwritten. Nothing here reads a text but to make its sketch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import duckdb
import pyarrow as pa

from warehouse import likeness

RULES = {
    "week": 7,
    "days": 3,
    "copied": 0.5,
    "contained": 0.75,
    "undated": 0.8,
    "rewritten": 0.35,
    "reworded": 0.12,
    "long": 25,
    "phrases": 8,
    "many": 4,
    "digits": 3,
    "several": 3,
    "sure": 8,
    "half": 0.5,
    "nearly": 0.75,
    "covered": 0.4,
    "agreed": 0.66,
}
"""The limits of the rules above, measured on tests/golden/clusters.jsonl: docs/decisions/0012-origins-and-leads.md."""

KEYS = 12
"""Figures of an article that it is looked for by: those with the most digits."""
_BATCH = 500
"""Texts in memory at once."""


def assign(con: duckdb.DuckDBPyConnection, run_id: str, at: datetime, everything: bool = False) -> int:
    """Brings `origin` up to date inside the caller's transaction; returns how many assignments were added.

    Looks at the articles of table `arrived`, those that were never looked at, and what they touch; or at `everything`.
    """
    _describe(con, everything)
    _compare(con)
    return _propose(con, run_id, at)


# What articles are compared by


def _describe(con: duckdb.DuckDBPyConnection, everything: bool) -> None:
    """Brings `story` and `story_key` up to date; leaves `changed` and `gone`: articles."""
    con.execute(_NAMED.format(arrived="" if everything else _ARRIVED))
    _sketch(con)
    con.execute(_DESCRIBED)
    con.execute(_CHANGED.format(known="false" if everything else "true"))
    con.execute("DELETE FROM story WHERE article_id IN (FROM changed UNION FROM gone)")
    con.execute("DELETE FROM story_key WHERE article_id IN (FROM changed UNION FROM gone)")
    con.execute("INSERT INTO story BY NAME FROM described SEMI JOIN changed USING (article_id)")
    con.execute(_KEYED, {"keys": KEYS})


def _sketch(con: duckdb.DuckDBPyConnection) -> None:
    """Table `sketched`: what the texts say that were not looked at under this version and outlet."""
    con.execute(_UNREAD)
    (texts,) = con.execute("SELECT count(*) FROM unread").fetchone() or (0,)
    for first in range(0, texts, _BATCH):
        bounds = con.execute("SELECT min(place), max(place) FROM unread WHERE turn // ? = ?", [_BATCH, first // _BATCH])
        rows = con.execute(_TEXTS, [_BATCH, first // _BATCH, *(bounds.fetchone() or ())]).fetchall()
        read = [
            (article, likeness.names(text or "", outlet), *likeness.sketch(text or ""))
            for article, outlet, text in rows
        ]
        columns = zip(_SKETCHED, zip(*read, strict=True), strict=True)
        con.register("sketched_rows", pa.table({name: pa.array(column, kind) for (name, kind), column in columns}))
        con.execute("INSERT INTO sketched BY NAME FROM sketched_rows")
        con.unregister("sketched_rows")


_SKETCHED = (
    ("article_id", pa.string()),
    ("own", pa.bool_()),
    ("sketch", pa.list_(pa.uint32())),
    ("shingles", pa.int32()),
)

# Texts stay where they are until they are needed: a column of them is most of the file.
_NAMED = r"""
CREATE OR REPLACE TEMP TABLE named AS
SELECT
    article_id,
    version_id,
    language,
    published,
    nullif(lower(trim(agency)), '') AS agency,
    nullif(
        regexp_replace(lower(trim(outlet)), '^(the +|www\.)|\.(com|org|net|in|co\.[a-z]{{2}})$', '', 'g'), ''
    ) AS outlet,
    a.rowid AS place
FROM article AS a
WHERE superseded_at IS NULL {arrived}
"""

_ARRIVED = """
    AND article_id IN (
        SELECT article_id FROM arrived
        UNION
        SELECT n.article_id
        FROM article AS n ANTI JOIN story AS s ON n.article_id = s.article_id
        WHERE n.superseded_at IS NULL
    )
"""

_UNREAD = """
CREATE OR REPLACE TEMP TABLE unread AS
SELECT n.article_id, n.outlet, n.place, row_number() OVER (ORDER BY n.place) - 1 AS turn
FROM named AS n
LEFT JOIN story AS s
    ON n.article_id = s.article_id AND n.version_id = s.version_id AND n.outlet IS NOT DISTINCT FROM s.outlet
WHERE s.article_id IS NULL;

CREATE OR REPLACE TEMP TABLE sketched (article_id VARCHAR, own BOOLEAN, sketch UINTEGER[], shingles INTEGER)
"""

_TEXTS = """
SELECT n.article_id, n.outlet, a.text
FROM unread AS n INNER JOIN article AS a ON n.place = a.rowid
WHERE n.turn // ? = ? AND a.rowid BETWEEN ? AND ?
"""

_DESCRIBED = r"""
CREATE OR REPLACE TEMP TABLE described AS
WITH stated AS (
    SELECT
        article_id,
        list_sort(list(DISTINCT
            format('{:.5e} ', abs(value)) || unit || CASE WHEN status = 'hypothetical' THEN '?' ELSE '' END
        )) AS figures,
        list_sort(list_distinct(flatten(list([exporter, importer, area])))) AS parties,
        list_sort(list_distinct(list(period_start || '/' || period_end))) AS periods
    FROM observation SEMI JOIN named USING (article_id)
    WHERE superseded_at IS NULL
    GROUP BY article_id
)

SELECT
    n.* EXCLUDE (place),
    coalesce(f.figures, []) AS figures,
    coalesce(f.parties, []) AS parties,
    coalesce(f.periods, []) AS periods,
    coalesce(k.own, s.own) AS own,
    coalesce(k.shingles, s.shingles) AS shingles,
    coalesce(k.sketch, s.sketch) AS sketch
FROM named AS n
LEFT JOIN stated AS f ON n.article_id = f.article_id
LEFT JOIN sketched AS k ON n.article_id = k.article_id
LEFT JOIN story AS s ON n.article_id = s.article_id
"""

_CHANGED = """
CREATE OR REPLACE TEMP TABLE changed AS
SELECT d.article_id
FROM described AS d
LEFT JOIN story AS s ON d.article_id = s.article_id AND {known}
    AND d.version_id = s.version_id AND d.language = s.language AND d.own = s.own AND d.figures = s.figures
    AND d.parties = s.parties AND d.periods = s.periods AND d.published IS NOT DISTINCT FROM s.published
    AND d.agency IS NOT DISTINCT FROM s.agency AND d.outlet IS NOT DISTINCT FROM s.outlet
WHERE s.article_id IS NULL;

CREATE OR REPLACE TEMP TABLE gone AS
SELECT article_id FROM story ANTI JOIN (FROM article WHERE superseded_at IS NULL) AS held USING (article_id)
"""

# Digits tell figures apart that many stories state ("5 %") from those that few do.
_KEYED = """
INSERT INTO story_key
WITH stated AS (
    SELECT article_id, published, figure
    FROM (SELECT article_id, published, unnest(figures) AS figure FROM story SEMI JOIN changed USING (article_id))
    QUALIFY row_number() OVER (
        PARTITION BY article_id ORDER BY length(rtrim(split_part(figure, 'e', 1), '0')) DESC, figure
    ) <= $keys
),

keyed AS (
    SELECT article_id, published, figure AS word FROM stated
    UNION ALL
    SELECT article_id, published, '~' || unnest(sketch[1:4]) AS word
    FROM story SEMI JOIN changed USING (article_id)
    WHERE len(figures) < 2
)

SELECT article_id, (published - DATE '1970-01-01') // 8 AS bucket, md5_number_lower(word) AS key FROM keyed
"""


# Whom an article follows


def _compare(con: duckdb.DuckDBPyConnection) -> None:
    """Brings `story_parent` up to date; leaves `touched`: the articles whose tree may be another one."""
    con.execute(_LOOKING)
    con.execute(_PAIRED)
    _ruled(con, _LIKENED)
    con.execute(_CITING)
    bounds = con.execute("SELECT min(place), max(place) FROM citing").fetchone() or ()
    con.execute(_CITES, bounds)
    _ruled(con, _MATCHED)
    con.execute(_CHOSEN)
    con.execute(_FOLLOW)


def _ruled(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    con.execute(sql, {name: RULES[name] for name in re.findall(r"\$(\w+)", sql)})


# Those that followed what changed look anew. Both ends of every link that goes are noted: each part of a tree has one.
_LOOKING = """
CREATE OR REPLACE TEMP TABLE looking AS
SELECT article_id FROM changed
UNION
SELECT article_id FROM story_parent WHERE parent_id IN (FROM changed UNION FROM gone);

CREATE OR REPLACE TEMP TABLE touched AS
SELECT article_id FROM looking
UNION
SELECT unnest([article_id, parent_id]) AS article_id
FROM story_parent
WHERE article_id IN (FROM looking UNION FROM gone);

DELETE FROM story_parent WHERE article_id IN (FROM looking UNION FROM gone)
"""

_PAIRED = """
CREATE OR REPLACE TEMP TABLE paired AS
WITH asked AS (
    FROM story_key SEMI JOIN looking USING (article_id)
),

near AS (
    SELECT article_id, key, unnest([bucket - 1, bucket, bucket + 1]) AS bucket FROM asked WHERE bucket IS NOT NULL
),

met AS (
    SELECT n.article_id AS one, k.article_id AS other
    FROM near AS n INNER JOIN story_key AS k ON n.key = k.key AND n.bucket = k.bucket
    UNION
    SELECT a.article_id AS one, k.article_id AS other
    FROM asked AS a INNER JOIN (FROM story_key WHERE bucket IS NULL) AS k ON a.key = k.key
    UNION
    SELECT a.article_id AS one, k.article_id AS other
    FROM (FROM asked WHERE bucket IS NULL) AS a INNER JOIN story_key AS k ON a.key = k.key
),

ordered AS (
    SELECT
        {'published': coalesce(a.published, DATE '9999-12-31'), 'article_id': a.article_id} AS one,
        {'published': coalesce(b.published, DATE '9999-12-31'), 'article_id': b.article_id} AS other
    FROM met AS m
    INNER JOIN story AS a ON m.one = a.article_id
    INNER JOIN story AS b ON m.other = b.article_id
    WHERE m.one <> m.other AND coalesce(a.agency = b.agency, true)
)

SELECT DISTINCT greatest(one, other).article_id AS article_id, least(one, other).article_id AS parent_id FROM ordered
"""

# Where a sketch is full, both are compared below the lower of the two bounds: there they are complete.
_LIKENED = """
CREATE OR REPLACE TEMP TABLE likened AS
WITH counted AS (
    SELECT
        p.*,
        a.language = b.language AS one_language,
        abs(a.published - b.published) AS apart,
        a.own AND b.own AS both_own,
        b.outlet AS cited,
        a.outlet IS DISTINCT FROM b.outlet AS two_outlets,
        list_intersect(a.figures, b.figures) AS common,
        len(list_intersect(a.parties, b.parties)) AS parties,
        least(len(a.parties), len(b.parties)) AS fewer_parties,
        len(list_intersect(a.periods, b.periods)) AS periods,
        least(len(a.periods), len(b.periods)) AS fewer_periods,
        least(len(a.figures), len(b.figures)) AS fewest,
        greatest(len(a.figures), len(b.figures)) AS most,
        least(a.shingles, b.shingles) AS short,
        a.sketch AS one,
        b.sketch AS other,
        least(
            CASE WHEN a.shingles > len(a.sketch) THEN a.sketch[-1] ELSE 4294967295 END,
            CASE WHEN b.shingles > len(b.sketch) THEN b.sketch[-1] ELSE 4294967295 END
        ) AS bound
    FROM paired AS p
    INNER JOIN story AS a ON p.article_id = a.article_id
    INNER JOIN story AS b ON p.parent_id = b.article_id
    WHERE coalesce(abs(a.published - b.published) <= $week, a.language = b.language)
),

told AS (
    SELECT
        *,
        len(common) AS shared,
        coalesce(list_sum([length(rtrim(split_part(figure, 'e', 1), '0')) - 1 FOR figure IN common]), 0) AS digits
    FROM counted
    WHERE fewest = 0 OR len(common) >= $half * fewest
),

fit AS (
    SELECT
        * EXCLUDE (one, other),
        CASE WHEN one_language THEN [mark FOR mark IN one IF mark <= bound] ELSE [] END AS one,
        CASE WHEN one_language THEN [mark FOR mark IN other IF mark <= bound] ELSE [] END AS other
    FROM told
    WHERE (parties >= $agreed * fewer_parties AND periods >= $half * fewer_periods)
        OR (apart <= 1 AND shared >= $several AND digits >= $sure)
),

alike AS (
    SELECT *, len(list_intersect(one, other)) AS met, least(len(one), len(other)) AS held FROM fit
)

SELECT
    * EXCLUDE (one, other, common),
    CASE WHEN met > 0 THEN met / (len(one) + len(other) - met) ELSE 0 END AS likeness,
    CASE WHEN met > 0 AND held >= $phrases THEN met / held ELSE 0 END AS containment
FROM alike
"""

# Who might name the other's outlet; a copy need not be asked.
_CITING = """
CREATE OR REPLACE TEMP TABLE citing AS
SELECT DISTINCT l.article_id, l.cited, a.rowid AS place
FROM likened AS l
INNER JOIN article AS a ON l.article_id = a.article_id AND a.superseded_at IS NULL
WHERE l.two_outlets AND l.shared > 0 AND length(l.cited) >= 4
"""

_CITES = r"""
CREATE OR REPLACE TEMP TABLE cites AS
SELECT c.article_id, c.cited
FROM citing AS c
INNER JOIN article AS a ON c.place = a.rowid
WHERE a.rowid BETWEEN ? AND ?
    AND contains(lower(a.text), c.cited)
    AND regexp_matches(
        a.text,
        '(^|[^\p{L}\p{M}\p{N}])' || regexp_escape(upper(c.cited[1])) || '(?i:' || regexp_escape(c.cited[2:])
        || ')($|[^\p{L}\p{M}\p{N}])'
    )
"""

_MATCHED = """
CREATE OR REPLACE TEMP TABLE matched AS
WITH judged AS (
    SELECT
        l.*,
        CASE
            WHEN one_language AND likeness >= CASE WHEN apart IS NULL THEN $undated ELSE $copied END THEN 'copy'
            WHEN one_language AND apart IS NOT NULL AND containment >= $contained THEN 'copy'
            WHEN apart IS NULL OR shared = 0 THEN NULL
            WHEN two_outlets AND c.article_id IS NOT NULL THEN 'citation'
            WHEN apart > $days OR both_own OR shared < $nearly * fewest THEN NULL
            WHEN one_language AND likeness >= $rewritten AND short >= $long THEN 'rewrite'
            WHEN one_language AND likeness >= $reworded AND shared >= $many AND shared = most THEN 'rewrite'
            WHEN one_language OR shared < $covered * most THEN NULL
            WHEN shared >= 2 OR digits >= $digits THEN 'translation'
            WHEN apart <= 1 AND parties >= 2 AND digits >= 2 THEN 'translation'
        END AS kind
    FROM likened AS l
    LEFT JOIN cites AS c ON l.article_id = c.article_id AND l.cited = c.cited
)

SELECT
    article_id,
    parent_id,
    kind,
    round(
        CASE kind
            WHEN 'copy' THEN greatest(likeness, containment)
            WHEN 'rewrite' THEN likeness
            ELSE shared / most
        END, 2
    ) AS likeness
FROM judged
WHERE kind IS NOT NULL
"""

_CHOSEN = """
CREATE OR REPLACE TEMP TABLE chosen_parent AS
WITH known AS (
    FROM matched
    UNION ALL
    FROM story_parent SEMI JOIN (SELECT article_id FROM matched) AS m USING (article_id)
)

SELECT k.article_id, k.parent_id, k.kind, k.likeness
FROM known AS k
INNER JOIN story AS p ON k.parent_id = p.article_id
QUALIFY row_number() OVER (
    PARTITION BY k.article_id
    ORDER BY
        list_position(['copy', 'citation', 'rewrite', 'translation'], k.kind), k.likeness DESC,
        p.published NULLS LAST, p.article_id
) = 1
"""

_FOLLOW = """
CREATE OR REPLACE TEMP TABLE following AS
SELECT c.*, s.parent_id AS was
FROM chosen_parent AS c
LEFT JOIN story_parent AS s ON c.article_id = s.article_id
WHERE s.parent_id IS DISTINCT FROM c.parent_id OR s.kind <> c.kind OR s.likeness <> c.likeness;

INSERT INTO touched SELECT unnest([article_id, parent_id, was]) FROM following;

DELETE FROM story_parent WHERE article_id IN (SELECT article_id FROM following);

INSERT INTO story_parent SELECT article_id, parent_id, kind, likeness FROM following
"""


# Whose it is


@dataclass(frozen=True, slots=True)
class _Node:
    """An article with the one that it follows."""

    article_id: str
    published: date | None
    agency: str | None
    outlet: str | None
    parent_id: str | None
    kind: str | None

    @property
    def order(self) -> tuple[date, str]:
        return self.published or date.max, self.article_id


def _propose(con: duckdb.DuckDBPyConnection, run_id: str, at: datetime) -> int:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE reached AS SELECT DISTINCT article_id FROM touched WHERE article_id IS NOT NULL"
    )
    while con.execute(_REACH).fetchone() != (0,):
        pass
    rows = con.execute(_NODES).fetchall()
    labels = list(_labels(_Node(*row) for row in rows))
    columns = list(zip(*labels, strict=True)) or [(), (), ()]
    proposed = pa.table(
        {
            name: pa.array(column, pa.string())
            for name, column in zip(("article_id", "origin_id", "reason"), columns, strict=True)
        }
    )
    con.register("proposed_rows", proposed)
    con.execute("CREATE OR REPLACE TEMP TABLE proposed AS FROM proposed_rows")
    con.unregister("proposed_rows")
    con.execute(_CLOSE, {"at": at})
    row = con.execute(_ADD, {"at": at, "run": run_id}).fetchone()
    return int(row[0]) if row else 0


def _labels(nodes: Iterable[_Node]) -> Iterable[tuple[str, str, str]]:
    """article_id, origin_id and reason of every article of whole trees."""
    ordered = sorted(nodes, key=lambda node: node.order)  # a parent stands before those that follow it
    held = {node.article_id: node for node in ordered}
    root: dict[str, _Node] = {}
    above: dict[str, str | None] = {}
    first: dict[str, _Node] = {}
    for node in ordered:
        parent = node.parent_id if node.parent_id in held else None
        root[node.article_id] = root[parent] if parent else node
        above[node.article_id] = node.agency or (above[parent] if parent else None)
        if node.agency:
            first.setdefault(root[node.article_id].article_id, node)
    for node in ordered:
        top = root[node.article_id]
        credited = first.get(top.article_id)
        agency = above[node.article_id] or (credited.agency if credited else None)
        if agency:
            origin_id = f"agency:{agency}"
        else:
            origin_id = f"outlet:{top.outlet}" if top.outlet else f"article:{top.article_id}"
        if node.agency:
            reason = "agency"
        elif node is not top:
            reason = f"{node.kind}:{node.parent_id}"
        elif credited:
            reason = f"credited:{credited.article_id}"
        else:
            reason = origin_id.partition(":")[0]
        yield node.article_id, origin_id, reason


_REACH = """
INSERT INTO reached
SELECT DISTINCT met.article_id
FROM (
    SELECT s.parent_id AS article_id FROM story_parent AS s SEMI JOIN reached USING (article_id)
    UNION
    SELECT s.article_id FROM story_parent AS s SEMI JOIN reached AS r ON s.parent_id = r.article_id
) AS met
ANTI JOIN reached USING (article_id)
"""

_NODES = """
SELECT s.article_id, s.published, s.agency, s.outlet, p.parent_id, p.kind
FROM story AS s SEMI JOIN reached USING (article_id)
LEFT JOIN story_parent AS p ON s.article_id = p.article_id
"""

_CLOSE = """
UPDATE origin SET superseded_at = $at
WHERE superseded_at IS NULL AND (
    article_id IN (
        SELECT o.article_id FROM origin AS o
        INNER JOIN proposed AS p ON o.article_id = p.article_id
        WHERE o.superseded_at IS NULL AND (o.origin_id <> p.origin_id OR o.reason <> p.reason)
    )
    OR article_id IN (FROM gone)
)
"""

_ADD = """
INSERT INTO origin BY NAME
SELECT article_id, origin_id, reason, $at::TIMESTAMP AS recorded_at, NULL::TIMESTAMP AS superseded_at, $run AS run_id
FROM proposed ANTI JOIN (FROM origin WHERE superseded_at IS NULL) AS held USING (article_id)
"""
