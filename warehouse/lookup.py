"""The few selections that flows and the command line need, of the working file or the published one.

Only reads. What an analyst could ask stands in views/ and macros/; here it is only called and handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Known:
    """A version of an article as one grammar read it, with the particulars that it was read with."""

    article_id: str
    version_id: str
    grammar: str
    particulars: tuple[str | None, ...]
    """language, published (YYYY-MM-DD), title, url, outlet, source, locator."""


@dataclass(frozen=True, slots=True)
class Breach:
    """What one audit found."""

    audit: str
    severity: str
    """"error" stops publishing, "warning" does not."""
    about: str
    rows: int
    example: str
    """The first row, as "column=value ...": enough to look for it."""


def select(con: duckdb.DuckDBPyConnection, sql: str, values: Sequence[object] = ()) -> Rows:
    """Any query. Raises duckdb.Error for one that DuckDB refuses."""
    answer = con.execute(sql, list(values))
    columns = tuple(column[0] for column in answer.description or ())
    return Rows(columns, answer.fetchall() if columns else [])


# For the flows

# What need not be read again, because it would be loaded as known: the current rows, and past ones of other places. Not
# the past rows of the current one's own place: a document that goes back to an earlier text counts again.
_SETTLED = """
FROM article AS a
INNER JOIN article AS c ON a.article_id = c.article_id AND c.superseded_at IS NULL
WHERE a.grammar = ?
    AND (a.superseded_at IS NULL OR a.source IS DISTINCT FROM c.source OR a.locator IS DISTINCT FROM c.locator)
"""


def known_versions(con: duckdb.DuckDBPyConnection, grammar: str) -> frozenset[str]:
    """The `version_id`s that this grammar has read already, whatever their particulars were."""
    return frozenset(row[0] for row in con.execute(f"SELECT DISTINCT a.version_id {_SETTLED}", [grammar]).fetchall())


def known(con: duckdb.DuckDBPyConnection, grammar: str) -> frozenset[Known]:
    """The same with the particulars: a document with another date, outlet or title is none of these."""
    rows = con.execute(
        f"""
        SELECT a.article_id, a.version_id, a.grammar, a.language, CAST(a.published AS VARCHAR), a.title, a.url,
            a.outlet, a.source, a.locator
        {_SETTLED}
        """,
        [grammar],
    ).fetchall()
    return frozenset(Known(row[0], row[1], row[2], tuple(row[3:])) for row in rows)


def forgotten(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str | None, str | None]]:
    """What was erased on demand: (article_id, digest of the raw document, digest of the text)."""
    return con.execute("SELECT DISTINCT article_id, digest, text_digest FROM forgotten ORDER BY ALL").fetchall()


def stored_articles(
    con: duckdb.DuckDBPyConnection, grammar: str | None = None, characters: int = 4_000_000
) -> Iterator[list[dict[str, Any]]]:
    """Current articles in batches of about so many characters, for reading once more: rows of `article` as dicts.

    With `grammar`, only those that this grammar has not read yet.
    """
    answer = con.execute(
        """
        SELECT article_id, version_id, language, published, title, url, outlet, agency, source, locator, digest, text,
            characters, warnings, grammar
        FROM article
        WHERE superseded_at IS NULL AND text IS NOT NULL AND ($grammar::VARCHAR IS NULL OR grammar <> $grammar)
        ORDER BY article_id
        """,
        {"grammar": grammar},
    )
    names = [column[0] for column in answer.description or ()]
    batch: list[dict[str, Any]] = []
    size = 0
    while rows := answer.fetchmany(200):
        for row in rows:
            batch.append(dict(zip(names, row, strict=True)))
            size += len(batch[-1]["text"])
            if size >= characters:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def last_run(con: duckdb.DuckDBPyConnection) -> dict[str, Any] | None:
    """The row of the last run, or None before the first."""
    found = select(con, "SELECT * FROM run ORDER BY recorded_at DESC LIMIT 1")
    return dict(zip(found.columns, found.rows[0], strict=True)) if found.rows else None


# For the command line


def series(con: duckdb.DuckDBPyConnection, part: str = "") -> Rows:
    """The points of all series whose name holds `part`, in the order to plot them."""
    return select(
        con,
        """
        SELECT series, period_start, period_end, plot_date, value, low, high, unit, articles, languages, origins,
            conflict, underspecified, first_published, last_published, point_id
        FROM point
        WHERE contains(series, ?)
        ORDER BY series, plot_date, period_end, value, point_id
        """,
        [part],
    )


def why(con: duckdb.DuckDBPyConnection, point: str) -> Rows:
    """The words behind a point, or behind the points of all series whose name holds this part."""
    return select(con, "SELECT * FROM why(?)", [point])


def verdicts(con: duckdb.DuckDBPyConnection) -> Rows:
    """What analysts have said, the latest first."""
    return select(
        con,
        """
        SELECT observation_id, verdict, verdict_why, verdict_by, verdict_at, point_id, series, period_start, period_end,
            value, low, high, unit, current, machine_read, machine_changed, quote, article_id
        FROM evidence
        WHERE verdict IS NOT NULL
        ORDER BY verdict_at DESC, article_id, observation_id
        """,
    )


def conflicts(con: duckdb.DuckDBPyConnection, part: str = "") -> Rows:
    """Who contradicts whom, in series whose name holds `part`."""
    return select(
        con,
        """
        SELECT series, period_start, period_end, unit, value, origin_id, quote, other_value, other_origin_id,
            other_quote, difference, point_id
        FROM conflict
        WHERE contains(series, ?)
        ORDER BY series, plot_date, point_id, origin_id, other_origin_id
        """,
        [part],
    )


# Audits


def audit(con: duckdb.DuckDBPyConnection) -> list[Breach]:
    """Runs every query of audits/; a promise that holds gives no Breach."""
    found: list[Breach] = []
    for path in sorted((HERE / "audits").glob("*.sql")):
        sql = path.read_text(encoding="utf-8")
        about, severity = _head(path.name, sql)
        # Counted apart: under a LIMIT a window over all rows now and then ends in an internal error of DuckDB.
        breach = f"WITH breach AS MATERIALIZED ({sql.rstrip().rstrip(';')})"
        answer = con.execute(f"{breach} SELECT *, (SELECT count(*) FROM breach) AS breaches FROM breach LIMIT 1")
        columns = [column[0] for column in answer.description or ()]
        row = answer.fetchone()
        if row:
            example = " ".join(f"{name}={value}" for name, value in zip(columns[:-1], row[:-1], strict=True))
            found.append(Breach(path.stem, severity, about, int(row[-1]), " ".join(example.split())[:200]))
    return found


def _head(name: str, sql: str) -> tuple[str, str]:
    match = re.match(r"-- (?P<about>.+)\n-- (?P<severity>error|warning), one row per .+\n", sql)
    if not match:
        raise ValueError(f"audits/{name} must begin with what it promises, then its severity and grain")
    return match["about"], match["severity"]
