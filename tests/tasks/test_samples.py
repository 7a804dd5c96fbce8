"""The samples, walked: what they say is what was annotated by hand, slot by slot, and nothing else."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.grammar.datum import Document, Observation
from tasks.walk import Walked, walk

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
TODAY = date(2026, 1, 1)
SLOTS = (
    "metric", "kind", "commodity", "exporter", "importer", "area", "stage", "share_of", "period_start", "period_end",
    "status",
)  # fmt: skip
GOLDEN: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "tests/golden/samples.jsonl").read_text(encoding="utf-8").splitlines()
]


def manifest() -> list[dict[str, str]]:
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def walked(name: str) -> Walked:
    row = next(row for row in manifest() if row["file"] == name)
    said = {column: row[column] or None for column in ("published", "language", "title", "url", "outlet")}
    return walk(Document(str(SAMPLES), name, "text/plain", (SAMPLES / name).read_bytes(), **said), TODAY)


def facts(observation: Observation) -> dict[str, Any]:
    """The compared fields as the golden file writes them."""
    row = {slot: getattr(observation, slot) for slot in SLOTS}
    row |= {name: day.isoformat() for name in ("period_start", "period_end") if (day := row[name])}
    return row | {"quote": observation.quote, "unit": observation.unit, "value": float(observation.value)}


def test_manifest_names_every_file_and_no_other() -> None:
    assert sorted(row["file"] for row in manifest()) == sorted(path.name for path in SAMPLES.glob("*.txt"))


def test_golden_texts_are_the_samples() -> None:
    assert [row["id"] for row in GOLDEN] == [row["file"] for row in manifest()]
    for row in GOLDEN:
        assert row["text"] == (SAMPLES / row["id"]).read_bytes().decode("utf-8")
        for gold in row["observations"]:
            assert row["text"][gold["start"] : gold["end"]] == gold["quote"]


@pytest.mark.parametrize("gold", GOLDEN, ids=[row["id"] for row in GOLDEN])
def test_sample_says_what_was_annotated(gold: dict[str, Any]) -> None:
    result = walked(gold["id"])
    assert result.quarantined == ()
    found = [facts(observation) for observation in sorted(result.observations, key=lambda each: each.start)]
    wanted = [{name: row[name] for name in (*SLOTS, "quote", "unit")} for row in gold["observations"]]
    assert [{name: value for name, value in row.items() if name != "value"} for row in found] == wanted
    assert [row["value"] for row in found] == [pytest.approx(row["value"], rel=1e-9) for row in gold["observations"]]


@pytest.mark.parametrize("gold", GOLDEN, ids=[row["id"] for row in GOLDEN])
def test_every_quote_stands_at_its_offsets(gold: dict[str, Any]) -> None:
    result = walked(gold["id"])
    spans = [(each.start, each.end, each.quote) for each in result.observations]
    spans += [(each.start, each.end, each.quote) for each in result.rejects]
    assert spans
    for start, end, quote in spans:
        assert gold["text"][start:end] == quote


def test_both_languages_credit_one_agency() -> None:
    articles = [walked(name).article for name in ("pakistan-russian-crude.en.txt", "pakistan-rusi-tel.hi.txt")]
    assert [article.agency for article in articles if article] == ["app", "app"]


def test_undated_article_keeps_its_words_and_no_days() -> None:
    relative = [
        each for each in walked("bangladesh-lng.en.txt").observations if each.period_text in ("last month", "this week")
    ]
    assert len(relative) == 2
    assert all(each.period_start is each.period_end is each.published is None for each in relative)


def test_article_without_energy_has_numbers_and_no_energy() -> None:
    result = walked("onion-market.en.txt")
    assert result.numbers >= 10
    assert not result.observations
    assert not any(reject.near_energy for reject in result.rejects)
