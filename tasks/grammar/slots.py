"""One number's slots while they are decided, each with the words that decided it; or the reason for having none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tasks.grammar.mention import Mention

# Distances, in characters as `Scene.cost` counts them, beyond which a word no longer decides a slot by itself:
# OWN for a word of the number's own clause, REACH for the best there is in the sentence.
OWN = 75
REACH = 170
PRICES = frozenset({"price", "price_spread"})
STAGED = frozenset({"trade", "trade_value", "trade_count"})


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a quantity is no observation."""

    reason: str


@dataclass(slots=True)
class Slots:
    """The slots of one observation; names and meanings are the observation's own."""

    kind: str
    sign: int
    older: bool
    """A level that something came from: "from 3.0 million a year earlier"."""
    unit: str
    """The unit as written; for a price whose "a barrel" was left out, with what it is a price of."""
    metric: str = ""
    commodity: str = ""
    grade: str | None = None
    exporter: str | None = None
    importer: str | None = None
    area: str | None = None
    stage: str | None = None
    share_of: str | None = None
    first: date | None = None
    last: date | None = None
    period_span: tuple[int, int] | None = None
    status: str = "actual"
    speaker_span: tuple[int, int] | None = None
    subject_span: tuple[int, int] | None = None
    subject_id: str | None = None
    cues: list[tuple[str, tuple[int, int], str]] = field(default_factory=list)
    """(slot, span in the folded view or (0, 0), rule), in the order of deciding."""

    chances: dict[str, float] = field(default_factory=dict)
    """For each slot that was weighed, the chance that its value is right."""

    def because(self, slot: str, cue: Mention | None, rule: str) -> None:
        """Notes what decided a slot."""
        self.cues.append((slot, (cue.start, cue.end) if cue else (0, 0), rule))

    def cue(self, slot: str) -> tuple[int, int] | None:
        """The span of the words that decided a slot, in the folded view."""
        return next((span for name, span, _ in self.cues if name == slot and span[1]), None)

    @property
    def flow(self) -> str:
        """The metric, with ships counted as the flow that they carry."""
        return "trade" if self.metric == "trade_count" else self.metric
