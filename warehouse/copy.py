"""The working file as analysts get it: a copy, audited, compact, its points materialised, put in place by rename.

Readers of the published file keep the one that they opened; who opens it again gets the new one. It is never half
written: whatever stops a publish, the last good file stays. Nothing is computed here that views do not say.
"""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import build, lookup, rewrite
from warehouse.failure import AuditBreach

# What analysts ask most, made into tables in the order that their questions cut: by series, then in time.
MATERIALISED = {
    "evidence": "series, point_id, published, observation_id",
    "point": "series, plot_date, period_end, point_id",
    "series": "series",
    "conflict": "series, plot_date, point_id, origin_id, other_origin_id",
    "lead": "series, plot_date, point_id, other_point_id",
}
_STATES_SORTED = "series, published_from, known_from, point_id"
_AT_ONCE = 250_000
"""So many observations have their points' states worked out at a time."""
_WORKING = frozenset({"story", "story_key", "story_parent"})
"""Tables of the working file's own: what the next load compares its articles with."""
_SORTED = {
    "observation": "commodity, metric, published, observation_id",
    "article": "published, article_id, recorded_at",
}


@dataclass(frozen=True, slots=True)
class Published:
    """What was put in place."""

    path: Path
    bytes: int
    points: int
    series: int
    conflicts: int
    warnings: tuple[lookup.Breach, ...] = ()
    """Breaches of audits of severity warning; one of severity error would have stopped it."""


def publish(
    working: Path, published: Path, *, without_text: bool = False, keep: int = 0, now: datetime | None = None
) -> Published:
    """Audits the working file and puts a copy of it in place of `published`; `keep` predecessors stay as dated files.

    `without_text` leaves the articles' texts and the sentences out; quotes and offsets stay. Raises AuditBreach where
    an audit of severity error finds rows, DiskFull, and what `warehouse.build.open_working` raises; `published` is
    then what it was.
    """
    with build.explained(working), closing(build.open_working(working, now)) as con:
        breaches = lookup.audit(con)
        if errors := [breach for breach in breaches if breach.severity == "error"]:
            first = errors[0]
            raise AuditBreach(
                f"Nothing was published: audit {first.audit} found {first.rows} rows ({first.example})"
                + (f", and {len(errors) - 1} more audits found some." if len(errors) > 1 else ".")
            )
        con.execute("CHECKPOINT")
        with build.explained(published), rewrite.fresh(published) as half:
            counts = _copy(con, half, without_text, build.moment(now or datetime.now(UTC)))
            size = rewrite.settle(half)
            _keep(published, keep)
            os.replace(half, published)
            rewrite.sync(published.parent)
    return Published(published, size, *counts, warnings=tuple(breaches))


def _copy(con: duckdb.DuckDBPyConnection, half: Path, without_text: bool, at: datetime) -> tuple[int, int, int]:
    """Fills the new file; returns its numbers of points, series and conflicts."""
    (here,) = _one(con, "SELECT current_database()")
    con.execute(f"ATTACH {rewrite.literal(half)} AS published_copy")
    con.execute("USE published_copy")
    try:
        build.migrate(con, at, half)
        for table in rewrite.tables(con, str(here)):
            if table in _WORKING:
                continue
            con.execute(f'DELETE FROM "{table}"')
            columns = ", ".join(
                f'NULL AS "{column}"' if without_text and (table, column) == ("article", "text") else f'"{column}"'
                for column in build.columns_of(con, table)
            )
            order = f" ORDER BY {_SORTED[table]}" if table in _SORTED else ""
            con.execute(f'INSERT INTO "{table}" SELECT {columns} FROM "{here}"."{table}"{order}')
        build.apply_relations(con)
        _work_out_states(con)
        _materialise(con, "point_state", _STATES_SORTED, rows="temp.states")
        con.execute("DROP TABLE temp.states")
        for macro in build.published_macros():
            con.execute(macro.sql)
        for name, order in MATERIALISED.items():
            # What points are now is the last of what they have been; working it out once more would give the same.
            _materialise(con, name, order, rows="points_known_at(NULL)" if name == "point" else name)
        counts = _one(
            con, "SELECT (SELECT count(*) FROM point), (SELECT count(*) FROM series), (SELECT count(*) FROM conflict)"
        )
    finally:
        con.execute(f'USE "{here}"')
        con.execute("DETACH published_copy")
    points, series, conflicts = counts
    return int(str(points)), int(str(series)), int(str(conflicts))


def _work_out_states(con: duckdb.DuckDBPyConnection) -> None:
    """The rows of the view point_state into temp.states: key after key, because all at once would not fit."""
    con.execute("CREATE OR REPLACE TEMP TABLE said_once AS FROM said_ever() ORDER BY key_hash")
    (rows,) = _one(con, "SELECT count(*) FROM temp.said_once")
    parts = int(str(rows)) // _AT_ONCE + 1
    for part in range(parts):
        first, behind = (2**64 * number // parts for number in (part, part + 1))
        con.execute(
            f"CREATE OR REPLACE TEMP VIEW said_part AS "
            f"FROM temp.said_once WHERE key_hash BETWEEN {first}::UBIGINT AND {behind - 1}::UBIGINT"
        )
        into = "INSERT INTO temp.states" if part else "CREATE OR REPLACE TEMP TABLE states AS"
        con.execute(f"{into} FROM states_of('said_part')")
    con.execute("DROP VIEW temp.said_part")
    con.execute("DROP TABLE temp.said_once")


def _materialise(con: duckdb.DuckDBPyConnection, name: str, order: str, rows: str) -> None:
    """A view becomes a table of the same name, columns and comments, with these rows."""
    (about,) = _one(
        con, "SELECT comment FROM duckdb_views() WHERE database_name = current_database() AND view_name = ?", [name]
    )
    comments = con.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE database_name = current_database() AND table_name = ?",
        [name],
    ).fetchall()
    con.execute(f"CREATE TABLE materialised AS SELECT * FROM {rows} ORDER BY {order}")
    con.execute(f"DROP VIEW {name}")
    con.execute(f"ALTER TABLE materialised RENAME TO {name}")
    con.execute(f"COMMENT ON TABLE {name} IS {rewrite.literal(about)}")
    for column, comment in comments:
        con.execute(f'COMMENT ON COLUMN {name}."{column}" IS {rewrite.literal(comment)}')


def _one(con: duckdb.DuckDBPyConnection, sql: str, values: list[object] | None = None) -> tuple[object, ...]:
    row = con.execute(sql, values or []).fetchone()
    if row is None:
        raise AssertionError(f"no row from: {sql}")
    return row


# Files


def _keep(published: Path, keep: int) -> None:
    """Before it is replaced, the published file gets a second name with its time; the newest `keep` of these stay."""
    if keep <= 0:
        return
    if published.exists():
        stamp = datetime.fromtimestamp(published.stat().st_mtime, UTC).strftime("%Y%m%dT%H%M%S%fZ")
        name = published.with_name(f"{published.stem}.{stamp}{published.suffix}")
        if not name.exists():
            os.link(published, name)
    for old in kept(published)[:-keep]:
        old.unlink()


def kept(published: Path) -> list[Path]:
    """The predecessors that stayed beside the published file, the oldest first."""
    return sorted(published.parent.glob(f"{published.stem}.[0-9]*Z{published.suffix}"))
