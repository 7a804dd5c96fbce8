"""How likely it is that every slot is right: the product of how often each rule that decided a slot was right before.

The counts stand in `warehouse/reference/reliability.csv`, made by `benchmarks/calibrate.py` from annotated passages;
`slope` and `offset` there, in log odds, make up for rules that err together. Nothing here looks at an article.
"""

from __future__ import annotations

import math
from functools import cache

from tasks.grammar.slots import Slots
from warehouse import vocabulary

SLOTS = ("metric", "kind", "commodity", "exporter", "importer", "area", "stage", "share_of", "period", "status")
_NEVER = 1e-6
NONE = "-"
"""The rule of a slot that was left empty."""


def rules(slots: Slots) -> tuple[tuple[str, str], ...]:
    """(slot, rule) for every slot that counts, the last rule of those that spoke of it."""
    said = {slot: rule for slot, _, rule in slots.cues}
    return tuple((slot, said.get(slot, NONE)) for slot in SLOTS)


def confidence(slots: Slots) -> float:
    """Between 0 and 1, rounded to three digits."""
    table, slope, offset = _table()
    chance = 1.0
    for slot, rule in rules(slots):
        chance *= table.get((slot, rule), table.get((slot, ""), 1.0))
    return round(fitted(chance, slope, offset), 3)


def fitted(chance: float, slope: float, offset: float) -> float:
    """A product of chances as the chance of them all, between 0.01 and 0.99."""
    chance = min(1 - _NEVER, max(_NEVER, chance))
    odds = slope * math.log(chance / (1 - chance)) + offset
    return min(0.99, max(0.01, 1 / (1 + math.exp(-odds))))


@cache
def _table() -> tuple[dict[tuple[str, str], float], float, float]:
    """The share of right slots by (slot, rule), with "" for a rule that was never seen; slope and offset."""
    chances = {(row["slot"], row["rule"]): float(row["chance"]) for row in vocabulary.table("reliability")}
    return chances, chances.pop(("slope", ""), 1.0), chances.pop(("offset", ""), 0.0)
