"""The canonical unit of every kind of number, and exactness."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar.canonical import UnknownUnit, canonical, currencies, dimension, multiple
from warehouse import vocabulary


@pytest.mark.parametrize(
    ("value", "unit", "commodity", "expected", "symbol"),
    [
        ("200000", "tonne", "crude_oil", "200000", "t"),
        ("1.2", "megatonne", "coal", "1200000", "t"),
        ("1", "short_ton", "coal", "0.90718474", "t"),
        ("9700000", "barrel", "crude_oil", "9700000", "bbl"),
        ("42", "gallon", "gasoline", "1", "bbl"),
        ("158987.294928", "litre", "diesel", "1000", "bbl"),
        ("55", "bcm", "natural_gas", "55000000000", "m3"),
        ("2", "bcf", None, "56633693.184", "m3"),
        ("1", "cubic_metre", "energy", "1", "m3"),
        ("170000", "cubic_metre", "lng", "170000", "m3_liquid"),
        ("7", "bcm", "lng", "7000000000", "m3"),
        ("10", "megatonne/year", "lng", "10000000", "t/yr"),
        ("3000000", "tonne/month", "coal", "36000000", "t/yr"),
        ("1", "tonne/day", "coal", "365", "t/yr"),
        ("1.95", "million_barrel/day", "oil", "1950000", "bbl/d"),
        ("365", "barrel/year", "oil", "1", "bbl/d"),
        ("38", "bcm/year", "natural_gas", "38000000000", "m3/yr"),
        ("99", "million_cubic_metre/day", "natural_gas", "36135000000", "m3/yr"),
        ("1000", "gigajoule", "natural_gas", "1", "TJ"),
        ("1", "megatoe", "energy", "41868", "TJ"),
        ("1.5", "terawatt_hour", "electricity", "1500", "GWh"),
        ("1", "terawatt_hour", None, "1000", "GWh"),
        ("1", "terawatt_hour", "natural_gas", "3600", "TJ"),
        ("2", "gigawatt", "electricity", "2000", "MW"),
        ("80", "USD/barrel", None, "80", "USD/bbl"),
        ("300", "USD/thousand_cubic_metre", "natural_gas", "0.3", "USD/m3"),
        ("80", "GBP_penny/therm", "natural_gas", "0.8", "GBP/therm"),
        ("51.65", "USD_cent/gallon", "diesel", "0.5165", "USD/gal"),
        ("96.7", "INR/litre", "gasoline", "96.7", "INR/L"),
        ("4", "INR/kilowatt_hour", "electricity", "4", "INR/kWh"),
        ("35", "EUR/megawatt_hour", "natural_gas", "35", "EUR/MWh"),
        ("3200000000", "USD", None, "3200000000", "USD"),
        ("50", "USD_cent", None, "0.5", "USD"),
        ("33", "percent", None, "33", "%"),
        ("25", "basis_point", None, "0.25", "pp"),
        ("2", "ship", "crude_oil", "2", "ship"),
    ],
)
def test_canonical(value: str, unit: str, commodity: str | None, expected: str, symbol: str) -> None:
    found = canonical(Decimal(value), unit, commodity)
    assert (found.value, found.unit, found.factor_id) == (Decimal(expected), symbol, unit)


def test_one_mmbtu_is_told_in_terajoules() -> None:
    assert abs(canonical(Decimal(1), "mmbtu", "natural_gas").value - Decimal("0.001055056")) < Decimal("1e-9")


@pytest.mark.parametrize(
    "unit", ["", "bushel", "barrel/bushel", "barrel/barrel", "percent/day", "USD/percent", "USD/day/day", "tonne/"]
)
def test_an_unknown_unit_is_said_to_be_one(unit: str) -> None:
    with pytest.raises(UnknownUnit):
        canonical(Decimal(1), unit, None)


def test_dimensions() -> None:
    kinds = {
        unit: dimension(unit)
        for unit in ("tonne", "barrel/day", "tonne/year", "USD/barrel", "USD", "percent", "ship", "megawatt")
    }
    assert kinds == {
        "tonne": "mass",
        "barrel/day": "volume_rate",
        "tonne/year": "mass_rate",
        "USD/barrel": "price",
        "USD": "money",
        "percent": "percent",
        "ship": "count",
        "megawatt": "power",
    }


def test_a_multiple_of_a_unit_has_an_id_of_its_own() -> None:
    assert multiple("cubic_metre", Decimal(1000)) == "thousand_cubic_metre"
    assert multiple("cubic_foot", Decimal(1000)) == "mcf"
    assert multiple("gallon", Decimal(1000)) is None


def test_currencies_are_codes() -> None:
    assert {"USD", "INR", "EUR"} <= set(currencies())
    assert all(len(code) == 3 and code.isupper() for code in currencies())


@given(
    st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=3),
    st.sampled_from(
        [row["id"] for row in vocabulary.table("factor") if row["dimension"] in ("mass", "volume", "energy", "power")]
    ),
    st.sampled_from([None, *vocabulary.ids("commodity")]),
)
def test_conversion_keeps_sign_and_doubles(value: Decimal, unit: str, commodity: str | None) -> None:
    one, two = canonical(value, unit, commodity), canonical(2 * value, unit, commodity)
    assert (one.value > 0, one.value < 0) == (value > 0, value < 0)
    if one.unit == two.unit:
        assert abs(two.value - 2 * one.value) <= abs(one.value) * Decimal("1e-20")
