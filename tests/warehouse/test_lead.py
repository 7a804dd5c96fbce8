"""What may be one fact under two keys is linked with the reason, and never merged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.warehouse.made import Fact, Story, Warehouse

BARE = Fact(101_000)
JUNE_11_26 = (date(2023, 6, 11), date(2023, 6, 26))
ACROSS = (date(2023, 6, 20), date(2023, 7, 10))
MAY = (date(2023, 5, 1), date(2023, 5, 31))
PRODUCED = Fact(1_960_000, metric="production", unit="bbl/d", stage=None, exporter=None, importer=None, area="SA")
SHARE = Fact(30, metric="supply_share", unit="%", stage=None, share_of="imports")


def say(number: int, fact: Fact, day: int = 3) -> Story:
    return Story(f"a{number}", (fact,), date(2023, 7, day), outlet=f"outlet {number}", words=f"Story {number}. ")


def leads(warehouse: Warehouse) -> list[str]:
    return [why for (why,) in warehouse.rows("SELECT why FROM lead ORDER BY why")]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (BARE, {"commodity": "oil"}, "commodity: crude_oil is a part of oil"),
        (replace(BARE, commodity="diesel"), {"commodity": "oil"}, "commodity: diesel is a part of oil"),
        (replace(BARE, commodity="lng"), {"commodity": "natural_gas"}, "commodity: lng is a part of natural_gas"),
        (BARE, {"period": JUNE_11_26}, "period: 2023-06-01/2023-06-30 and 2023-06-11/2023-06-26"),
        (BARE, {"period": ACROSS}, "period: 2023-06-01/2023-06-30 and 2023-06-20/2023-07-10"),
        (BARE, {"period": None}, "period: 2023-06-01/2023-06-30 or not said"),
        (BARE, {"exporter": None}, "exporter: RU or not said"),
        (BARE, {"stage": None}, "stage: delivered or not said"),
        (BARE, {"grade": "Urals"}, "grade: Urals or not said"),
        (BARE, {"subject": "Karachi"}, "subject: karachi or not said"),
        (BARE, {"importer": "ASIA"}, "importer: PK is a member of ASIA"),
        (PRODUCED, {"area": "OPEC"}, "area: SA is a member of OPEC"),
        (SHARE, {"exporter": None}, "exporter: RU or not said"),
        (BARE, {"unit": "bbl", "value": 740_000}, "unit: bbl and t by crude_oil.t.bbl"),
        (
            BARE,
            {"unit": "bbl", "value": 740_000, "commodity": "oil"},
            "commodity: crude_oil is a part of oil; unit: bbl and t by crude_oil.t.bbl",
        ),
        (replace(BARE, commodity="lng"), {"unit": "m3", "value": 137_000_000}, "unit: m3 and t by lng.t.m3"),
        (replace(BARE, commodity="lng"), {"unit": "TJ", "value": 5_500}, "unit: TJ and t by lng.t.MMBtu"),
        (replace(BARE, unit="t/yr"), {"unit": "bbl/d", "value": 2_028}, "unit: bbl/d and t/yr by crude_oil.t.bbl"),
        (
            BARE,
            {"commodity": "oil", "exporter": None},
            "commodity: crude_oil is a part of oil; exporter: RU or not said",
        ),
    ],
)
def test_linked(one: Fact, other: dict[str, object], why: str, warehouse: Warehouse) -> None:
    warehouse.load(say(1, one), say(2, replace(one, **other)))  # type: ignore[arg-type]
    assert len(warehouse.points()) == 2
    assert leads(warehouse) == [why]
    factor = why.split(" by ")[1] if " by " in why else None
    assert warehouse.rows("SELECT factor_id FROM lead") == [(factor,)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BARE, {}),
        (BARE, {"value": 101_500}),
        (BARE, {"status": "forecast"}),
        (BARE, {"stage": "contracted"}),
        (BARE, {"kind": "change"}),
        (BARE, {"commodity": "diesel"}),
        (BARE, {"commodity": "energy"}),
        (replace(BARE, commodity="gasoline"), {"commodity": "diesel"}),
        (BARE, {"importer": "IN"}),
        (BARE, {"importer": "EU"}),
        (BARE, {"period": MAY}),
        (BARE, {"unit": "bbl", "value": 1_740_000}),
        (BARE, {"unit": "bbl", "value": 740_000, "period": MAY}),
        (BARE, {"unit": "m3", "value": 101_000}),
        (replace(PRODUCED, area="QA"), {"area": "OPEC"}),  # left in 2018
        (SHARE, {"exporter": None, "commodity": "oil"}),  # two slots, and 30 % is many things
        (BARE, {"commodity": "oil", "exporter": None, "stage": None}),
    ],
)
def test_not_linked(one: Fact, other: dict[str, object], warehouse: Warehouse) -> None:
    warehouse.load(say(1, one), say(2, replace(one, **other)))  # type: ignore[arg-type]
    assert leads(warehouse) == []


def test_open_periods_are_linked_within_a_week(warehouse: Warehouse) -> None:
    bare = replace(BARE, period=None)
    warehouse.load(say(1, bare), say(2, bare, day=5), say(3, bare, day=20))
    assert leads(warehouse) == ["period: not said on 2023-07-03 and 2023-07-05"]


def test_an_underspecified_value_is_linked_with_those_that_contradict_one_another(warehouse: Warehouse) -> None:
    two = Story("two", (Fact(100), Fact(120)), outlet="X", words="Two. ")
    warehouse.load(two, say(2, Fact(100)), say(3, Fact(120)))
    assert [(point["value"], point["conflict"]) for point in warehouse.points("NOT underspecified")] == [(100, True)]
    assert leads(warehouse) == ["underspecified: no words tell them apart"]


def test_a_pair_is_told_once_with_both_sides(warehouse: Warehouse) -> None:
    warehouse.load(say(1, BARE), say(2, replace(BARE, commodity="oil")))
    ((one, other, value, other_value),) = warehouse.rows("SELECT series, other_series, value, other_value FROM lead")
    assert {one, other} == {
        "trade:level:delivered:actual:crude_oil:RU>PK:t",
        "trade:level:delivered:actual:oil:RU>PK:t",
    }
    assert (value, other_value) == (101_000, 101_000)
    assert warehouse.rows("SELECT count(*) FROM lead WHERE point_id < other_point_id") == [(1,)]
