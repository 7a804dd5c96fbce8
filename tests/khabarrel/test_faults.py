"""Whole runs that are killed, or that meet: nothing is lost, nothing is there twice, and what is published is whole.

A twentieth of KHABARREL_KILLS runs are killed, two at the least: 10 of 200.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from warehouse import build

ROOT = Path(__file__).parents[2]
KILLS = max(int(os.environ.get("KHABARREL_KILLS", "20")) // 20, 2)
NOT_THE_SAME = "recorded_at, superseded_at, run_id"
WHAT_STANDS = (
    f"SELECT * EXCLUDE ({NOT_THE_SAME}), superseded_at IS NULL FROM article ORDER BY ALL",
    f"SELECT * EXCLUDE ({NOT_THE_SAME}), superseded_at IS NULL FROM observation ORDER BY ALL",
    f"SELECT * EXCLUDE ({NOT_THE_SAME}), superseded_at IS NULL FROM reject ORDER BY ALL",
    f"SELECT * EXCLUDE ({NOT_THE_SAME}), superseded_at IS NULL FROM quarantine ORDER BY ALL",
    f"SELECT * EXCLUDE ({NOT_THE_SAME}), superseded_at IS NULL FROM origin ORDER BY ALL",
    "FROM point ORDER BY ALL",
    "SELECT * EXCLUDE (recorded_at) FROM evidence ORDER BY ALL",
    "FROM series ORDER BY ALL",
    "FROM conflict ORDER BY ALL",
    "FROM lead ORDER BY ALL",
)


def stands(published: Path) -> list[list[tuple[Any, ...]]]:
    """Everything but the runs and when it was recorded."""
    with closing(build.open_published(published)) as con:
        return [con.execute(query).fetchall() for query in WHAT_STANDS]


def write(path: Path, numbers: range, extra: int = 0) -> Path:
    lines = [
        {
            "id": f"a{number}",
            "published": f"2023-06-{number % 28 + 1:02}",
            "outlet": f"Outlet {number % 5}",
            "text": f"India imported {number + extra:,},100 tonnes of Russian crude oil in May 2023, the oil ministry "
            f"said. Pakistan bought {number + 3} million barrels of crude oil from Iraq in April. It has 3 ports.",
        }
        for number in numbers
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[str]]]:
    """The runs of a test that are not ended yet; a test that fails leaves none of them behind."""
    runs: list[subprocess.Popen[str]] = []
    yield runs
    for process in runs:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    """Kills a run's process group: what it started, such as Prefect's server, outlives it where it was killed.

    The run must not have been waited for: as long as it was not, no other process can have its number.
    """
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stderr is not None:
        process.stderr.close()


def alive(process: subprocess.Popen[str]) -> bool:
    """Whether a run is not over, without taking note of its end."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def start(published: Path, *sources: Path) -> subprocess.Popen[str]:
    """A run in a session of its own, so that its children can be ended after it."""
    return subprocess.Popen(
        [sys.executable, "-m", "khabarrel.main", "run", *sources, "--warehouse", published, "--format", "jsonl"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ran(published: Path, *sources: Path, code: int = 0) -> float:
    """A run without any trouble; its seconds."""
    process, begin = start(published, *sources), time.monotonic()
    _, told = process.communicate()
    assert process.returncode == code, told
    return time.monotonic() - begin


@pytest.mark.timeout(300 + 120 * KILLS)
def test_a_run_killed_at_any_moment_and_run_again_is_as_if_nothing_had_been(
    tmp_path: Path, started: list[subprocess.Popen[str]]
) -> None:
    (tmp_path / "calm").mkdir()
    calm, gone = tmp_path / "calm" / "energy.duckdb", tmp_path / "gone.txt"
    ran(calm, write(tmp_path / "news.jsonl", range(20)), gone, code=3)
    before, files = stands(calm), {path.name: path.read_bytes() for path in calm.parent.glob("*.duckdb")}
    # Then some articles are new, some changed, and some as they were.
    news = write(tmp_path / "news.jsonl", range(5, 25))
    news.write_text(news.read_text(encoding="utf-8").replace(" 7,100 ", " 7,200 "), encoding="utf-8")
    seconds = ran(calm, news, gone, code=3)
    after = stands(calm)
    assert before != after
    chance, tries = Random(11), 0
    for number in range(KILLS):
        moment = (number + chance.random()) / KILLS
        inside = False
        while not inside:
            tries += 1
            assert tries <= 5 * KILLS, f"of {tries} kills only {number} came before the end"
            rough = tmp_path / f"rough-{tries}" / "energy.duckdb"
            rough.parent.mkdir()
            for name, held in files.items():
                (rough.parent / name).write_bytes(held)
            process = start(rough, news, gone)
            started.append(process)
            time.sleep(moment * seconds)
            inside = alive(process)
            os.kill(process.pid, signal.SIGKILL)
            end(process)
            started.remove(process)
            if not inside:
                seconds *= 0.9
        assert stands(rough) in (before, after)
        ran(rough, news, gone, code=3)
        assert stands(rough) == after
        assert [path.name for path in rough.parent.glob(".*")] == []


@pytest.mark.timeout(600)
def test_of_two_runs_at_once_one_waits_or_says_so(tmp_path: Path, started: list[subprocess.Popen[str]]) -> None:
    one, other = write(tmp_path / "one.jsonl", range(14)), write(tmp_path / "other.jsonl", range(8, 24))
    calm, met = tmp_path / "calm" / "energy.duckdb", tmp_path / "met" / "energy.duckdb"
    ran(calm, one)
    ran(calm, other)
    both = {source: start(met, source) for source in (one, other)}
    started.extend(both.values())
    came = {source: (process.communicate()[1], process.returncode) for source, process in both.items()}
    with closing(build.open_working(met.with_name("energy.work.duckdb"))) as con:
        held = {row[0] for row in con.execute("SELECT article_id FROM article").fetchall()}
    refused = []
    for source, (told, code) in came.items():
        if code == 1:
            assert "is open in another process; wait until it is done and try again." in told
            assert len(told.splitlines()) == 1
            refused.append(source)
        else:
            assert code == 0, told
            assert held >= {json.loads(line)["id"] for line in source.read_text(encoding="utf-8").splitlines()}
    assert len(refused) < 2
    for source in refused:
        ran(met, source)
    assert stands(met) == stands(calm)
