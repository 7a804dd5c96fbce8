"""Unit words: what stands beside a number, and the words with two meanings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tasks.grammar import unit
from tasks.grammar.canonical import dimension
from tasks.grammar.fold import fold
from tasks.lexicon import languages, load


def _after(
    text: str, value: str, language: str = "en", countries: frozenset[str] = frozenset()
) -> tuple[str | None, str | None]:
    view = fold(text)
    found = unit.after(
        unit.Context(view, countries), len(value), unit.grammar(load(language)), Decimal(value.replace(",", "")), False
    )
    return (found.expression, found.reason) if found else (None, None)


@pytest.mark.parametrize("language", languages())
def test_every_word_leads_to_a_unit_of_factor_csv(language: str) -> None:
    section = load(language)["unit"]
    for table in ("word", "cased", "money", "count"):
        for expression in section.get(table, {}):
            assert dimension(expression)
    for case in (case for collision in section["collision"] for case in collision["cases"]):
        assert ("unit" in case) != ("reason" in case)


@pytest.mark.parametrize(
    ("value", "rest", "expected"),
    [
        ("40", " Mt", "megatonne"),
        ("40", " mt", None),
        ("50,000", " mt", "tonne"),
        ("1.2", " mb/d", "million_barrel/day"),
        ("250", " mb/d", None),
        ("2.1", " tcm", "tcm"),
        ("180", " dollars per tcm", "USD/thousand_cubic_metre"),
        ("300", " dollars per thousand cubic metres", "USD/thousand_cubic_metre"),
        ("12", " dollars per 100 litres", "USD/litre"),
        ("3", " barrels a day", "barrel/day"),
        ("3", " barrels a day earlier", "barrel"),
        ("3", " barrels of Iraqi crude a day", "barrel/day"),
        ("3", " barrels of crude in a day", "barrel"),
        ("45", "-tonne-per-year", "tonne/year"),
        ("5", " feet", None),
        ("5", " tons of U.S. coal", "short_ton"),
        ("5", " tons of crude", "tonne"),
        ("5", " dlrs higher a tonne", "USD/tonne"),
        ("5", " dlrs higher a year ago", "USD"),
        ("5", " points to 91 percent of capacity", "percentage_point"),
        ("5", " points on the exchange", None),
        ("7", " riyals", None),
        ("7", " Saudi riyals", "SAR"),
        ("7", " NOK", "NOK"),
    ],
)
def test_behind_an_english_number(value: str, rest: str, expected: str | None) -> None:
    assert _after(value + rest, value)[0] == expected


def test_a_country_settles_a_currency() -> None:
    assert _after("7 rupees", "7")[0] == "INR"
    assert _after("7 rupees", "7", countries=frozenset({"PK"}))[0] == "PKR"
    assert _after("7 रुपये प्रति लीटर", "7", "hi", frozenset({"NP"}))[0] == "NPR/litre"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5 km", "other_measure"),
        ("5 senior officials", "people"),
        ("5 new wells", "count_out_of_scope"),
        ("5 years", "duration"),
        ("5 years old", "age"),
        ("5 lots", "futures_volume"),
        ("5 tonnes of CO2", "emissions"),
        ("5 pounds", "ambiguous_unit"),
    ],
)
def test_what_no_energy_figure_uses_has_a_reason(text: str, reason: str) -> None:
    assert _after(text, "5") == (None, reason)
