"""Chooses among the readings of a slot by weights that were learned from annotated news.

Rules propose: each `Option` is a value that a slot might have, with the traits that speak for or against it. A weight
is what its trait adds to the log of the odds, in `warehouse/reference/weight.txt`, made by `benchmarks/learn.py`. A
trait weighs the same everywhere, and more or less in a context (a language, a kind of metric). Nothing here reads a
text or knows a slot.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from tasks.grammar.datum import Quantity
from tasks.grammar.mention import Mention
from warehouse import weights

# What a value's chance of being right is never above or below; no table of a thousand cases knows better.
_SUREST = 0.995
_OFTEN = 8
"""Choices in one context after which its weights are added up."""
UNIT = 100
"""What a weight of one is in the table: it is kept in hundredths."""


@dataclass(slots=True)
class Option:
    """One reading of a slot: its value, what speaks for it, and what it is told by.

    What all options of a choice have in common speaks for each in its own way: such traits are given once, as `common`,
    and weighed under the option's `names` ("planned | word will before").
    """

    value: Hashable
    traits: list[str]
    cue: Mention | None = None
    rule: str = ""
    names: tuple[str, ...] = ()
    common: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The option that was chosen, and the chance that its value is right."""

    option: Option
    chance: float


Watcher = Callable[[str, tuple[str, ...], Sequence[Option], Quantity], None]
_watchers: list[Watcher] = []
"""Told of every choice: only the training looks on."""


def watch(watcher: Watcher) -> Callable[[], None]:
    """Has every choice of this process told to `watcher`, until what is returned is called."""
    _watchers.append(watcher)
    return lambda: _watchers.remove(watcher)


def watched() -> bool:
    """Whether somebody looks on: then nothing is to be chosen twice."""
    return bool(_watchers)


def choose(
    slot: str, context: tuple[str, ...], options: Sequence[Option], quantity: Quantity, *, second: bool = False
) -> Choice:
    """The value that weighs most, its options taken together; of equals the first. `options` is not empty.

    `second` asks for the value that weighs most but for that one, where there is another.
    """
    for watcher in _watchers:
        watcher(slot, context, options, quantity)
    told = _weights(slot, context)
    told.asked += 1
    if told.asked == _OFTEN:
        told.table = _added(told.parts, told.columns)
    shared: dict[int, Sequence[int]] = {}
    scores = []
    for option in options:
        # Whole numbers, so that the sum is the same in any order; sets, because a trait counts once.
        score = told.of(option.traits)
        if option.names:
            sums = shared.get(id(option.common))
            if sums is None:
                sums = shared[id(option.common)] = told.of_common(option.common)
            score += sum(sums[told.columns[name]] for name in option.names if name in told.columns)
        scores.append(score)
    highest = max(scores)
    likely: defaultdict[Hashable, float] = defaultdict(float)
    for option, score in zip(options, scores, strict=True):
        likely[option.value] += math.exp((score - highest) / UNIT)
    value = max(likely, key=likely.__getitem__)
    if second and len(likely) > 1:
        value = max((other for other in likely if other != value), key=likely.__getitem__)
    best = max(
        (index for index, option in enumerate(options) if option.value == value), key=lambda index: scores[index]
    )
    chance = likely[value] / sum(likely.values())
    return Choice(options[best], min(_SUREST, max(1 - _SUREST, chance)))


class _Table(NamedTuple):
    """The weights of the parts of a context, added up."""

    own: Mapping[str, int]
    """Of an option's own traits."""
    rows: Mapping[str, int]
    """The row of each common trait in `matrix`."""
    matrix: Any


@dataclass(slots=True)
class _Weights:
    """The weights of traits in one context: the general ones, and those of each of its parts.

    One article asks a few times for each; who reads thousands has them added up once.
    """

    parts: Sequence[weights.Part]
    columns: Mapping[str, int]
    """A number for each name that common traits weigh for."""
    asked: int = 0
    table: _Table | None = None

    def of(self, traits: Sequence[str]) -> int:
        """What an option's own traits weigh together."""
        if self.table is not None:
            return sum(map(self.table.own.__getitem__, self.table.own.keys() & traits))
        return sum(part.own[trait] for part in self.parts for trait in part.own.keys() & traits)

    def of_common(self, traits: Sequence[str]) -> Sequence[int]:
        """What traits that are common to all options weigh for each name, in the order of `columns`."""
        if self.table is not None:
            rows = list(map(self.table.rows.__getitem__, self.table.rows.keys() & traits))
            added: list[int] = self.table.matrix[rows].sum(axis=0).tolist()
            return added
        sums = [0] * len(self.columns)
        for part in self.parts:
            places = [self.columns[name] for name in part.names]
            for trait in part.shared.keys() & traits:
                for name, weight in weights.told_of(part.shared[trait]):
                    sums[places[name]] += weight
        return sums


@cache
def _weights(slot: str, context: tuple[str, ...]) -> _Weights:
    parts = [_part(slot, name) for name in ("", *context)]
    names = dict.fromkeys(name for part in parts for name in part.names)
    return _Weights(parts, {name: number for number, name in enumerate(names)})


def _added(parts: Sequence[weights.Part], columns: Mapping[str, int]) -> _Table:
    import numpy  # which takes a tenth of the time of a process that reads one article

    own: dict[str, int] = {}
    rows: dict[str, int] = {}
    cells = []
    for part in parts:
        for trait, weight in part.own.items():
            own[trait] = own.get(trait, 0) + weight
        # A space fewer than numbers, and two numbers in a cell.
        lengths = [(told.count(" ") + 1) // 2 for told in part.shared.values()]
        row = numpy.array([rows.setdefault(trait, len(rows)) for trait in part.shared], dtype=numpy.int32)
        numbers = numpy.fromstring(" ".join(part.shared.values()), dtype=numpy.int32, sep=" ")
        places = numpy.array([columns[name] for name in part.names], dtype=numpy.int32)
        cells.append((numpy.repeat(row, lengths), places[numbers[::2]], numbers[1::2]))
    matrix = numpy.zeros((len(rows), len(columns)), dtype=numpy.int32)
    for row, column, told in cells:
        matrix[row, column] += told
    return _Table(own, rows, matrix)


@cache
def _part(slot: str, name: str) -> weights.Part:
    """Read when it is asked for: an article needs half of all weights."""
    return weights.part(_instead[0] if _instead else weights.committed(), slot, name)


_instead: list[weights.Blocks] = []


def use(rows: Iterable[weights.Weight] | None) -> None:
    """Weighs with these (slot, context, trait, weight) from now on, with the reference's for None: for the training."""
    _instead[:] = [] if rows is None else [weights.blocks(weights.written(rows).encode())]
    for remembered in (_part, _weights):
        remembered.cache_clear()
