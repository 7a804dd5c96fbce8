"""The measurement of quality: its golden sets are what they say, and no figure lies below its floor."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks import floors, quality, sets
from benchmarks.peer_run import canonical, score
from benchmarks.scoring import SLOTS

PASSAGES = sets.rows(sets.ANNOTATED["passages"])
NOTHING = sets.rows(sets.NOTHING)
GOLDEN = ("passages", "samples", "nothing")
PEER_UNITS = tomllib.loads((sets.HOUSE / "benchmarks/peer_units.toml").read_text(encoding="utf-8"))


def of(name: str) -> set[str]:
    """The names of the figures that a set gives."""
    return {figure for figure in quality.FIGURES if name in figure.split(".")}


def test_floors_and_figures_have_the_same_names() -> None:
    assert set(floors.read()) == set(quality.FIGURES)


def test_floors_are_shares() -> None:
    assert all(0 <= floor <= 1 for floor in floors.read().values())


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_set_is_at_its_floor(name: str) -> None:
    figures = quality.measure([name]).figures
    assert set(figures) == of(name)
    assert floors.below(figures, floors.read()) == {}


def test_gold_is_at_its_floor() -> None:
    if not sets.ANNOTATED["gold"].is_file():
        pytest.skip("the annotated passages are not beside the checkout")
    report = quality.measure(["gold"])
    assert set(report.figures) == of("gold")
    assert floors.below(report.figures, floors.read()) == {}


def test_errors_of_the_unread_passages_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    some = [{**row, "observations": []} for row in PASSAGES[:3]]
    monkeypatch.setattr(sets, "rows", lambda path: some)
    assert quality.measure(["passages"]).wrong
    report = quality.measure([sets.UNREAD])
    assert report.wrong == []
    assert set(report.figures) <= of(sets.UNREAD)


def test_absent_set_is_named_as_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sets, "SPECS", sets.HOUSE / "no-such-folder")
    report = quality.measure(["specs"])
    assert (report.skipped, report.figures) == (["specs"], {})
    assert "specs: skipped" in report.lines[0]


def test_check_ends_with_the_gate_and_tells_by_how_much(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["quality.py", "--set", "nothing", "--check", "--json"])
    monkeypatch.setattr(floors, "read", lambda: {"nothing.en": 1.5})
    assert quality.main() == quality.GATE == 4
    told = capsys.readouterr()
    assert "below its floor: nothing.en is" in told.err
    assert json.loads(told.out)["below"]
    monkeypatch.setattr(floors, "read", lambda: {"nothing.en": 0.0})
    assert quality.main() == 0


def test_runs_as_a_script_from_anywhere(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(sets.HOUSE / "benchmarks/quality.py"), "--set", "samples", "--errors", "missed", "--json"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert set(json.loads(run.stdout)["figures"]) == of("samples")


def test_passages_are_ninety_and_sixty() -> None:
    assert Counter(row["language"] for row in PASSAGES) == {"en": 90, "hi": 60}
    assert len({row["id"] for row in PASSAGES}) == 150
    assert sum(not row["observations"] for row in PASSAGES) == 25


def test_annotations_stand_in_their_text() -> None:
    for row in PASSAGES:
        for one in row["observations"]:
            assert row["text"][one["start"] : one["end"]] == one["quote"], row["id"]
            assert all(part in row["text"] for part in (one["period_text"], one["attribution"]) if part), row["id"]


def test_annotations_keep_to_the_definition() -> None:
    for row in PASSAGES:
        for one in row["observations"]:
            trade = one["metric"] in ("trade", "trade_value", "trade_count")
            assert one["stage"] is None or trade
            assert (one["share_of"] is not None) == (one["metric"] == "supply_share")
            assert one["area"] is None or not trade
            assert (one["low"] is None) == (one["high"] is None)
            assert one["low"] is None or one["low"] < one["value"] < one["high"]
            assert (one["period_start"] is None) == (one["period_end"] is None)
            if one["period_start"]:
                assert date.fromisoformat(one["period_start"]) <= date.fromisoformat(one["period_end"])
            assert set(one.get("also", {})) <= set(SLOTS), row["id"]


def test_every_metric_kind_stage_and_status_is_asked_for() -> None:
    found = [one for row in PASSAGES for one in row["observations"]]
    assert len({one["metric"] for one in found}) == 13
    assert {one["kind"] for one in found} == {"level", "change", "growth"}
    assert {one["status"] for one in found} == {"actual", "forecast", "planned", "hypothetical"}
    assert {one["stage"] for one in found} == {None, "contracted", "shipped", "delivered"}
    assert {one["share_of"] for one in found} == {
        None, "imports", "exports", "consumption", "production", "supply", "trade",
    }  # fmt: skip


def test_nothing_has_forty_cases_with_a_kind_and_numbers() -> None:
    assert len(NOTHING) == len({row["id"] for row in NOTHING}) == 40
    assert all(row["kind"] and sets.walked(row).numbers for row in NOTHING)


def test_stories_left_out_are_the_corpus_s_and_each_has_a_reason() -> None:
    listed: dict[str, str] = tomllib.loads(sets.CORPUS_ENERGY.read_text(encoding="utf-8"))["story"]
    assert all(reason.strip() for reason in listed.values())
    if not sets.CORPUS.is_file():
        pytest.skip("the corpus is not beside the checkout")
    without_topic = {row["id"] for row in sets.rows(sets.CORPUS) if not sets.ENERGY_TOPICS & set(row["topics"])}
    assert set(listed) <= without_topic


@pytest.mark.parametrize(
    ("parts", "value", "unit"),
    [
        ([["barrel", 1], ["day", -1]], 2.0, "bbl/d"),
        ([["dollar", 1], ["barrel", -1]], 2.0, "USD/bbl"),
        ([["cent", 1], ["gallon", -1]], 0.02, "USD/gal"),
        ([["tonne", 1], ["month", -1]], 24.0, "t/yr"),
        ([["gallon", 1]], 2 / 42, "bbl"),
        ([["percentage", 1]], 2.0, "%"),
        ([["metre", 3], ["year", -1]], 2.0, "m3/yr"),
        ([["dollar", 1], ["foot", -3]], 2 / 0.028316846592, "USD/m3"),
        ([["metre", 2]], 2.0, None),
        ([["bit", 1], ["centimetre", 1]], 2.0, None),
        ([], 2.0, None),
    ],
)
def test_peer_s_units_become_canonical(parts: list[list[Any]], value: float, unit: str | None) -> None:
    found, symbol = canonical(2.0, parts, PEER_UNITS)
    assert found == pytest.approx(value)
    assert symbol == unit


def test_peer_is_scored_with_the_same_scorer(tmp_path: Path) -> None:
    texts = [row for row in PASSAGES if row["id"] in ("en-001", "hi-001")]
    first = texts[0]["observations"][0]
    found = {"value": 1.12e6, "start": first["start"], "end": first["end"], "quote": first["quote"], "name": "",
             "parts": [["barrel", 1], ["day", -1]]}  # fmt: skip
    answers = [{"id": "en-001", "quantities": [found]}, {"id": "hi-001", "quantities": [], "error": "ValueError: no"}]
    stand_in = tmp_path / "python"
    said = "\n".join(map(json.dumps, answers))
    stand_in.write_text(f"#!{sys.executable}\nimport sys\nsys.stdin.read()\nprint({said!r})\n")
    stand_in.chmod(0o755)
    figures, lines = score(texts, str(stand_in))
    assert figures["en"] == {"quantity": 0.4, "precision": 1.0, "recall": 0.25, "value_recall": 0.25}
    assert figures["hi"]["quantity"] == 0
    assert lines[-1] == "quantulum3 failed on 1 of 2 texts"
