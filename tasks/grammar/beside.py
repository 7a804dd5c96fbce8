"""What a number looks like, and how like it is to the numbers beside it, as traits that can be weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import log10

from tasks.grammar.datum import Quantity
from tasks.grammar.scene import Scene, Spot

SEEN = 12
"""Numbers to each side that are looked at: a table has thousands."""
_SIZES = (0.02, 0.1, 0.3, 0.7, 1.5, 3.0)
"""Ends of the differences in size, in powers of ten, that are told apart."""


def before(spots: Sequence[Spot], index: int) -> Sequence[Spot]:
    """The numbers before one, the nearest first."""
    return spots[max(0, index - SEEN) : index][::-1]


def after(spots: Sequence[Spot], index: int) -> Sequence[Spot]:
    return spots[index + 1 : index + 1 + SEEN]


def form(quantity: Quantity) -> Iterator[str]:
    """What a number looks like."""
    value = quantity.value
    whole = value == value.to_integral_value()
    yield "whole" if whole else "broken"
    yield f"size {magnitude(value)}"
    yield f"{'whole' if whole else 'broken'} size {magnitude(value)}"
    yield "in words" if not any(char.isdigit() for char in quantity.quote) else "in digits"
    if "," in quantity.quote:
        yield "grouped"
    if quantity.step and quantity.step >= 1000 and any(char.isalpha() for char in quantity.quote):
        yield "with a magnitude"
    if quantity.low is not None:
        yield "a range"


def magnitude(value: Decimal) -> int:
    return max(-4, min(13, value.adjusted())) if value else -5


def alike(spot: Spot, other: Spot, side: str) -> Iterator[str]:
    """How like two numbers are: of one size, written with as many decimals."""
    one, two = abs(spot.quantity.value), abs(other.quantity.value)
    if one and two:
        apart = abs(log10(float(one / two)))
        step = sum(apart > end for end in _SIZES)
        yield f"apart {step}"
        yield f"apart {step} {side}"
        same = spot.quantity.step == other.quantity.step
        yield f"{'same' if same else 'other'} step"
        yield f"apart {step} {'same' if same else 'other'} step"


def goods(scene: Scene, spot: Spot) -> Iterator[str]:
    """What stands right at the number: goods, a country, a word of time."""
    for kind in ("commodity", "grade", "party", "metric", "direction"):
        if scene.last(kind, spot.start - 30, spot.start) is not None:
            yield f"{kind} before"
        if scene.first(kind, spot.end, spot.end + 12) is not None:
            yield f"{kind} behind"
    if any(0 <= phrase.start - spot.end <= 6 for phrase in scene.phrases):
        yield "time behind"
