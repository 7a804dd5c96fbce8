"""What is learned from: annotations become right options; the file of weights keeps what it is given."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benchmarks import learn, sets
from tasks.grammar import weigh
from tasks.grammar.datum import Quantity

OWN = ("en", "hi", "wire", "modern", "hindi")
ROW: dict[str, Any] = {
    "id": "one",
    "language": "en",
    "published": "2023-10-17",
    "text": "India imported 2 million tonnes of crude oil from Russia in April and hired 300 people.",
    "observations": [
        {
            "start": 15, "end": 31, "value": 2e6, "unit": "t", "metric": "trade", "kind": "level",
            "commodity": "crude_oil",
            "exporter": "RU", "importer": "IN", "stage": "delivered", "status": "actual",
            "period_start": "2023-04-01", "period_end": "2023-04-30",
        }
    ],
}  # fmt: skip


def test_every_choice_has_a_right_option() -> None:
    cases = learn.collected([ROW])
    assert {"kind", "metric", "commodity", "status", "stage", "exporter", "importer", "period"} <= set(cases)
    assert all(any(case.right) for slot in cases for case in cases[slot])


def test_a_number_that_nobody_annotated_teaches_that_it_is_none() -> None:
    cases = learn.collected([{**ROW, "observations": []}])
    assert set(cases) == {"metric"}
    assert all(case.right[0] and not any(case.right[1:]) for case in cases["metric"])


@pytest.mark.parametrize(
    ("slot", "value", "right"),
    [
        ("period", (date(2023, 4, 1), date(2023, 4, 30)), True),
        ("period", None, False),
        ("kind", ("level", 1), True),
        ("kind", ("change", -1), False),
        ("exporter", "RU", True),
        ("area", None, True),
        ("rate", "tonne", True),
        ("rate", "tonne/year", False),
        ("unit", "tonne", True),
        ("unit", "kilotonne", False),
        ("unit", None, False),
    ],
)
def test_what_is_right(slot: str, value: object, right: bool) -> None:
    assert (
        learn._right(ROW["observations"][0], slot, value, Quantity(15, 31, "2 million tonnes", Decimal(2_000_000)))
        is right
    )


def test_a_bare_number_that_nobody_annotated_stays_bare() -> None:
    row = {**ROW, "text": "India imported 2 million tonnes of crude oil, and the minister spoke of 5.", "id": "bare"}
    (case,) = learn.collected([row])["unit"]
    assert [index for index, right in enumerate(case.right) if right] == [0]


def test_our_own_passages_quote_their_text() -> None:
    passages = [row for name in OWN for row in sets.rows(sets.LEARNED / f"{name}.jsonl")]
    assert len(passages) > 3000
    assert len({row["id"] for row in passages}) == len(passages)
    for row in passages:
        for one in row["observations"]:
            assert row["text"][one["start"] : one["end"]] == one["quote"]


def test_nothing_is_learned_from_the_unread_passages() -> None:
    unread = sets.rows(sets.ANNOTATED[sets.UNREAD])
    learned = sets.learnable()
    assert {row["language"] for row in unread} == {"en", "hi"}
    assert not {row["id"] for row in unread} & {row["id"] for row in learned}
    assert not {row["text"] for row in unread} & {row["text"] for row in learned}
    for row in unread:
        assert all(row["text"][one["start"] : one["end"]] == one["quote"] for one in row["observations"])


def test_the_unread_passages_are_not_gold_in_other_words() -> None:
    if not sets.ANNOTATED["gold"].is_file():
        pytest.skip("the annotated passages are not beside the checkout")
    gold = {run for row in sets.rows(sets.ANNOTATED["gold"]) for run in _runs(row["text"])}
    assert gold
    assert not [row["id"] for row in sets.rows(sets.ANNOTATED[sets.UNREAD]) if _runs(row["text"]) & gold]


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every eight words that follow one another, numbers aside."""
    words = re.findall(r"[^\W\d_][^\s.,;:!?\"'()|।]*", text.lower())
    return {tuple(words[place : place + 8]) for place in range(len(words) - 7)}


def test_nothing_of_the_newswire_but_spans_and_slots_is_kept() -> None:
    for row in sets.rows(sets.LEARNED / "newswire.jsonl"):
        assert set(row) == {"id", "observations"}
        assert not any({"quote", "period_text", "attribution"} & set(one) for one in row["observations"])


def test_watching_leaves_nothing_behind() -> None:
    learn.collected([ROW])
    assert weigh._watchers == []
