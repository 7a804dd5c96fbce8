"""How much of what articles say is read right, by language and set, against floors that only rise.

    python benchmarks/quality.py [--set NAME]... [--errors KIND] [--json] [--check | --raise]
                                 [--peer] [--peer-python PATH]

Sets: gold, passages, samples (annotated passages), unread (annotated ones that nothing is learned from and whose errors
are not listed), specs (numbers that another project lists), nothing (passages without an energy number), corpus
(newswire without energy topics). Those that are absent are named as skipped.
`--errors` lists what is wrong: a KIND is "missed", "extra", a slot, "specs" or "false", or "all".
`--check` ends with exit code 4 where a figure lies below its floor in floor.toml; `--raise` lifts the floors to what
was reached. `--peer` scores quantulum3 with the same scorer, by the interpreter that has the extra `peer`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

# As a script this file's own folder comes first, and its `warehouse` would hide the house's.
HOUSE = Path(__file__).resolve().parent.parent
sys.path[:] = [str(HOUSE), *(entry for entry in sys.path if Path(entry or ".").resolve() != HOUSE / "benchmarks")]

from benchmarks import floors, peer_run, sets  # noqa: E402
from benchmarks.scoring import (  # noqa: E402
    SLOTS,
    Error,
    Passage,
    Tally,
    calibration_error,
    errors,
    folds,
    judged,
    reliability,
    spread,
    tallies,
)

GATE = 4
LANGUAGES = ("en", "hi")
# The share of matches with a slot right falls when more of the hard numbers are read: no floor can stand under it, so
# the floor of a slot is under the F1 of numbers read with that slot right. Both are printed.
MEASURES = ("quantity", "observation", *(f"{slot}_f1" for slot in SLOTS))
NAMES = (*sets.ANNOTATED, "crossed", "specs", "nothing", "corpus")
CROSSED = Path(__file__).parent / "crossed.json"
LEARNED = ("gold.", "passages.")
# Every figure that a run over all sets gives, each with a floor.
FIGURES = tuple(
    sorted(
        [f"{name}.{language}.{measure}" for name in sets.ANNOTATED for language in LANGUAGES for measure in MEASURES]
        + [f"specs.{name}" for name in sets.SPEC_FILES]
        + [f"nothing.{language}" for language in LANGUAGES]
        + [f"crossed.{language}.{what}" for language in LANGUAGES for what in ("quantity", "observation")]
        + ["corpus.en", "crossed.calibration"]
    )
)


@dataclass(slots=True)
class Report:
    """What one run found: `figures` to hold against the floors, and the lines that people read."""

    figures: dict[str, float] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    wrong: list[Error] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def say(self, line: str = "") -> None:
        self.lines.append(line)


def measure(names: Sequence[str]) -> Report:
    """Measures the named sets, in their order; the absent ones are skipped and named."""
    report = Report()
    for name in names:
        if name in sets.ANNOTATED:
            _annotated(name, report)
        elif name == "crossed":
            _crossed(report)
        elif name == "specs":
            _specs(report)
        elif name == "nothing":
            _nothing(report)
        else:
            _corpus(report)
    return report


def _absent(name: str, path: Path, report: Report) -> bool:
    if path.exists():
        return False
    report.skipped.append(name)
    report.say(f"{name}: skipped, there is no {path.parent.name}/{path.name}\n")
    return True


def _annotated(name: str, report: Report) -> None:
    path = sets.ANNOTATED[name]
    if _absent(name, path, report):
        return
    passages = sets.annotated(path)
    by_language = tallies(passages)
    report.details[name] = {
        language: {**_figures(tally), "slots": tally.slots} for language, tally in by_language.items()
    }
    for language, tally in by_language.items():
        report.figures |= {f"{name}.{language}.{key}": value for key, value in _figures(tally).items()}
        report.say(f"{name} {language}: {tally.passages} passages, {tally.wanted} annotated, {tally.found} found")
        for what, part in (("quantity", tally.quantity), ("observation", tally.observation)):
            report.say(f"  {what:12} F1 {part.f1:.4f}  precision {part.precision:.4f}  recall {part.recall:.4f}")
        report.say("  slots        " + "  ".join(f"{slot} {right:.3f}" for slot, right in tally.slots.items()))
        slots_f1 = "  ".join(f"{slot} {part.f1:.3f}" for slot, part in tally.slot_shares.items())
        report.say(f"  slots, F1    {slots_f1}")
    if name != sets.UNREAD:
        report.wrong += errors(passages)
    if name == "gold":
        _folds(name, passages, report)
    if name != "samples":
        _reliability(name, passages, report)
    report.say()


def _figures(tally: Tally) -> dict[str, float]:
    slots = {f"{slot}_f1": part.f1 for slot, part in tally.slot_shares.items()}
    return {"quantity": tally.quantity.f1, "observation": tally.observation.f1, **slots}


def _folds(name: str, passages: Sequence[Passage], report: Report) -> None:
    parts = [tallies(part) for part in folds(passages)]
    for language in sorted({language for part in parts for language in part}):
        held = [part[language] for part in parts if language in part]
        for what in ("quantity", "observation"):
            values = [getattr(tally, what).f1 for tally in held]
            mean, deviation, least, most = spread(values)
            report.details.setdefault("folds", {})[f"{name}.{language}.{what}"] = values
            report.say(
                f"  {language} {what}, {len(held)} folds of documents: mean {mean:.4f}, deviation {deviation:.4f}, "
                f"from {least:.4f} to {most:.4f}"
            )


def _crossed(report: Report) -> None:
    """What `benchmarks/learn.py` last reached on gold with weights learned without the passages they were tried on: the
    sets above have been learned from, and say only that nothing broke."""
    told: dict[str, float] = json.loads(CROSSED.read_text(encoding="utf-8"))
    report.say("gold, each fifth read with weights learned without it (as `python -m benchmarks.learn` last found)")
    for language in LANGUAGES:
        mine = {key.partition(".")[2]: value for key, value in told.items() if key.startswith(f"{language}.")}
        report.say(f"  {language}  " + "  ".join(f"{key} {value:.3f}" for key, value in mine.items()))
        report.figures |= {f"crossed.{language}.{what}": mine[what] for what in ("quantity", "observation")}
    report.figures["crossed.calibration"] = told["calibration"]
    report.say(f"  expected calibration error {1 - told['calibration']:.4f}\n")


def _reliability(name: str, passages: Sequence[Passage], report: Report) -> None:
    bins = reliability(judged(passages))
    error = calibration_error(bins)
    report.details.setdefault("reliability", {})[name] = [asdict(bin) for bin in bins]
    report.say(f"  confidence: expected calibration error {error:.4f}")
    for bin in bins:
        report.say(
            f"    {bin.low:.1f} to {bin.high:.1f}: {bin.count:5} observations, mean {bin.confidence:.3f}, "
            f"right {bin.right:.3f}"
        )


def _specs(report: Report) -> None:
    if _absent("specs", sets.SPECS, report):
        return
    for name in sets.SPEC_FILES:
        found = sets.recall(sets.SPECS / f"{name}.jsonl")
        report.figures[f"specs.{name}"] = found.value
        report.wrong += [Error(name, name.split("_")[0][:2], "specs", line, None, None) for line in found.missed]
        unit = f"; a unit for {found.unit_read} of {found.with_unit}" if found.with_unit else ""
        report.say(f"specs {name:20} {found.read:3} of {found.listed:3} values read, {found.value:.4f}{unit}")
    report.say()


def _nothing(report: Report) -> None:
    if _absent("nothing", sets.NOTHING, report):
        return
    stories = sets.rows(sets.NOTHING)
    for language in LANGUAGES:
        found = sets.quiet([story for story in stories if story["language"] == language])
        report.figures[f"nothing.{language}"] = 1 - found.loud / found.stories
        report.wrong += [Error(story, language, "false", what, None, None) for story, what in found.found]
        report.say(f"nothing {language}: {found.loud} of {found.stories} passages without energy yield something")
    report.say()


def _corpus(report: Report) -> None:
    if _absent("corpus", sets.CORPUS, report):
        return
    found = sets.quiet(list(sets.non_energy()))
    rate = len(found.found) / found.stories
    report.figures["corpus.en"] = 1 - rate
    report.wrong += [Error(story, "en", "false", what, None, None) for story, what in found.found]
    report.say(
        f"corpus en: {len(found.found)} false observations in {found.loud} of {found.stories} non-energy stories, "
        f"{rate * 100:.2f} in 100 stories\n"
    )


def _listed(kind: str, wrong: Sequence[Error]) -> list[str]:
    """The errors of a kind, then how many there are of each kind."""
    chosen = [error for error in wrong if kind in ("all", error.kind)]
    lines = [
        f"{error.passage} | {error.kind} | {error.quote}"
        + (f" | want {error.wanted} | got {error.got}" if (error.wanted, error.got) != (None, None) else "")
        for error in chosen
    ]
    counts = Counter(error.kind for error in chosen)
    return [*lines, "errors: " + (", ".join(f"{kind} {count}" for kind, count in counts.most_common()) or "none")]


def _checked(figures: Mapping[str, float]) -> list[str]:
    """A line for each figure below its floor."""
    return [
        f"below its floor: {name} is {figures[name]:.4f}, {gap:.4f} less than {figures[name] + gap:.4f}"
        for name, gap in floors.below(figures, floors.read()).items()
    ]


def main() -> int:
    """Prints the report; exit code 4 where `--check` finds a figure below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=NAMES, dest="sets", help="only this set; may be repeated")
    parser.add_argument("--errors", choices=("all", "missed", "extra", *SLOTS, "specs", "false"), metavar="KIND")
    parser.add_argument("--json", action="store_true", help="print figures and details as JSON")
    gate = parser.add_mutually_exclusive_group()
    gate.add_argument("--check", action="store_true", help="fail below a floor")
    gate.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to what was reached")
    parser.add_argument("--peer", action="store_true", help="score quantulum3 on the annotated sets too")
    parser.add_argument("--peer-python", default=sys.executable, help="the interpreter that has the extra `peer`")
    options = parser.parse_args()
    report = measure(options.sets or NAMES)
    if options.peer:
        for name in options.sets or NAMES:
            if name in sets.ANNOTATED and name not in report.skipped:
                peers, lines = peer_run.score(sets.rows(sets.ANNOTATED[name]), options.peer_python)
                report.details.setdefault("peer", {})[name] = peers
                report.lines += [f"{name}, {line}" for line in lines]
        report.say()
    low = _checked(report.figures) if options.check else []
    if options.json:
        print(json.dumps({"figures": report.figures, "skipped": report.skipped, "below": low, **report.details}))
    else:
        print("\n".join([*report.lines, *(_listed(options.errors, report.wrong) if options.errors else ())]))
    if options.lift:
        # A set that has been learned from can only fall when what is learned becomes less peculiar to it.
        lifted = {name: value for name, value in report.figures.items() if not name.startswith(LEARNED)}
        for name, (old, new) in floors.lift(lifted).items():
            print(f"floor of {name}: {'none' if old is None else f'{old:.3f}'} -> {new:.3f}", file=sys.stderr)
    for line in low:
        print(line, file=sys.stderr)
    return GATE if low else 0


if __name__ == "__main__":
    sys.exit(main())
