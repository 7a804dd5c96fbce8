"""The measurement of the warehouse runs, on rows that keep every promise; how fast it is is no test's business."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks import warehouse
from warehouse import build, lookup

HOUSE = Path(__file__).parents[2]


def test_generated_rows_keep_every_promise_and_load_as_known(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    warehouse.grow(folder, 2000, 200)
    warehouse.load(folder)
    with closing(build.open_working(folder / "energy.work.duckdb")) as con:
        assert [breach for breach in lookup.audit(con) if breach.severity == "error"] == []
        assert con.execute("SELECT count(*), count(DISTINCT article_id) FROM article").fetchall() == [(2100, 2100)]
        (told,) = lookup.select(
            con,
            "SELECT count(*) FILTER (origins > 1) > 0, count(*) FILTER (period_start IS NULL) > 0, "
            "count(DISTINCT metric) > 5, max(observations) > 1 FROM point",
        ).rows
        assert told == (True, True, True, True)
        (rows, then, now) = lookup.select(
            con,
            "SELECT count(*) FILTER (superseded_at IS NOT NULL) > 0, "
            "(SELECT count(*) FROM points_known_at(TIMESTAMP '2015-01-01')), (SELECT count(*) FROM point) "
            "FROM observation",
        ).rows[0]
        assert rows
        assert 0 < then < now


def test_a_load_that_is_not_half_known_is_no_measurement(tmp_path: Path) -> None:
    warehouse.grow(tmp_path, 40, 20)
    warehouse.load(tmp_path)
    with closing(build.open_working(tmp_path / "energy.work.duckdb")) as con:
        con.execute("DELETE FROM run WHERE run_id = 'more'")
    with pytest.raises(AssertionError, match="not half new"):
        warehouse.load(tmp_path)


def test_all_figures_of_a_tiny_warehouse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "figures.json"
    assert warehouse.main(["400", "--more", "80", "--json", str(figures)]) == 0
    (found,) = json.loads(figures.read_text(encoding="utf-8")).values()
    assert set(found) >= {
        "load",
        "publish",
        "published bytes",
        "memory: load",
        *warehouse.questions(),
        *warehouse._WHOLE,
    }
    assert all(value > 0 for name, value in found.items() if name != "conflicts")
    assert "points of a day" in capsys.readouterr().out


def test_the_questions_are_the_fifteen_and_most_name_something() -> None:
    asked = warehouse.questions()
    assert [name.partition(".")[0] for name in asked] == [str(number) for number in range(1, 16)]
    assert [name.partition(".")[0] for name in asked if not name.endswith(" *")] == ["4", "11", "13", "14"]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"load": 29.0}, []),
        ({"load": 31.0}, ["loading into 10 takes 3.1 times as long"]),
        ({"load": 1.0, "1. Of Russia *": 0.31}, ["1. Of Russia * on 10: 0.31 s"]),
        ({"load": 1.0, "4. Contested": 0.31}, []),
        ({"load": 1.0, "points of a day": 5.1}, ["points of a day on 10: 5.10 s"]),
        (
            {"load": 1.0, "memory: publish": 5.0 * 2**30, "memory: fill": 5.0 * 2**30},
            ["memory: publish of 10: 5.0 GiB"],
        ),
    ],
)
def test_a_broken_promise_is_told(figures: dict[str, float], words: list[str]) -> None:
    assert warehouse.broken({1: {"load": 10.0}, 10: figures}) == words


def test_check_refuses_a_broken_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warehouse, "measured", lambda folder, size, more: {"load": float(size)})
    assert warehouse.main(["1", "3", "--check"]) == 0
    assert warehouse.main(["1", "4"]) == 0
    assert warehouse.main(["1", "4", "--check"]) == warehouse.GATE


@pytest.mark.parametrize("script", ["warehouse.py", "speed.py", "start.py"])
def test_scripts_beside_a_module_named_as_the_package_still_find_the_package(script: str) -> None:
    command = [sys.executable, str(HOUSE / "benchmarks" / script), "--help"]
    assert subprocess.run(command, capture_output=True, check=False, cwd=HOUSE.parent).returncode == 0
