"""How likely it is that every slot is right: the product of the chances with which each was chosen, set straight.

`slope` and `offset` in `warehouse/reference/confidence.csv`, in log odds, make up for choices that err together; they
are learned by `benchmarks/learn.py` from passages that were read with weights learned without them. Nothing here looks
at an article.
"""

from __future__ import annotations

import math
from functools import cache

from tasks.grammar.slots import Slots
from warehouse import vocabulary

_NEVER = 1e-6


def confidence(slots: Slots) -> float:
    """Between 0 and 1, rounded to three digits."""
    return round(fitted(product(slots), *_line()), 3)


def product(slots: Slots) -> float:
    """The product of the chances of a number's slots."""
    return math.prod(slots.chances.values())


def fitted(chance: float, slope: float, offset: float) -> float:
    """A product of chances as the chance of them all, between 0.01 and 0.99."""
    return min(0.99, max(0.01, 1 / (1 + math.exp(-(slope * odds(chance) + offset)))))


def odds(chance: float) -> float:
    """The log odds of a chance, kept from running away."""
    chance = min(1 - _NEVER, max(_NEVER, chance))
    return math.log(chance / (1 - chance))


@cache
def _line() -> tuple[float, float]:
    row = vocabulary.table("confidence")[0]
    return float(row["slope"]), float(row["offset"])
