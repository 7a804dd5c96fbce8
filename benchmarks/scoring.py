"""How well found observations agree with annotated ones: matches, F1, slots, folds of documents, reliability.

A found observation matches an annotated one when their spans overlap, their units are equal and their values agree
within 0.5 %; each is used once, and the pairs with most slots right are made first. Where two careful readers differed,
an annotation accepts both readings: `also` maps a slot to its other values. Rows are plain mappings with the fields
of an observation, days as ISO text. Nothing here reads a file or runs the walk.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev
from typing import Any

Row = Mapping[str, Any]

SLOTS = (
    "metric", "kind", "commodity", "exporter", "importer", "area", "stage", "share_of", "period_start", "period_end",
    "status",
)  # fmt: skip
TOLERANCE = 0.005
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with all its observations: what was annotated in it, and what was found."""

    id: str
    language: str
    wanted: Sequence[Row]
    found: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Error:
    """What went wrong with one number. `kind` is "missed", "extra" or the name of the slot that is wrong."""

    passage: str
    language: str
    kind: str
    quote: str
    wanted: object
    got: object


@dataclass(frozen=True, slots=True)
class Share:
    """Precision, recall and F1, each 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(slots=True)
class Tally:
    """Counts over some passages, and the figures that follow from them."""

    passages: int = 0
    wanted: int = 0
    found: int = 0
    matched: int = 0
    whole: int = 0
    """Matches with every slot right."""
    right: Counter[str] = field(default_factory=Counter)
    """Of the matches, how many have the slot right."""

    def add(self, passage: Passage) -> None:
        """Counts one passage in."""
        pairs = matches(passage.wanted, passage.found)
        self.passages += 1
        self.wanted += len(passage.wanted)
        self.found += len(passage.found)
        self.matched += len(pairs)
        for i, j in pairs:
            right = slots_right(passage.wanted[i], passage.found[j])
            self.right.update(right)
            self.whole += len(right) == len(SLOTS)

    @property
    def quantity(self) -> Share:
        """Was the number read, with its unit, and nothing else?"""
        return share(self.matched, self.found, self.wanted)

    @property
    def observation(self) -> Share:
        """The same, where every slot of the match is right too."""
        return share(self.whole, self.found, self.wanted)

    @property
    def slots(self) -> dict[str, float]:
        """For each slot, the share of the matches that have it right."""
        return {slot: self.right[slot] / self.matched if self.matched else 0.0 for slot in SLOTS}

    @property
    def slot_shares(self) -> dict[str, Share]:
        """For each slot, how well numbers are read with it right; unlike `slots`, it rises with every number gained."""
        return {slot: share(self.right[slot], self.found, self.wanted) for slot in SLOTS}


@dataclass(frozen=True, slots=True)
class Bin:
    """The found observations whose confidence lies in `low` to `high`."""

    low: float
    high: float
    count: int
    confidence: float
    """Their mean confidence."""
    right: float
    """The share of them that is wholly right."""


def share(right: int, found: int, wanted: int) -> Share:
    """Precision, recall and their harmonic mean; 0 where nothing is right."""
    precision = right / found if found else 0.0
    recall = right / wanted if wanted else 0.0
    return Share(precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0)


def slots_right(wanted: Row, found: Row) -> list[str]:
    """The slots in which `found` has the annotated value, or another one that the annotation accepts."""
    also: Mapping[str, Sequence[object]] = wanted.get("also", {})
    return [slot for slot in SLOTS if (found.get(slot) or None) in (wanted.get(slot) or None, *also.get(slot, ()))]


def matches(wanted: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """The pairs (index of `wanted`, index of `found`), each index used once, the best pairs first."""
    pairs = sorted(
        (-len(slots_right(one, other)), -_overlap(one, other), i, j)
        for i, one in enumerate(wanted)
        for j, other in enumerate(found)
        if _same_quantity(one, other)
    )
    taken: tuple[set[int], set[int]] = set(), set()
    made = []
    for _, _, i, j in pairs:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            made.append((i, j))
    return made


def tallies(passages: Iterable[Passage]) -> dict[str, Tally]:
    """A tally for each language, in the order in which they come."""
    by_language: defaultdict[str, Tally] = defaultdict(Tally)
    for passage in passages:
        by_language[passage.language].add(passage)
    return dict(by_language)


def errors(passages: Iterable[Passage]) -> Iterator[Error]:
    """Everything that is wrong, passage by passage: the missed, the extra, and each wrong slot of a match."""
    for passage in passages:
        pairs = matches(passage.wanted, passage.found)
        pair_of, used = dict(pairs), {j for _, j in pairs}
        name, language = passage.id, passage.language
        for i, row in enumerate(passage.wanted):
            if i not in pair_of:
                yield Error(name, language, "missed", row["quote"], f"{row['value']:g} {row['unit']}", None)
        for j, row in enumerate(passage.found):
            if j not in used:
                yield Error(name, language, "extra", row["quote"], None, f"{row['value']:g} {row['unit']}")
        for i, j in pairs:
            one, other = passage.wanted[i], passage.found[j]
            right = slots_right(one, other)
            for slot in SLOTS:
                if slot not in right:
                    yield Error(name, language, slot, one["quote"], one.get(slot), other.get(slot))


def folds(passages: Sequence[Passage], count: int = FOLDS) -> list[list[Passage]]:
    """The passages dealt out in turns, a language at a time, so that each fold has its part of every one."""
    dealt: list[list[Passage]] = [[] for _ in range(count)]
    seen: Counter[str] = Counter()
    for passage in passages:
        dealt[seen[passage.language] % count].append(passage)
        seen[passage.language] += 1
    return dealt


def spread(values: Sequence[float]) -> tuple[float, float, float, float]:
    """Mean, standard deviation, least and greatest."""
    return fmean(values), pstdev(values), min(values), max(values)


def judged(passages: Iterable[Passage]) -> Iterator[tuple[float, bool]]:
    """Each found observation's confidence, and whether it is wholly right."""
    for passage in passages:
        pairs = {j: i for i, j in matches(passage.wanted, passage.found)}
        for j, row in enumerate(passage.found):
            right = j in pairs and len(slots_right(passage.wanted[pairs[j]], row)) == len(SLOTS)
            yield float(row["confidence"]), right


def reliability(pairs: Iterable[tuple[float, bool]], count: int = 10) -> list[Bin]:
    """The bins of equal width that hold any of the (confidence, right) pairs."""
    held: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in pairs:
        held[min(int(confidence * count), count - 1)].append((confidence, right))
    return [
        Bin(
            index / count,
            (index + 1) / count,
            len(held[index]),
            fmean(confidence for confidence, _ in held[index]),
            fmean(right for _, right in held[index]),
        )
        for index in sorted(held)
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence lies from truth, on average over the observations."""
    total = sum(bin.count for bin in bins)
    return sum(bin.count * abs(bin.confidence - bin.right) for bin in bins) / total if total else 0.0


def _overlap(one: Row, other: Row) -> int:
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _same_quantity(wanted: Row, found: Row) -> bool:
    if _overlap(wanted, found) <= 0 or wanted["unit"] != found["unit"] or found["value"] is None:
        return False
    return bool(abs(wanted["value"] - found["value"]) <= max(abs(wanted["value"]) * TOLERANCE, 1e-9))
