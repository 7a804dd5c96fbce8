"""Shards made by hand: articles as lists of the facts that they state, texts with their quotes, and a warehouse."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import duckdb

from warehouse import append, build, lookup, shard
from warehouse.append import RunRecord

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
JUNE = (date(2023, 6, 1), date(2023, 6, 30))


def hour(number: int) -> datetime:
    """So many hours after the first load of a test."""
    return START + timedelta(hours=number)


def record(run_id: str, grammar: str = "g1", **more: Any) -> RunRecord:
    return RunRecord(run_id=run_id, flow="refresh", started_at=START, grammar=grammar, sources=("made",), **more)


@dataclass(frozen=True)
class Fact:
    """One observation: crude delivered to Pakistan in June 2023, unless it says otherwise."""

    value: float = 101000.0
    quote: str = ""
    step: float = 1.0
    unit: str = "t"
    comparator: str = "="
    low: float | None = None
    high: float | None = None
    metric: str = "trade"
    kind: str = "level"
    commodity: str = "crude_oil"
    exporter: str | None = "RU"
    importer: str | None = "PK"
    area: str | None = None
    stage: str | None = "delivered"
    share_of: str | None = None
    grade: str | None = None
    status: str = "actual"
    period: tuple[date, date] | None = JUNE
    attribution: str | None = None
    subject: str | None = None
    confidence: float = 0.9


@dataclass(frozen=True)
class Story:
    """One article, and what a grammar reads in it."""

    article_id: str
    facts: tuple[Fact, ...] = (Fact(),)
    published: date | None = date(2023, 7, 3)
    language: str = "en"
    outlet: str | None = None
    agency: str | None = None
    title: str | None = None
    locator: str | None = None
    words: str = ""
    rejects: int = 0
    grammar: str = "g1"

    @property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the four files."""
        text, spans = self.words, []
        for fact in self.facts:
            quote = fact.quote or f"{fact.value:,.10g} टन"
            spans.append((len(text), len(text) + len(quote), quote))
            text += quote + ". "
        junk = []
        for _ in range(self.rejects):
            junk.append((len(text), len(text) + 2))
            text += "77. "
        version = hashlib.sha256(f"{self.article_id}\n{text}".encode()).hexdigest()[:16]
        article: dict[str, Any] = {
            "article_id": self.article_id,
            "version_id": version,
            "language": self.language,
            "published": self.published,
            "title": self.title,
            "url": None,
            "outlet": self.outlet,
            "agency": self.agency,
            "source": "made",
            "locator": self.locator or self.article_id,
            "digest": version,
            "text": text,
            "characters": len(text),
            "numbers": len(self.facts) + self.rejects + 1,
            "taken": len(self.facts),
            "observations": len(self.facts),
            "status": "energy" if self.facts or self.rejects else "not_energy",
            "rejected": {"no_unit": self.rejects, "year": 1} if self.rejects else {"year": 1},
            "warnings": [],
            "grammar": self.grammar,
        }
        observations = [
            {
                "article_id": self.article_id,
                "version_id": version,
                "observation_id": f"{version}-{start}-0",
                "start_char": start,
                "end_char": end,
                "quote": quote,
                "sentence_start": start,
                "sentence_end": end + 1,
                "value": fact.value,
                "low": fact.low,
                "high": fact.high,
                "step": fact.step,
                "comparator": fact.comparator,
                "unit": fact.unit,
                "metric": fact.metric,
                "kind": fact.kind,
                "commodity": fact.commodity,
                "exporter": fact.exporter,
                "importer": fact.importer,
                "area": fact.area,
                "stage": fact.stage,
                "share_of": fact.share_of,
                "grade": fact.grade,
                "period_start": fact.period[0] if fact.period else None,
                "period_end": fact.period[1] if fact.period else None,
                "period_text": None,
                "status": fact.status,
                "attribution": fact.attribution,
                "subject": fact.subject,
                "subject_id": fact.subject.lower() if fact.subject else None,
                "value_reported": fact.value,
                "unit_reported": fact.unit,
                "factor_id": "tonne",
                "confidence": fact.confidence,
                "published": self.published,
                "language": self.language,
                "cues": [{"slot": "unit", "start_char": start, "end_char": end, "rule": "unit"}],
                "grammar": self.grammar,
            }
            for fact, (start, end, quote) in zip(self.facts, spans, strict=True)
        ]
        rejects = [
            {
                "article_id": self.article_id,
                "version_id": version,
                "ordinal": ordinal,
                "start_char": start,
                "end_char": end,
                "quote": "77",
                "sentence_start": start,
                "sentence_end": end,
                "value": 77.0,
                "low": None,
                "high": None,
                "unit": None,
                "value_reported": 77.0,
                "unit_reported": None,
                "reason": "no_unit",
                "grammar": self.grammar,
            }
            for ordinal, (start, end) in enumerate(junk)
        ]
        return {"article": [article], "observation": observations, "reject": rejects}


def broken(locator: str, reason: str = "binary") -> dict[str, Any]:
    """A row of quarantine."""
    return {
        "quarantine_id": shard.quarantine_id("made", locator, reason, None),
        "source": "made",
        "locator": locator,
        "reason": reason,
        "detail": "not text",
        "next_step": "convert it",
        "digest": None,
        "article_id": None,
    }


def make(folder: Path, stories: Iterable[Story], quarantine: Iterable[Mapping[str, Any]] = ()) -> Path:
    """A shard of these stories, in this order."""
    rows: dict[str, list[Any]] = {"article": [], "observation": [], "reject": [], "quarantine": list(quarantine)}
    for story in stories:
        for name, held in story.rows.items():
            rows[name] += held
    return shard.write(folder, rows)


def other(story: Story, **changes: Any) -> Story:
    """The same story with something else."""
    return replace(story, **changes)


@cache
def empty() -> Path:
    """A working file with nothing in it: made once, because making one takes a good part of a second."""
    path = Path(tempfile.mkdtemp(prefix="khabarrel-warehouse-")) / "empty.duckdb"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    build.open_working(path, hour(0)).close()
    return path


class Warehouse:
    """A working file that loads stories and answers queries; each load is an hour after the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "energy.work.duckdb"
        self._numbers = count()
        shutil.copy(empty(), self.path)

    def load(
        self, *stories: Story, quarantine: Iterable[Mapping[str, Any]] = (), at: int | None = None, **more: Any
    ) -> append.Counts:
        number = next(self._numbers)
        shard = make(self.folder / f"shard-{number}", stories, quarantine)
        return append.load(self.path, [shard], record(f"run-{number}", **more), hour(number if at is None else at))

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(self.open()) as con:
            return con.execute(sql, list(values)).fetchall()

    def dicts(self, sql: str, *values: object) -> list[dict[str, Any]]:
        with closing(self.open()) as con:
            found = lookup.select(con, sql, values)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    def points(self, where: str = "true") -> list[dict[str, Any]]:
        return self.dicts(f"SELECT * FROM point WHERE {where} ORDER BY series, plot_date, value")

    def breaches(self) -> list[lookup.Breach]:
        with closing(self.open()) as con:
            return lookup.audit(con)

    def open(self) -> duckdb.DuckDBPyConnection:
        return build.open_working(self.path, hour(0))
