"""How likely it is that every slot is right: the product of how often each rule that decided a slot was right before.

The counts stand in `warehouse/reference/reliability.csv`, made by `benchmarks/calibrate.py` from annotated passages;
`power` there makes up for rules that err together. Nothing here looks at an article.
"""

from __future__ import annotations

from functools import cache

from tasks.grammar.slots import Slots
from warehouse import vocabulary

SLOTS = ("metric", "kind", "commodity", "exporter", "importer", "area", "stage", "share_of", "period", "status")
NONE = "-"
"""The rule of a slot that was left empty."""


def rules(slots: Slots) -> tuple[tuple[str, str], ...]:
    """(slot, rule) for every slot that counts, the last rule of those that spoke of it."""
    said = {slot: rule for slot, _, rule in slots.cues}
    return tuple((slot, said.get(slot, NONE)) for slot in SLOTS)


def confidence(slots: Slots) -> float:
    """Between 0 and 1, rounded to three digits."""
    table, power = _table()
    chance = 1.0
    for slot, rule in rules(slots):
        chance *= table.get((slot, rule), table.get((slot, ""), 1.0))
    return round(min(0.99, max(0.01, float(chance**power))), 3)


@cache
def _table() -> tuple[dict[tuple[str, str], float], float]:
    """The share of right slots by (slot, rule), with "" for a rule that was never seen, and the power."""
    chances: dict[tuple[str, str], float] = {}
    power = 1.0
    for row in vocabulary.table("reliability"):
        if row["slot"] == "power":
            power = float(row["chance"])
        else:
            chances[row["slot"], row["rule"]] = float(row["chance"])
    return chances, power
