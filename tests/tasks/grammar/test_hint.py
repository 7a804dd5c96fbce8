"""Goods that a story does not name: told by a company, a word or a unit, and by nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.grammar.datum import Document
from tasks.lexicon import load
from tasks.walk import Walked, walk
from warehouse import vocabulary

LANGUAGES = ("en", "hi")


def _walked(text: str, language: str = "en") -> Walked:
    return walk(Document("test", "", "row", text, id="a", language=language, published="2018-09-03"), date(2030, 1, 1))


def _goods(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(each.quote, each.commodity) for each in _walked(text, language).observations]


def _refused(text: str) -> list[tuple[str, str]]:
    return [(each.quote, each.reason) for each in _walked(text).rejects]


@pytest.mark.parametrize("code", LANGUAGES)
def test_hints_of_a_lexicon_are_of_known_goods(code: str) -> None:
    hints = load(code)["cue"]["hint"]
    assert {*hints, *hints["sure"]} <= {*vocabulary.index("commodity"), "sure"}


def test_a_company_is_known_for_its_goods() -> None:
    text = "Gazprom exported 119.2 billion cubic metres to Europe between January and August, the company said."
    assert _goods(text) == [("119.2 billion cubic metres", "natural_gas")]


def test_a_word_is_a_sign_of_goods() -> None:
    assert _goods("Collieries around the town produced 3.1 million tonnes last year.") == [
        ("3.1 million tonnes", "coal")
    ]


def test_a_unit_elsewhere_in_the_story_is_a_sign_of_goods() -> None:
    text = "Imports from Angola came to 4.2 million tonnes in July. That is 990,000 barrels per day."
    assert [goods for _, goods in _goods(text)] in (["oil", "oil"], ["crude_oil", "crude_oil"])


def test_an_organisation_of_producers_has_a_price() -> None:
    assert ("18 dollars", "oil") in _goods("OPEC's reference price is 18 dollars, the secretary general said.")


def test_hindi_companies_are_known_for_their_goods() -> None:
    text = "कोल इंडिया का उत्पादन अगस्त में 4.08 करोड़ टन रहा।"
    assert _goods(text, "hi") == [("4.08 करोड़ टन", "coal")]


def test_a_word_that_others_use_too_is_no_sign_alone() -> None:
    assert _goods("The refinery processed 7.2 million tonnes last year, 4 percent more.") == []
    assert _goods("The refinery processed 7.2 million tonnes of copper ore last year.") == []


def test_where_nothing_speaks_of_energy_the_reason_is_plain() -> None:
    text = "The mill sold 30,000 tonnes of wheat and 2,000 tonnes of goods for $4 million, 12 percent more."
    assert _refused(text) == [
        ("30,000 tonnes", "non_energy_commodity"),
        ("2,000 tonnes", "non_energy_commodity"),
        ("$4 million", "money_out_of_scope"),
        ("12 percent", "share_out_of_scope"),
    ]
    assert _goods(text) == []
