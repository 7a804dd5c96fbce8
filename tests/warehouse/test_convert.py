"""Conversions: SQL, Python and pint say the same, and what has no sound factor is null."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import product

import duckdb
import pytest

from tests.warehouse.made import empty
from warehouse import build, units, vocabulary
from warehouse.convert import Converted, to_unit

SYMBOLS = [row["symbol"] for row in vocabulary.table("symbol")]
GRADES = sorted({(row["commodity"], row["grade"] or None) for row in vocabulary.table("conversion")}, key=str)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(build.open_published(empty())) as opened:
        yield opened


def in_sql(con: duckdb.DuckDBPyConnection, *question: object) -> Converted | None:
    (answer,) = con.execute("SELECT to_unit(?::DOUBLE, ?, ?, ?, ?)", list(question)).fetchone() or (None,)
    return Converted(**answer) if answer else None


def close(one: Converted | None, other: Converted | None) -> bool:
    if one is None or other is None:
        return one is other
    numbers = ((one.low, other.low), (one.mid, other.mid), (one.high, other.high))
    return one.factor_id == other.factor_id and all(a == pytest.approx(b, rel=1e-12) for a, b in numbers)


def test_sql_and_python_are_equal_on_every_pair(con: duckdb.DuckDBPyConnection) -> None:
    kinds = [*GRADES, ("crude_oil", "No such grade"), ("electricity", None), (None, None)]
    rates = [
        "bbl/d",
        "t/yr",
        "m3/yr",
        "kt/mo",
        "USD/bbl",
        "USD/t",
        "USD/MMBtu",
        "EUR/MWh",
        "USD/m3",
        "INR/L",
        "GBP/therm",
    ]
    names = [*SYMBOLS, "m3_liquid", "therm", "toe", "USD", "EUR", "ship", "nonsense", "", *rates]
    con.execute("CREATE TEMP TABLE name AS SELECT unnest(?) AS name", [names])
    con.execute("CREATE TEMP TABLE kind (commodity VARCHAR, grade VARCHAR)")
    con.executemany("INSERT INTO kind VALUES (?, ?)", kinds)
    found = con.execute(
        """
        SELECT a.name, b.name, commodity, grade, to_unit(-3.5, a.name, b.name, commodity, grade)
        FROM name AS a CROSS JOIN name AS b CROSS JOIN kind
        """
    ).fetchall()
    assert len(found) == len(names) ** 2 * len(kinds)
    answered = 0
    for one, other, commodity, grade, answer in found:
        ours = to_unit(-3.5, one, other, commodity, grade)
        assert close(Converted(**answer) if answer else None, ours), (one, other, commodity, grade, answer, ours)
        answered += answer is not None
    assert answered > 10_000


def test_exact_factors_are_pints() -> None:
    registry = units.registry()
    rows = vocabulary.table("factor")
    pairs = 0
    for one, other in product(rows, rows):
        ours = to_unit(7.0, one["id"], other["id"])
        if one["canonical"] != other["canonical"]:
            assert ours is None, (one["id"], other["id"])
            continue
        theirs = registry.Quantity(7, one["id"]).to(other["id"]).magnitude
        assert ours is not None
        assert ours.mid == pytest.approx(float(theirs), rel=1e-12)
        assert (ours.low, ours.high, ours.factor_id) == (ours.mid, ours.mid, "exact")
        pairs += 1
    assert pairs > 1000


@pytest.mark.parametrize(
    ("question", "low", "mid", "high", "factor"),
    [
        ((101_000, "t", "kb", "crude_oil", None), 656.5, 740.33, 808.0, "crude_oil.t.bbl"),
        ((101_000, "t", "kb", "crude_oil", "Urals"), 726.19, 730.23, 735.28, "crude_oil.urals.t.bbl"),
        ((7.33, "bbl", "t", "crude_oil", None), 7.33 / 8, 1.0, 7.33 / 6.5, "1/crude_oil.t.bbl"),
        ((1, "bbl/d", "t/yr", "crude_oil", None), 365 / 8, 365 / 7.33, 365 / 6.5, "1/crude_oil.t.bbl"),
        ((80, "USD/bbl", "USD/t", "crude_oil", "Brent"), 601.6, 603.2, 605.6, "crude_oil.brent.t.bbl"),
        ((-2, "t", "bbl", "diesel", None), -15.0, -14.92, -14.46, "diesel.t.bbl"),
        ((1, "Mt", "bcm", "lng", None), 1.35, 1.36, 1.379, "lng.t.m3"),
        ((55e9, "m3", "TWh", "natural_gas", None), 583.61111, 611.11111, 632.5, "natural_gas.m3.megajoule"),
        ((1.96e6, "bbl/d", "kb/d", None, None), 1960, 1960, 1960, "exact"),
    ],
)
def test_conversions_that_analysts_ask(
    question: tuple[float, str, str, str | None, str | None],
    low: float,
    mid: float,
    high: float,
    factor: str,
    con: duckdb.DuckDBPyConnection,
) -> None:
    answer = in_sql(con, *question)
    assert answer is not None
    assert (answer.low, answer.mid, answer.high) == pytest.approx((low, mid, high), rel=1e-6)
    assert answer.factor_id == factor


@pytest.mark.parametrize(
    "question",
    [
        (1, "t", "bbl", "oil", None),  # crude and products together
        (1, "t", "bbl", None, None),
        (1, "t", "bbl", "electricity", None),
        (1, "m3", "bbl", "natural_gas", None),  # a gas in a liquid's unit
        (1, "t", "bbl", "lng", None),
        (1, "USD", "EUR", "crude_oil", None),
        (1, "USD/bbl", "EUR/bbl", "crude_oil", None),
        (1, "%", "pp", "crude_oil", None),
        (1, "bbl", "bbl/d", "crude_oil", None),
        (1, "GW", "GWh", "electricity", None),
        (1, "bbl", "TJ", "crude_oil", None),  # would need two factors
        (1, "t/bbl", "bbl/t", "crude_oil", None),
        (1, "t", "nonsense", "crude_oil", None),
        (1, "t/yr/yr", "kt/yr", "crude_oil", None),
    ],
)
def test_what_has_no_sound_factor_is_null(
    question: tuple[float, str, str, str | None, str | None], con: duckdb.DuckDBPyConnection
) -> None:
    assert to_unit(*question) is None
    assert in_sql(con, *question) is None


def test_each_pair_of_units_has_one_factor_for_a_grade() -> None:
    known = {row["id"]: row["canonical"] for row in vocabulary.table("factor")} | {"m3_liquid": "m3_liquid"}
    known |= {row["symbol"]: known[row["unit"]] for row in vocabulary.table("symbol")}
    pairs = [
        (row["commodity"], row["grade"], *sorted((known[row["from_unit"]], known[row["to_unit"]])))
        for row in vocabulary.table("conversion")
    ]
    assert len(pairs) == len(set(pairs))


def test_conversions_name_commodities_and_grades_that_there_are() -> None:
    rows = vocabulary.table("conversion")
    assert {row["commodity"] for row in rows} <= vocabulary.ids("commodity")
    grades = {row["grade"] for row in rows if row["grade"] and "kcal" not in row["grade"]}
    assert grades <= vocabulary.ids("grade")
    assert not [row["conversion_id"] for row in rows if "recalled" in row["source"]]
