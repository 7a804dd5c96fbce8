"""Killed at moments spread over a load and a publish, and done again, the warehouse is as if nothing had been.

KHABARREL_KILLS says how many kills there are in all: 20 unless it is set.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from statistics import median

import duckdb
import pytest

from tests.warehouse.made import Fact, Story, Warehouse, broken, hour, make, other, record
from warehouse import append, build, copy, verdict

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KHABARREL_KILLS", "20"))

Content = dict[str, list[tuple[object, ...]]]

# What is measured and killed begins behind the imports, and "done" is said when all of it is.
WORK = """if True:
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from warehouse import append, copy, origin
    what, (working, published, shard) = sys.argv[1], map(Path, sys.argv[2:])
    print('start', flush=True)
    if what == 'store':
        record = append.RunRecord('killed', 'refresh', datetime.now(UTC), 'g1')
        append.load(working, [shard], record, datetime.now(UTC))
    else:
        copy.publish(working, published)
    print('done', flush=True)
"""


class Scene:
    """A warehouse before and after one load, made without any trouble; each attempt works on copies of it."""

    def __init__(self, folder: Path, what: str, first: bool) -> None:
        self.folder, self.what = folder, what
        self.shard = make(folder / "shard", _second(), [broken("c.bin"), broken("d.bin", "empty")])
        calm = Warehouse(folder / "calm")
        published = calm.folder / "energy.duckdb"
        if first:
            calm.path.unlink()
        else:
            calm.load(*_first(), quarantine=[broken("c.bin"), broken("e.bin")])
            _judge(calm)
            copy.publish(calm.path, published)
        self.files = {path.name: path.read_bytes() for path in (calm.path, published) if path.exists()}
        self.before = content(published) if published.exists() else None
        append.load(calm.path, [self.shard], record("calm"), hour(2))
        if what == "publish":
            self.files[calm.path.name] = calm.path.read_bytes()
        copy.publish(calm.path, published)
        self.after = content(published)
        self.worked = content(calm.path)

    def place(self, name: str) -> tuple[Path, Path]:
        """The working and the published file of one attempt, as they were before it."""
        folder = self.folder / name
        folder.mkdir()
        for file, held in self.files.items():
            (folder / file).write_bytes(held)
        return folder / "energy.work.duckdb", folder / "energy.duckdb"

    def start(self, working: Path, published: Path) -> subprocess.Popen[str]:
        """A process that is about to do the work."""
        process = subprocess.Popen(
            [sys.executable, "-c", WORK, self.what, working, published, self.shard],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "start\n"
        return process

    def seconds(self) -> float:
        """How long the work takes undisturbed."""
        taken = []
        for number in range(3):
            process = self.start(*self.place(f"whole-{number}"))
            begin = time.monotonic()
            assert process.communicate()[0] == "done\n"
            taken.append(time.monotonic() - begin)
        return median(taken)


def _first() -> list[Story]:
    stories = [
        Story(f"a{n:02}", (Fact(100 + n), Fact(7, stage=None)), outlet=f"Outlet {n % 7}", rejects=n % 3)
        for n in range(40)
    ]
    return [*stories, Story("undated", (Fact(5, period=None),), published=None)]


def _second() -> list[Story]:
    """Some of the first as they were, some changed, some without what they had said, and new ones."""
    first = _first()
    changed = [other(story, facts=(Fact(900), story.facts[1])) for story in first[10:20]]
    silent = [other(story, facts=story.facts[:1], rejects=1) for story in first[20:25]]
    new = [
        Story(f"b{n:02}", (Fact(2_000_000 + 1_234 * n, unit="bbl/d"), Fact(3.5, unit="%", kind="growth")), agency="xna")
        for n in range(20)
    ]
    late = Story("late", (Fact(101, comparator="~"),), published=date(2023, 9, 1), outlet="Outlet 1")
    return [*first[:10], *changed, *silent, *new, late]


def _judge(calm: Warehouse) -> None:
    ((observation,),) = calm.rows("SELECT observation_id FROM observation WHERE value = 112")
    verdict.give(calm.path, observation, ["importer=IN"], "why", "me", hour(1))


def content(path: Path) -> Content:
    """Every row of every table, but for the runs, and for when it was recorded and by which of them."""
    with closing(duckdb.connect(str(path), read_only=True)) as con:
        names = [
            str(name)
            for (name,) in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_name").fetchall()
            if name not in ("run", "reference", "migration")
        ]
        return {name: con.execute(_rows(con, name)).fetchall() for name in names}


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> str:
    columns = build.columns_of(con, name)
    clock = ("recorded_at", "superseded_at", "run_id", "known_from", "known_until")
    taken = [f'"{column}"' for column in columns if column not in clock]
    taken += [f"{column} IS NULL" for column in clock if column in columns and column not in ("recorded_at", "run_id")]
    return f'SELECT {", ".join(taken)} FROM "{name}" ORDER BY ALL'


def moments(count: int, seed: int) -> Iterator[float]:
    """So many moments as parts of a whole: one somewhere in each of as many equal parts of it."""
    chance = Random(seed)
    for number in range(count):
        yield (number + chance.random()) / count


@pytest.mark.timeout(60 + 12 * KILLS)
@pytest.mark.parametrize("first", [True, False], ids=["into nothing", "into a warehouse"])
@pytest.mark.parametrize("what", ["store", "publish"])
def test_killed_at_any_moment_and_done_again_it_is_as_if_nothing_had_been(
    what: str, first: bool, tmp_path: Path
) -> None:
    scene = Scene(tmp_path, what, first)
    stopped = tries = 0
    wanted = max(KILLS // 4, 1)
    seconds = scene.seconds()
    for moment in moments(wanted, seed=7):
        inside = False
        while not inside:
            tries += 1
            assert tries <= 5 * wanted, f"of {tries} kills only {stopped} came before the end"
            working, published = scene.place(f"kill-{tries}")
            process = scene.start(working, published)
            time.sleep(moment * seconds)
            process.send_signal(signal.SIGKILL)
            inside = process.communicate()[0] == ""
            if not inside:  # the work was done before it was killed, so it is faster than it had been
                seconds *= 0.9
        stopped += 1
        if published.exists():
            assert content(published) in ([scene.before, scene.after] if what == "publish" else [scene.before])
        else:
            assert first
        if what == "store":
            append.load(working, [scene.shard], record("again"), hour(3))
        copy.publish(working, published)
        assert content(published) == scene.after
        assert content(working) == scene.worked
        assert sorted(path.name for path in working.parent.iterdir()) == ["energy.duckdb", "energy.work.duckdb"]
        shutil.rmtree(working.parent)
    assert stopped == wanted
