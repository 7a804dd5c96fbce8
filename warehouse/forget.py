"""A text is erased, with everything that was read in it, because somebody has a right to that.

This is the one place where rows are deleted. What is left is a row of `forgotten` for each document: its digests, the
reason, and counts. The file is then written anew, because DuckDB leaves the bytes of deleted rows in it. Two articles
of one text are erased together: the text is what must go. What had been known by a moment is then answered without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import build, clock, copy, origin, rewrite
from warehouse.failure import NotHere, VerdictRefused, WarehouseError


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased; all zero where it had been erased before."""

    articles: tuple[str, ...]
    """The article, then those of the same text."""
    versions: int
    characters: int
    observations: int
    rejects: int
    verdicts: int


def forget(working: Path, article: str, why: str, by: str, now: datetime) -> Forgotten:
    """Erases an article (an article_id) from the working file, whatever version of it, current or past.

    Said again, it writes the file anew once more, which is what is left to do after a kill. Raises NotHere for an
    article that was never there, VerdictRefused without a reason and a name, WarehouseBusy.
    """
    if not why.strip() or not by.strip():
        raise VerdictRefused("To forget an article needs a reason and the name of who orders it.")
    with build.explained(working), rewrite.fresh(working) as half:
        with closing(build.open_working(working, now)) as con:
            at = clock.after(con, now)
            done = erase(con, [article], " ".join(why.split()), " ".join(by.split()), at)
            if not done.articles:
                before = con.execute(_BEFORE, [article]).fetchall()
                if not before:
                    raise NotHere(f"There is no article {article} in {working}.")
                done = Forgotten(tuple(row[0] for row in before), 0, 0, 0, 0, 0)
            con.execute("CHECKPOINT")
            rewrite.refill(con, half, at)
            seen = working.stat()
        rewrite.swap(half, working, seen)
    return done


def erase(con: duckdb.DuckDBPyConnection, articles: Iterable[str], why: str, by: str, at: datetime) -> Forgotten:
    """Deletes what the open file has of these articles and of those with the same text, in one transaction.

    Their bytes are still in the file: `rewrite.refill` makes one without them.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE asked AS SELECT unnest(?::VARCHAR[]) AS article_id", [list(articles)])
    con.execute(_DOOMED)
    rows = con.execute("SELECT article_id FROM doomed ORDER BY asked DESC, article_id").fetchall()
    con.begin()
    try:
        con.execute(_RECORD, {"why": why, "by": by, "at": at})
        counts = con.execute(_COUNTED, {"at": at}).fetchone() if rows else None
        for table in _tables(con):
            con.execute(f'DELETE FROM "{table}" WHERE article_id IN (SELECT article_id FROM doomed)')
        con.execute(_QUARANTINED)
        con.execute("CREATE OR REPLACE TEMP TABLE arrived AS SELECT article_id FROM article WHERE false")
        origin.assign(con, "forget", at)
        con.commit()
    except BaseException:
        with suppress(duckdb.Error):
            con.rollback()
        raise
    return Forgotten(tuple(row[0] for row in rows), *(counts or (0, 0, 0, 0, 0)))


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table that says something of articles, but for the one that says which were forgotten."""
    found = con.execute(
        "SELECT table_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' "
        "AND column_name = 'article_id' AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT temporary) "
        "ORDER BY table_name"
    ).fetchall()
    # What articles are compared by goes with their article: origin.assign finds out who followed them.
    return [name for (name,) in found if name != "forgotten" and not name.startswith("story")]


def older(published: Path, articles: Iterable[str]) -> list[Path]:
    """The predecessors kept beside the published file that hold one of these articles, or that nobody can open."""
    wanted = list(articles)
    found = []
    for path in copy.kept(published):
        try:
            with build.explained(path), closing(build.open_published(path)) as con:
                held = con.execute("FROM article WHERE list_contains(?::VARCHAR[], article_id)", [wanted]).fetchone()
        except (WarehouseError, duckdb.Error):
            held = ()
        if held is not None:
            found.append(path)
    return found


_DOOMED = """
CREATE OR REPLACE TEMP TABLE doomed AS
WITH texts AS (
    SELECT digest, text FROM article WHERE article_id IN (SELECT article_id FROM asked)
)

SELECT article_id, bool_or(article_id IN (SELECT article_id FROM asked)) AS asked
FROM article
WHERE article_id IN (SELECT article_id FROM asked)
    OR digest IN (SELECT digest FROM texts) OR text IN (SELECT text FROM texts)
GROUP BY article_id
"""

_BEFORE = """
SELECT article_id FROM forgotten
WHERE forgotten_at IN (SELECT forgotten_at FROM forgotten WHERE article_id = $1)
GROUP BY article_id
ORDER BY article_id <> $1, article_id
"""

_RECORD = """
INSERT INTO forgotten BY NAME
WITH documents AS (
    SELECT
        article_id, version_id, digest, any_value(sha256(text)) AS text_digest, max(characters) AS characters,
        arg_max(numbers, recorded_at) AS numbers
    FROM article
    WHERE article_id IN (SELECT article_id FROM doomed)
    GROUP BY article_id, version_id, digest
)

SELECT
    d.*,
    (
        SELECT count(*) FROM observation AS o WHERE o.article_id = d.article_id AND o.version_id = d.version_id
    ) AS observations,
    (SELECT count(*) FROM reject AS r WHERE r.article_id = d.article_id AND r.version_id = d.version_id) AS rejects,
    (SELECT count(*) FROM verdict AS v WHERE v.article_id = d.article_id AND v.version_id = d.version_id) AS verdicts,
    $why AS why,
    $by AS said_by,
    $at::TIMESTAMP AS forgotten_at
FROM documents AS d
"""

_COUNTED = """
SELECT
    count(*)::INTEGER, sum(characters)::INTEGER, sum(observations)::INTEGER, sum(rejects)::INTEGER,
    sum(verdicts)::INTEGER
FROM (
    SELECT DISTINCT ON (article_id, version_id) * FROM forgotten WHERE forgotten_at = $at
)
"""

# A breakage of the same document may quote it.
_QUARANTINED = """
DELETE FROM quarantine WHERE digest IN (SELECT digest FROM forgotten) AND reason <> 'forgotten'
"""
