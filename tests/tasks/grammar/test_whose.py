"""Whose a number is: whose fiscal year counts, and which groups may be meant."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tasks.grammar import sides, whose


@pytest.mark.parametrize(
    ("area", "importer", "exporter", "countries", "month"),
    [
        (None, "IN", "RU", [], 4),
        (None, None, "RU", ["RU", "IN"], 4),
        ("RU", None, None, [], 1),
        (None, "PK", "SA", ["IN"], 7),
        (None, None, None, [], 4),
    ],
)
def test_the_fiscal_year_is_the_first_countrys_that_has_its_own(
    area: str | None, importer: str | None, exporter: str | None, countries: list[str], month: int
) -> None:
    made: Any = SimpleNamespace(area=area, importer=importer, exporter=exporter)
    topic: Any = SimpleNamespace(countries=countries)
    assert whose.fiscal_start(made, topic) == month


@pytest.mark.parametrize(("named", "wider"), [("OPEC", "OPEC+"), ("EU", "EUROPE"), ("OPEC+", None), ("SA", None)])
def test_a_group_may_stand_for_one_that_holds_most_of_it(named: str, wider: str | None) -> None:
    topic: Any = SimpleNamespace(named={named: 1})
    told = list(sides._holding(topic))
    assert wider in told if wider else told == []
