"""What may be written into a slot by hand, and what is refused in one line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse import slot
from warehouse.failure import VerdictRefused

GOLDEN = Path(__file__).parents[1] / "golden" / "passages.jsonl"
READ: dict[str, Any] = {
    "value": 101000.0, "low": None, "high": None, "step": 1.0, "comparator": "=", "unit": "t", "metric": "trade",
    "kind": "level", "commodity": "crude_oil", "exporter": "RU", "importer": "PK", "area": None, "stage": "delivered",
    "share_of": None, "grade": None, "period_start": date(2023, 6, 1), "period_end": date(2023, 6, 30),
    "period_text": "in June", "status": "actual", "attribution": None, "subject": None, "subject_id": None,
    "factor_id": "tonne",
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("stage=shipped", {"stage": "shipped"}),
        ("importer=in", {"importer": "IN"}),
        ("exporter=-", {"exporter": None}),
        ("exporter=opec+", {"exporter": "OPEC+"}),
        ("grade=brent", {"grade": "Brent"}),
        ("metric=production stage=- area=PK", {"metric": "production", "stage": None, "area": "PK"}),
        ("value=1.96e6", {"value": 1960000.0, "step": 10000.0, "factor_id": None}),
        ("value=102000", {"value": 102000.0, "factor_id": None}),
        ("unit=bbl value=7.4e5", {"unit": "bbl", "value": 740000.0, "step": 10000.0, "factor_id": None}),
        (
            "low=1e5 high=1.2e5",
            {"low": 100000.0, "high": 120000.0, "value": 110000.0, "step": 10000.0, "factor_id": None},
        ),
        ("period_start=- period_end=-", {"period_start": None, "period_end": None}),
        ("period_end=2023-06-15", {"period_end": date(2023, 6, 15)}),
        ("subject=Karachi", {"subject": "Karachi", "subject_id": "karachi"}),
        ("kind=growth unit=% value=4", {"kind": "growth", "unit": "%", "value": 4.0, "factor_id": None}),
    ],
)
def test_a_correction_changes_its_slots_and_no_other(words: str, changes: dict[str, Any]) -> None:
    made = slot.corrected(READ, words.split())
    assert {name: made[name] for name in made if made[name] != READ[name]} == changes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "SLOT=VALUE"),
        ("perhaps", "taken-back"),
        ("quote=five", "slots are"),
        ("stage=shiped", "contracted, shipped, delivered"),
        ("stage=shipped stage=delivered", "twice"),
        ("importer=Pakistan", "write PK"),
        ("importer=Atlantis", "ISO 3166"),
        ("commodity=crude", "crude_oil"),
        ("commodity=-", "cannot be empty"),
        ("grade=Bront", "Brent"),
        ("unit=bpd value=4", "bbl/d"),
        ("unit=BBL value=4", "no such unit"),
        ("unit=bbl", "value"),
        ("value=1,000", "1.96e6"),
        ("value=inf", "no number"),
        ("value=1e400", "no number"),
        ("low=4", "both low and high"),
        ("value=3 low=4 high=5", "not in order"),
        ("period_start=June", "YYYY-MM-DD"),
        ("period_start=-", "both"),
        ("period_start=2023-07-01", "before it begins"),
        ("metric=production", "add stage=-"),
        ("share_of=imports", "supply_share"),
        ("metric=supply_share stage=-", "in % or pp"),
        ("metric=supply_share stage=- unit=% value=101", "0 to 100"),
        ("kind=growth", "growth is told in %"),
        ("unit=pp value=2", "kind=change"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(words: str, told: str) -> None:
    with pytest.raises(VerdictRefused, match=told.replace("+", r"\+")) as refused:
        slot.corrected(READ, words.split())
    assert "\n" not in str(refused.value)


def test_every_slot_of_the_annotated_passages_may_be_written() -> None:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        for observation in json.loads(line)["observations"]:
            words = [
                f"{name}={'-' if observation[name] is None else observation[name]}"
                for name in slot.SLOTS
                if name in observation
            ]
            made = slot.corrected(READ, words)
            assert {name: made[name] for name in ("metric", "unit", "exporter", "grade")} == {
                name: observation[name] for name in ("metric", "unit", "exporter", "grade")
            }


@given(st.lists(st.text(max_size=20) | st.builds("{}={}".format, st.sampled_from(slot.SLOTS), st.text(max_size=12))))
def test_whatever_is_typed_is_a_reading_or_refused(words: list[str]) -> None:
    try:
        made = slot.corrected(READ, words)
    except VerdictRefused:
        return
    assert set(made) == set(READ)
    assert (made["period_start"] is None) == (made["period_end"] is None)
