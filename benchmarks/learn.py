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
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy

from benchmarks import logit, sets
from benchmarks.logit import Case
from benchmarks.scoring import Passage, calibration_error, judged, reliability, spread, tallies
from tasks.grammar import weigh
from tasks.grammar.canonical import canonical
from tasks.grammar.confidence import fitted as fitted_chance
from tasks.grammar.confidence import odds
from tasks.grammar.datum import Quantity
from tasks.grammar.weigh import Option
from warehouse import weights
from warehouse.weights import Weight

CROSSED = Path(__file__).parent / "crossed.json"
"""What was reached on gold by weights that were learned without the passages they were tried on."""
CONFIDENCE = weights.FILE.with_name("confidence.csv")
FOLDS = 5
_NEAR = 0.005
"""How far a value may lie from the annotated one, as a share of it."""
FIRST = 3
"""Folds of the first time, whose weights only say what was chosen for the slots before."""

_SLOTS = (
    "unit",
    "rate",
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
_START: list[Weight] = [(slot, "", trait, 8 * weigh.UNIT) for slot in _SLOTS for trait in ("ruled", "nobody ruled")]
"""What the rules proposed is taken."""


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
            if wanted is None and slot not in ("metric", "unit"):
                continue
            right = tuple(_right(wanted, slot, option.value, quantity) for option in options)
            told = (*context, logit.BY + row["hand"]) if "hand" in row else context
            cases[slot].append(logit.case(row["id"], told, options, right, row.get("weight", 1.0)))
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


def _right(wanted: Mapping[str, Any] | None, slot: str, value: Any, quantity: Quantity) -> bool:
    if wanted is None or (slot == "unit" and value is None):
        return bool(wanted is None and value is None)
    if slot in ("unit", "rate", "money"):
        made, amount = canonical(quantity.value, value, wanted["commodity"]), abs(wanted["value"])
        return bool(made.unit == wanted["unit"] and abs(abs(float(made.value)) - amount) <= _NEAR * amount)
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


def weighed(cases: Mapping[str, Sequence[Case]], parts: Sequence[Part]) -> list[list[Weight]]:
    """For each part, the weights that the cases of its documents teach."""
    global _shared
    _shared = cases
    slots = sorted(cases, key=lambda slot: -sum(len(case.right) for case in cases[slot]))
    # The cases reach the processes by fork; only weights come back.
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        found = dict(zip(slots, pool.map(_weighed, slots, [parts] * len(slots)), strict=True))
    return [[weight for slot in sorted(found) for weight in found[slot][part]] for part in range(len(parts))]


_shared: Mapping[str, Sequence[Case]] = {}
Part = tuple[int, int]
"""Folds, and the one that is left out; (1, 1) leaves none out."""


def _weighed(slot: str, parts: Sequence[Part]) -> list[list[Weight]]:
    """For each part, the weights of one slot."""
    coded = logit.Coded(_shared[slot])
    masks = [
        numpy.array([_fold(case.document, folds) != left for case in _shared[slot]], dtype=bool)
        for folds, left in parts
    ]
    return [
        [
            (slot, part, trait, round(weight * weigh.UNIT))
            for part, trait, weight in logit.kept(coded.fitted(mask), sets.HAND)
        ]
        for mask in masks
    ]


def learned(rows: Sequence[Mapping[str, Any]], cross: bool = True) -> list[list[Weight]]:
    """What some passages teach: if `cross`, weights for each fold, learned without it; and at last those of all.

    A slot's options know what was chosen for the slots before it. So that they know it as they will of a text that
    nobody annotated, each passage is walked the second time with weights learned without it.
    """
    weigh.use(_START)
    told = weighed(collected(rows), [(FIRST, left) for left in range(FIRST)])
    cases: defaultdict[str, list[Case]] = defaultdict(list)
    for left in range(FIRST):
        weigh.use(told[left])
        for slot, more in collected(row for row in rows if _fold(row["id"], FIRST) == left).items():
            cases[slot] += more
    parts = [(FOLDS, left) for left in range(FOLDS)] if cross else []
    return weighed(cases, [*parts, (1, 1)])


def read(rows: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """Passages as the walk reads them with the weights in use."""
    return [
        Passage(row["id"], row["language"], row["observations"], [sets.plain(o) for o in sets.walked(row).observations])
        for row in rows
    ]


def crossed(rows: Sequence[dict[str, Any]], told: Sequence[Sequence[Weight]]) -> list[Passage]:
    """Each passage read with the weights that were learned without its fold."""
    passages = []
    for fold in range(FOLDS):
        weigh.use(told[fold])
        passages += read(row for row in rows if _fold(row["id"]) == fold)
    return passages


def _fold(document: str, count: int = FOLDS) -> int:
    return crc32(document.encode()) % count


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
    return [[passage for passage in passages if _fold(passage.id) == fold] for fold in range(FOLDS)]


def trusted(passages: Sequence[Passage], told: tuple[float, float]) -> float:
    """Prints the reliability table, and gives the expected calibration error."""
    bins = reliability((fitted_chance(chance, *told), whole) for chance, whole in judged(passages))
    for bin in bins:
        print(f"{bin.low:.1f}-{bin.high:.1f}  {bin.count:5d}  said {bin.confidence:.3f}  right {bin.right:.3f}")
    error = calibration_error(bins)
    print(f"expected calibration error {error:.3f}")
    return error


def main() -> None:
    rows = sets.learnable()
    cross = "--no-cross" not in sys.argv
    told = learned(rows, cross)
    if cross:
        CONFIDENCE.write_text("slope,offset\n1,0\n", encoding="utf-8")
        passages = crossed(rows, told)
        by = {row["id"]: row["by"] for row in rows}
        for name in dict.fromkeys(by.values()):
            figures = report(name, [passage for passage in passages if by[passage.id] == name])
            if name == sets.HAND:
                reached = figures
        # What was written to be hard is wrong more often than news is: gold says how often news is.
        gold = [passage for passage in passages if by[passage.id] == sets.HAND]
        straight = line(gold)
        reached["calibration"] = round(1 - trusted(gold, straight), 4)
        CROSSED.write_text(json.dumps(reached, indent=1) + "\n", encoding="utf-8")
        CONFIDENCE.write_text(f"slope,offset\n{straight[0]:g},{straight[1]:g}\n", encoding="utf-8")
    weights.FILE.write_text(weights.written(told[-1]), encoding="utf-8")
    print(f"{len(rows)} passages, {len(told[-1])} weights, {weights.FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
