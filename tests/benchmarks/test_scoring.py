"""The scorer: what counts as a match, each number once, and the same figures as the annotators' own script."""

from __future__ import annotations

import importlib.util
import random
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks import sets
from benchmarks.scoring import (
    SLOTS,
    Passage,
    Tally,
    calibration_error,
    errors,
    folds,
    judged,
    matches,
    reliability,
    slots_right,
    spread,
    tallies,
)

SCORE = sets.BESIDE / "gold/score.py"


def row(**said: Any) -> dict[str, Any]:
    """An observation of 5 % Omani crude, with what is said otherwise."""
    made: dict[str, Any] = dict.fromkeys(SLOTS)
    made |= {"quote": "5%", "start": 10, "end": 12, "value": 5.0, "unit": "%", "metric": "trade", "kind": "growth",
             "commodity": "crude_oil", "exporter": "OM", "status": "actual", "confidence": 0.9}  # fmt: skip
    return made | said


@pytest.mark.parametrize(
    ("found", "matched"),
    [
        ({}, True),
        ({"start": 11, "end": 20}, True),
        ({"start": 12, "end": 14}, False),
        ({"unit": "pp"}, False),
        ({"value": 5.024}, True),
        ({"value": 5.026}, False),
        ({"value": None}, False),
        ({"metric": "price", "exporter": None}, True),
    ],
)
def test_match_needs_span_unit_and_value(found: Mapping[str, Any], matched: bool) -> None:
    assert matches([row()], [row(**found)]) == ([(0, 0)] if matched else [])


def test_value_of_nought_matches_nought_alone() -> None:
    assert matches([row(value=0)], [row(value=0.0)])
    assert not matches([row(value=0)], [row(value=0.001)])


def test_each_number_is_used_once_and_the_best_pair_first() -> None:
    wanted = [row(exporter="OM"), row(exporter="QA")]
    assert matches(wanted, [row(exporter="QA")]) == [(1, 0)]
    assert sorted(matches(wanted, [row(exporter="QA"), row(exporter="OM"), row()])) == [(0, 1), (1, 0)]


def test_also_accepts_the_other_reading_and_null() -> None:
    wanted = row(also={"exporter": [None, "AE"]})
    for exporter, right in (("OM", True), (None, True), ("", True), ("AE", True), ("QA", False)):
        assert ("exporter" in slots_right(wanted, row(exporter=exporter))) is right


def test_tally_counts_misses_extras_and_wrong_slots() -> None:
    passage = Passage("a", "en", [row(), row(start=30, end=40)], [row(status="planned"), row(start=50, end=60)])
    tally = tallies([passage])["en"]
    assert (tally.wanted, tally.found, tally.matched, tally.whole) == (2, 2, 1, 0)
    assert tally.quantity.f1 == tally.quantity.precision == tally.quantity.recall == 0.5
    assert tally.observation.f1 == 0
    assert tally.slots == {slot: float(slot != "status") for slot in SLOTS}
    assert {slot: part.f1 for slot, part in tally.slot_shares.items()} == {
        slot: 0.5 * (slot != "status") for slot in SLOTS
    }
    assert sorted(error.kind for error in errors([passage])) == ["extra", "missed", "status"]


def test_nothing_wanted_and_nothing_found_is_no_error() -> None:
    tally = tallies([Passage("a", "hi", [], [])])["hi"]
    assert (tally.passages, tally.quantity.f1, list(errors([Passage("a", "hi", [], [])]))) == (1, 0.0, [])


def test_folds_part_the_documents_of_each_language() -> None:
    passages = [Passage(f"{i}", "hi" if i % 3 else "en", [], []) for i in range(30)]
    parts = folds(passages)
    assert sorted(one.id for part in parts for one in part) == sorted(one.id for one in passages)
    assert [sum(one.language == "en" for one in part) for part in parts] == [2] * 5
    assert spread([1.0, 3.0]) == (2.0, 1.0, 1.0, 3.0)


def test_reliability_tells_confidence_from_truth() -> None:
    passage = Passage("a", "en", [row()], [row(confidence=1.0), row(start=50, end=60, confidence=0.62)])
    pairs = list(judged([passage]))
    assert pairs == [(1.0, True), (0.62, False)]
    bins = reliability(pairs)
    assert [(bin.low, bin.count, bin.right) for bin in bins] == [(0.6, 1, 0.0), (0.9, 1, 1.0)]
    assert calibration_error(bins) == pytest.approx(0.31)
    assert calibration_error([]) == 0


@pytest.fixture(scope="module")
def theirs() -> ModuleType:
    if not SCORE.is_file():
        pytest.skip("the annotated passages are not beside the checkout")
    spec = importlib.util.spec_from_file_location("their_score", SCORE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spoilt(observations: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """The observations with some dropped, doubled, moved, or wrong in value, unit or slots."""
    made = []
    for one in observations:
        if chance.random() < 0.15:
            continue
        found = {key: value for key, value in one.items() if key != "also"} | {"confidence": 0.5}
        for slot in SLOTS:
            if chance.random() < 0.06:
                found[slot] = chance.choice([None, "trade", "IN", "RU", "2023-01-01"])
        if chance.random() < 0.1:
            found["value"] = found["value"] * chance.choice([1.004, 1.02, -1, 1000])
        if chance.random() < 0.05:
            found["unit"] = "t"
        if chance.random() < 0.1:
            found["start"] += 3
        made += [found] * (1 + (chance.random() < 0.1))
    chance.shuffle(made)
    return made


@pytest.mark.parametrize("seed", range(4))
def test_figures_are_those_of_the_annotators_script(theirs: ModuleType, seed: int) -> None:
    gold = sets.rows(Path(sets.ANNOTATED["gold"]))
    chance = random.Random(seed)
    # The first round scores what the walk itself finds.
    passages = (
        [Passage(one["id"], one["language"], one["observations"], spoilt(one["observations"], chance)) for one in gold]
        if seed
        else sets.annotated(sets.ANNOTATED["gold"])
    )
    predictions = [{**found, "article_id": passage.id} for passage in passages for found in passage.found]
    report, wrong = theirs.score(gold, predictions)
    ours: dict[str, Tally] = tallies(passages)
    assert set(report) - {"all"} == set(ours)
    for language, tally in ours.items():
        said = report[language]
        assert (tally.passages, tally.wanted, tally.found) == (said["passages"], said["gold"], said["found"])
        for name, part in (("quantity", tally.quantity), ("observation", tally.observation)):
            figures = {"P": part.precision, "R": part.recall, "F1": part.f1}
            assert {key: round(figure, 4) for key, figure in figures.items()} == said[name]
        assert {slot: round(right, 4) for slot, right in tally.slots.items()} == said["slots"]
    kinds = sorted((error.passage, error.kind) for error in errors(passages))
    assert kinds == sorted((one[0], one[1]) for one in wrong)
