"""A whole copy of the working file with its manifest in one file, and the way back.

A backup is a zip file, uncompressed, of `warehouse.duckdb` and `manifest.json`: which schema, how much, until when, and
the SHA-256 of the file. It is made beside its place and renamed, and so is what is restored: whatever stops either, the
old is whole or the new is. What was forgotten since a backup was made stays forgotten when it is restored.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import duckdb

from warehouse import build, clock, forget, rewrite
from warehouse.failure import BackupRefused, DiskFull, NewerSchema, WarehouseBroken, WarehouseBusy, WarehouseError

FORMAT = 1
_FILE, _MANIFEST = "warehouse.duckdb", "manifest.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; times are UTC in ISO 8601."""

    format: int
    made_at: str
    warehouse: str
    """Since when this warehouse is: no two are of the same microsecond."""
    migrations: tuple[str, ...]
    """The digests of the migrations that made its schema, in order."""
    last_recorded: str | None
    """When something was last recorded in it."""
    articles: int
    observations: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore."""

    manifest: Manifest
    aside: Path | None
    """Where the file is that was replaced; None where there was none."""
    forgotten: tuple[str, ...]
    """Articles of the backup that had been forgotten since, and were erased again."""


def backup(working: Path, to: Path, now: datetime, *, force: bool = False) -> Manifest:
    """Puts a copy of the working file into the file `to`, which may be an older backup of the same warehouse.

    Anything else that is there stays unless `force`, and a database stays in any case. Needs no writer's place: readers
    go on. Raises BackupRefused, WarehouseBusy where another process is writing, NewerSchema, WarehouseBroken, DiskFull.
    """
    if not working.is_file():
        raise WarehouseBroken(f"There is no working file {working}; make one with khabarrel run.")
    with build.explained(working):
        _settle_log(working, now)
        with closing(duckdb.connect(str(working), read_only=True)) as con:
            state = _state(con, working)
            if to.exists():
                _refuse_over(to, state, force)
            with build.explained(to), rewrite.fresh(to) as half:
                manifest = _write(working, half, state, now)
                rewrite.settle(half)
                os.replace(half, to)
                rewrite.sync(to.parent)
    return manifest


def verify(path: Path) -> Manifest:
    """The manifest of a backup whose file is what it was. Raises WarehouseBroken where it is not."""
    with _opened(path) as held:
        manifest = _manifest(held, path)
        _body(held, manifest, path, None)
    return manifest


def restore(path: Path, working: Path, now: datetime, *, force: bool = False) -> Restored:
    """Puts the backup at `path` in the place of the working file, which stays beside it under a name with the time.

    Refused without `force`: to replace a file that has recorded more than the backup holds, that is of another
    warehouse, or that cannot be opened. Raises BackupRefused, NewerSchema for a backup of a newer khabarrel,
    WarehouseBroken for one that is not what it was, WarehouseBusy, DiskFull; nothing is changed then.
    """
    with build.explained(working), rewrite.fresh(working) as half:
        with _opened(path) as held:
            manifest = _manifest(held, path)
            _known_schema(manifest.migrations, path)
            old = _replaceable(working, manifest, now, force)
            with half.open("wb") as out:
                _body(held, manifest, path, out)
        again = _forget_again(working, half, now) if old else ()
        build.open_working(half, now).close()
        rewrite.settle(half)
        if old is None:
            if working.exists():
                raise rewrite.busy(working)
            _log_aside(working, _dated(working, now))
            os.replace(half, working)
            rewrite.sync(working.parent)
            return Restored(manifest, None, again)
        aside = _aside(working, now, with_log=not old.opens)
        try:
            rewrite.swap(half, working, old.seen)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
    return Restored(manifest, aside, again)


# What a file holds


def _state(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, Any]:
    """What a manifest says of an open file, but for its bytes."""
    if not build.columns_of(con, "migration"):
        raise WarehouseBroken(f"{path} is a DuckDB file, but no khabarrel warehouse. Nothing was changed.")
    applied = con.execute("SELECT digest, applied_at FROM migration ORDER BY number").fetchall()
    migrations = tuple(digest for digest, _ in applied)
    _known_schema(migrations, path)
    last = clock.last(con)
    return {
        "warehouse": applied[0][1].isoformat(),
        "migrations": migrations,
        "last_recorded": last.isoformat() if last else None,
        **{f"{table}s": _rows(con, table) for table in ("article", "observation")},
    }


def _rows(con: duckdb.DuckDBPyConnection, table: str) -> int:
    if not build.columns_of(con, table):
        return 0
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _known_schema(migrations: tuple[str, ...], path: Path) -> None:
    ours = [step.digest for step in build.migrations()]
    if len(migrations) > len(ours):
        raise NewerSchema(
            f"{path} has schema {len(migrations)}, this khabarrel knows {len(ours)}: update it. Nothing was changed."
        )
    if list(migrations) != ours[: len(migrations)]:
        raise WarehouseBroken(f"{path} is from another history of khabarrel. Nothing was changed.")


def _settle_log(working: Path, now: datetime) -> None:
    """What a killed process left in DuckDB's log goes into the file."""
    if rewrite.log_of(working).exists():
        with closing(build.open_working(working, now)) as con:
            con.execute("CHECKPOINT")


# Backups


def _write(working: Path, half: Path, state: dict[str, Any], now: datetime) -> Manifest:
    with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED, allowZip64=True) as held:
        # The connection keeps writers out as long as it is open; this reads the bytes behind it.
        name = zipfile.ZipInfo(_FILE, now.astimezone(UTC).timetuple()[:6])
        with working.open("rb") as file, held.open(name, "w", force_zip64=True) as out:
            size, digest = _copied(file, out)
        made_at = build.moment(now).isoformat()
        manifest = Manifest(format=FORMAT, made_at=made_at, bytes=size, sha256=digest, **state)
        held.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
    return manifest


def _refuse_over(to: Path, state: dict[str, Any], force: bool) -> None:
    """Raises BackupRefused unless `to` is a backup of this warehouse, and no newer one, or something that may go."""
    if _is_database(to):
        raise BackupRefused(f"{to} is a database and no backup; name another file.")
    if force:
        return
    try:
        with _opened(to) as held:
            there = _manifest(held, to)
    except WarehouseBroken:
        raise BackupRefused(f"{to} is there and no backup; name another file, or say --force.") from None
    if there.warehouse != state["warehouse"]:
        raise BackupRefused(f"{to} is the backup of another warehouse; name another file, or say --force.")
    if (there.last_recorded or "") > (state["last_recorded"] or ""):
        raise BackupRefused(
            f"{to} is newer: it was last written to on {there.last_recorded}, this warehouse on "
            f"{state['last_recorded'] or 'no day'}; name another file, or say --force."
        )


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(12)[8:] == b"DUCK"


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise WarehouseBroken(f"There is no backup at {path}.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise _no_backup(path) from error


def _manifest(held: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        stated = json.loads(held.read(_MANIFEST))
        if stated["format"] > FORMAT:
            raise NewerSchema(f"{path} was made by a newer khabarrel: update this one. Nothing was changed.")
        made = Manifest(**{**stated, "migrations": tuple(map(str, stated["migrations"]))})
    except (KeyError, ValueError, TypeError, RuntimeError, zipfile.BadZipFile, OSError) as error:
        raise _no_backup(path) from error
    words = (made.made_at, made.warehouse, made.last_recorded or "", made.sha256)
    if not (all(isinstance(word, str) for word in words) and isinstance(made.bytes, int)):
        raise _no_backup(path)
    return made


def _no_backup(path: Path) -> WarehouseBroken:
    return WarehouseBroken(f"{path} is no backup of khabarrel, or a broken one. Nothing was changed.")


def _body(held: zipfile.ZipFile, manifest: Manifest, path: Path, out: IO[bytes] | None) -> None:
    """The database of a backup, written to `out`. Raises WarehouseBroken where it is not what was backed up."""
    try:
        with held.open(_FILE) as file:
            copied = _copied(file, out, manifest.bytes)
    except (KeyError, RuntimeError, EOFError, zipfile.BadZipFile) as error:
        raise _no_backup(path) from error
    if copied != (manifest.bytes, manifest.sha256):
        raise WarehouseBroken(f"{path} is damaged: its bytes are not those that were backed up. Nothing was changed.")


def _copied(file: IO[bytes], out: IO[bytes] | None, most: int | None = None) -> tuple[int, str]:
    """Copies it chunk by chunk, little more than `most` bytes; (bytes, SHA-256)."""
    digest, size = hashlib.sha256(), 0
    while (most is None or size <= most) and (chunk := file.read(_CHUNK)):
        digest.update(chunk)
        size += len(chunk)
        if out is not None:
            out.write(chunk)
    return size, digest.hexdigest()


# The file that is replaced


@dataclass(frozen=True, slots=True)
class _Old:
    """The file that is to be replaced."""

    seen: os.stat_result
    opens: bool
    """Whether it could be opened, and so has nothing in its log."""


def _replaceable(working: Path, manifest: Manifest, now: datetime, force: bool) -> _Old | None:
    """The file that is there; None where there is none.

    Raises WarehouseBusy, and BackupRefused where it holds what the backup does not and nobody said so.
    """
    if not working.exists():
        return None
    try:
        with build.explained(working):
            _settle_log(working, now)
            seen = working.stat()
            with closing(duckdb.connect(str(working), read_only=True)) as con:
                there = _state(con, working)
    except (WarehouseBusy, DiskFull):
        raise
    except WarehouseError as error:
        if not force:
            raise BackupRefused(f"{error} To replace it all the same say --force; it is kept.") from error
        return _Old(working.stat(), opens=False)
    if not force and there["warehouse"] != manifest.warehouse:
        raise BackupRefused(f"{working} is another warehouse than the backup is of; say --force to replace it.")
    if not force and (there["last_recorded"] or "") > (manifest.last_recorded or ""):
        raise BackupRefused(
            f"{working} is newer: it was last written to on {there['last_recorded']}, the backup holds what there was "
            f"on {manifest.last_recorded or 'no day'}; say --force to go back to that."
        )
    return _Old(seen, opens=True)


def _aside(working: Path, now: datetime, *, with_log: bool) -> Path:
    """A second name for the file that will be replaced, and `with_log` another one for what belongs to it."""
    name = _dated(working, now)
    _second_name(working, name)
    if with_log:
        _log_aside(working, name)
    rewrite.sync(name.parent)
    return name


def _log_aside(working: Path, name: Path) -> None:
    """What an unreadable or lost file left in its log must not be taken for the log of the restored one."""
    log = rewrite.log_of(working)
    if log.exists():
        _second_name(log, rewrite.log_of(name))
        log.unlink()


def _second_name(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except OSError:  # a file system without hard links
        with rewrite.fresh(name) as half:
            shutil.copy2(path, half)
            rewrite.settle(half)
            os.replace(half, name)


def _dated(working: Path, now: datetime) -> Path:
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return working.with_name(f"{working.stem}.replaced-{stamp}{working.suffix}")


def _forget_again(working: Path, half: Path, now: datetime) -> tuple[str, ...]:
    """Erases from the new file what the old one knows to be forgotten; the articles that were there again."""
    erased: list[str] = []
    held: list[tuple[str, str, str]] = []
    with (
        suppress(WarehouseError, duckdb.Error),
        build.explained(working),
        closing(duckdb.connect(str(working), read_only=True)) as con,
    ):
        if build.columns_of(con, "forgotten"):
            held = con.execute("SELECT article_id, why, said_by FROM forgotten GROUP BY ALL ORDER BY ALL").fetchall()
    if not held:
        return ()
    with rewrite.fresh(half) as clean:
        with closing(build.open_working(half, now)) as con:
            at = clock.after(con, now)
            for article, why, by in held:
                erased += forget.erase(con, [article], why, by, at).articles
            if erased:
                con.execute("CHECKPOINT")
                rewrite.refill(con, clean, at)
        if erased:
            os.replace(clean, half)
    return tuple(erased)
