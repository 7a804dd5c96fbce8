"""Learns the weights by which the readings of a slot are chosen, and how far they are to be trusted.

    python -m benchmarks.learn [--no-cross]

Annotated passages are walked with a watcher on every choice; the options whose value the annotation accepts are the
right ones, and the weights are those under which they are likeliest (conditional logit, drawn towards nought; convex,
so that the same annotations give the same file). First, each fifth of the documents is read with weights that were
learned without it: what is printed is how well that went, set by set, and from it come the slope and offset of
confidence. Then the weights are learned from all. Writes `warehouse/reference/weight.txt` and `confidence.csv`; needs
the extra `learn`; one process for each core.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy

from benchmarks import sets
from benchmarks.scoring import Passage, calibration_error, judged, reliability, spread, tallies
from tasks.grammar import weigh
from tasks.grammar.confidence import fitted as fitted_chance
from tasks.grammar.confidence import odds
from tasks.grammar.datum import Quantity
from tasks.grammar.weigh import Option

FILE = Path(__file__).parent.parent / "warehouse" / "reference" / "weight.txt"
CROSSED = Path(__file__).parent / "crossed.json"
"""What was reached on gold by weights that were learned without the passages they were tried on."""
CONFIDENCE = FILE.with_name("confidence.csv")
FOLDS = 5
ROUNDS = 1
RARE = 2
"""Documents that a trait must occur in."""
DRAWN = 2.0
"""How strongly weights are drawn towards nought; those of a context by CONTEXT times as much."""
CONTEXT = 1.5
OTHER = 4.0
"""What is peculiar to one hand's annotations is learned apart from what is common to all; only gold's is kept."""
LEAST = 0.04
STEPS = 120

Weight = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One choice: the traits of its options, and which of them are right."""

    document: str
    context: tuple[str, ...]
    traits: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    weight: float = 1.0


def collected(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Case]]:
    """The choices made in some passages, by slot: the right values are those of the annotation that a number overlaps.

    A number that no annotation overlaps is right to measure nothing, and teaches nothing else.
    """
    cases: defaultdict[str, list[Case]] = defaultdict(list)
    for row in rows:
        made: list[tuple[str, tuple[str, ...], Sequence[Option], Quantity]] = []
        unwatch = weigh.watch(lambda *told, made=made: made.append(told))
        try:
            sets.walked(row)
        finally:
            unwatch()
        for slot, context, options, quantity in made:
            wanted = _overlapping(row["observations"], quantity)
            if wanted is None and slot != "metric":
                continue
            right = tuple(_right(wanted, slot, option.value) for option in options)
            told = (*context, f"by {row['by']}") if "by" in row else context
            cases[slot].append(
                Case(row["id"], told, tuple(tuple(o.told()) for o in options), right, row.get("weight", 1.0))
            )
    return cases


def _overlapping(wanted: Sequence[Mapping[str, Any]], quantity: Quantity) -> Mapping[str, Any] | None:
    """The annotation that shares most with the number, one that begins where it begins before others."""
    best = max(
        wanted,
        key=lambda one: (
            min(one["end"], quantity.end) - max(one["start"], quantity.start),
            -abs(one["start"] - quantity.start),
        ),
        default=None,
    )
    return best if best is not None and min(best["end"], quantity.end) > max(best["start"], quantity.start) else None


def _right(wanted: Mapping[str, Any] | None, slot: str, value: Any) -> bool:
    if wanted is None:
        return value is None
    also = wanted.get("also", {})
    if slot == "period":
        told = (None, None) if value is None else tuple(day.isoformat() for day in value)
        return all(
            one in (wanted.get(name), *also.get(name, ()))
            for one, name in zip(told, ("period_start", "period_end"), strict=True)
        )
    if slot == "kind":
        kind, sign = value
        return kind in (wanted["kind"], *also.get("kind", ())) and (kind == "level" or sign * wanted["value"] >= 0)
    return value in (wanted.get(slot) or None, *also.get(slot, ()))


class Coded:
    """Cases of one slot as a matrix: a row for each option, a column for each (context, trait)."""

    def __init__(self, cases: Sequence[Case]) -> None:
        from scipy.sparse import csr_matrix  # of the extra `learn`, which the tests do without

        number: dict[tuple[str, str], int] = {}
        data: list[int] = []
        bounds, starts, right = [0], [0], []
        self.documents = [case.document for case in cases]
        self.weights = numpy.array([case.weight for case in cases])
        for case in cases:
            for traits, good in zip(case.traits, case.right, strict=True):
                data += [
                    number.setdefault((part, trait), len(number)) for part in ("", *case.context) for trait in traits
                ]
                bounds.append(len(data))
                right.append(good)
            starts.append(len(right))
        self.names = list(number)
        self.matrix = csr_matrix((numpy.ones(len(data)), data, bounds), shape=(len(right), len(number)))
        self.matrix.sum_duplicates()
        self.matrix.data[:] = 1.0
        self.starts = numpy.array(starts)
        self.right = numpy.array(right, dtype=bool)
        documents = {document: index for index, document in enumerate(dict.fromkeys(self.documents))}
        self.owners = numpy.array([documents[document] for document in self.documents], dtype=int)

    def fitted(self, drawn: float, chosen: Any = None) -> Any:
        """The weights of the columns under which the right options are likeliest; `chosen` masks the cases."""
        from scipy.optimize import minimize
        from scipy.sparse import csr_matrix

        told = numpy.add.reduceat(self.right, self.starts[:-1])
        sizes = numpy.diff(self.starts)
        usable = (told > 0) & (told < sizes)
        if chosen is not None:
            usable &= chosen
        rows = numpy.repeat(usable, sizes)
        matrix, right, sizes, heavy = self.matrix[rows], self.right[rows], sizes[usable], self.weights[usable]
        # A trait of one document alone says more of the document than of the language.
        owner = numpy.repeat(self.owners[usable], sizes)
        spread = csr_matrix(
            (numpy.ones(len(owner)), (owner, numpy.arange(len(owner)))), shape=(self.owners.max() + 1, len(owner))
        )
        often = numpy.asarray(((spread @ matrix) > 0).sum(axis=0)).ravel() >= RARE
        matrix = matrix[:, often].tocsr()
        turned = matrix.T.tocsr()
        first = numpy.concatenate(([0], numpy.cumsum(sizes)[:-1]))
        owner = numpy.repeat(numpy.arange(len(sizes)), sizes)
        pull = numpy.array(
            [drawn * (OTHER if part[:3] == "by " else CONTEXT if part else 1) for part, _ in self.names]
        )[often]

        def loss(weights: Any) -> tuple[float, Any]:
            scores = matrix @ weights
            scores -= numpy.maximum.reduceat(scores, first)[owner]
            odds = numpy.exp(scores)
            every = numpy.add.reduceat(odds, first)
            ours = numpy.add.reduceat(odds * right, first) + 1e-300
            value = float(heavy @ (numpy.log(every) - numpy.log(ours)) + 0.5 * numpy.sum(pull * weights * weights))
            slope = (odds / every[owner] - odds * right / ours[owner]) * heavy[owner]
            return value, turned @ slope + pull * weights

        found = minimize(loss, numpy.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
        weights = numpy.zeros(len(self.names))
        weights[often] = found.x
        return weights


def fitted(slot: str, cases: Sequence[Case], drawn: float = DRAWN) -> list[Weight]:
    """The weights for one slot that are worth keeping."""
    coded = Coded(cases)
    weights = coded.fitted(drawn)
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for (part, trait), weight in zip(coded.names, weights, strict=True):
        if not part.startswith("by ") or part == f"by {sets.HAND}":
            sums["" if part.startswith("by ") else part, trait] += float(weight)
    return [
        (slot, part, trait, round(weight * weigh.UNIT))
        for (part, trait), weight in sums.items()
        if abs(weight) >= LEAST and "\t" not in trait and "\n" not in trait
    ]


def learned(rows: Sequence[Mapping[str, Any]], drawn: float = DRAWN) -> list[Weight]:
    """The weights that some passages teach, the same for any order of them."""
    cases: defaultdict[str, list[Case]] = defaultdict(list)
    weights: list[Weight] = [
        (slot, "", trait, 8 * weigh.UNIT)
        for slot in (
            "kind",
            "metric",
            "share_of",
            "commodity",
            "status",
            "stage",
            "exporter",
            "importer",
            "area",
            "period",
        )
        for trait in ("ruled", "nobody ruled")
    ]
    for _ in range(ROUNDS):
        weigh.use(weights)
        for slot, more in collected(rows).items():
            cases[slot] += more
        weights = [weight for slot in sorted(cases) for weight in fitted(slot, cases[slot], drawn)]
    return weights


def read(rows: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """Passages as the walk reads them with the weights in use."""
    return [
        Passage(row["id"], row["language"], row["observations"], [sets.plain(o) for o in sets.walked(row).observations])
        for row in rows
    ]


def crossed(rows: Sequence[dict[str, Any]]) -> list[Passage]:
    """Each passage read with weights that were learned without its fold."""
    with ProcessPoolExecutor() as pool:
        return [passage for read_ in pool.map(_crossed, [rows] * FOLDS, range(FOLDS)) for passage in read_]


def _crossed(rows: Sequence[dict[str, Any]], fold: int) -> list[Passage]:
    weigh.use(learned([row for row in rows if _fold(row) != fold]))
    return read(row for row in rows if _fold(row) == fold)


def _fold(row: Mapping[str, Any]) -> int:
    return crc32(row["id"].encode()) % FOLDS


def line(passages: Iterable[Passage]) -> tuple[float, float]:
    """The slope and offset that make confidence, so far the bare product of chances, the share that is right."""
    from scipy.optimize import minimize

    held = list(judged(passages))
    chances = numpy.array([odds(chance) for chance, _ in held])
    right = numpy.array([whole for _, whole in held], dtype=float)

    def missed(told: Any) -> float:
        scores = told[0] * chances + told[1]
        return float(numpy.sum(numpy.logaddexp(0, scores) - right * scores))

    found = minimize(missed, numpy.array([1.0, 0.0]), method="BFGS")
    return round(float(found.x[0]), 3), round(float(found.x[1]), 3)


def report(name: str, passages: Sequence[Passage]) -> dict[str, float]:
    """Prints the scores of a set by language, and gives them."""
    figures: dict[str, float] = {}
    for language, tally in tallies(passages).items():
        slots = "  ".join(f"{slot} {value:.3f}" for slot, value in tally.slots.items())
        print(f"{name} {language}  quantity {tally.quantity.f1:.3f}  observation {tally.observation.f1:.3f}  {slots}")
        figures |= {f"{language}.quantity": tally.quantity.f1, f"{language}.observation": tally.observation.f1}
        figures |= {f"{language}.{slot}": value for slot, value in tally.slots.items()}
        parts = [tallies(part).get(language) for part in folds(passages)]
        for what in ("quantity", "observation"):
            values = [getattr(part, what).f1 for part in parts if part is not None]
            mean, deviation, least, most = spread(values)
            print(f"  {what} by folds: mean {mean:.3f}, deviation {deviation:.3f}, from {least:.3f} to {most:.3f}")
    return {key: round(value, 4) for key, value in figures.items()}


def folds(passages: Sequence[Passage]) -> list[list[Passage]]:
    """The passages of each fold, which were read with weights learned from the others."""
    return [[passage for passage in passages if _fold({"id": passage.id}) == fold] for fold in range(FOLDS)]


def trusted(passages: Sequence[Passage], told: tuple[float, float]) -> float:
    """Prints the reliability table, and gives the expected calibration error."""
    bins = reliability((fitted_chance(chance, *told), whole) for chance, whole in judged(passages))
    for bin in bins:
        print(f"{bin.low:.1f}-{bin.high:.1f}  {bin.count:5d}  said {bin.confidence:.3f}  right {bin.right:.3f}")
    error = calibration_error(bins)
    print(f"expected calibration error {error:.3f}")
    return error


def written(weights: Iterable[Weight]) -> str:
    """The weights as the file keeps them: a line "slot<tab>context" heads its "weight<tab>trait" lines."""
    lines = []
    last: tuple[str, str] | None = None
    for slot, part, trait, weight in sorted(weights):
        if (slot, part) != last:
            lines.append(f"{slot}\t{part}")
            last = slot, part
        lines.append(f"{weight}\t{trait}")
    return "\n".join(lines) + "\n"


def main() -> None:
    rows = sets.learnable()
    if "--no-cross" not in sys.argv:
        CONFIDENCE.write_text("slope,offset\n1,0\n", encoding="utf-8")
        passages = crossed(rows)
        by = {row["id"]: row["by"] for row in rows}
        for name in dict.fromkeys(by.values()):
            figures = report(name, [passage for passage in passages if by[passage.id] == name])
            if name == sets.HAND:
                reached = figures
        # What was written to be hard is wrong more often than news is: gold says how often news is.
        gold = [passage for passage in passages if by[passage.id] == sets.HAND]
        told = line(gold)
        reached["calibration"] = round(1 - trusted(gold, told), 4)
        CROSSED.write_text(json.dumps(reached, indent=1) + "\n", encoding="utf-8")
        CONFIDENCE.write_text(f"slope,offset\n{told[0]:g},{told[1]:g}\n", encoding="utf-8")
    weights = learned(rows)
    FILE.write_text(written(weights), encoding="utf-8")
    print(f"{len(rows)} passages, {len(weights)} weights, {FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
