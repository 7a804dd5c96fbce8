"""Learns how far each rule of the grammar is to be trusted, and writes `warehouse/reference/reliability.csv`.

    python -m benchmarks.calibrate

For every (slot, rule) the share of annotated observations in which the slot was right, drawn towards the slot's own
share where there are few; and the slope and offset that make the product of the shares fit how often a whole
observation was right. The same annotations give the same file. What it prints is cross-validated by document: each
fifth is judged by the shares of the other four.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scoring import SLOTS as SCORED
from benchmarks.scoring import calibration_error, matches, reliability, slots_right
from benchmarks.sets import ANNOTATED, plain, rows, walked
from tasks.grammar.confidence import NONE, SLOTS, fitted
from tasks.grammar.datum import Observation

FILE = Path(__file__).parent.parent / "warehouse" / "reference" / "reliability.csv"
SETS = ("gold", "passages")
FOLDS = 5
DRAWN = 4.0
SLOPES = tuple(step / 20 for step in range(4, 61))
OFFSETS = tuple(step / 20 for step in range(-40, 61))

Chances = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Case:
    """One found observation: the rule of each slot, whether that slot was right, and whether all were."""

    rules: tuple[tuple[str, str], ...]
    right: tuple[bool, ...]
    whole: bool


def cases(names: Sequence[str]) -> list[list[Case]]:
    """The cases of each document of the sets that are there."""
    documents = []
    for name in names:
        if not ANNOTATED[name].is_file():
            print(f"{name}: skipped, {ANNOTATED[name]} is not there", file=sys.stderr)
            continue
        for row in rows(ANNOTATED[name]):
            found = walked(row).observations
            pairs = {j: i for i, j in matches(row["observations"], [plain(each) for each in found])}
            documents.append(
                [
                    _case(each, slots_right(row["observations"][pairs[j]], plain(each)) if j in pairs else [])
                    for j, each in enumerate(found)
                ]
            )
    return documents


def _case(observation: Observation, right: Sequence[str]) -> Case:
    said = {cue.slot: cue.rule for cue in observation.cues}
    periods = "period_start" in right and "period_end" in right
    whole = len(right) == len(SCORED)
    told = tuple(periods if slot == "period" else slot in right for slot in SLOTS)
    return Case(tuple((slot, said.get(slot, NONE)) for slot in SLOTS), told, whole)


def learned(train: Iterable[Case]) -> tuple[dict[tuple[str, str], float], float, float]:
    """The chance of each (slot, rule), with rule "" for the slot as a whole; slope and offset."""
    held = list(train)
    counts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for case in held:
        for (slot, rule), right in zip(case.rules, case.right, strict=True):
            for key in ((slot, rule), (slot, "")):
                counts[key][0] += right
                counts[key][1] += 1
    overall = {slot: counts[slot, ""][0] / counts[slot, ""][1] for slot in SLOTS}
    chances = {
        (slot, rule): (right + DRAWN * overall[slot]) / (count + DRAWN)
        for (slot, rule), (right, count) in counts.items()
    }
    products = [(product(case, chances), case.whole) for case in held]

    def missed(line: tuple[float, float]) -> float:
        return sum((fitted(chance, *line) - whole) ** 2 for chance, whole in products)

    slope, offset = min(((slope, offset) for slope in SLOPES for offset in OFFSETS), key=missed)
    return chances, slope, offset


def product(case: Case, chances: Chances) -> float:
    """The product of the chances of a case's rules."""
    return math.prod(chances.get((slot, rule), chances.get((slot, ""), 1.0)) for slot, rule in case.rules)


def main() -> None:
    documents = cases(SETS)
    judged = []
    for fold in range(FOLDS):
        train = [case for number, document in enumerate(documents) if number % FOLDS != fold for case in document]
        chances, slope, offset = learned(train)
        for document in documents[fold::FOLDS]:
            judged += [(fitted(product(case, chances), slope, offset), case.whole) for case in document]
    bins = reliability(judged)
    print(f"{len(judged)} observations of {len(documents)} documents, each judged by the other folds")
    for bin in bins:
        print(f"{bin.low:.1f}-{bin.high:.1f}  {bin.count:5d}  said {bin.confidence:.3f}  right {bin.right:.3f}")
    print(f"expected calibration error {calibration_error(bins):.3f}")
    chances, slope, offset = learned(case for document in documents for case in document)
    with FILE.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("slot", "rule", "chance"))
        table.writerows((("slope", "", f"{slope:g}"), ("offset", "", f"{offset:g}")))
        table.writerows((slot, rule, f"{value:.4f}") for (slot, rule), value in sorted(chances.items()))


if __name__ == "__main__":
    main()
