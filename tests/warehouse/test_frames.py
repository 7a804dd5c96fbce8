"""The door for notebooks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.warehouse.made import Fact, Story, Warehouse
from warehouse import copy, frames, slot, units
from warehouse.failure import WarehouseBroken

JULY = (date(2023, 7, 1), date(2023, 7, 31))
NAME = "trade:level:delivered:actual:crude_oil:RU>PK:t"


@pytest.fixture
def published(warehouse: Warehouse) -> Path:
    warehouse.load(
        Story("a", (Fact(100), Fact(70, period=JULY)), date(2023, 8, 3), outlet="X"),
        Story("b", (Fact(100),), outlet="Y"),
        Story("c", (Fact(3, unit="bbl/d", period=None),)),
    )
    path = warehouse.folder / "energy.duckdb"
    copy.publish(warehouse.path, path)
    return path


def test_a_series_is_indexed_by_period_with_its_evidence(published: Path) -> None:
    frame = frames.series(NAME, published)
    assert frame.index.name == "period"
    assert list(frame["value"]) == [100, 70]
    assert list(frame["value"][[pd.Timestamp("2023-07-15") in period for period in frame.index]]) == [70]
    assert list(frame["unit"].unique()) == ["t"]
    assert [(outlet, quote) for outlet, _, _, quote in frame["evidence"].iloc[0]] == [("Y", "100 टन"), ("X", "100 टन")]


def test_an_open_period_is_missing_from_the_index(published: Path) -> None:
    frame = frames.series("bbl/d", published)
    assert list(frame.index.isna()) == [True]
    assert frame["plot_date"].iloc[0] == pd.Timestamp("2023-07-03")


def test_no_such_series_is_an_empty_frame_with_the_same_columns(published: Path) -> None:
    frame = frames.series("nothing of the kind", published)
    assert len(frame) == 0
    assert list(frame.columns) == list(frames.series(NAME, published).columns)


def test_values_carry_their_unit_on_request(published: Path) -> None:
    frame = frames.series(NAME, published, pint_dtype=True)
    assert float(frame["value"].pint.to("kilotonne").pint.magnitude.iloc[0]) == pytest.approx(0.1)
    assert float(frames.series("bbl/d", published, pint_dtype=True)["value"].iloc[0].magnitude) == 3
    with pytest.raises(ValueError, match="one unit"):
        frames.series("trade", published, pint_dtype=True)


def test_bounds_are_numbers_and_carry_the_unit_too(warehouse: Warehouse) -> None:
    warehouse.load(Story("a", (Fact(150, low=100, high=200), Fact(70, period=JULY)), date(2023, 8, 3)))
    path = warehouse.folder / "energy.duckdb"
    copy.publish(warehouse.path, path)
    frame = frames.series(NAME, path)
    assert {column: str(frame[column].dtype) for column in ("value", "low", "high")} == dict.fromkeys(
        ("value", "low", "high"), "float64"
    )
    assert [list(frame[column].fillna(-1)) for column in ("low", "high")] == [[100, -1], [200, -1]]
    carried = frames.series(NAME, path, pint_dtype=True)
    assert float(carried["high"].iloc[0].to("kilotonne").magnitude) == pytest.approx(0.2)
    assert list(carried["low"].isna()) == [False, True]


def test_every_canonical_unit_is_one_of_the_registry() -> None:
    registry = units.registry()
    for unit in slot.values("unit"):
        registry.Unit(frames._definition(unit))


def test_the_default_file_is_the_environments(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHABARREL_WAREHOUSE", str(published))
    assert len(frames.series(NAME)) == 2
    monkeypatch.setenv("KHABARREL_WAREHOUSE", str(published) + ".none")
    with pytest.raises(WarehouseBroken):
        frames.series(NAME)
