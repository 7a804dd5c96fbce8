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

import numpy

from tasks.grammar.datum import Quantity
from tasks.grammar.mention import Mention
from warehouse import weights

# What a value's chance of being right is never above or below; no table of a thousand cases knows better.
_SUREST = 0.995
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


def choose(slot: str, context: tuple[str, ...], options: Sequence[Option], quantity: Quantity) -> Choice:
    """The value that weighs most, its options taken together; of equals the first. `options` is not empty."""
    for watcher in _watchers:
        watcher(slot, context, options, quantity)
    told = _weights(slot, context)
    shared: dict[int, Sequence[int]] = {}
    scores = []
    for option in options:
        # Whole numbers, so that the sum is the same in any order; sets, because a trait counts once.
        score = sum(map(told.own.__getitem__, told.own.keys() & option.traits))
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
    best = max(
        (index for index, option in enumerate(options) if option.value == value), key=lambda index: scores[index]
    )
    chance = likely[value] / sum(likely.values())
    return Choice(options[best], min(_SUREST, max(1 - _SUREST, chance)))


@dataclass(frozen=True, slots=True)
class _Weights:
    """The weights of traits in one context."""

    own: Mapping[str, int]
    """Of an option's own traits."""
    rows: Mapping[str, int]
    """The row of each common trait in `matrix`."""
    columns: Mapping[str, int]
    """The column of each name that common traits weigh for."""
    matrix: Any

    def of_common(self, traits: Sequence[str]) -> Sequence[int]:
        """What traits that are common to all options weigh for each name, in the order of `columns`."""
        rows = list(map(self.rows.__getitem__, self.rows.keys() & traits))
        sums: list[int] = self.matrix[rows].sum(axis=0).tolist()
        return sums


@cache
def _weights(slot: str, context: tuple[str, ...]) -> _Weights:
    """The weights of traits in a context, the general ones and those of each of its parts added up."""
    general = _part(slot, "")
    own, rows, columns = dict(general.own), dict(general.rows), dict(general.columns)
    cells = [general.cells]
    for part in (_part(slot, name) for name in context):  # with few weights each
        for trait, weight in part.own.items():
            own[trait] = own.get(trait, 0) + weight
        row, column, told = part.cells
        cells.append((_places(rows, part.rows)[row], _places(columns, part.columns)[column], told))
    matrix = numpy.zeros((len(rows), len(columns)), dtype=numpy.int32)
    for row, column, told in cells:
        matrix[row, column] += told
    return _Weights(own, rows, columns, matrix)


def _places(known: dict[str, int], names: Iterable[str]) -> Any:
    """The number of each name, those that are new numbered on."""
    return numpy.array([known.setdefault(name, len(known)) for name in names], dtype=numpy.int32)


class _Part(NamedTuple):
    """The weights of a slot in one part of a context."""

    own: Mapping[str, int]
    """Of an option's own traits."""
    rows: Mapping[str, int]
    """The common traits, numbered."""
    columns: Mapping[str, int]
    """The names that they are weighed under, numbered."""
    cells: tuple[Any, Any, Any]
    """Arrays: row, column and weight."""


@cache
def _part(slot: str, name: str) -> _Part:
    """Read when it is asked for: an article needs half of all weights."""
    own, names, shared, cells = weights.part(_instead[0] if _instead else weights.committed(), slot, name)
    # A space fewer than numbers, and two numbers in a cell.
    lengths = [(told.count(" ") + 1) // 2 for told in cells]
    numbers = numpy.fromstring(" ".join(cells), dtype=numpy.int32, sep=" ")
    row = numpy.repeat(numpy.arange(len(cells), dtype=numpy.int32), lengths)
    return _Part(own, _numbered(shared), _numbered(names), (row, numbers[::2], numbers[1::2]))


def _numbered(names: Iterable[str]) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(names)}


_instead: list[weights.Blocks] = []


def use(rows: Iterable[weights.Weight] | None) -> None:
    """Weighs with these (slot, context, trait, weight) from now on, with the reference's for None: for the training."""
    _instead[:] = [] if rows is None else [weights.blocks(weights.written(rows).encode())]
    for remembered in (_part, _weights):
        remembered.cache_clear()
