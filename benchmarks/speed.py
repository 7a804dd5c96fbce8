"""How fast the walk is on one core, beside a bare scan for numbers and a peer, and that hostile texts cost no more.

    python benchmarks/speed.py [CORPUS] [--stories N] [--sample N] [--hostile CHARACTERS] [--peer-python PATH]
                               [--json FILE] [--check]

CORPUS is a table of articles, .jsonl or .jsonl.gz, with `topics` where known; without one, the newswire beside the
checkout, else the samples over and over. All in one run, in seconds of this process on one core (pinned where the
system can): the fastest of three bare scans with `re` for number tokens; `split` and `measure`; the whole walk, read
to observe, over all stories and over those with energy topics. A first batch, which is not counted, fills the caches
that a long run has filled. `--peer-python` is the interpreter that has the extra `peer`: quantulum3 reads `--sample`
stories in its own process, its start taken off.

Hostile texts are measured at `--hostile` characters and at ten times as many; `--check` ends with exit code 4 where ten
times the length took more than twelve times the time.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
# Run as a script, this folder would hide the package `warehouse` behind the module of that name beside this one.
sys.path[:] = [str(HOUSE), *(entry for entry in sys.path if Path(entry or ".").resolve() != HOUSE / "benchmarks")]

from tasks import lexicon  # noqa: E402
from tasks.grammar.datum import Article, Document  # noqa: E402
from tasks.measure import measure  # noqa: E402
from tasks.read import LONGEST_TEXT  # noqa: E402
from tasks.split import split  # noqa: E402
from tasks.walk import walk  # noqa: E402

CORPUS = HOUSE.parent / "shared" / "corpus"
ENERGY = frozenset({"crude", "nat-gas", "fuel", "gas", "heat", "jet", "naphtha", "propane", "ship"})
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TODAY = date(2030, 1, 1)
GATE = 4
MOST = 12.0
"""Times the time that ten times the length may take."""
_WARM = 50
_SAMPLES = 3_000_000
"""Characters that the samples are repeated to."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pace:
    """One way through some texts; `ratio` is how many times slower than the bare scan it is, byte by byte."""

    name: str
    texts: int
    megabytes: float
    seconds: float
    ratio: float

    @property
    def rate(self) -> float:
        """Megabytes a second."""
        return self.megabytes / self.seconds if self.seconds else float("inf")


@dataclass(frozen=True, slots=True)
class Growth:
    """What a hostile text costs at one length and at ten times that."""

    name: str
    characters: int
    seconds: float
    seconds_of_ten: float

    @property
    def times(self) -> float:
        """How many times the time ten times the length takes."""
        return self.seconds_of_ten / self.seconds if self.seconds else 0.0


def stories(path: Path | None, most: int | None) -> list[Row]:
    """The stories of a table, of the newswire beside the checkout, or of the samples, repeated."""
    if path is None:
        path = next(iter(sorted(CORPUS.glob("*.jsonl.gz"))), None)
    if path is None:
        files = sorted((HOUSE / "samples").glob("*.txt"))
        rows: list[Row] = [
            {"id": file.stem, "text": file.read_text(encoding="utf-8"), "topics": ["crude"]} for file in files
        ]
        rows *= max(1, _SAMPLES // sum(len(row["text"]) for row in rows))
    else:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = [json.loads(line) for line in content.splitlines()]
    step = max(1, len(rows) // most) if most else 1
    return rows[::step]


def paces(rows: Sequence[Row], sample: int, peer: str | None) -> list[Pace]:
    """The scan, split and measure, the walk, and the peer where there is one."""
    texts = [row["text"] for row in rows]
    articles = [walked.article for row in rows[:_WARM] if (walked := walk(_document(row), TODAY)).article]
    _measured(articles)
    bare = min(_seconds(lambda: [NUMBER.findall(text) for text in texts]) for _ in range(3))
    scan = _size(texts) / bare

    def pace(name: str, some: Sequence[str], seconds: float) -> Pace:
        size = _size(some)
        return Pace(name, len(some), size, seconds, scan / (size / seconds) if size and seconds else 0.0)

    read = [_article(row) for row in rows]
    energy = [row for row in rows if not ENERGY.isdisjoint(row.get("topics") or ())]
    found = [
        pace("bare scan for number tokens", texts, bare),
        pace("split, measure", texts, _seconds(lambda: _measured(read))),
        pace("read to observe, all stories", texts, _seconds(lambda: _walked(rows))),
        pace("read to observe, energy stories", [row["text"] for row in energy], _seconds(lambda: _walked(energy))),
    ]
    if peer is not None:
        some = texts[:: max(1, len(texts) // sample)]
        found.append(pace("quantulum3", some, _peer_seconds(some, peer)))
    return found


def hostile(size: int) -> dict[str, str]:
    """Texts of about `size` characters each that a careless grammar would choke on."""
    parts = {
        "digits": "1234567890",
        "digits and commas": "1,",
        "dashed digits": "1-2",
        "slashes": "1/2/",
        "spaces": " ",
        "spaces and stops": ". ",
        "lines": "\n",
        "nested brackets": "([{",
        "number words": "two hundred and ",
        "Hindi number words": "दो लाख ",
        "months": "January 5 of ",
        "countries": "Saudi Arabia and Iran ",
        "cues": "exports fell by imports rose to ",
        "flows": "Iran sold 5 mln barrels to India, ",
        "prices": "$5 a barrel to ",
        "abbreviations": "U.S. Mr. No. ",
        "quotes": "\"'",
        "zero-width marks": "1\u200d",
        "one line of news": "Iran exported 2.3 million barrels a day of crude to India in May, 5% more than in 2022. ",
    }
    return {name: f"Oil{part * (size // len(part) + 1)}5" for name, part in parts.items()}


def growths(size: int) -> list[Growth]:
    """What each hostile text costs; the fastest of three runs each, in turns."""
    small, large = hostile(size), hostile(10 * size)
    gc.collect()
    gc.freeze()  # the collector looks at what this run has made, and not at lexicons and corpus time and again
    found = []
    for name, text in small.items():
        _walk_text(text)
        turns = [(_seconds(lambda: _walk_text(text)), _seconds(lambda: _walk_text(large[name]))) for _ in range(3)]  # noqa: B023
        one, ten = (min(column) for column in zip(*turns, strict=True))
        found.append(Growth(name, len(text), one, ten))
    return found


def refused() -> float:
    """Seconds that one line of 50 MB takes: it is longer than any article, and is set aside unread."""
    line = "1 barrel. " * 5_000_000
    assert len(line) > LONGEST_TEXT
    return _seconds(lambda: _walk_text(line))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints both tables; exit code 4 where `--check` is given and a text took more than its share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, help="a .jsonl or .jsonl.gz of articles")
    parser.add_argument("--stories", type=int, help="no more than about so many stories, taken evenly")
    parser.add_argument("--sample", type=int, default=200, help="stories for the peer")
    parser.add_argument("--hostile", type=int, default=20_000, help="characters of a hostile text; 0 for none")
    parser.add_argument("--peer-python", metavar="PATH", help="an interpreter that has quantulum3")
    parser.add_argument("--json", type=Path, metavar="FILE", help="writes the figures here too")
    parser.add_argument("--check", action="store_true", help=f"exit code {GATE} where time is not linear")
    given = parser.parse_args(arguments)
    _pin()
    found = paces(stories(given.corpus, given.stories), given.sample, given.peer_python)
    print(f"{'':34}{'texts':>8}{'MB':>8}{'s':>9}{'MB/s':>9}{'slower':>9}")
    for pace in found:
        line = f"{pace.name:34}{pace.texts:8}{pace.megabytes:8.2f}{pace.seconds:9.2f}{pace.rate:9.2f}"
        print(f"{line}{pace.ratio:8.1f}x")
    grown = growths(given.hostile) if given.hostile else []
    if grown:
        print(f"\n{'ten times the length':34}{'characters':>12}{'s':>9}{'s of ten':>10}{'times':>8}")
        for growth in grown:
            line = f"{growth.name:34}{growth.characters:12}{growth.seconds:9.3f}{growth.seconds_of_ten:10.3f}"
            print(f"{line}{growth.times:8.1f}")
        print(f"one line of 50 MB is refused in {refused():.2f} s")
    if given.json:
        figures = {
            "paces": [asdict(pace) | {"rate": pace.rate} for pace in found],
            "growths": [asdict(growth) | {"times": growth.times} for growth in grown],
        }
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return GATE if given.check and any(growth.times > MOST for growth in grown) else 0


def _pin() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _size(texts: Iterable[str]) -> float:
    return sum(len(text.encode()) for text in texts) / 1e6


def _document(row: Row) -> Document:
    facts = {name: row[name] for name in ("id", "published", "language", "title") if row.get(name)}
    return Document("benchmark", "", "row", row["text"], **facts)


def _article(row: Row) -> Article:
    published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
    return Article("a", "v", row["text"], row.get("language") or "en", published, "benchmark", "", "")


def _measured(articles: Iterable[Article]) -> None:
    for article in articles:
        words = lexicon.load(article.language)
        for sentence in split(article, words):
            measure(sentence, words, article.published)


def _walked(rows: Iterable[Row]) -> None:
    for row in rows:
        walk(_document(row), TODAY)


def _walk_text(text: str) -> None:
    walk(Document("benchmark", "", "row", text, language="en", published="2024-01-31"), TODAY)


def _peer_seconds(texts: Sequence[str], python: str) -> float:
    """What the peer takes for the texts, without its start and its first text. Raises CalledProcessError."""

    def run(some: Sequence[str]) -> float:
        given = "".join(json.dumps({"id": index, "text": text}) + "\n" for index, text in enumerate(some))
        command = [python, "-W", "ignore", str(HOUSE / "benchmarks" / "peer.py")]
        begin = time.perf_counter()
        subprocess.run(command, input=given, text=True, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begin

    return max(run([texts[0], *texts]) - run(texts[:1]), 1e-6)


if __name__ == "__main__":
    sys.exit(main())
