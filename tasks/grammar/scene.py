"""A sentence with all that is named in it, and how far apart two places of it are for a reader.

The slots of an observation are decided by the nearest fitting words. "Near" is not a count of characters: a clause
boundary or another number in between parts more than a long name does. `Scene.cost` is that distance, in characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tasks.grammar.datum import Quantity, Sentence
from tasks.grammar.mention import Mention, finder
from tasks.grammar.period import Phrase, find
from tasks.lexicon import Lexicon

# What a boundary between two clauses counts for, in characters; set by hand on half of the annotated passages.
_PARTS = MappingProxyType({"strong": 60, "middle": 22, "weak": 9})
# A full measure of nearness: beyond it a word governs a number only for want of a better one.
FAR = 400


@dataclass(frozen=True, slots=True)
class Spot:
    """A quantity and where it stands in the folded view of its sentence."""

    quantity: Quantity
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence, read: its mentions by kind, its phrases of time, its numbers, its boundaries."""

    sentence: Sentence
    lexicon: Lexicon
    mentions: Mapping[str, Sequence[Mention]]
    phrases: tuple[Phrase, ...]
    spots: tuple[Spot, ...]
    figures: tuple[Spot, ...]
    """The numbers that measure something: the others, such as days and years, part no clause."""
    breaks: tuple[tuple[int, int], ...]
    """(offset, weight) of clause boundaries, ascending."""

    def of(self, kind: str) -> Sequence[Mention]:
        """The mentions of one kind, in the order of the text."""
        return self.mentions.get(kind, ())

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
        parted = sum(part for offset, part in self.breaks if low <= offset < high)
        crossed = sum(low <= other.start < high for other in self.figures if other is not spot)
        return (high - low) * weight + parted + crossed * crossing

    def previous(self, spot: Spot) -> int:
        """Where the number before this one ends, 0 without one."""
        return max((other.end for other in self.figures if other.end <= spot.start), default=0)

    def following(self, spot: Spot) -> int:
        """Where the number after this one begins, or the end of the sentence."""
        end = len(self.sentence.folded.lower)
        return min((other.start for other in self.figures if other.start >= spot.end), default=end)

    def parted(self, low: int, high: int) -> bool:
        """Whether a strong boundary lies between two offsets."""
        return any(low <= offset < high and part >= _PARTS["strong"] for offset, part in self.breaks)

    def words(self, low: int, high: int) -> str:
        """The folded, lower-case words between two offsets of the view."""
        return self.sentence.folded.lower[max(low, 0) : high]

    def first(self, kind: str, low: int, high: int, value: str | None = None) -> Mention | None:
        """The first mention of a kind that begins in `[low, high)`."""
        for mention in self.of(kind):
            if mention.start >= high:
                return None
            if mention.start >= low and (value is None or mention.value == value):
                return mention
        return None

    def last(self, kind: str, low: int, high: int, value: str | None = None) -> Mention | None:
        """The last mention of a kind that lies in `[low, high)`."""
        found = None
        for mention in self.of(kind):
            if mention.start >= high:
                break
            if mention.start >= low and mention.end <= high and (value is None or mention.value == value):
                found = mention
        return found


def look(sentence: Sentence, quantities: Sequence[Quantity], lexicon: Lexicon) -> Scene:
    """The scene of a sentence and the numbers that `measure` found in it."""
    view = sentence.folded
    mentions = dict(finder(lexicon).find(view))
    for masked in ("commodity",):
        if masked in mentions and "mask" in mentions:
            mentions[masked] = _outside(mentions[masked], mentions["mask"])
    spots = tuple(Spot(quantity, view.back(quantity.start), view.back(quantity.end)) for quantity in quantities)
    breaks = tuple(
        (mention.start, _PARTS[mention.value])
        for mention in mentions.get("break", ())
        if not any(spot.start <= mention.start < spot.end for spot in spots)
    )
    figures = tuple(spot for spot in spots if spot.quantity.reason is None)
    return Scene(sentence, lexicon, MappingProxyType(mentions), find(view, lexicon), spots, figures, breaks)


def _outside(mentions: list[Mention], masks: list[Mention]) -> list[Mention]:
    return [
        mention
        for mention in mentions
        if not any(mask.start <= mention.start and mention.end <= mask.end for mask in masks)
    ]
