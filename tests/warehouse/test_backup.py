"""A backup is whole or not there, says what it holds, and comes back as it was."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pytest

from tests.warehouse.made import Fact, Story, Warehouse, hour
from warehouse import backup, build, copy, forget, verdict
from warehouse.failure import BackupRefused, NewerSchema, WarehouseBroken, WarehouseBusy, WarehouseError

ROOT = Path(__file__).parents[2]
FIRST, SECOND = Story("a", (Fact(101_000),), words="One. "), Story("b", (Fact(120_000),), words="Two. ")


@pytest.fixture
def held(warehouse: Warehouse) -> Path:
    """A backup of a warehouse with one article, into which another one was loaded later."""
    warehouse.load(FIRST)
    path = warehouse.folder / "energy.zip"
    backup.backup(warehouse.path, path, hour(10))
    warehouse.load(SECOND, at=20)
    return path


def articles(warehouse: Warehouse) -> list[str]:
    return [row[0] for row in warehouse.rows("SELECT DISTINCT article_id FROM article ORDER BY ALL")]


def test_a_backup_says_what_it_holds(held: Path, warehouse: Warehouse) -> None:
    manifest = backup.verify(held)
    assert (manifest.articles, manifest.observations, manifest.last_recorded) == (1, 1, "2026-11-22T12:00:00")
    assert len(manifest.migrations) == len(build.migrations())
    with zipfile.ZipFile(held) as file:
        assert file.namelist() == ["warehouse.duckdb", "manifest.json"]
        content = file.read("warehouse.duckdb")
        assert json.loads(file.read("manifest.json"))["sha256"] == hashlib.sha256(content).hexdigest()
    assert not list(warehouse.folder.glob(".*half*"))


def test_what_is_restored_is_what_was_backed_up(held: Path, warehouse: Warehouse) -> None:
    newer = warehouse.rows("FROM article ORDER BY ALL")
    done = backup.restore(held, warehouse.path, hour(30), force=True)
    assert articles(warehouse) == ["a"]
    assert warehouse.rows("SELECT value FROM point") == [(101_000,)]
    assert done.aside is not None
    with closing(duckdb.connect(str(done.aside), read_only=True)) as con:
        assert con.execute("FROM article ORDER BY ALL").fetchall() == newer
    warehouse.load(SECOND, at=40)
    assert articles(warehouse) == ["a", "b"]


def test_everything_comes_back(warehouse: Warehouse) -> None:
    warehouse.load(FIRST, SECOND, replace(FIRST, article_id="c", words="Three. "))
    ((observation,),) = warehouse.rows("SELECT observation_id FROM evidence WHERE value = 120000")
    verdict.give(warehouse.path, observation, ["importer=IN"], "why", "me", hour(1))
    forget.forget(warehouse.path, "c", "why", "me", hour(2))
    tables = [name for (name,) in warehouse.rows("SELECT table_name FROM duckdb_tables() WHERE NOT temporary")]
    before = {name: warehouse.rows(f'FROM "{name}" ORDER BY ALL') for name in tables}
    path = warehouse.folder / "energy.zip"
    backup.backup(warehouse.path, path, hour(10))
    warehouse.path.unlink()
    assert backup.restore(path, warehouse.path, hour(30)).aside is None
    assert {name: warehouse.rows(f'FROM "{name}" ORDER BY ALL') for name in tables} == before


def test_what_is_newer_is_not_overwritten_unasked(held: Path, warehouse: Warehouse) -> None:
    before = warehouse.path.read_bytes(), held.read_bytes()
    with pytest.raises(BackupRefused, match="newer"):
        backup.restore(held, warehouse.path, hour(30))
    newer = warehouse.folder / "newer.zip"
    backup.backup(warehouse.path, newer, hour(31))
    backup.restore(held, warehouse.path, hour(32), force=True)
    kept = newer.read_bytes()
    with pytest.raises(BackupRefused, match="newer"):
        backup.backup(warehouse.path, newer, hour(33))
    assert newer.read_bytes() == kept
    backup.restore(newer, warehouse.path, hour(34))  # what holds less than the backup needs no word
    assert articles(warehouse) == ["a", "b"]
    backup.backup(warehouse.path, held, hour(35))  # nor does an older backup
    assert backup.verify(held).articles == 2
    assert before[1] != held.read_bytes()


def test_another_warehouse_is_not_overwritten_unasked(held: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "energy.work.duckdb"
    build.open_working(other, hour(3)).close()
    with pytest.raises(BackupRefused, match="another warehouse"):
        backup.restore(held, other, hour(30))
    with pytest.raises(BackupRefused, match="another warehouse"):
        backup.backup(other, held, hour(30))
    backup.backup(other, held, hour(30), force=True)
    assert backup.verify(held).articles == 0


def test_no_other_file_is_overwritten(held: Path, warehouse: Warehouse) -> None:
    letter = warehouse.folder / "letter.txt"
    letter.write_text("dear all")
    with pytest.raises(BackupRefused, match="no backup"):
        backup.backup(warehouse.path, letter, hour(30))
    assert letter.read_text() == "dear all"
    backup.backup(warehouse.path, letter, hour(30), force=True)
    assert backup.verify(letter).articles == 2
    before = warehouse.path.read_bytes()
    with pytest.raises(BackupRefused, match="database"):
        backup.backup(warehouse.path, warehouse.path, hour(30), force=True)
    assert warehouse.path.read_bytes() == before


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def rewritten(path: Path, change: Callable[[dict[str, object]], object], body: bytes | None = None) -> None:
    with zipfile.ZipFile(path) as file:
        content, manifest = file.read("warehouse.duckdb"), json.loads(file.read("manifest.json"))
    change(manifest)
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("warehouse.duckdb", content if body is None else body)
        file.writestr("manifest.json", json.dumps(manifest))


@pytest.mark.parametrize(
    "spoil",
    [
        cut,
        flip,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("no backup"),
        lambda path: rewritten(path, lambda manifest: manifest.update(sha256="0" * 64)),
        lambda path: rewritten(path, lambda manifest: manifest.pop("bytes")),
        lambda path: rewritten(path, lambda manifest: manifest.update(last_recorded=7)),
        lambda path: rewritten(path, lambda manifest: None, b"shorter"),
        lambda path: rewritten(path, lambda manifest: None, b"x" * 90_000_000),
        lambda path: path.unlink(),
    ],
)
def test_a_broken_backup_changes_nothing(spoil: Callable[[Path], None], held: Path, warehouse: Warehouse) -> None:
    before = warehouse.path.read_bytes()
    spoil(held)
    for ask in (
        lambda: backup.verify(held),
        lambda: backup.restore(held, warehouse.path, hour(30), force=True),
    ):
        with pytest.raises(WarehouseBroken) as error:
            ask()
        assert "\n" not in str(error.value)
        assert str(held) in str(error.value)
    assert warehouse.path.read_bytes() == before
    assert [path.name for path in warehouse.folder.iterdir() if "replaced" in path.name or "half" in path.name] == []


def test_a_newer_schema_is_refused(held: Path, warehouse: Warehouse) -> None:
    before = warehouse.path.read_bytes()
    rewritten(held, lambda manifest: manifest["migrations"].append("later"))  # type: ignore[attr-defined]
    with pytest.raises(NewerSchema):
        backup.restore(held, warehouse.path, hour(30), force=True)
    rewritten(held, lambda manifest: manifest.update(format=99, migrations=[]))
    with pytest.raises(NewerSchema):
        backup.restore(held, warehouse.path, hour(30), force=True)
    assert warehouse.path.read_bytes() == before
    with closing(duckdb.connect(str(warehouse.path))) as con:
        con.execute("INSERT INTO migration VALUES (?, 'later', 'x', now()::TIMESTAMP)", [len(build.migrations()) + 1])
    with pytest.raises(NewerSchema):
        backup.backup(warehouse.path, warehouse.folder / "x.zip", hour(30))
    assert not (warehouse.folder / "x.zip").exists()
    warehouse.path.unlink()


def test_an_earlier_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    working, path = tmp_path / "energy.work.duckdb", tmp_path / "energy.zip"
    with closing(duckdb.connect(str(working))) as con:
        for step in build.migrations()[:6]:
            con.execute(step.sql)
            con.execute(
                "INSERT INTO migration VALUES (?, ?, ?, now()::TIMESTAMP)", [step.number, step.name, step.digest]
            )
        con.execute("INSERT INTO article (article_id, version_id, text) VALUES ('a', 'v', 'words')")
    assert backup.backup(working, path, hour(1)).articles == 1
    working.unlink()
    backup.restore(path, working, hour(2))
    with closing(build.open_working(working)) as con:
        assert con.execute("SELECT article_id, text FROM article").fetchall() == [("a", "words")]
        assert con.execute("SELECT count(*) FROM migration").fetchall() == [(len(build.migrations()),)]


def test_a_file_that_cannot_be_opened_is_replaced_on_demand_and_kept(held: Path, warehouse: Warehouse) -> None:
    rubble = b"no database any more" * 1000
    warehouse.path.write_bytes(rubble)
    log = warehouse.path.with_name(warehouse.path.name + ".wal")
    log.write_bytes(b"nor its log")
    with pytest.raises(BackupRefused, match="--force"):
        backup.restore(held, warehouse.path, hour(30))
    assert warehouse.path.read_bytes() == rubble
    done = backup.restore(held, warehouse.path, hour(30), force=True)
    assert articles(warehouse) == ["a"]
    assert done.aside is not None
    assert done.aside.read_bytes() == rubble
    assert done.aside.with_name(done.aside.name + ".wal").read_bytes() == b"nor its log"


def test_what_was_forgotten_since_stays_forgotten(warehouse: Warehouse) -> None:
    secret = replace(FIRST, words="The harbour master would not be named. ")
    warehouse.load(secret, SECOND)
    path = warehouse.folder / "energy.zip"
    backup.backup(warehouse.path, path, hour(10))
    assert b"harbour master" in path.read_bytes()
    forget.forget(warehouse.path, "a", "court order", "me", hour(20))
    done = backup.restore(path, warehouse.path, hour(30), force=True)
    assert done.forgotten == ("a",)
    assert articles(warehouse) == ["b"]
    assert b"harbour master" not in warehouse.path.read_bytes()
    assert warehouse.rows("SELECT article_id, why FROM forgotten") == [("a", "court order")]


# Meanwhile


def test_readers_go_on(held: Path, warehouse: Warehouse) -> None:
    published = warehouse.folder / "energy.duckdb"
    copy.publish(warehouse.path, published)
    code = """if True:
        import sys, duckdb
        cons = [duckdb.connect(path, read_only=True) for path in sys.argv[1:]]
        for line in sys.stdin:
            print(*[con.execute('SELECT count(*) FROM article').fetchone()[0] for con in cons], flush=True)
    """

    def reader(*paths: Path) -> subprocess.Popen[str]:
        started = subprocess.Popen(
            [sys.executable, "-c", code, *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write("look\n")
        started.stdin.flush()
        assert set(started.stdout.readline().split()) == {"2"}
        return started

    both, one = reader(published, warehouse.path), reader(published)
    assert backup.backup(warehouse.path, warehouse.folder / "while.zip", hour(30)).articles == 2
    with pytest.raises(BackupRefused):
        backup.restore(held, warehouse.path, hour(31))
    assert both.communicate("look\n")[0] == "2 2\n"
    backup.restore(held, warehouse.path, hour(32), force=True)
    assert one.communicate("look\n")[0] == "2\n"
    assert articles(warehouse) == ["a"]


def test_a_writer_is_waited_for(held: Path, warehouse: Warehouse) -> None:
    before = held.read_bytes()
    code = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, warehouse.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    other.stdout.readline()
    with pytest.raises(WarehouseBusy):
        backup.backup(warehouse.path, held, hour(30))
    with pytest.raises(WarehouseBusy):
        backup.restore(held, warehouse.path, hour(30), force=True)
    other.communicate("")
    assert held.read_bytes() == before
    assert articles(warehouse) == ["a", "b"]


def test_what_a_killed_writer_left_in_the_log_is_backed_up(warehouse: Warehouse) -> None:
    warehouse.load(FIRST)
    code = """if True:
        import os, sys, duckdb
        con = duckdb.connect(sys.argv[1])
        con.execute("INSERT INTO reference VALUES ('logged', 'x', now()::TIMESTAMP)")
        os._exit(9)
    """
    subprocess.run([sys.executable, "-c", code, warehouse.path], check=False)
    assert warehouse.path.with_name(warehouse.path.name + ".wal").exists()
    path = warehouse.folder / "energy.zip"
    backup.backup(warehouse.path, path, hour(10))
    warehouse.path.unlink()
    backup.restore(path, warehouse.path, hour(11))
    assert warehouse.rows("SELECT digest FROM reference WHERE name = 'logged'") == [("x",)]


KILLED = """if True:
    import sys
    from pathlib import Path
    from datetime import UTC, datetime
    from warehouse import backup
    work, old, new = map(Path, sys.argv[1:])
    print('start', flush=True)
    while True:
        backup.restore(old, work, datetime.now(UTC), force=True)
        backup.restore(new, work, datetime.now(UTC), force=True)
        backup.backup(work, new, datetime.now(UTC), force=True)
"""


def test_killed_at_any_moment_the_old_is_whole_or_the_new(held: Path, warehouse: Warehouse) -> None:
    new = warehouse.folder / "new.zip"
    backup.backup(warehouse.path, new, hour(30))
    moments = Random(5)
    seen = set()
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, warehouse.path, held, new], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0.1, 2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        seen.add(tuple(articles(warehouse)))
        assert backup.verify(new).articles == 2
        assert warehouse.breaches() == []
    assert seen <= {("a",), ("a", "b")}
    backup.restore(new, warehouse.path, hour(90), force=True)
    assert articles(warehouse) == ["a", "b"]
    assert not list(warehouse.folder.glob(".energy*half*"))


def test_a_full_disk_changes_nothing(held: Path, warehouse: Warehouse) -> None:
    code = """if True:
        import sys, resource
        from pathlib import Path
        from datetime import UTC, datetime
        from warehouse import backup
        from warehouse.failure import DiskFull
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        for what in (
            lambda: backup.backup(Path(sys.argv[1]), Path(sys.argv[2]), datetime.now(UTC), force=True),
            lambda: backup.restore(Path(sys.argv[2]), Path(sys.argv[1]), datetime.now(UTC), force=True),
        ):
            try:
                what()
            except DiskFull as error:
                print(error)
    """
    before = held.read_bytes(), warehouse.path.read_bytes()
    out = subprocess.run(
        [sys.executable, "-c", code, warehouse.path, held], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert [("no room" in line) for line in out.splitlines()] == [True, True]
    assert (held.read_bytes(), warehouse.path.read_bytes()) == before
    assert not list(warehouse.folder.glob(".*half*"))


def test_there_must_be_something_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="khabarrel run"):
        backup.backup(tmp_path / "none.work.duckdb", tmp_path / "x.zip", hour(1))
    assert list(tmp_path.iterdir()) == []
    shutil.copy(__file__, tmp_path / "none.work.duckdb")
    with pytest.raises(WarehouseBroken):
        backup.backup(tmp_path / "none.work.duckdb", tmp_path / "x.zip", hour(1))
