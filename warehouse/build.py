"""Opens the working file and brings it up to date: migrations, reference, macros, views. Safe to run twice.

Only DDL and reference rows are written here, never an article or an observation. Every migration and its record are
one transaction, forward only; a file of a newer schema is left as it is. DDL stays within what DuckLake takes: no
primary keys, checks, indexes, sequences, enums or generated columns.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import duckdb

from warehouse.failure import DiskFull, NewerSchema, WarehouseBroken, WarehouseBusy, WarehouseError
from warehouse.vocabulary import REFERENCE

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of migrations/: `0002_article.sql` is number 2, name "article"."""

    number: int
    name: str
    sql: str
    digest: str


def open_working(path: Path, now: datetime | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to the working file, made or brought up to date; close it to let others in.

    `now` (aware; the clock if left out) is when reference rows are recorded. Raises WarehouseBusy where another process
    has the file, NewerSchema where it is ahead of this code, WarehouseBroken where it is no warehouse, DiskFull.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        con = _connect(path)
    try:
        with explained(path):
            prepare(con, moment(now or datetime.now(UTC)), path)
    except BaseException:
        con.close()
        raise
    return con


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the file that has the name `path` now, and not to one that was replaced while it was opened."""
    while True:
        before = _inode(path)
        con = duckdb.connect(str(path))
        _behave(con)
        if before in (None, _inode(path)):
            return con
        con.close()


_MOST_MEMORY = 3
"""GiB that DuckDB takes for itself, at most; what does not fit goes to the disk."""


def _behave(con: duckdb.DuckDBPyConnection) -> None:
    """Sees to it that DuckDB draws no bar on standard output, where the data belong, and leaves memory to others."""
    con.execute("SET enable_progress_bar = false")
    (limit,) = con.execute("SELECT current_setting('memory_limit')").fetchone() or ("",)
    size, _, measure = str(limit).partition(" ")
    if measure == "TiB" or (measure == "GiB" and float(size) > _MOST_MEMORY):
        con.execute(f"SET memory_limit = '{_MOST_MEMORY}GiB'")


def _inode(path: Path) -> int | None:
    return path.stat().st_ino if path.exists() else None


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a file that analysts query. Raises WarehouseBroken where there is none."""
    if not path.is_file():
        raise WarehouseBroken(f"There is no warehouse at {path}; make one with khabarrel run.")
    with explained(path):
        con = duckdb.connect(str(path), read_only=True)
        _behave(con)
        return con


def prepare(con: duckdb.DuckDBPyConnection, at: datetime, path: Path) -> None:
    """Migrations, reference, macros and views on an open connection; `at` is naive UTC, `path` only for messages."""
    migrate(con, at, path)
    at = next_moment(con, at, "reference", "loaded_at")
    _load_reference(con, at)
    _refresh_relations(con, at)


def moment(now: datetime) -> datetime:
    """`now` as the warehouse keeps it: UTC, without a zone. Raises ValueError for a time without a zone."""
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return now.astimezone(UTC).replace(tzinfo=None)


def next_moment(con: duckdb.DuckDBPyConnection, at: datetime, table: str, column: str) -> datetime:
    """`at`, or just after the last moment of that column where the clock went back: here time never does."""
    row = con.execute(f"SELECT max({column}) FROM {table}").fetchone()
    return max(at, row[0] + timedelta(microseconds=1)) if row and row[0] else at


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns what DuckDB and the file system raise about `path` into a WarehouseError of one line."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        if known := explanation(error, path):
            raise known from error
        raise


def explanation(error: Exception, path: Path) -> WarehouseError | None:
    """The WarehouseError that says what `error` means, or None where it is a mistake of ours and not of the world."""
    words = str(error)
    if "set lock on file" in words or "Conflicting lock" in words or "being used by another process" in words:
        return WarehouseBusy(f"{path} is open in another process; wait until it is done and try again.")
    if re.search(
        r"No space left|File too large|disk quota|not enough space|Out of disk|max_temp_directory_size", words, re.I
    ):
        return DiskFull(f"There is no room to write {path}; free some space and try again. Nothing was changed.")
    if "newer version of DuckDB" in words or re.search(r"version number \d+, but we can only read", words):
        return NewerSchema(f"{path} was written by a newer DuckDB; use that version. Nothing was changed.")
    if isinstance(error, OSError | duckdb.IOException | duckdb.SerializationException | duckdb.FatalException):
        return WarehouseBroken(
            f"{path} cannot be used as a warehouse: {words.splitlines()[0] if words else type(error).__name__}"
        )
    return None


# Migrations


@cache
def migrations() -> tuple[Migration, ...]:
    """The files of migrations/ in their order. Raises ValueError for a gap or a name without a number."""
    found = []
    for path in sorted((HERE / "migrations").glob("*.sql")):
        number, _, name = path.stem.partition("_")
        sql = path.read_text(encoding="utf-8")
        found.append(Migration(int(number), name, sql, hashlib.sha256(sql.encode()).hexdigest()))
    if [step.number for step in found] != list(range(1, len(found) + 1)):
        raise ValueError("migrations must be numbered 1, 2, 3 ... without gaps")
    return tuple(found)


def migrate(con: duckdb.DuckDBPyConnection, at: datetime, path: Path) -> None:
    """Applies what is missing. Raises NewerSchema or WarehouseBroken before anything is changed."""
    ours = migrations()
    applied = _applied(con, path)
    if len(applied) > len(ours):
        raise NewerSchema(
            f"{path} has schema {len(applied)}, this khabarrel knows {len(ours)}: update it. Nothing was changed."
        )
    for number, digest in applied.items():
        if ours[number - 1].digest != digest:
            raise WarehouseBroken(
                f"{path} was made with another migration {number}; it is from another history of khabarrel."
            )
    for step in ours[len(applied) :]:
        con.begin()
        try:
            con.execute(step.sql)
            con.execute("INSERT INTO migration VALUES (?, ?, ?, ?)", [step.number, step.name, step.digest, at])
            con.commit()
        except BaseException:
            con.rollback()
            raise


def _applied(con: duckdb.DuckDBPyConnection, path: Path) -> dict[int, str]:
    tables = {
        row[0]
        for row in con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT internal"
        ).fetchall()
    }
    if not tables:
        return {}
    if "migration" not in tables:
        raise WarehouseBroken(f"{path} is a DuckDB file, but no khabarrel warehouse. Nothing was changed.")
    return dict(con.execute("SELECT number, digest FROM migration ORDER BY number").fetchall())


# Reference

# Factors are a matter of knowledge and change: their old rows stay. The others are names, and are replaced.
_KEPT = frozenset({"factor", "conversion"})
_REFERENCE_TABLES = ("reason", "factor", "conversion", "symbol", "commodity", "country", "group", "place", "grade")


def _load_reference(con: duckdb.DuckDBPyConnection, at: datetime) -> None:
    held = dict(con.execute("SELECT name, digest FROM reference").fetchall())
    for name in _REFERENCE_TABLES:
        path = REFERENCE / f"{name}.csv"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if held.get(name) != digest:
            con.begin()
            try:
                _reload(con, name, path, at)
                _note(con, name, digest, at)
                con.commit()
            except BaseException:
                con.rollback()
                raise


def _note(con: duckdb.DuckDBPyConnection, name: str, digest: str, at: datetime) -> None:
    con.execute("DELETE FROM reference WHERE name = ?", [name])
    con.execute("INSERT INTO reference VALUES (?, ?, ?)", [name, digest, at])


def _reload(con: duckdb.DuckDBPyConnection, name: str, path: Path, at: datetime) -> None:
    columns = {
        column: kind for column, kind in columns_of(con, name).items() if column not in ("recorded_at", "superseded_at")
    }
    taken = ", ".join(f'CAST("{column}" AS {kind}) AS "{column}"' for column, kind in columns.items())
    source = "read_csv(?, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', all_varchar = true)"
    con.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT {taken} FROM {source}", [str(path)])
    if name in _KEPT:
        same = " AND ".join(f't."{column}" IS NOT DISTINCT FROM f."{column}"' for column in columns)
        con.execute(
            f'UPDATE "{name}" AS t SET superseded_at = ? '
            f"WHERE superseded_at IS NULL AND NOT EXISTS (FROM fresh AS f WHERE {same})",
            [at],
        )
        con.execute(
            f'INSERT INTO "{name}" BY NAME SELECT *, ?::TIMESTAMP AS recorded_at, NULL::TIMESTAMP AS superseded_at '
            f'FROM fresh AS f WHERE NOT EXISTS (FROM "{name}" AS t WHERE t.superseded_at IS NULL AND {same})',
            [at],
        )
    else:
        con.execute(f'DELETE FROM "{name}"')
        con.execute(f'INSERT INTO "{name}" BY NAME FROM fresh')
    con.execute("DROP TABLE fresh")


def columns_of(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a table of the current database with their types, in order."""
    rows = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()
    return dict(rows)


# Macros and views

_RELATIONS = "macros and views"


@dataclass(frozen=True, slots=True)
class Relation:
    """One file of views/ or macros/: its name, its folder, its statements."""

    name: str
    folder: str
    sql: str


@cache
def relations() -> tuple[Relation, ...]:
    """All macros and views, each behind those that it mentions."""
    files = [path for folder in ("macros", "views") for path in sorted((HERE / folder).glob("*.sql"))]
    waiting = {path.stem: Relation(path.stem, path.parent.name, path.read_text(encoding="utf-8")) for path in files}
    ordered: list[Relation] = []
    while waiting:
        free = [
            relation
            for relation in waiting.values()
            if not any(other != relation.name and _mentions(relation.sql, other) for other in waiting)
        ]
        if not free:
            raise ValueError(f"views and macros that wait for one another: {sorted(waiting)}")
        ordered += free
        for relation in free:
            del waiting[relation.name]
    return tuple(ordered)


@cache
def published_macros() -> tuple[Relation, ...]:
    """Macros of published/: in the published file they stand for those of the same name, because it has more tables."""
    files = sorted((HERE / "published").glob("*.sql"))
    return tuple(Relation(path.stem, "published", path.read_text(encoding="utf-8")) for path in files)


def _mentions(sql: str, name: str) -> bool:
    statements = re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", sql)
    if re.search(rf"MACRO {name}\b", statements):
        return False
    return re.search(rf"(?:FROM|JOIN)\s+{name}\b|\b{name}\s*\(", statements) is not None


def apply_relations(con: duckdb.DuckDBPyConnection) -> None:
    """Makes all macros and views anew in the current database."""
    for relation in relations():
        con.execute(relation.sql)


def _refresh_relations(con: duckdb.DuckDBPyConnection, at: datetime) -> None:
    """The same, in one transaction, where the file has another state of them."""
    digest = hashlib.sha256("".join(relation.sql for relation in relations()).encode()).hexdigest()
    held = con.execute("SELECT digest FROM reference WHERE name = ?", [_RELATIONS]).fetchone()
    if held == (digest,):
        return
    con.begin()
    try:
        apply_relations(con)
        _note(con, _RELATIONS, digest, at)
        con.commit()
    except BaseException:
        con.rollback()
        raise
