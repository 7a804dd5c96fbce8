"""Two real articles of one event, read exactly; and the same sentences about other countries, goods and days."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.grammar.datum import Article, Observation
from tasks.lexicon import load
from tasks.measure import measure
from tasks.observe import observe
from tasks.split import split

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds" / "seeds.jsonl"
GOLDEN = ROOT / "tests" / "golden"
FIELDS = (
    "quote", "start", "end", "value", "low", "high", "comparator", "unit", "metric", "kind", "commodity", "exporter",
    "importer", "area", "stage", "share_of", "grade", "period_start", "period_end", "period_text", "status",
    "attribution",
)  # fmt: skip
VARIANTS: dict[str, Any] = json.loads((GOLDEN / "variants.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not SEEDS.is_file(), reason="the annotated articles are not here")


def seeds() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SEEDS.read_text(encoding="utf-8").splitlines() if line.strip()]


def observations(row: dict[str, Any]) -> list[Observation]:
    lexicon = load(row["language"])
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    article = Article(row["id"], row["id"], row["text"], row["language"], published, "", "", "")
    measured = [(sentence, measure(sentence, lexicon, published)) for sentence in split(article, lexicon)]
    return list(observe(article, measured, lexicon)[0])


def row_of(observation: Observation) -> dict[str, Any]:
    row = {field: getattr(observation, field) for field in FIELDS}
    for field in ("value", "low", "high"):
        row[field] = None if row[field] is None else float(row[field])
    for field in ("period_start", "period_end"):
        row[field] = None if row[field] is None else row[field].isoformat()
    return row


@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_five_facts_are_read_whole_and_nothing_else(language: str) -> None:
    row = next(row for row in seeds() if row["language"] == language)
    assert [row_of(found) for found in observations(row)] == sorted(row["observations"], key=lambda fact: fact["start"])


@pytest.mark.parametrize("language", ["en", "hi"])
def test_without_a_day_of_publication_the_periods_stay_open_and_keep_their_words(language: str) -> None:
    row = next(row for row in seeds() if row["language"] == language)
    wanted = [
        dict(fact, period_start=None, period_end=None) for fact in sorted(row["observations"], key=lambda f: f["start"])
    ]
    assert [row_of(found) for found in observations({**row, "published": None})] == wanted


def variant(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The seed with its names, goods, days and amounts exchanged, and its annotations moved along."""
    language = row["language"]
    exporter = list(VARIANTS["exporters"])[number]
    importer = list(VARIANTS["importers"])[(number * 3) % len(VARIANTS["importers"])]
    goods = [None, *VARIANTS["commodities"]][number % (len(VARIANTS["commodities"]) + 1)]
    amounts = VARIANTS["numbers"][number % len(VARIANTS["numbers"])]
    days = VARIANTS["dates"][(number // 2) % len(VARIANTS["dates"])]
    seller, origin = VARIANTS["exporters"][exporter][language]
    buyer, people, capital, port = VARIANTS["importers"][importer][language]
    swaps: dict[str, str] = {}
    counts = VARIANTS["counts"]
    if language == "en":
        swaps = {"Russian": origin, "Russia": seller, "Pakistani": people, "Pakistan": buyer, "Islamabad": capital}
        swaps |= {"Karachi": port, "April": days["en"][0], "11 and 26 June": days["en"][1]}
        swaps |= {
            "Two": amounts["two"][0].capitalize(),
            "100,000": amounts["100,000"][0],
            "101,000": amounts["101,000"][0],
        }
    else:
        swaps = {"रूसी": origin, "रूस": seller, "पाकिस्तानी": people, "पाकिस्तान": buyer, "इस्लामाबाद": capital}
        swaps |= {"कराची": port, "अप्रैल": days["hi"][0], "11 और 26 जून": days["hi"][1]}
        swaps |= {"दो जहाज": counts[amounts["two"][0]] + " जहाज"}
        swaps |= {key: amounts[key][0].replace(" million", " मिलियन") for key in ("100,000", "101,000")}
    swaps |= {"10%": amounts["10"][0] + "%", "30%": amounts["30"][0] + "%"}
    if goods is not None:
        swaps |= VARIANTS["commodities"][goods][language]
    pattern = re.compile(
        "|".join(
            rf"(?<![\w\u0900-\u0963]){re.escape(word)}(?![\w\u0900-\u0963])"
            for word in sorted(swaps, key=len, reverse=True)
        )
    )
    text, moved, last = [], {0: 0}, 0
    length = 0
    for match in pattern.finditer(row["text"]):
        for piece, start, end in (
            (row["text"][last : match.start()], last, match.start()),
            (swaps[match.group()], match.start(), match.end()),
        ):
            text.append(piece)
            moved[start] = length
            length += len(piece)
            moved[end] = length
        last = match.end()
    text.append(row["text"][last:])

    def place(offset: int) -> int:
        anchor = max(start for start in moved if start <= offset)
        return moved[anchor] + offset - anchor

    facts = []
    for fact in sorted(row["observations"], key=lambda fact: fact["start"]):
        fact = dict(fact, exporter=exporter, importer=importer, start=place(fact["start"]), end=place(fact["end"]))
        whole = "".join(text)
        fact["quote"] = whole[fact["start"] : fact["end"]]
        original = {100000: "100,000", 101000: "101,000", 10: "10", 30: "30", 2: "two"}[fact["value"]]
        fact["value"] = amounts[original][1]
        if goods is not None:
            fact["commodity"] = goods
        if fact["stage"] == "contracted":
            fact["period_start"], fact["period_end"] = days["month"]
        elif fact["stage"] == "delivered":
            fact["period_start"], fact["period_end"] = days["days"]
        fact.pop("period_text"), fact.pop("attribution")
        facts.append(fact)
    return {**row, "text": "".join(text), "observations": facts}


@pytest.mark.parametrize("number", range(20))
@pytest.mark.parametrize("language", ["en", "hi"])
def test_the_same_story_about_others_is_read_as_exactly(language: str, number: int) -> None:
    row = variant(next(row for row in seeds() if row["language"] == language), number)
    found = [row_of(observation) for observation in observations(row)]
    for fact in found:
        fact.pop("period_text"), fact.pop("attribution")
    assert found == row["observations"]
