"""How sure: happened, expected, agreed, or only possible. A governing verb governs its clause, not the paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.grammar.mention import Mention
from tasks.grammar.scene import Scene, Spot

# Beyond this distance a word no longer governs the number.
_SCOPE = 150
# What somebody does, and so can plan; demand, prices and shares come about.
_DONE = frozenset({"trade", "trade_count", "trade_value", "production", "refining", "capacity"})


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the statuses of docs/names.md, with the word that told it."""

    status: str
    cue: Mention | None
    rule: str


def standing(scene: Scene, spot: Spot, metric: str, late: bool) -> Standing:
    """The status of a number; `late` for languages whose governing verb follows."""
    best: Mention | None = None
    lowest = float(_SCOPE)
    for mention in scene.of("status"):
        behind = mention.start >= spot.end
        if late:
            cost = scene.cost(spot, mention.start, mention.end, before=1.8, after=0.7, crossing=10)
        else:
            cost = scene.cost(spot, mention.start, mention.end, before=0.8, after=2.5, crossing=8)
            cost += 25 if behind else 0
        if mention.value == "actual":
            cost += 10
        if cost < lowest:
            best, lowest = mention, cost
    if best is not None and best.value == "will":
        status = "planned" if metric in _DONE else "forecast"
        return Standing(status, best, f"{status} by the verb's future")
    if best is None:
        return Standing("actual", None, "no word of doubt or plan in its clause")
    return Standing(best.value, best, f"{best.value} by the governing word")
