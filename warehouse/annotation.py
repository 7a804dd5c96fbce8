"""Verdicts as annotated passages: one JSON object a passage, with every observation in it as an analyst judged it.

The form is that of tests/golden/passages.jsonl: `id`, `language`, `published`, `text`, `observations`. A passage is a
stretch of whole sentences in which nothing was read that nobody has judged, the whole article where that is so. A
number that was called wrong is no observation: in its passage it stands without one. A judged number whose sentence
holds others that nobody has judged comes in a passage of that sentence, which names their spans as `unjudged`: it
becomes a whole one when they are judged too. Only reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from warehouse import build, lookup, slot
from warehouse.verdict import WRONG


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export."""

    lines: tuple[str, ...]
    """The passages, each a line of JSON."""
    judged: int
    """Verdicts in these passages: all that hold."""
    partly: int
    """Passages that hold numbers which nobody has judged."""


def export(working: Path) -> Exported:
    """The passages of all verdicts that hold, by article and place. Raises what `build.open_working` raises."""
    with build.explained(working), closing(build.open_working(working)) as con:
        lines: list[str] = []
        judged = partly = 0
        for article_id, language, published, text in lookup.select(con, _JUDGED).rows:
            numbers = _numbers(con, article_id)
            for start, end in sorted({*_stretches(text, numbers), *_mixed(numbers)}):
                inside = [row for row in numbers if start <= row["start_char"] and row["end_char"] <= end]
                if any(row["verdict"] for row in inside):
                    name = article_id if (start, end) == (0, len(text)) else f"{article_id}:{start}-{end}"
                    passage = {"id": name, "language": language, "published": _plain(published)}
                    passage |= {"text": text[start:end]} | _annotated(inside, start)
                    lines.append(json.dumps(passage, ensure_ascii=False))
                    judged += sum(row["verdict"] is not None for row in inside)
                    partly += "unjudged" in passage
    return Exported(tuple(lines), judged, partly)


def _numbers(con: duckdb.DuckDBPyConnection, article_id: str) -> list[dict[str, Any]]:
    found = lookup.select(
        con,
        "SELECT * FROM readings_at(NULL) WHERE article_id = ? ORDER BY start_char, end_char, observation_id",
        [article_id],
    )
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def _stretches(text: str, numbers: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """What is left of the text without the sentences that hold a number which nobody has judged, without outer
    space."""
    spans = sorted((row["sentence_start"], row["sentence_end"]) for row in numbers if row["verdict"] is None)
    if not spans:
        yield 0, len(text)
        return
    begin = 0
    for start, end in (*spans, (len(text), len(text))):
        piece = text[begin:start]
        if piece.strip():
            yield begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
        begin = max(begin, end)


def _mixed(numbers: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    """The sentences that hold judged numbers and others."""
    unjudged = [(row["sentence_start"], row["sentence_end"]) for row in numbers if row["verdict"] is None]
    for row in numbers:
        if row["verdict"]:
            start, end = row["sentence_start"], row["sentence_end"]
            met = [span for span in unjudged if span[0] < end and span[1] > start]
            if met:
                yield min(start, *(span[0] for span in met)), max(end, *(span[1] for span in met))


def _annotated(numbers: list[dict[str, Any]], shift: int) -> dict[str, Any]:
    observations = [
        {"quote": row["quote"]}
        | {name: _plain(row[name]) for name in slot.SLOTS if name != "subject"}
        | {"start": row["start_char"] - shift, "end": row["end_char"] - shift}
        for row in numbers
        if row["verdict"] not in (None, WRONG)
    ]
    unjudged = [[row["start_char"] - shift, row["end_char"] - shift] for row in numbers if row["verdict"] is None]
    return {"observations": observations} | ({"unjudged": unjudged} if unjudged else {})


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


_JUDGED = """
SELECT article_id, language, published, text
FROM article
WHERE superseded_at IS NULL AND text IS NOT NULL AND article_id IN (
    SELECT article_id FROM readings_at(NULL) WHERE verdict IS NOT NULL
)
ORDER BY article_id
"""
