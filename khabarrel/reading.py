"""Sources through the walk, one document at a time, with what is quarantined told on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from khabarrel.exits import QUARANTINED
from khabarrel.options import day, spoken
from khabarrel.progress import progress

if TYPE_CHECKING:
    from tasks.grammar.datum import Article
    from tasks.walk import Walked


def line(row: Mapping[str, str | None]) -> str:
    """A quarantine row in one line: where, why, what was found, and what to do about it."""
    source, locator = row["source"], row["locator"]
    place = source if not locator or locator == source else f"{source} ({locator})"
    found = " ".join(f"quarantined: {place}: {row['reason']}: {row['detail']}".split())
    return f"{found}; next: {row['next_step']}" if row["next_step"] else found


@dataclass(slots=True)
class Reading:
    """Walks through sources; knows afterwards how many documents were quarantined, wholly or in part."""

    sources: list[str]
    published: str | None = None
    language: str | None = None
    shown: bool = True
    """Whether a line tells of the progress; not where rows run over the same terminal."""
    quarantined: int = 0

    def __post_init__(self) -> None:
        self.published, self.language = day(self.published), spoken(self.language)

    def articles(self) -> Iterator[tuple[Article, Walked]]:
        """Each article with all that the walk made of it; the quarantined are told and counted on the way."""
        from tasks.sources import documents
        from tasks.walk import latest_day, walk

        today = latest_day(datetime.now(UTC))
        read = 0
        with progress("reading", self.shown) as say:
            for source in self.sources:
                for document in documents(source, published=self.published, language=self.language):
                    walked = walk(document, today)
                    for row in walked.quarantined:
                        print(line(asdict(row)), file=sys.stderr)
                    self.quarantined += bool(walked.quarantined)
                    read += 1
                    say(f"reading: {read} documents")
                    if walked.article is not None:
                        yield walked.article, walked

    @property
    def code(self) -> int:
        """The exit code that tells of what was quarantined."""
        return QUARANTINED if self.quarantined else 0
