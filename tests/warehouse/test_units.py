"""pint, units.txt and the committed factor.csv say the same, exactly."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pint
import pytest

from warehouse import units


def test_the_committed_table_is_what_pint_makes() -> None:
    assert units.TABLE.read_text(encoding="utf-8") == units.table()


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    units.write(first)
    units.write(second)
    assert first.read_bytes() == second.read_bytes() == units.TABLE.read_bytes()


@pytest.mark.parametrize(
    ("id", "other", "ratio"),
    [
        ("barrel", "gallon", Fraction(42)),
        ("barrel", "litre", Fraction("158.987294928")),
        ("year", "day", Fraction(365)),
        ("month", "year", Fraction(1, 12)),
        ("megatonne", "tonne", Fraction(10**6)),
        ("short_ton", "kilogramme", Fraction("907.18474")),
        ("long_ton", "pound", Fraction(2240)),
        ("cubic_foot", "litre", Fraction("28.316846592")),
        ("mcf", "cubic_foot", Fraction(1000)),
        ("bcm", "cubic_metre", Fraction(10**9)),
        ("mmbtu", "therm", Fraction(10)),
        ("toe", "megawatt_hour", Fraction("11.63")),
        ("tce", "toe", Fraction(7, 10)),
        ("terawatt_hour", "petajoule", Fraction("3.6")),
        ("basis_point", "percentage_point", Fraction(1, 100)),
        ("GBP_penny", "GBP", Fraction(1, 100)),
    ],
)
def test_a_ratio_is_exact(id: str, other: str, ratio: Fraction) -> None:
    found = units.registry().Quantity(Fraction(1), id).to(other).magnitude
    assert isinstance(found, Fraction)
    assert found == ratio


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "default_base"),
    [
        ("barrel", "oil_barrel", "litre", "litre"),
        ("gallon", "gallon", "litre", "litre"),
        ("imperial_gallon", "imperial_gallon", "litre", "litre"),
        ("tonne", "metric_ton", "kilogramme", "kilogram"),
        ("pound", "pound", "kilogramme", "kilogram"),
        ("british_thermal_unit", "british_thermal_unit", "gigajoule", "gigajoule"),
        ("toe", "tonne_of_oil_equivalent", "gigajoule", "gigajoule"),
    ],
)
def test_pint_s_own_definitions_agree_where_they_are_right(
    ours: str, theirs: str, base: str, default_base: str
) -> None:
    default: pint.UnitRegistry[Any] = pint.UnitRegistry(non_int_type=Fraction)
    own = Fraction(units.registry().Quantity(Fraction(1), ours).to(base).magnitude)
    other = Fraction(default.Quantity(Fraction(1), theirs).to(default_base).magnitude)
    assert abs(own / other - 1) < Fraction(1, 10**6)


@pytest.mark.parametrize("trap", ["b", "mt", "kt", "mcm", "pp", "bps", "cal"])
def test_a_word_of_the_news_is_no_unit_of_the_registry(trap: str) -> None:
    with pytest.raises(pint.UndefinedUnitError):
        units.registry().Quantity(Fraction(1), trap)


def test_money_never_becomes_other_money() -> None:
    with pytest.raises(pint.DimensionalityError):
        units.registry().Quantity(Fraction(1), "USD").to("EUR")


def test_every_unit_has_a_source() -> None:
    assert all(factor.source for factor in units.factors())
