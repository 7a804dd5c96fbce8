"""Texts are compared by their words, the same on any machine."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.likeness import SIZE, names, sketch, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It bought 1,01,000 tonnes.", ["it", "bought", "101000", "tonnes"]),
        ("It bought 101,000 TONNES", ["it", "bought", "101000", "tonnes"]),
        ("१,०१,००० टन क़तर से", ["101000", "टन", "कतर", "से"]),
        ("up 3.5% at the café", ["up", "3.5", "at", "the", "cafe"]),
        ("कच्चे तेल की क़ीमत", ["कच्चे", "तेल", "की", "कीमत"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_sketch_never_changes() -> None:
    """Stored sketches are compared with those of any later version."""
    assert sketch("Crude oil fell. Crude oil rose.") == ([724541016, 1219260695, 1959395125, 3554371872], 4)
    assert sketch("one") == ([], 0)


def test_a_long_text_keeps_its_least_hashes_and_its_count() -> None:
    text = " ".join(f"word{number}" for number in range(2000))
    marks, pairs = sketch(text)
    assert (len(marks), pairs) == (SIZE, 1999)
    assert marks == sorted(set(marks))
    assert marks[-1] < 2**32 * SIZE / 1999 * 1.3


def test_two_long_texts_are_as_alike_as_their_sketches() -> None:
    dice = random.Random(5)
    one = [f"w{dice.randrange(10**6)}" for _ in range(1500)]
    other = [word if dice.random() < 0.9 else "x" + word for word in one]
    pairs = [set(pairwise(text)) for text in (one, other)]
    true = len(pairs[0] & pairs[1]) / len(pairs[0] | pairs[1])
    first, second = (sketch(" ".join(text))[0] for text in (one, other))
    bound = min(first[-1], second[-1])
    low = [{mark for mark in marks if mark <= bound} for marks in (first, second)]
    assert abs(len(low[0] & low[1]) / len(low[0] | low[1]) - true) < 0.08


@given(st.text())
def test_any_text(text: str) -> None:
    marks, pairs = sketch(text)
    assert len(marks) == min(pairs, SIZE)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("He told Dawn so.", "dawn", True),
        ("He told DAWN so.", "dawn", True),
        ("He came at dawn.", "dawn", False),
        ("He came at Dawning.", "dawn", False),
        ("उन्होंने जागरण से कहा", "जागरण", True),
        ("उन्होंने जागरणों से कहा", "जागरण", False),
        ("The Sun said", "sun", False),
        ("anything", None, False),
        ("A (B. said", "(b. ", False),
    ],
)
def test_names(text: str, name: str | None, expected: bool) -> None:
    assert names(text, name) is expected
