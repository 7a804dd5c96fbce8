"""`khabarrel explain`: every number of the articles, with the words that decided it or the reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

from khabarrel.options import As, Language, Published, Sources

if TYPE_CHECKING:
    from tasks.grammar.datum import Article, Observation, Reject
    from tasks.walk import Walked

COLUMNS = (
    "article_id", "quote", "start", "end", "value", "low", "high", "unit", "value_reported", "unit_reported", "outcome",
    "reason", "cues",
)  # fmt: skip
# A table has room for the deciding words alone; the rules that read them are in `cues`.
BRIEF = ("article_id", "start", "quote", "value", "unit", "outcome", "reason", "words")


def explain(sources: Sources, form: As = None, published: Published = None, language: Language = None) -> None:
    """Print every number of the articles: what it became and by which words, or why it was not taken.

    Example: khabarrel explain story.txt --published 2023-10-17
    """
    from khabarrel.reading import Reading
    from khabarrel.rows import show, streams

    reading = Reading(sources, published, language, shown=not streams(form))
    show(_numbers(reading.articles()), COLUMNS, form, BRIEF)
    raise typer.Exit(reading.code)


def _numbers(articles: Iterator[tuple[Article, Walked]]) -> Iterator[dict[str, Any]]:
    for article, walked in articles:
        rows = [_row(taken, article) for taken in walked.observations]
        rows += [_row(refused, article) for refused in walked.rejects]
        yield from sorted(rows, key=lambda row: (row["start"], row["end"]))


def _row(number: Observation | Reject, article: Article) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(number, name, None) for name in COLUMNS}
    row["outcome"] = "observation" if row["reason"] is None else "reject"
    row["cues"] = [
        {"slot": cue.slot, "words": article.text[cue.start : cue.end] or None, "rule": cue.rule}
        for cue in getattr(number, "cues", ())
    ]
    row["words"] = "; ".join(f"{cue['slot']}: {cue['words']}" for cue in row["cues"] if cue["words"])
    return row
