"""Chooses among the readings of a slot by weights that were learned from annotated news.

Rules propose: each `Option` is a value that a slot might have, with the traits that speak for or against it. A weight
is what its trait adds to the log of the odds, in `warehouse/reference/weight.txt`, made by `benchmarks/learn.py`. A
trait weighs the same everywhere, and more or less in a context (a language, a kind of metric). Nothing here reads a
text or knows a slot.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tasks.grammar.datum import Quantity
from tasks.grammar.mention import Mention
from warehouse import vocabulary

# What a value's chance of being right is never above or below; no table of a thousand cases knows better.
_SUREST = 0.995
UNIT = 100
"""What a weight of one is in the table: it is kept in hundredths."""


@dataclass(slots=True)
class Option:
    """One reading of a slot: its value, what speaks for it, and what it is told by.

    What all options of a choice have in common speaks for each in its own way: such traits are given once, as `common`,
    and weighed under the option's `names` ("planned: word will before").
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
    weights, named = _weights(slot, context)
    shared: dict[int, dict[str, int]] = {}
    scores = []
    for option in options:
        # Whole numbers, so that the sum is the same in any order; sets, because a trait counts once.
        score = sum(map(weights.__getitem__, weights.keys() & option.traits))
        if option.names:
            told = shared.get(id(option.common))
            if told is None:
                told = shared[id(option.common)] = _sums(named, option.common)
            for name in option.names:
                score += told.get(name, 0)
        scores.append(score)
    highest = max(scores)
    sums: defaultdict[Hashable, float] = defaultdict(float)
    for option, score in zip(options, scores, strict=True):
        sums[option.value] += math.exp((score - highest) / UNIT)
    value = max(sums, key=sums.__getitem__)
    best = max(
        (index for index, option in enumerate(options) if option.value == value), key=lambda index: scores[index]
    )
    chance = sums[value] / sum(sums.values())
    return Choice(options[best], min(_SUREST, max(1 - _SUREST, chance)))


def _sums(named: Mapping[str, Sequence[tuple[str, int]]], traits: Sequence[str]) -> dict[str, int]:
    """What traits that are common to all options weigh for each name."""
    sums: defaultdict[str, int] = defaultdict(int)
    for trait in named.keys() & traits:
        for name, weight in named[trait]:
            sums[name] += weight
    return sums


@cache
def _weights(slot: str, context: tuple[str, ...]) -> tuple[Mapping[str, int], Mapping[str, Sequence[tuple[str, int]]]]:
    """The weights of traits in a context, the general ones and those of each of its parts added up: of an option's own,
    and of the common ones with the names that they weigh for."""
    sums: defaultdict[str, int] = defaultdict(int)
    for part in ("", *context):
        for trait, weight in _table().get((slot, part), ()):
            sums[trait] += weight
    named: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for trait, weight in sums.items():
        name, colon, rest = trait.partition(": ")
        if colon:
            named[rest].append((name, weight))
    return dict(sums), dict(named)


Rows = Sequence[tuple[str, str, str, int]]
_instead: list[Rows] = []


@cache
def _table() -> dict[tuple[str, str], list[tuple[str, int]]]:
    """(slot, context) -> (trait, weight)."""
    table: defaultdict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for slot, context, trait, weight in _instead[0] if _instead else vocabulary.weights():
        table[slot, context].append((trait, weight))
    return dict(table)


def use(rows: Rows | None) -> None:
    """Weighs with these (slot, context, trait, weight) from now on, with the reference's for None: for the training."""
    _instead[:] = [] if rows is None else [rows]
    _table.cache_clear()
    _weights.cache_clear()
