"""The one pint registry of the house, from `reference/units.txt`, and the table of exact factors that it makes.

`python -m warehouse.units` writes `reference/factor.csv`: one row for each unit id, with its dimension, the canonical
unit of that dimension and the exact ratio between the two as whole numbers. Extraction reads the table and never
imports pint (two seconds); a test holds table and registry equal. Nothing but arithmetic happens here: what a word of
an article means is the lexicon's matter.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import pint

from warehouse.vocabulary import REFERENCE

DEFINITIONS = REFERENCE / "units.txt"
TABLE = REFERENCE / "factor.csv"
COLUMNS = ("id", "dimension", "canonical", "numerator", "denominator", "symbol", "per", "source")

# Each dimension with the unit of units.txt that is its yardstick, and how an observation writes it. A volume's is the
# cubic metre; whether it is told in barrels depends on the commodity, which tasks.grammar.canonical knows.
_YARDSTICKS = {
    "time": ("day", "d"),
    "mass": ("tonne", "t"),
    "volume": ("cubic_metre", "m3"),
    "energy": ("terajoule", "TJ"),
    "power": ("megawatt", "MW"),
    "percent": ("percent", "%"),
    "points": ("percentage_point", "pp"),
}
_COUNTS = ("ship", "cargo", "railcar")
_LINE = re.compile(r"^(?P<id>\w+) = [^#]+#(?P<symbol>[^|]*)\|(?P<per>[^|]*)\|(?P<source>.*)$")


@dataclass(frozen=True, slots=True)
class Factor:
    """One unit: `ratio` of its canonical unit make one of it. `per` is the unit that prices are scaled to, itself
    if empty."""

    id: str
    dimension: str
    canonical: str
    ratio: Fraction
    symbol: str
    per: str
    source: str


@cache
def registry() -> pint.UnitRegistry[Fraction]:
    """The registry, exact: every magnitude is a Fraction. Raises pint's errors on a wrong definition file."""
    return pint.UnitRegistry(
        str(DEFINITIONS), non_int_type=Fraction, on_redefinition="raise", autoconvert_to_preferred=False
    )


def factors() -> Iterator[Factor]:
    """Every commented line of units.txt as a factor, in the file's order. Raises ValueError for a dimension
    without a yardstick."""
    units = registry()
    for line in DEFINITIONS.read_text(encoding="utf-8").splitlines():
        if not (match := _LINE.match(line)):
            continue
        name, symbol, per, source = (match[key].strip() for key in ("id", "symbol", "per", "source"))
        quantity = units.Quantity(Fraction(1), name)
        dimension, yardstick, canonical = _dimension(name, quantity)
        ratio = Fraction(quantity.to(yardstick).magnitude)
        yield Factor(name, dimension, canonical, ratio, symbol, per or name, source)


def _dimension(name: str, quantity: pint.Quantity[Fraction]) -> tuple[str, str, str]:
    units = registry()
    for dimension, (yardstick, canonical) in _YARDSTICKS.items():
        if quantity.check(units.get_dimensionality(yardstick)):
            return dimension, yardstick, canonical
    if name in _COUNTS:
        return "count", name, name
    (base,) = quantity.dimensionality
    if base.startswith("[currency_"):
        code = base.removeprefix("[currency_").removesuffix("]")
        return "money", code, code
    raise ValueError(f"units.txt: {name} has a dimension without a canonical unit")


def table() -> str:
    """The text of factor.csv."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for unit in factors():
        ratio = unit.ratio
        rows.writerow(
            (
                unit.id,
                unit.dimension,
                unit.canonical,
                ratio.numerator,
                ratio.denominator,
                unit.symbol,
                unit.per,
                unit.source,
            )
        )
    return text.getvalue()


def write(path: Path = TABLE) -> None:
    """Writes factor.csv; the same units.txt gives the same bytes."""
    path.write_text(table(), encoding="utf-8", newline="")


if __name__ == "__main__":
    write()
