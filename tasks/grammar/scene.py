"""A sentence with all that is named in it, and how far apart two places of it are for a reader.

The slots of an observation are decided by the nearest fitting words. "Near" is not a count of characters: a clause
boundary or another number in between parts more than a long name does. `Scene.cost` is that distance, in characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from tasks.grammar.datum import Quantity, Sentence
from tasks.grammar.mention import MATTER, Mention, finder, matter_finder
from tasks.grammar.period import Phrase, find
from tasks.lexicon import Lexicon

# What a boundary between two clauses counts for, in characters; set by hand on half of the annotated passages.
_PARTS = MappingProxyType({"strong": 60, "middle": 22, "weak": 9})
# A full measure of nearness: beyond it a word governs a number only for want of a better one.
FAR = 400
_START = attrgetter("start")
# Of a table's hundred words only so many on either side can be a number's own.
_AROUND = 8
Placed = TypeVar("Placed")


@dataclass(frozen=True, slots=True)
class Spot:
    """A quantity and where it stands in the folded view of its sentence."""

    quantity: Quantity
    start: int
    end: int


class Scene:
    """One sentence, read: its mentions by kind, its numbers, its boundaries.

    Each is looked for when it is asked for: most sentences of most stories are asked for little or nothing.
    """

    def __init__(self, sentence: Sentence, quantities: Sequence[Quantity], lexicon: Lexicon) -> None:
        self.sentence = sentence
        self.quantities = quantities
        self.lexicon = lexicon
        self.told: dict[tuple[int, ...], list[str]] = {}
        """Traits of places that were worked out before: each slot asks for the same."""
        self.sure: dict[int, float] = {}
        """Where a number begins whose unit was weighed: the chance that it is right."""
        self.lent: dict[int, tuple[tuple[int, int], str]] = {}
        """Where a number begins whose unit is another's: that number's span in the article, and the rule."""

    def told_anew(self, quantities: Sequence[Quantity]) -> Scene:
        """The same sentence with other units for its numbers; what does not hang on them is kept."""
        scene = Scene(self.sentence, quantities, self.lexicon)
        scene.sure, scene.lent = self.sure, self.lent
        for name in ("phrases", "_matter", "_others"):
            if name in self.__dict__:
                scene.__dict__[name] = self.__dict__[name]
        return scene

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The numbers, in the order of the text."""
        view = self.sentence.folded
        return tuple(Spot(quantity, view.back(quantity.start), view.back(quantity.end)) for quantity in self.quantities)

    @cached_property
    def figures(self) -> tuple[Spot, ...]:
        """The numbers that measure something: the others, such as days and years, part no clause."""
        return tuple(spot for spot in self.spots if spot.quantity.reason is None)

    @cached_property
    def breaks(self) -> tuple[tuple[int, int], ...]:
        """(offset, weight) of clause boundaries, ascending."""
        return tuple(
            (mention.start, _PARTS[mention.value])
            for mention in self.of("break")
            if not any(spot.start <= mention.start < spot.end for spot in self.spots)
        )

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases of time."""
        return find(self.sentence.folded, self.lexicon)

    @cached_property
    def _matter(self) -> Mapping[str, Sequence[Mention]]:
        mentions = matter_finder(self.lexicon).find(self.sentence.folded)
        for masks in ("mask", "outside"):
            # "product" in "gross national product" is no fuel.
            if "commodity" in mentions and masks in mentions:
                mentions["commodity"] = _outside(mentions["commodity"], mentions[masks])
        return mentions

    @cached_property
    def _others(self) -> Mapping[str, Sequence[Mention]]:
        mentions = finder(self.lexicon).find(self.sentence.folded)
        if "metric" in mentions and self.of("outside"):
            # "stock" in "preferred stock" is no inventory.
            mentions["metric"] = _outside(mentions["metric"], self.of("outside"))
        return mentions

    def of(self, kind: str) -> Sequence[Mention]:
        """The mentions of one kind, in the order of the text."""
        return (self._matter if kind in MATTER else self._others).get(kind, ())

    def around(self, kind: str, spot: Spot) -> Sequence[Mention]:
        """The mentions of a kind that stand nearest to the number on either side, in the order of the text."""
        return self.nearest(self.of(kind), spot)

    def nearest(self, items: Sequence[Placed], spot: Spot) -> Sequence[Placed]:
        """Of what is in the order of the text the `_AROUND` nearest on either side of the number."""
        if len(items) <= 2 * _AROUND:
            return items
        index = bisect_left(items, spot.start, key=_START)
        return items[max(0, index - _AROUND) : index + _AROUND]

    def gap(self, start: int, end: int, other_start: int, other_end: int) -> tuple[int, int]:
        """The stretch between two spans, empty where they touch or overlap."""
        if end <= other_start:
            return end, other_start
        if other_end <= start:
            return other_end, start
        return start, start

    def cost(
        self, spot: Spot, start: int, end: int, *, before: float = 1.0, after: float = 1.0, crossing: int = 25
    ) -> float:
        """How far the span is from the number; `before`, `after` weigh a span that precedes or follows it."""
        low, high = self.gap(spot.start, spot.end, start, end)
        weight = before if end <= spot.start else after
        offsets, sums, _ = self._parting
        parted = sums[bisect_left(offsets, high)] - sums[bisect_left(offsets, low)]
        crossed = bisect_left(self._starts, high) - bisect_left(self._starts, low)
        return (high - low) * weight + max(parted, 0) + max(crossed, 0) * crossing

    def boundaries(self, low: int, high: int) -> tuple[int, int]:
        """How many clause boundaries lie between two offsets, and how many strong ones."""
        offsets, _, strong = self._parting
        first, last = bisect_left(offsets, low), bisect_left(offsets, high)
        return (last - first, strong[last] - strong[first]) if first < last else (0, 0)

    def crossed(self, low: int, high: int) -> int:
        """How many numbers that measure something begin between two offsets."""
        return max(0, bisect_left(self._starts, high) - bisect_left(self._starts, low))

    def previous(self, spot: Spot) -> int:
        """Where the number before this one ends, 0 without one."""
        index = bisect_right(self._ends, spot.start)
        return self._ends[index - 1] if index else 0

    def following(self, spot: Spot) -> int:
        """Where the number after this one begins, or the end of the sentence."""
        index = bisect_left(self._starts, spot.end)
        return self._starts[index] if index < len(self._starts) else len(self.sentence.folded.lower)

    def beyond(self, edge: int, before: bool) -> int | None:
        """Where the nearest number that measures something ends before an offset, or begins behind it."""
        if before:
            index = bisect_right(self._ends, edge)
            return self._ends[index - 1] if index else None
        index = bisect_left(self._starts, edge)
        return self._starts[index] if index < len(self._starts) else None

    def parted(self, low: int, high: int) -> bool:
        """Whether a strong boundary lies between two offsets."""
        offsets, _, strong = self._parting
        return strong[bisect_left(offsets, high)] > strong[bisect_left(offsets, low)]

    # A sentence may be a table of a thousand numbers, each of which asks about each word: no answer may cost a look at
    # all the others.

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(spot.start for spot in self.figures)

    @cached_property
    def _ends(self) -> list[int]:
        return sorted(spot.end for spot in self.figures)

    @cached_property
    def _parting(self) -> tuple[list[int], list[int], list[int]]:
        """Offsets of the boundaries; sums of their weights, and counts of the strong ones, up to each."""
        weights = [weight for _, weight in self.breaks]
        strong = [weight >= _PARTS["strong"] for weight in weights]
        return [offset for offset, _ in self.breaks], [0, *accumulate(weights)], [0, *accumulate(strong)]

    def clause(self, spot: Spot) -> tuple[int, int]:
        """Where the clause of a number begins and ends: between the boundaries around it that are not weak."""
        offsets = self._parts
        index = bisect_left(offsets, spot.start)
        low = offsets[index - 1] if index else 0
        index = bisect_left(offsets, spot.end)
        return low, offsets[index] if index < len(offsets) else len(self.sentence.folded.lower)

    @cached_property
    def _parts(self) -> list[int]:
        return [offset for offset, weight in self.breaks if weight > _PARTS["weak"]]

    def idle(self, low: int, high: int) -> bool:
        """Whether nothing stands between two offsets but an article or the sign of a genitive."""
        return self.words(low, high).strip() in ("", *self.lexicon["cue"].get("filler", {}).get("word", ()))

    def words(self, low: int, high: int) -> str:
        """The folded, lower-case words between two offsets of the view."""
        return self.sentence.folded.lower[max(low, 0) : high]

    def first(self, kind: str, low: int, high: int, value: str | None = None) -> Mention | None:
        """The first mention of a kind that begins in `[low, high)`."""
        mentions = self.of(kind)
        for index in range(bisect_left(mentions, low, key=_START), len(mentions)):
            mention = mentions[index]
            if mention.start >= high:
                break
            if value is None or mention.value == value:
                return mention
        return None

    def last(self, kind: str, low: int, high: int, value: str | None = None) -> Mention | None:
        """The last mention of a kind that lies in `[low, high)`."""
        mentions = self.of(kind)
        for index in range(bisect_left(mentions, high, key=_START) - 1, -1, -1):
            mention = mentions[index]
            if mention.start < low:
                break
            if mention.end <= high and (value is None or mention.value == value):
                return mention
        return None


def _outside(mentions: Sequence[Mention], masks: Sequence[Mention]) -> list[Mention]:
    return [
        mention
        for mention in mentions
        if not any(mask.start <= mention.start and mention.end <= mask.end for mask in masks)
    ]
