"""`khabarrel extract`: observations to standard output, with no warehouse and no Prefect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import typer

from khabarrel.options import As, Language, Published, Sources

COLUMNS = (
    "article_id", "quote", "start", "end", "value", "low", "high", "comparator", "unit", "metric", "kind", "commodity",
    "exporter", "importer", "area", "stage", "share_of", "grade", "period_start", "period_end", "period_text", "status",
    "attribution", "subject", "value_reported", "unit_reported", "factor_id", "confidence", "published", "language",
)  # fmt: skip
BRIEF = (
    "article_id", "quote", "value", "unit", "metric", "kind", "commodity", "exporter", "importer", "area", "stage",
    "period_start", "period_end", "status",
)  # fmt: skip


def extract(sources: Sources, form: As = None, published: Published = None, language: Language = None) -> None:
    """Print the observations of articles, without a warehouse.

    Example: khabarrel extract samples --format csv > observations.csv
    """
    from khabarrel.reading import Reading
    from khabarrel.rows import show, streams

    reading = Reading(sources, published, language, shown=not streams(form))
    show(_observations(reading.articles()), COLUMNS, form, BRIEF)
    raise typer.Exit(reading.code)


def _observations(articles: Iterator[tuple[Any, Any]]) -> Iterator[dict[str, Any]]:
    for _, walked in articles:
        for observation in walked.observations:
            yield {part.name: getattr(observation, part.name) for part in fields(observation)}
