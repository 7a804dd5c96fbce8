"""A value in another unit, from the same rows of reference/ as the SQL macro to_unit; a test holds the two equal.

Exact between units of one dimension; between mass, volume and heat by the factor of the commodity, with its bounds.
What has no sound factor is None and never a guess; no exchange rate, no average over grades, no chain of two commodity
factors happens here. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from warehouse import vocabulary


@dataclass(frozen=True, slots=True)
class Converted:
    """A value in the unit asked for: the least, the usual and the most that it can be, and the factor that says so."""

    low: float
    mid: float
    high: float
    factor_id: str
    """"exact", a conversion_id, or 1/conversion_id for its way back."""


@dataclass(frozen=True, slots=True)
class _Unit:
    canonical: str
    ratio: float
    liquid: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    factor_id: str
    commodity: str
    grade: str
    source: str
    target: str
    low: float
    mid: float
    high: float


def to_unit(
    value: float, unit: str, target: str, commodity: str | None = None, grade: str | None = None
) -> Converted | None:
    """`value` of `unit` in `target`; units are symbols (symbol.csv) or ids (factor.csv), over at most one "/".

    None where a unit is unknown, the dimensions differ, or the commodity has no factor between them.
    """
    units = _units()
    try:
        top, bottom = (units[part] for part in _parts(unit))
        to_top, to_bottom = (units[part] for part in _parts(target))
    except KeyError:
        return None
    if commodity in _gases() and any(part.liquid for part in (top, bottom, to_top, to_bottom)):
        return None
    scale = top.ratio / to_top.ratio * to_bottom.ratio / bottom.ratio
    if top.canonical == to_top.canonical and bottom.canonical == to_bottom.canonical:
        return Converted(value * scale, value * scale, value * scale, "exact")
    if bottom.canonical == to_bottom.canonical:
        wanted = (top.canonical, to_top.canonical)
    elif top.canonical == to_top.canonical:
        wanted = (to_bottom.canonical, bottom.canonical)
    else:
        return None
    fitting = [
        step
        for step in _steps()
        if (step.source, step.target) == wanted and step.commodity == commodity and step.grade in ("", grade)
    ]
    if not fitting:
        return None
    step = max(fitting, key=lambda found: found.grade != "")
    ends = sorted((value * scale * step.low, value * scale * step.high))
    return Converted(ends[0], value * scale * step.mid, ends[1], step.factor_id)


def _parts(unit: str) -> tuple[str, str]:
    top, _, bottom = unit.partition("/")
    return top, bottom


@cache
def _gases() -> frozenset[str]:
    return frozenset(row["id"] for row in vocabulary.table("commodity") if row["liquid"] == "gas")


@cache
def _units() -> dict[str, _Unit]:
    liquid = {row["unit"] for row in vocabulary.table("symbol") if row["measures"] == "liquid"}
    units = {"": _Unit("", 1.0), "m3_liquid": _Unit("m3_liquid", 1.0)}
    for row in vocabulary.table("factor"):
        ratio = int(row["numerator"]) / int(row["denominator"])
        units[row["id"]] = _Unit(row["canonical"], ratio, row["per"] in liquid)
    return units | {row["symbol"]: units[row["unit"]] for row in vocabulary.table("symbol")}


@cache
def _steps() -> tuple[_Step, ...]:
    return tuple(_read())


def _read() -> Iterator[_Step]:
    units = _units()
    for row in vocabulary.table("conversion"):
        source, target = units[row["from_unit"]], units[row["to_unit"]]
        scale = target.ratio / source.ratio
        low, mid, high = (float(row[name]) * scale for name in ("low", "typical", "high"))
        there = (row["commodity"], row["grade"], source.canonical, target.canonical)
        back = (row["commodity"], row["grade"], target.canonical, source.canonical)
        yield _Step(row["conversion_id"], *there, low, mid, high)
        yield _Step("1/" + row["conversion_id"], *back, 1 / high, 1 / mid, 1 / low)
