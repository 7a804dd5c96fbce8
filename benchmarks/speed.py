"""How fast the walk is on one core, beside a bare scan for numbers and a peer, and that hostile texts cost no more.

    python benchmarks/speed.py [CORPUS] [--stories N] [--sample N] [--hostile CHARACTERS] [--peer-python PATH]
                               [--json FILE] [--check]

CORPUS is a table of articles, .jsonl or .jsonl.gz, with `topics` where known; without one, the newswire beside the
checkout, else the samples over and over. All in one run, in seconds of this process on one core (pinned where the
system can): a bare scan with `re` for number tokens; `split` and `measure`; the whole walk, read to observe, over all
stories and over those with energy topics. How many times slower than the bare scan is the median over batches of some
stories, each scanned just before and just after, so that a machine that is busy for a while is so for both. A first
batch, which is not counted, compiles what is compiled once. `--peer-python` is the interpreter that has the extra
`peer`: quantulum3 reads `--sample` stories in its own process, in seconds of that process without its start, and
`split` and `measure` read the same stories before and after it.

Hostile texts are measured at `--hostile` characters and at ten times as many, through `split` and `measure` and through
the whole walk; `--check` ends with exit code 4 where ten times the length took more than twelve times the time. The
garbage collector rests meanwhile, as it does for `timeit`: its full passes come at sizes of their own.
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
from dataclasses import asdict, dataclass, replace
from datetime import date
from math import inf
from pathlib import Path
from statistics import median
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
_BATCH = 100
"""Stories that are read between two bare scans."""
_FEWEST, _TURNS = 3, 9
"""Runs of a hostile text."""
_SAMPLES = 3_000_000
"""Characters that the samples are repeated to."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pace:
    """One way through some texts; `ratio` is how many times slower than a bare scan of the same texts it is."""

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
    """What a hostile text costs at one length and at ten times that, one way through it."""

    name: str
    way: str
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
    articles = [walked.article for row in rows[:_WARM] if (walked := walk(_document(row), TODAY)).article]
    _measured(articles)
    energy = [row for row in rows if not ENERGY.isdisjoint(row.get("topics") or ())]
    found = [
        _pace("bare scan for number tokens", rows, _scanned),
        _pace("split, measure", rows, _measured_rows),
        _pace("read to observe, all stories", rows, _walked),
        _pace("read to observe, energy stories", energy, _walked),
    ]
    if peer is not None:
        some = rows[:: max(1, len(rows) // sample)]
        before = _pace("split, measure, the peer's stories", some, _measured_rows)
        theirs = _peer_seconds([row["text"] for row in some], peer)
        after = _pace(before.name, some, _measured_rows)
        ours = replace(after, seconds=(before.seconds + after.seconds) / 2, ratio=(before.ratio + after.ratio) / 2)
        found += [ours, replace(ours, name="quantulum3", seconds=theirs, ratio=ours.ratio * theirs / ours.seconds)]
    return found


def _pace(name: str, rows: Sequence[Row], work: Callable[[Sequence[Row]], object]) -> Pace:
    """The time of all batches, and the median of their ratios."""
    seconds, ratios = 0.0, [0.0] if not rows else []
    for first in range(0, len(rows), _BATCH):
        batch = rows[first : first + _BATCH]
        scan = _seconds(lambda: _scanned(batch))  # noqa: B023
        took = _seconds(lambda: work(batch))  # noqa: B023
        scan = (scan + _seconds(lambda: _scanned(batch))) / 2  # noqa: B023
        seconds += took
        ratios.append(took / scan if scan else 0.0)
    return Pace(name, len(rows), _size(row["text"] for row in rows), seconds, median(ratios))


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
    """What each hostile text costs, each way through it; the fastest of three runs each, in turns, and of some more
    where it seems too much: a busy machine only ever adds."""
    small, large = hostile(size), hostile(10 * size)
    gc.collect()
    gc.freeze()
    gc.disable()
    ways: dict[str, Callable[[str], object]] = {"split, measure": _measure_text, "read to observe": _walk_text}
    found = []
    for name, text in small.items():
        for way, work in ways.items():
            work(text)
            growth = Growth(name, way, len(text), inf, inf)
            for turn in range(_TURNS):
                if turn >= _FEWEST and growth.times <= MOST:
                    break
                one, ten = _seconds(lambda: work(text)), _seconds(lambda: work(large[name]))  # noqa: B023
                growth = Growth(name, way, len(text), min(one, growth.seconds), min(ten, growth.seconds_of_ten))
            gc.collect()
            found.append(growth)
    gc.enable()
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
    if given.peer_python:
        print(f"split, measure is {found[-1].seconds / found[-2].seconds:.0f} times as fast as quantulum3")
    grown = growths(given.hostile) if given.hostile else []
    if grown:
        print(f"\n{'ten times the length':38}{'characters':>12}{'s':>9}{'s of ten':>10}{'times':>8}")
        for growth in grown:
            line = f"{growth.name:20}{growth.way:18}{growth.characters:12}{growth.seconds:9.3f}"
            print(f"{line}{growth.seconds_of_ten:10.3f}{growth.times:8.1f}")
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


def _scanned(rows: Iterable[Row]) -> None:
    for row in rows:
        NUMBER.findall(row["text"])


def _measured_rows(rows: Iterable[Row]) -> None:
    _measured(_article(row) for row in rows)


def _measured(articles: Iterable[Article]) -> None:
    for article in articles:
        words = lexicon.load(article.language)
        for sentence in split(article, words):
            measure(sentence, words, article.published)


def _measure_text(text: str) -> None:
    _measured([Article("a", "v", text, "en", date(2024, 1, 31), "benchmark", "", "")])


def _walked(rows: Iterable[Row]) -> None:
    for row in rows:
        walk(_document(row), TODAY)


def _walk_text(text: str) -> None:
    walk(Document("benchmark", "", "row", text, language="en", published="2024-01-31"), TODAY)


def _peer_seconds(texts: Sequence[str], python: str) -> float:
    """What the peer takes for the texts, in seconds of its own process, without its start and its first text. Raises
    CalledProcessError."""

    def run(some: Sequence[str]) -> float:
        given = "".join(json.dumps({"id": index, "text": text}) + "\n" for index, text in enumerate(some))
        command = [python, "-W", "ignore", str(HOUSE / "benchmarks" / "peer.py")]
        begin = os.times()
        subprocess.run(command, input=given, text=True, stdout=subprocess.DEVNULL, check=True)
        end = os.times()
        return end.children_user - begin.children_user + end.children_system - begin.children_system

    return max(run([texts[0], *texts]) - run(texts[:1]), 1e-6)


if __name__ == "__main__":
    sys.exit(main())
