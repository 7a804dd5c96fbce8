"""New files in the place of old ones: made beside them under a hidden name, whole before anybody can see them.

A file that is killed half way leaves its `.NAME.half`, which the next one removes. Nothing may be written into a file
that has its name already.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import build
from warehouse.failure import WarehouseBusy


@contextmanager
def fresh(path: Path) -> Iterator[Path]:
    """A name beside `path` for the new file; what a killed or failed one left there is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    _remove(half)
    try:
        yield half
    finally:
        _remove(half)


def log_of(path: Path) -> Path:
    """Where DuckDB keeps what it has not yet written into the file itself."""
    return path.with_name(path.name + ".wal")


def _remove(half: Path) -> None:
    for path in (half, log_of(half)):
        path.unlink(missing_ok=True)


def settle(half: Path) -> int:
    """Sees to it that the new file is on the disk; returns its size."""
    if log_of(half).exists():
        raise AssertionError("the copy was closed without a checkpoint")
    with half.open("rb") as file:
        os.fsync(file.fileno())
    return half.stat().st_size


def sync(folder: Path) -> None:
    """Sees to it that the folder's names are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def literal(text: object) -> str:
    """As a string stands in SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def tables(con: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """The tables of an attached database."""
    rows = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main' ORDER BY table_name",
        [database],
    ).fetchall()
    return [str(name) for (name,) in rows]


def refill(con: duckdb.DuckDBPyConnection, half: Path, at: datetime) -> int:
    """Makes a new warehouse of the rows that the open one holds; returns its size.

    What was deleted is not in it: DuckDB itself leaves the bytes of deleted rows in a file.
    """
    row = con.execute("SELECT current_database()").fetchone()
    here = row[0] if row else ""
    con.execute(f"ATTACH {literal(half)} AS refilled")
    con.execute("USE refilled")
    try:
        build.migrate(con, at, half)
        for table in tables(con, str(here)):
            con.execute(f'DELETE FROM "{table}"')
            con.execute(f'INSERT INTO "{table}" BY NAME SELECT * FROM "{here}"."{table}"')
        build.apply_relations(con)
    finally:
        con.execute(f'USE "{here}"')
        con.execute("DETACH refilled")
    return settle(half)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """For a block in which no other process opens the file at `path` for writing. Raises WarehouseBusy.

    DuckDB's own lock: the block must not open that file itself, which would lose it.
    """
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise busy(path) from error
        yield


def busy(path: Path) -> WarehouseBusy:
    """What to say where another process has the file."""
    return WarehouseBusy(
        f"{path} is open in another process; wait until it is done and try again. Nothing was changed."
    )


def swap(half: Path, path: Path, seen: os.stat_result) -> None:
    """Puts the new file in the place of the closed one at `path`, if nobody has written to that since it was `seen`.

    Raises WarehouseBusy, and nothing is changed then. Who opened the old file a moment ago finds out in
    `build.open_working`.
    """
    with alone(path):
        now = path.stat()
        if log_of(path).exists() or _mark(now) != _mark(seen):
            raise busy(path)
        os.replace(half, path)
        sync(path.parent)


def _mark(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
