"""Golden sentences of our own words, any text at all, and the annotated passages where they lie beside the checkout."""

from __future__ import annotations

import json
import os
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.grammar.canonical import canonical
from tasks.grammar.datum import Quantity, Sentence
from tasks.grammar.fold import fold
from tasks.lexicon import load
from tasks.measure import measure
from warehouse import vocabulary

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared"


def _sentence(text: str, start: int = 0) -> Sentence:
    return Sentence(start, start + len(text), text, fold(text, start))


def _cases() -> list[Any]:
    cases = []
    for language in ("en", "hi"):
        for line in (GOLDEN / f"measure.{language}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            cases.append(pytest.param(language, case["text"], case["rows"], id=f"{language}: {case['text'][:40]}"))
    return cases


def _row(quantity: Quantity) -> dict[str, Any]:
    row: dict[str, Any] = {"quote": quantity.quote, "value": quantity.value}
    row |= {key: value for key in ("low", "high", "unit", "reason") if (value := getattr(quantity, key)) is not None}
    if quantity.comparator != "=":
        row["comparator"] = quantity.comparator
    if quantity.multiple:
        row["multiple"] = True
    return row


@pytest.mark.parametrize(("language", "text", "rows"), _cases())
def test_golden(language: str, text: str, rows: list[dict[str, Any]]) -> None:
    expected = [row | {key: Decimal(row[key]) for key in ("value", "low", "high") if key in row} for row in rows]
    assert [_row(quantity) for quantity in measure(_sentence(text), load(language))] == expected


@pytest.mark.parametrize("language", ["en", "hi"])
def test_every_reason_is_a_code(language: str) -> None:
    codes = {row["reason"] for row in vocabulary.table("reason") if row["about"] == "number"}
    used = {row["reason"] for *_, rows in (case.values for case in _cases()) for row in rows if "reason" in row}
    assert set(load(language)["refuse"]) | set(load(language)["number"].get("before", {})) | used <= codes


def test_offsets_are_the_article_s() -> None:
    article = "पहला वाक्य। क़तर से साढ़े तीन हज़ार टन गैस आई।"
    start = article.index("क़तर")
    (quantity,) = measure(_sentence(article[start:], start), load("hi"))
    assert article[quantity.start : quantity.end] == quantity.quote == "साढ़े तीन हज़ार टन"
    assert article[quantity.number_start : quantity.number_end] == "साढ़े तीन हज़ार"


def test_a_growth_is_marked() -> None:
    (quantity,) = measure(_sentence("Output has more than doubled."), load("en"))
    assert (quantity.value, quantity.unit, quantity.multiple, quantity.comparator) == (
        Decimal(100),
        "percent",
        True,
        ">",
    )


def test_reported_words_stay() -> None:
    (quantity,) = measure(_sentence("They drove 12 km."), load("en"))
    assert (quantity.unit, quantity.unit_reported, quantity.reason) == (None, "km", "other_measure")


_WORDS = sorted(
    {
        word
        for language in ("en", "hi")
        for name in ("number", "unit", "hedge", "refuse")
        for group in load(language)[name].values()
        for words in (group.values() if isinstance(group, dict) else [group])
        for word in (words if isinstance(words, list) else [])
        if isinstance(word, str)
    }
)
_BITS = [
    *"0179०१२,.-+/%$€₹()^:'#@½²\n ",
    "1,000",
    "12,34,567",
    "2.5",
    "10:30",
    "2019",
    "1e9",
    "x10^3",
    "\ud800",
    "\u200d",
    "़",
    "İ",
    "٣",
    "http://a1",
    "—",
]
_TEXTS = st.one_of(
    st.text(st.characters(codec=None)),  # lone surrogates among them
    st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_BITS), st.just(" ")), max_size=24).map("".join),
    st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_BITS)), max_size=16).map(" ".join),
)


# In each language; more by KHABARREL_EXAMPLES.
@pytest.mark.parametrize("language", ["en", "hi"])
@settings(max_examples=int(os.environ.get("KHABARREL_EXAMPLES", "5000")), deadline=None)
@given(text=_TEXTS)
def test_any_text(language: str, text: str) -> None:
    rows = measure(_sentence(text), load(language))
    for row in rows:
        assert text[row.start : row.end] == row.quote
        assert row.start < row.end
        assert row.start <= row.number_start < row.number_end
        assert (row.unit is None) <= (row.reason is not None)
        assert row.value.is_finite()
        if row.unit is not None and row.reason is None:
            assert canonical(row.value, row.unit, "crude_oil").value.is_finite()
    for row, following in pairwise(rows):
        assert row.end <= following.start  # so that a number has one reading only
    for run in re.finditer(r"\d+", text):
        assert any(row.start <= run.start() and run.end() <= row.end for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "1," * 100_000,
        "(" * 100_000 + "5" + ")" * 100_000,
        "5" + " " * 1_000_000 + "tonnes",
        "one million " * 4_000,
        "1/2/" * 30_000,
    ],
    ids=["digits", "commas", "brackets", "spaces", "words", "slashes"],
)
def test_a_hostile_text_comes_to_an_end(text: str) -> None:
    rows = measure(_sentence(text), load("en"))
    assert rows
    assert all(row.reason for row in rows)


def _recall(language: str) -> float:
    """The share of annotated quantities that are read with their unit; a price may still lack what it is for."""
    gold = hits = 0
    for line in (SHARED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        if passage["language"] != language:
            continue
        rows: list[Quantity] = []
        for match in re.finditer(r"[^\n]+", passage["text"]):
            rows += measure(_sentence(match[0], match.start()), load(language))
        for want in passage["observations"]:
            gold += 1
            hits += any(_matches(row, want) for row in rows)
    return hits / gold


def _matches(row: Quantity, want: dict[str, Any]) -> bool:
    if row.reason or row.unit is None or min(row.end, want["end"]) <= max(row.start, want["start"]):
        return False
    found = canonical(row.value, row.unit, want["commodity"])
    near = abs(abs(float(found.value)) - abs(want["value"])) <= abs(want["value"]) * 0.005 + 1e-9
    return near and found.unit in (want["unit"], want["unit"].partition("/")[0])


@pytest.mark.skipif(
    not (SHARED / "gold" / "dev.jsonl").is_file(), reason="the annotated passages are not beside the checkout"
)
@pytest.mark.parametrize(("language", "floor"), [("en", 0.97), ("hi", 0.96)])
def test_annotated_passages(language: str, floor: float) -> None:
    assert _recall(language) >= floor


@pytest.mark.parametrize(
    ("published", "unit"), [("1987-03-01", "SUR/tonne"), ("2024-03-01", "RUB/tonne"), (None, "RUB/tonne")]
)
def test_the_day_of_an_article_settles_what_a_currency_is(published: str | None, unit: str) -> None:
    day = date.fromisoformat(published) if published else None
    (quantity,) = measure(_sentence("Hungary pays 139 roubles a tonne."), load("en"), day)
    assert quantity.unit == unit
