"""What a number measures, at which stage of a flow, and as a share of which whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tasks.grammar.mention import Mention
from tasks.grammar.scene import Scene, Spot

_AMOUNT = frozenset({"trade", "production", "consumption", "refining", "stocks", "capacity", "reserves", "balance"})
# Which metrics a number of a dimension can be of; the unit rules out more readings than any word does.
_FITS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "mass": _AMOUNT,
        "volume": _AMOUNT,
        "mass_rate": _AMOUNT - {"reserves"},
        "volume_rate": _AMOUNT - {"reserves"},
        "energy_rate": _AMOUNT - {"reserves"},
        "energy": _AMOUNT,
        "power": frozenset({"capacity", "production", "consumption", "balance", "trade"}),
        "price": frozenset({"price", "price_spread"}),
        "money": frozenset({"trade_value"}),
        "count": frozenset({"trade"}),
        "points": frozenset({"supply_share", "refining", "stocks", "capacity", "reserves"}),
    }
)
_ATTRIBUTE = 15
_GROWTH = _AMOUNT | {"price", "trade_value", "price_spread"}
_LEVEL_SHARE = frozenset({"supply_share", "stocks", "refining", "capacity", "reserves"})
# A word that only names a flow among many others gives way to one that says more.
_LOOSE: Mapping[str, float] = MappingProxyType({"supply_share": 12.0})
# "will supply 10% of its needs" is a share of the needs: supply is the whole only where no other word is.
LOOSE_WHOLE: Mapping[str, float] = MappingProxyType({"supply": 40.0, "trade": 10.0})


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric with the word that told it and how far that word was."""

    metric: str
    cue: Mention | None
    cost: float
    rule: str


def fits(dimension: str, kind: str) -> frozenset[str]:
    """The metrics that a number of a dimension and kind can be of."""
    if dimension == "percent":
        return _GROWTH if kind == "growth" else _LEVEL_SHARE
    return _FITS.get(dimension, frozenset())


def nearest(
    scene: Scene, spot: Spot, kind: str, values: Iterable[str] | None, late: bool
) -> tuple[Mention, float] | None:
    """The mention of a kind nearest to the number. `late`: the language puts its verbs behind the number."""
    allowed = None if values is None else frozenset(values)
    best: tuple[Mention, float] | None = None
    for mention in scene.of(kind):
        if allowed is not None and mention.value not in allowed:
            continue
        if mention.start < spot.end and spot.start < mention.end:
            continue  # a word of the unit ("a barrel") says nothing that the unit does not
        cost = scene.cost(
            spot,
            mention.start,
            mention.end,
            before=1.0,
            after=1.0 if late else 1.3,
            crossing=_crossing(mention.start >= spot.end, late),
        )
        if not late and mention.start >= spot.end:
            # "a 45,000 tonne a year plant"
            cost += -_ATTRIBUTE if mention.value == "capacity" and mention.start - spot.end <= 2 else 6
        cost += _LOOSE.get(mention.value, 0)
        if best is None or cost < best[1]:
            best = (mention, cost)
    return best


def _crossing(behind: bool, late: bool) -> int:
    if late:
        return 30 if behind else 14
    return 40 if behind else 8


def measure_of(scene: Scene, spot: Spot, dimension: str, kind: str, late: bool) -> Measure | None:
    """The metric whose word is nearest among those that the number's dimension allows."""
    allowed = fits(dimension, kind)
    found = nearest(scene, spot, "metric", allowed, late)
    if found is None:
        return None
    mention, cost = found
    return Measure(mention.value, mention, cost, f"{mention.value} by the nearest word for it")


def stage_of(scene: Scene, spot: Spot, late: bool) -> tuple[Mention, float] | None:
    """The stage of a flow by the nearest word that names one."""
    return nearest(scene, spot, "stage", None, late)


def whole_of(scene: Scene, spot: Spot, late: bool) -> tuple[Mention, float] | None:
    """The whole that a share is a share of: behind the number in "of its needs", before it in Hindi's genitive."""
    best: tuple[Mention, float] | None = None
    for mention in scene.of("share_of"):
        cost = scene.cost(
            spot, mention.start, mention.end, before=1.0 if late else 1.5, after=1.2 if late else 1.0, crossing=25
        ) + LOOSE_WHOLE.get(mention.value, 0)
        if best is None or cost < best[1]:
            best = (mention, cost)
    return best
