"""The sets that quality is measured on, walked: golden ones of the project, and larger ones beside it where present.

A set that is absent is no error: it has no `path`, and the run names it as skipped. What was annotated is read here and
never changed.
"""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.scoring import Passage
from tasks.grammar.datum import Document, Observation, Reject
from tasks.walk import Walked, walk

HOUSE = Path(__file__).parent.parent
GOLDEN = HOUSE / "tests/golden"
# Annotated texts that belong to their publishers lie beside the checkout, never in it.
BESIDE = HOUSE.parent / "shared"
TODAY = date(2026, 12, 31)

ANNOTATED: Mapping[str, Path] = {
    "gold": BESIDE / "gold/dev.jsonl",
    "passages": GOLDEN / "passages.jsonl",
    "samples": GOLDEN / "samples.jsonl",
    "unread": Path(__file__).parent / "unread.jsonl",
}
UNREAD = "unread"
"""Passages that nothing is learned from and whose errors nobody reads: what they say, other news would say too."""
HAND = "gold"
"""Whose habits of annotating count, where two sets differ."""
_LIKE_HAND = frozenset({"gold", "seeds", "samples"})
"""The sets that were annotated with these habits."""
LEARNED = Path(__file__).parent / "annotated"
"""Passages that were written, and newswire that was annotated, for learning; the newswire without its text."""
SEEDS = BESIDE / "seeds/seeds.jsonl"
SPECS = BESIDE / "specs"
SPEC_FILES = tuple(
    f"{language}_{kind}"
    for language in ("english", "hindi")
    for kind in ("age", "currency", "dimension", "number", "percent", "temperature")
)
NOTHING = GOLDEN / "nothing.jsonl"
CORPUS = BESIDE / "corpus/reuters-1987-train.jsonl.gz"
CORPUS_ENERGY = Path(__file__).parent / "corpus_energy.toml"
ENERGY_TOPICS = frozenset(["crude", "nat-gas", "fuel", "gas", "heat", "jet", "naphtha", "propane", "ship", "pet-chem"])
VALUE_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the listed quantities were read with their value, and how many of those with a unit have one."""

    listed: int
    read: int
    with_unit: int
    unit_read: int
    missed: tuple[str, ...]

    @property
    def value(self) -> float:
        """The share of the listed quantities that was read."""
        return self.read / self.listed if self.listed else 1.0


@dataclass(frozen=True, slots=True)
class Quiet:
    """Stories in which there is nothing to find, and the observations found in them all the same."""

    stories: int
    loud: int
    """Stories with at least one observation."""
    found: tuple[tuple[str, str], ...]
    """(story, "quote as metric kind commodity unit") of each."""


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file, gzipped or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def learnable() -> list[dict[str, Any]]:
    """All annotated passages that are there to learn from, in a fixed order, each with its set (`by`), whose habits
    its annotation follows (`hand`), and how much it counts (`weight`)."""
    found = [
        {**row, "by": name, "hand": HAND if name in _LIKE_HAND else name, "weight": weight}
        for name, path, weight in (
            ("gold", ANNOTATED["gold"], 1.0),
            ("seeds", SEEDS, 8.0),
            ("samples", ANNOTATED["samples"], 8.0),
            ("passages", ANNOTATED["passages"], 1.0),
            ("own hi", LEARNED / "hi.jsonl", 1.0),
            # Written to be hard: they say more of what is rare than of what is common.
            ("own en", LEARNED / "en.jsonl", 0.5),
            # Written as news is written, with gold's habits: telegraphic of 1987, and of 2014 to 2026.
            ("wire", LEARNED / "wire.jsonl", 1.0),
            ("modern", LEARNED / "modern.jsonl", 1.0),
            ("hindi", LEARNED / "hindi.jsonl", 1.0),
        )
        if path.is_file()
        for row in rows(path)
    ]
    if CORPUS.is_file():
        texts = {row["id"]: row for row in rows(CORPUS)}
        for row in rows(LEARNED / "newswire.jsonl"):
            text = texts[row["id"]]
            made = {**text, **row, "by": "newswire", "hand": "newswire", "weight": 1.0}
            for one in made["observations"]:
                one["quote"] = text["text"][one["start"] : one["end"]]
            found.append(made)
    return found


def walked(row: Mapping[str, Any]) -> Walked:
    """One row of a set, through the whole walk. Raises RuntimeError where the walk sets it aside."""
    made = Document(
        "quality", str(row["id"]), "row", row["text"], id=str(row["id"]), published=row.get("published"),
        language=row.get("language", "en"),
    )  # fmt: skip
    result = walk(made, TODAY)
    if result.article is None:
        raise RuntimeError(f"{row['id']}: {result.quarantined[0].reason}: {result.quarantined[0].detail}")
    return result


def annotated(path: Path) -> list[Passage]:
    """Each passage of an annotated file with what the walk finds in it."""
    return [
        Passage(row["id"], row["language"], row["observations"], [plain(each) for each in walked(row).observations])
        for row in rows(path)
    ]


def plain(observation: Observation) -> dict[str, Any]:
    """An observation's scored fields as an annotation writes them: numbers as floats, days as ISO text."""
    names = (
        "quote", "start", "end", "value", "unit", "metric", "kind", "commodity", "exporter", "importer", "area",
        "stage", "share_of", "grade", "period_start", "period_end", "status", "confidence",
    )  # fmt: skip
    return {name: _plain(getattr(observation, name)) for name in names}


def recall(path: Path) -> Recall:
    """Of the quantities that a file of specifications lists, those that some number of the walk agrees with."""
    listed = read = with_unit = unit_read = 0
    missed = []
    for row in rows(path):
        result = walked(row)
        numbers: list[Observation | Reject] = [*result.observations, *result.rejects]
        for wanted in row["quantities"]:
            listed += 1
            with_unit += wanted["unit"] != "-"
            agreeing = [number for number in numbers if _agrees(wanted, number)]
            if not agreeing:
                missed.append(f"{row['id']}: {wanted['text']} = {wanted['value']:g}")
                continue
            read += 1
            numbers.remove(agreeing[0])
            unit_read += wanted["unit"] != "-" and agreeing[0].unit_reported is not None
    return Recall(listed, read, with_unit, unit_read, tuple(missed))


def quiet(stories: Sequence[Mapping[str, Any]]) -> Quiet:
    """What the walk finds in stories that hold nothing."""
    found: list[tuple[str, str]] = []
    loud = 0
    for story in stories:
        observations = walked(story).observations
        loud += bool(observations)
        found += [
            (str(story["id"]), f"{each.quote!r} as {each.metric} {each.kind} {each.commodity} {each.unit}")
            for each in observations
        ]
    return Quiet(len(stories), loud, tuple(found))


def non_energy(path: Path = CORPUS) -> Iterator[dict[str, Any]]:
    """The corpus's stories without an energy topic and without an energy number all the same, as far as nothing was
    learned from them."""
    listed = tomllib.loads(CORPUS_ENERGY.read_text(encoding="utf-8"))["story"]
    others = {*listed, *(row["id"] for row in rows(LEARNED / "newswire.jsonl"))}
    for row in rows(path):
        if not ENERGY_TOPICS & set(row["topics"]) and row["id"] not in others:
            yield row


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _agrees(wanted: Mapping[str, Any], number: Observation | Reject) -> bool:
    if min(wanted["end"], number.end) <= max(wanted["start"], number.start):
        return False
    tolerance = max(abs(wanted["value"]) * VALUE_TOLERANCE, 1e-9)
    return any(
        value is not None and abs(float(value) - wanted["value"]) <= tolerance
        for value in (number.value_reported, number.value)
    )
