"""Which goods are told in which units."""

from __future__ import annotations

from functools import cache

from warehouse import vocabulary


def by_unit(unit: str) -> str | None:
    """The commodity that a unit alone stands for, or None: barrels are of oil, gallons may be of wine."""
    above, _, below = unit.partition("/")
    money = vocabulary.index("factor")[above]["dimension"] == "money"
    told = vocabulary.index("alone").get(below if money else above)
    return told["commodity"] if told else None


@cache
def goes_with(commodity: str, unit: str) -> bool:
    """Whether a commodity can be told in a unit: no gas in barrels, no crude in cubic feet (`reference/phase.csv`)."""
    state = vocabulary.index("commodity")[commodity]["liquid"]
    above, _, below = unit.partition("/")
    factors, phases = vocabulary.index("factor"), vocabulary.index("phase")
    told = factors[below if factors[above]["dimension"] == "money" and below else above]["symbol"]
    return state == "none" or told not in phases or state in phases[told]["phases"].split()
