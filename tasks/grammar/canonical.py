"""From the unit as written to the canonical one of OBSERVATION, with exact ratios from
`warehouse/reference/factor.csv`.

A unit is an expression over the ids of factor.csv: one id, or two around a slash ("barrel/day",
"USD/thousand_cubic_metre"). No word of an article is known here, nothing is rounded before the last step, and nothing
is converted between kinds: tonnes of oil stay tonnes (that is the warehouse's `to_unit`, with its low, typical and
high).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache

from warehouse import vocabulary

# Above this an LNG figure in cubic metres is gas, not the liquid in a ship or tank: the largest tank farms hold some
# millions.
_LIQUID_LNG_LIMIT = Fraction(5_000_000)


class UnknownUnit(ValueError):
    """The expression names an id that factor.csv lacks, or two that make no unit of an energy figure."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """`value` in the canonical `unit`; `factor_id` is the expression over factor.csv that joined it to the
    reported value."""

    value: Decimal
    unit: str
    factor_id: str


@dataclass(frozen=True, slots=True)
class _Factor:
    id: str
    dimension: str
    canonical: str
    ratio: Fraction
    symbol: str
    per: str


@cache
def _phases(symbol: str) -> str:
    """The states of matter that are told in a unit, by `reference/phase.csv`; empty where it does not say.

    A commodity that is neither liquid nor gas (coal, none, "energy") leaves it to the unit how a volume is told.
    """
    row = vocabulary.index("phase").get(symbol)
    return row["phases"] if row else ""


@cache
def _factors() -> dict[str, _Factor]:
    return {
        row["id"]: _Factor(
            row["id"],
            row["dimension"],
            row["canonical"],
            Fraction(int(row["numerator"]), int(row["denominator"])),
            row["symbol"],
            row["per"],
        )
        for row in vocabulary.table("factor")
    }


@cache
def _state(commodity: str | None) -> str:
    """One of liquid, gas, solid, electricity, none (commodity.csv): which way its volumes and heat are told."""
    row = vocabulary.index("commodity").get(commodity or "")
    return row["liquid"] if row else "none"


@cache
def _parts(unit: str) -> tuple[_Factor, _Factor | None]:
    above, slash, below = unit.partition("/")
    factors = _factors()
    if above not in factors or (slash and below not in factors):
        raise UnknownUnit(unit)
    return factors[above], factors[below] if slash else None


@cache
def dimension(unit: str) -> str:
    """What kind of number a unit makes: "mass", "volume", "energy", "power", "percent", "points", "count", "money",
    "time", "price" (money over anything but time), or one of these over time: "mass_rate", "volume_rate",
    "energy_rate" ...

    Raises UnknownUnit.
    """
    above, below = _parts(unit)
    if below is None:
        return above.dimension
    if below.dimension == "time":
        if above.dimension in ("time", "percent", "points"):
            raise UnknownUnit(unit)
        return f"{above.dimension}_rate"
    if (
        above.dimension == "money"
        and below.dimension in ("mass", "volume", "energy", "power", "count")
        and below.symbol
    ):
        return "price"
    raise UnknownUnit(unit)


@lru_cache(maxsize=1 << 14)
def canonical(value: Decimal, unit: str, commodity: str | None) -> Canonical:
    """`value` of `unit` in the canonical unit for `commodity` (an id of commodity.csv, or None). Raises UnknownUnit."""
    symbol, ratio = _target(unit, commodity, _liquid_lng(value, unit, commodity))
    return Canonical(_decimal(Fraction(value) * ratio), symbol, unit)


@cache
def currencies() -> tuple[str, ...]:
    """The currency codes of factor.csv, without the minor units."""
    return tuple(
        factor.id for factor in _factors().values() if factor.dimension == "money" and factor.id == factor.canonical
    )


@cache
def major(unit: str) -> str:
    """A unit with whole money for a hundredth part of it: USD/gallon for USD_cent/gallon; any other as it is."""
    above, slash, below = unit.partition("/")
    return (_factors()[above].canonical if above in minor_units() else above) + slash + below


@cache
def minor_units() -> frozenset[str]:
    """The hundredth parts of currencies in factor.csv: "EUR_cent"."""
    return frozenset(
        factor.id for factor in _factors().values() if factor.dimension == "money" and factor.id != factor.canonical
    )


@cache
def multiple(unit: str, scale: Decimal) -> str | None:
    """The id that is `scale` of `unit` and is told in the same way: thousand_cubic_metre for (cubic_metre, 1000);
    None without one."""
    one, _ = _parts(unit)
    for other in _factors().values():
        if other.dimension == one.dimension and other.per == one.per and other.ratio == one.ratio * Fraction(scale):
            return other.id
    return None


def _liquid_lng(value: Decimal, unit: str, commodity: str | None) -> bool:
    if commodity != "lng" or dimension(unit) != "volume":
        return False
    return (
        unit != "bcm" and not unit.endswith("cf") and abs(Fraction(value) * _parts(unit)[0].ratio) <= _LIQUID_LNG_LIMIT
    )


@cache
def _target(unit: str, commodity: str | None, liquid_lng: bool) -> tuple[str, Fraction]:
    """The canonical symbol and how many of it one `unit` makes."""
    kind = dimension(unit)
    above, below = _parts(unit)
    if kind == "price":
        assert below is not None
        per = _factors()[below.per]
        return f"{above.canonical}/{per.symbol}", above.ratio / (below.ratio / per.ratio)
    symbol, ratio, state = above.canonical, above.ratio, _state(commodity)
    if above.dimension == "volume":
        if state == "liquid" or (state != "gas" and _phases(above.symbol) == "liquid"):
            symbol, ratio = "bbl", ratio / _factors()["barrel"].ratio
        elif liquid_lng:
            symbol = "m3_liquid"
    if above.dimension == "energy":
        hours = above.id.endswith("watt_hour")
        if state == "electricity" or (hours and commodity is None):
            symbol, ratio = "GWh", ratio / _factors()["gigawatt_hour"].ratio
    if below is not None:
        span = "day" if symbol == "bbl" else "year"
        ratio = ratio * _factors()[span].ratio / below.ratio
        symbol += "/d" if span == "day" else "/yr"
    return symbol, ratio


def _decimal(value: Fraction) -> Decimal:
    """Exact where it ends within 28 digits, rounded there otherwise; never in exponent form without need."""
    with localcontext() as context:
        context.prec = 28
        result = Decimal(value.numerator) / Decimal(value.denominator)
    return result.quantize(Decimal(1)) if result == result.to_integral_value() and result.adjusted() < 27 else result
