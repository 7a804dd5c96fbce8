"""Server and schedule for real, on loopback, over a folder that gets a second article between two runs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from warehouse import build
from warehouse.failure import WarehouseError

HOUSE = Path(__file__).parents[2]
PATIENCE = 240


def until(true: Callable[[], bool], process: subprocess.Popen[str], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert process.poll() is None, f"khabarrel serve ended before {what}"
        assert time.monotonic() < end, f"no {what} within {PATIENCE} seconds"
        time.sleep(0.5)


def column(path: Path, query: str) -> list[object]:
    try:
        with closing(build.open_published(path)) as con:
            return [row[0] for row in con.execute(query).fetchall()]
    except WarehouseError:
        return []


def family(pid: int) -> set[int]:
    """A process and all that it started, and they started."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found |= family(int(child))
    return found


def gone(pids: set[int]) -> bool:
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("Pakistan imported 100,000 tonnes of Russian crude in June 2023.")
    process = subprocess.Popen(
        [sys.executable, "-m", "khabarrel.main", "serve", "news", "--every", "10", "--warehouse", "data/energy.duckdb"],
        cwd=tmp_path,
        env=os.environ | {"PREFECT_HOME": str(tmp_path / "prefect"), "PYTHONPATH": str(HOUSE)},
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for orphans in /proc")
def test_the_schedule_fires_and_the_next_run_loads_what_is_new(server: subprocess.Popen[str], tmp_path: Path) -> None:
    energy = tmp_path / "data" / "energy.duckdb"
    assert server.stderr is not None
    address = server.stderr.readline().split()[-1]
    assert address.startswith("http://127.0.0.1:")
    until(lambda: len(column(energy, "SELECT run_id FROM run")) >= 1, server, "first run")
    assert column(energy, "SELECT locator FROM article") == ["a.txt"]

    (tmp_path / "news" / "b.txt").write_text("India imported 20,000 tonnes of Russian crude in July 2023.")
    until(lambda: "b.txt" in column(energy, "SELECT locator FROM article"), server, "run with the new article")
    assert sum(map(int, map(str, column(energy, "SELECT new FROM run")))) == 2
    assert len(column(energy, "SELECT run_id FROM run")) >= 2
    assert sorted(map(str, column(energy, "SELECT importer FROM observation"))) == ["IN", "PK"]

    started = family(server.pid)
    assert len(started) >= 2
    server.send_signal(signal.SIGINT)
    _, told = server.communicate(timeout=60)
    assert server.returncode == 0
    assert told.splitlines()[-1] == "stopped"
    assert gone(started)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(address.rsplit(":", 1)[1]))) != 0


def test_a_port_in_use_is_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "khabarrel.main", "serve", "--port", port]
        done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"khabarrel: port {port} of 127.0.0.1 is in use; choose another with --port\n"
