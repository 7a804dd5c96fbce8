"""The whole job from the command line: one event in two languages becomes five points, open to readers meanwhile."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.refresh import refresh
from khabarrel import main as door
from warehouse import build

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds" / "seeds.jsonl"
LOOK = """if True:
    import sys, time, duckdb
    seen = []
    print(duckdb.__version__, flush=True)
    while not sys.stdin.readline().startswith("end"):
        with duckdb.connect(sys.argv[1], read_only=True) as con:
            seen.append(con.execute("SELECT (SELECT count(*) FROM point), (SELECT count(*) FROM article)").fetchone())
        print(*seen[-1], flush=True)
"""


def story(number: int) -> str:
    return f"India imported {number + 1},100 tonnes of Russian crude oil in May 2023, the oil ministry said.\n"


@pytest.fixture
def energy(tmp_path: Path) -> Path:
    return tmp_path / "energy.duckdb"


@pytest.mark.skipif(not SEEDS.is_file(), reason="the annotated articles are not here")
def test_one_event_in_two_languages_is_five_points_of_one_origin(
    energy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh([str(SEEDS)], energy)
    with closing(build.open_published(energy)) as con:
        points = con.execute(
            "SELECT metric, stage, value, unit, articles, languages, origins, conflict, underspecified "
            "FROM point ORDER BY ALL"
        ).fetchall()
    assert points == [
        ("supply_share", None, 10.0, "%", 2, 2, 1, False, False),
        ("supply_share", None, 30.0, "%", 2, 2, 1, False, False),
        ("trade", "contracted", 100_000.0, "t", 2, 2, 1, False, False),
        ("trade", "delivered", 101_000.0, "t", 2, 2, 1, False, False),
        ("trade_count", "delivered", 2.0, "ship", 2, 2, 1, False, False),
    ]
    monkeypatch.setattr(sys, "argv", ["khabarrel", "why", "trade:level:contracted", "--warehouse", str(energy)])
    with pytest.raises(SystemExit) as end:
        door.main()
    assert not end.value.code
    told = capsys.readouterr().out
    assert "100,000 tonnes" in told
    assert "100,000 टन" in told


@pytest.mark.parametrize("which", ["locked", "newest"])
def test_the_published_file_is_open_to_others_while_a_run_writes(
    which: str, energy: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    python = request.getfixturevalue("newest_python") if which == "newest" else sys.executable
    news = tmp_path / "news"
    news.mkdir()
    (news / "0.txt").write_text(story(0))
    refresh([str(news)], energy)
    for number in range(1, 4):
        (news / f"{number}.txt").write_text(story(number))
    reader = subprocess.Popen(
        [python, "-c", LOOK, energy], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert reader.stdout.readline().strip() == ("2.0.0" if which == "newest" else "1.5.5")
    run = subprocess.Popen(
        [sys.executable, "-m", "khabarrel.main", "run", news, "--warehouse", energy],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    seen = []
    while run.poll() is None:
        reader.stdin.write("look\n")
        seen.append(tuple(map(int, reader.stdout.readline().split())))
    assert run.stderr is not None
    assert b"new observations: 3" in run.stderr.read()
    run.stderr.close()
    reader.stdin.write("look\nend\n")
    after = tuple(map(int, reader.stdout.readline().split()))
    assert reader.wait(30) == 0
    reader.stdin.close()
    reader.stdout.close()
    assert set(seen) <= {(1, 1), after}
    assert (1, 1) in seen
    assert after[1] == 4
