"""Units that a number leaves out: lent by a neighbour where the weights say so, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar import weigh
from tasks.grammar.datum import Document, Sentence
from tasks.grammar.fold import fold
from tasks.grammar.lend import complete
from tasks.grammar.scene import Scene
from tasks.lexicon import load
from tasks.measure import measure
from tasks.walk import walk

ENGLISH = load("en")
STAYS = [("unit", "", "bare", 900), ("rate", "", "as it is", 900)]
LENDS = [("unit", "", "lent", 500), ("unit", "", "before 0", 100), ("rate", "", "as it is", 900)]
RATES = [("unit", "", "bare", 900), ("rate", "", "rated day", 500)]


@pytest.fixture(autouse=True)
def _weighed() -> Iterator[None]:
    yield
    weigh.use(None)


def _scenes(*texts: str) -> list[Scene]:
    scenes, start = [], 0
    for text in texts:
        sentence = Sentence(start, start + len(text), text, fold(text, start))
        scenes.append(Scene(sentence, measure(sentence, ENGLISH), ENGLISH))
        start += len(text) + 1
    return scenes


def _units(weights: list[tuple[str, str, str, int]], *texts: str) -> list[list[tuple[str, str | None]]]:
    weigh.use(weights)
    return [
        [(quantity.quote, quantity.unit) for quantity in scene.quantities]
        for scene in complete(_scenes(*texts), ("en",))
    ]


SAID = ("Saudi Arabia pumped 3.9 mln bpd.", "Iran's output reached 2.4 mln in the week.")


def test_a_number_without_a_unit_has_that_of_a_sentence_before() -> None:
    assert _units(LENDS, *SAID) == [[("3.9 mln bpd", "barrel/day")], [("2.4 mln", "barrel/day")]]


def test_a_number_that_is_likelier_bare_stays() -> None:
    assert _units(STAYS, *SAID) == [[("3.9 mln bpd", "barrel/day")], [("2.4 mln", None)]]


def test_what_was_lent_is_lent_on_and_keeps_its_words_and_value() -> None:
    weigh.use(LENDS)
    made = complete(_scenes(*SAID, "Iraq's was 1.7 mln."), ("en",))
    last = made[-1].quantities[0]
    assert (last.unit, last.reason, last.quote, last.value) == ("barrel/day", None, "1.7 mln", Decimal(1_700_000))
    assert made[-1].sure[made[-1].spots[0].start] > 0.9


def test_what_lent_the_unit_is_shown() -> None:
    text = "Saudi Arabia pumped 3.9 mln bpd of crude in May. Iran's crude output reached 2.4 mln."
    walked = walk(Document("", "", "row", text, published="1987-06-01", language="en"), date(2024, 1, 1))
    last = next(row for row in walked.observations if row.quote == "2.4 mln")
    (cue,) = [cue for cue in last.cues if cue.slot == "unit"]
    assert (text[cue.start : cue.end], cue.rule) == ("3.9 mln bpd", "the unit of a number behind")


def test_an_amount_gets_the_rate_that_it_leaves_out() -> None:
    told = _units(RATES, "The refinery has a capacity of 300,000 barrels.")
    assert told == [[("300,000 barrels", "barrel/day")]]


def test_a_rate_that_another_number_lent_is_weighed_too() -> None:
    text = "It exported 90,000 cubic metres and two kilolitres a day."
    assert [unit for _, unit in _units([], text)[0]] == ["cubic_metre", "kilolitre/day"]
    ruled = [("rate", "", "ruled", 500)]
    assert [unit for _, unit in _units(ruled, text)[0]] == ["cubic_metre/day", "kilolitre/day"]


CANADA = ("It raised crude by 64 Canadian cts a barrel.", "Light sour was cut by 80 cts to 22.01 dlrs.")
OWN = [("unit", "", "bare", 900), ("rate", "", "as it is", 900), ("money", "", "own", 900)]


def test_dollars_of_a_story_that_tells_whose_may_be_those() -> None:
    assert [unit for _, unit in _units(OWN, *CANADA)[1]] == ["CAD_cent", "CAD"]
    assert [unit for _, unit in _units(STAYS, *CANADA)[1]] == ["USD_cent", "USD"]


@pytest.mark.parametrize("text", ["It costs 20 U.S. dlrs.", "It costs 20 francs.", "It costs 5 pct."])
def test_money_that_says_whose_is_not_asked_about(text: str) -> None:
    before = [quantity.unit for quantity in _scenes(text)[0].quantities]
    assert [unit for _, unit in _units(OWN, CANADA[0], text)[1]] == before


def test_cents_lend_the_whole_as_well() -> None:
    whole = [("unit", "", "whole", 900), ("rate", "", "as it is", 900)]
    told = _units(whole, "Belayim was trimmed 30 cents to 16.70.")
    assert told == [[("30 cents", "USD_cent"), ("16.70", "USD")]]


@pytest.mark.parametrize("text", ["It has 3 refineries.", "On 11 June.", "In 1986.", "Brent was 40 dollars a barrel."])
def test_other_numbers_are_not_asked_about(text: str) -> None:
    before = [(quantity.quote, quantity.unit) for quantity in _scenes(text)[0].quantities]
    assert _units(LENDS, "It pumped 3 mln bpd.", text)[1] == before


@given(st.lists(st.text("0123456789 .,bpdmln$%and", max_size=60), max_size=4))
def test_nothing_but_units_and_reasons_changes(texts: list[str]) -> None:
    weigh.use(LENDS)
    scenes = _scenes(*texts)
    for before, after in zip(scenes, complete(scenes, ("en",)), strict=True):
        assert after.sentence is before.sentence
        for one, other in zip(before.quantities, after.quantities, strict=True):
            assert one == other._replace(unit=one.unit, reason=one.reason)
            assert other.unit is not None or one.unit is None
