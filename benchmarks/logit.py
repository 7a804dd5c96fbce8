"""Conditional logit over many small choices: the weights under which the right options are likeliest.

Weights are drawn towards nought, so that the problem is convex and the same cases give the same weights. A column is a
trait in a context; those of fewer than RARE documents are left out, because they say more of a document than of a
language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from tasks.grammar.weigh import Option
from warehouse.weights import UNDER

RARE = 2
"""Documents that a trait must occur in."""
DRAWN = 5.0
"""How strongly weights are drawn towards nought; those of a context by CONTEXT times as much."""
CONTEXT = 1.5
OTHER = 4.0
"""What is peculiar to one hand's annotations is learned apart from what is common to all; only one hand's is kept."""
LEAST = 0.04
STEPS = 60
OPEN = 0.1
"""How much of a case its weights may move, on average: the chance of an option times that of all others."""
SHARED = 0.03
"""What is told of thousands of options shares what it explains with all that stands beside it, so its weight is drawn
by this part of what its cases hold it with, besides; as if each trait were now and then left out."""
_NOTHING = 1e-6
BY = "by "
"""What a context that names a hand begins with."""

_numbers: dict[str, int] = {}
_traits: list[str] = []


def number(trait: str) -> int:
    """A trait's number, the same for as long as this process lives: cases hold numbers, because there are millions."""
    found = _numbers.get(trait)
    if found is None:
        found = _numbers[trait] = len(_traits)
        _traits.append(trait)
    return found


@dataclass(frozen=True, slots=True)
class Case:
    """One choice: the numbers of its options' traits, and which of the options are right."""

    document: str
    context: tuple[str, ...]
    traits: tuple[Any, ...]
    """For each option an array of integers, each once: its own traits."""
    common: Any
    """The traits that all options share, as such an array; each option weighs them under its names."""
    names: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def case(
    document: str, context: tuple[str, ...], options: Sequence[Option], right: Iterable[bool], weight: float
) -> Case:
    """A choice as it is learned from."""
    common = next((option.common for option in options if option.names), ())
    traits = tuple(_numbered(option.traits) for option in options)
    names = tuple(option.names for option in options)
    return Case(document, context, traits, _numbered(common), names, tuple(right), weight)


def _numbered(traits: Iterable[str]) -> Any:
    return numpy.array(sorted({number(trait) for trait in traits}), dtype=numpy.int32)


class Coded:
    """Cases of one slot in columns of (context, trait): a matrix of the options' own traits, and one of the common
    ones with a row for each case, whose weights differ by name."""

    def __init__(self, cases: Sequence[Case]) -> None:
        documents = {document: index for index, document in enumerate(dict.fromkeys(case.document for case in cases))}
        contexts = {"": 0}
        for case in cases:
            for part in case.context:
                contexts.setdefault(part, len(contexts))
        self.contexts = list(contexts)
        sizes = numpy.array([len(case.right) for case in cases])
        self.starts = numpy.concatenate(([0], numpy.cumsum(sizes)))
        self.right = numpy.array([good for case in cases for good in case.right], dtype=bool)
        self.weights = numpy.array([case.weight for case in cases])
        self.owners = numpy.array([documents[case.document] for case in cases], dtype=numpy.int64)
        depth = max((len(case.context) for case in cases), default=0)
        self.parts = numpy.array(
            [[contexts[part] for part in case.context] + [-1] * (depth - len(case.context)) for case in cases]
        ).reshape(len(cases), depth)
        choice = numpy.repeat(numpy.arange(len(cases)), sizes)
        self.own, self.own_names = self._matrix([option for case in cases for option in case.traits], choice)
        self.common, self.common_names = self._matrix([case.common for case in cases], numpy.arange(len(cases)))
        names: dict[str, int] = {}
        told = [[names.setdefault(name, len(names)) for name in option] for case in cases for option in case.names]
        width = max(map(len, told), default=0)
        self.named = numpy.array([one + [-1] * (width - len(one)) for one in told]).reshape(len(told), width)
        self.names = list(names)

    def _matrix(self, rows: Sequence[Any], choice: Any) -> tuple[Any, list[tuple[str, str]]]:
        """A row for each of the arrays of traits, a column for each (context, trait) of enough documents."""
        from scipy.sparse import csr_matrix  # of the extra `learn`, which the tests do without

        traits = numpy.concatenate([*rows, numpy.zeros(0, dtype=numpy.int32)]).astype(numpy.int64)
        row_of = numpy.repeat(numpy.arange(len(rows)), [len(row) for row in rows])
        width = max(len(_traits), 1)
        found_rows, found_columns = [row_of], [traits]
        for place in range(self.parts.shape[1]):
            part_of = self.parts[choice[row_of], place]
            there = part_of >= 0
            found_rows.append(row_of[there])
            found_columns.append(part_of[there] * width + traits[there])
        every_row, every_column = numpy.concatenate(found_rows), numpy.concatenate(found_columns)
        count = int(self.owners.max()) + 1
        pairs = numpy.unique(every_column * count + self.owners[choice[every_row]])
        columns, often = numpy.unique(pairs // count, return_counts=True)
        columns = columns[often >= RARE]
        place_of = numpy.minimum(numpy.searchsorted(columns, every_column), max(len(columns) - 1, 0))
        kept = columns[place_of] == every_column if len(columns) else numpy.zeros(len(every_column), dtype=bool)
        made = csr_matrix(
            (numpy.ones(int(kept.sum()), dtype=numpy.float32), (every_row[kept], place_of[kept])),
            shape=(len(rows), len(columns)),
        )
        return made, [(self.contexts[column // width], _traits[column % width]) for column in columns.tolist()]

    def fitted(self, chosen: Any = None, drawn: float = DRAWN) -> list[tuple[str, str, float]]:
        """The (context, trait, weight) under which the right options of the `chosen` cases are likeliest."""
        from scipy.optimize import minimize

        told = numpy.add.reduceat(self.right, self.starts[:-1])
        sizes = numpy.diff(self.starts)
        usable = (told > 0) & (told < sizes)
        if chosen is not None:
            usable &= chosen
        rows = numpy.repeat(usable, sizes)
        own, common = self.own[rows], self.common[usable]
        right, named, sizes, heavy = self.right[rows], self.named[rows], sizes[usable], self.weights[usable]
        own, own_names, own_turned = self._often(own, self.own_names, numpy.repeat(self.owners[usable], sizes))
        common, common_names, common_turned = self._often(common, self.common_names, self.owners[usable])
        first = numpy.concatenate(([0], numpy.cumsum(sizes)[:-1]))
        owner = numpy.repeat(numpy.arange(len(sizes)), sizes)
        width, split = len(self.names), len(own_names)
        # For each place of a name: the options that have one there, and the cell of (case, name) that they weigh.
        places = [
            (there, owner[there] * width + named[there, place])
            for place in range(named.shape[1])
            for there in [numpy.flatnonzero(named[:, place] >= 0)]
        ]
        counts = numpy.zeros(len(sizes) * width, dtype=numpy.float32)
        for _, cell in places:
            counts += numpy.bincount(cell, minlength=len(counts))
        told_by = [numpy.asarray(own_turned.sum(axis=1)).ravel()]
        if width:
            told_by.append((common_turned @ counts.reshape(-1, width)).ravel())
        held = OPEN * numpy.concatenate(told_by)
        pull = drawn * numpy.concatenate((_pull(own_names), numpy.repeat(_pull(common_names), width))) + SHARED * held
        # A weight that thousands of cases speak of and one that two speak of are found by steps of their own length.
        length = 1 / numpy.sqrt(pull + held)

        def loss(weights: Any) -> tuple[float, Any]:
            scores = (own @ weights[:split].astype(numpy.float32)).astype(numpy.float64)
            if width:
                cells = (common @ weights[split:].reshape(-1, width).astype(numpy.float32)).ravel()
                for there, cell in places:
                    scores[there] += cells[cell]
            scores -= numpy.maximum.reduceat(scores, first)[owner]
            odds = numpy.exp(scores)
            every = numpy.add.reduceat(odds, first)
            ours = numpy.add.reduceat(odds * right, first) + 1e-300
            value = float(heavy @ (numpy.log(every) - numpy.log(ours)) + 0.5 * numpy.sum(pull * weights * weights))
            slope = (odds / every[owner] - odds * right / ours[owner]) * heavy[owner]
            turn = pull * weights
            turn[:split] += own_turned @ slope.astype(numpy.float32)
            if width:
                cells = numpy.zeros(len(sizes) * width)
                for there, cell in places:
                    cells += numpy.bincount(cell, weights=slope[there], minlength=len(cells))
                turn[split:] += (common_turned @ cells.reshape(-1, width).astype(numpy.float32)).ravel()
            return value, turn

        def stepped(taken: Any) -> tuple[float, Any]:
            value, turn = loss(taken * length)
            return value, turn * length

        start = numpy.zeros(split + len(common_names) * width)
        found = length * minimize(stepped, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
        weighed = [(part, trait, float(weight)) for (part, trait), weight in zip(own_names, found[:split], strict=True)]
        for (part, trait), row in zip(common_names, found[split:].reshape(-1, max(width, 1)), strict=True):
            weighed += [
                (part, f"{name}{UNDER}{trait}", float(weight))
                for name, weight in zip(self.names, row, strict=True)
                if abs(weight) >= _NOTHING
            ]
        return weighed

    def _often(self, matrix: Any, names: list[tuple[str, str]], owners: Any) -> tuple[Any, list[tuple[str, str]], Any]:
        """The columns of enough documents, their names, and the matrix turned."""
        from scipy.sparse import csr_matrix

        ones = numpy.ones(len(owners), dtype=numpy.float32)
        spread = csr_matrix((ones, (owners, numpy.arange(len(owners)))), shape=(self.owners.max() + 1, len(owners)))
        often = numpy.asarray(((spread @ matrix) > 0).sum(axis=0)).ravel() >= RARE
        kept = matrix[:, often].tocsr()
        return kept, [name for name, there in zip(names, often, strict=True) if there], kept.T.tocsr()


def _pull(names: Sequence[tuple[str, str]]) -> Any:
    return numpy.array([OTHER if part.startswith(BY) else CONTEXT if part else 1.0 for part, _ in names])


def kept(weighed: Iterable[tuple[str, str, float]], hand: str) -> list[tuple[str, str, float]]:
    """(context, trait, weight) of those worth keeping; what is peculiar to `hand` is for all, to others for nobody."""
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for part, trait, weight in weighed:
        if not part.startswith(BY) or part == BY + hand:
            sums["" if part.startswith(BY) else part, trait] += weight
    return [
        (part, trait, weight)
        for (part, trait), weight in sums.items()
        if abs(weight) >= LEAST and "\t" not in trait and "\n" not in trait
    ]
