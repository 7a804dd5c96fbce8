"""`khabarrel audit` and `publish`: a breach of an error stops, a warning is told and stops nothing."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest

from flows.workplace import working_file
from khabarrel import main as door
from tests.warehouse.made import Fact, Story, Warehouse
from warehouse import build

ROOT = Path(__file__).parents[2]
STORIES = [Story(f"a{number}", (Fact(100_000 + 1000 * number),), outlet=f"o{number}") for number in range(6)]


@pytest.fixture
def energy(tmp_path: Path) -> Path:
    """A published file with its working file beside it."""
    made = Warehouse(tmp_path / "made")
    made.load(*STORIES)
    path = tmp_path / "energy.duckdb"
    made.path.rename(working_file(path))
    return path


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["khabarrel", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        door.main()
    return int(end.value.code or 0)


def change(path: Path, sql: str) -> None:
    with closing(build.open_working(working_file(path))) as con:
        con.execute(sql)


def test_without_a_breach_nothing_is_printed(
    energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "publish", "--warehouse", energy) == 0
    capsys.readouterr()
    assert run(monkeypatch, "audit", "--warehouse", energy, "--format", "jsonl") == 0
    assert capsys.readouterr().out == ""


def test_a_warning_is_told_with_its_severity_and_stops_nothing(
    energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    change(energy, "UPDATE observation SET value = value * 1000 WHERE article_id = 'a3'")
    assert run(monkeypatch, "publish", "--warehouse", energy) == 0
    capsys.readouterr()
    assert run(monkeypatch, "audit", "--warehouse", energy, "--format", "jsonl") == 0
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["audit"], row["severity"], row["rows"]) == ("unit_slip", "warning", 1)
    assert "a thousand times" in row["example"]


def test_an_error_stops_publishing_and_the_last_good_file_stays(
    energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "publish", "--warehouse", energy) == 0
    good = energy.read_bytes()
    change(energy, "UPDATE observation SET quote = 'other words' WHERE article_id = 'a3'")
    capsys.readouterr()
    assert run(monkeypatch, "publish", "--warehouse", energy) == 4
    assert "quote_is_text" in capsys.readouterr().err
    assert energy.read_bytes() == good
    assert run(monkeypatch, "audit", "--warehouse", working_file(energy), "--format", "jsonl") == 4
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["audit"], row["severity"]) == ("quote_is_text", "error")
