"""How the warehouse grows: loading, publishing and asking, at several sizes of generated observations, in one run.

    python -m benchmarks.warehouse [OBSERVATIONS...] [--more N] [--folder PATH] [--json FILE] [--check]

For each size a working file of so many generated observations (benchmarks/generated.py), then, each in a process of its
own and in seconds of wall time: a load of `--more` further ones, half of them known; a publish, with the files' sizes;
the fifteen questions of docs/questions.md on the published file, the fastest of three each; the points of a day and
the points known at a moment, whole. Beside each the most memory that its process held.

`--check` ends with exit code 4 where a promise is broken: a load takes at most 3 times as long into the greatest size
as into the smallest, a question that names a series, commodity or country takes less than 0.3 s, the whole points of a
day less than 5 s, and no process more than 4 GiB. The folder holds some 0.6 GB for a million observations, and
while publishing as much again; it is emptied at the end unless it was named.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
# Run as a script, this folder would hide the package `warehouse` behind this module.
sys.path[:] = [str(HOUSE), *(entry for entry in sys.path if Path(entry or ".").resolve() != HOUSE / "benchmarks")]

from benchmarks import generated  # noqa: E402
from warehouse import append, build, copy, lookup  # noqa: E402

GATE = 4
SLOWER, NAMED, WHOLE, MEMORY = 3.0, 0.3, 5.0, 4 * 2**30
"""What is promised: times, seconds, seconds, bytes."""
_QUESTION = re.compile(r"^## (\d+)\. (.+?)$.*?^```sql\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_NAMES = re.compile(r"'(RU|PK|IN|crude_oil|Brent|trade:[^']+)'")
_WHOLE = {
    "points of a day": "SELECT count(*), sum(value) FROM points_as_of(DATE '2020-06-30')",
    "points known at a moment": "SELECT count(*), sum(value) FROM points_known_at(TIMESTAMP '2020-06-30 18:00')",
}

Figures = dict[str, float]


def questions() -> dict[str, str]:
    """The fifteen questions by number and title; those that name a series, commodity or country end in an asterisk."""
    text = (HOUSE / "docs" / "questions.md").read_text(encoding="utf-8")
    return {
        f"{number}. {title}{' *' if _NAMES.search(query) else ''}": query
        for number, title, query in _QUESTION.findall(text)
    }


def grow(folder: Path, articles: int, more: int) -> Figures:
    """Fills a working file; writes the shard that is loaded next."""
    with closing(build.open_working(folder / "energy.work.duckdb")) as con:
        begin = time.perf_counter()
        generated.fill(con, articles)
        taken = time.perf_counter() - begin
        half = min(more // 2, articles)
        generated.write(con, folder / "shard", articles, half, more - half)
    return {"fill": taken}


def load(folder: Path) -> Figures:
    """Loads the shard. Raises AssertionError where it is not half known."""
    run = append.RunRecord("more", "refresh", datetime.now(UTC), "generated")
    begin = time.perf_counter()
    counts = append.load(folder / "energy.work.duckdb", [folder / "shard"], run, datetime.now(UTC))
    taken = time.perf_counter() - begin
    if counts.articles_changed or counts.superseded or abs(counts.new - counts.known) > generated.EACH:
        raise AssertionError(f"not half new and half known: {counts}")
    return {"load": taken}


def publish(folder: Path) -> Figures:
    """Publishes; audits are a part of it."""
    begin = time.perf_counter()
    done = copy.publish(folder / "energy.work.duckdb", folder / "energy.duckdb")
    taken = time.perf_counter() - begin
    working = (folder / "energy.work.duckdb").stat().st_size
    return {
        "publish": taken,
        "working bytes": float(working),
        "published bytes": float(done.bytes),
        "points": float(done.points),
        "series": float(done.series),
        "conflicts": float(done.conflicts),
    }


def ask(folder: Path, asked: Mapping[str, str], times: int) -> Figures:
    """The fastest of so many answers to each."""
    found: Figures = {}
    with closing(build.open_published(folder / "energy.duckdb")) as con:
        for name, query in asked.items():
            taken = []
            for _ in range(times):
                begin = time.perf_counter()
                lookup.select(con, query)
                taken.append(time.perf_counter() - begin)
            found[name] = min(taken)
    return found


def measured(folder: Path, observations: int, more: int) -> Figures:
    """All figures of one size; `memory: STEP` in bytes, times in seconds."""
    articles, further = (max(n // generated.EACH, 2) for n in (observations, more))
    found: Figures = {}
    found |= _alone("fill", grow, folder, articles, further)
    found |= _alone("load", load, folder)
    found |= _alone("publish", publish, folder)
    found |= _alone("questions", ask, folder, questions(), 3)
    found |= _alone("whole", ask, folder, _WHOLE, 1)
    return found


def broken(figures: Mapping[int, Mapping[str, float]]) -> list[str]:
    """The promises that are not kept, in words."""
    least, most = min(figures), max(figures)
    found = []
    if figures[most]["load"] > SLOWER * figures[least]["load"]:
        found.append(f"loading into {most:,} takes {figures[most]['load'] / figures[least]['load']:.1f} times as long")
    for size, of in figures.items():
        for name, value in of.items():
            if name.startswith("memory: ") and name != "memory: fill" and value > MEMORY:
                found.append(f"{name} of {size:,}: {value / 2**30:.1f} GiB")
            if (name.endswith(" *") and value >= NAMED) or (name in _WHOLE and value >= WHOLE):
                found.append(f"{name} on {size:,}: {value:.2f} s")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; exit code 4 where `--check` is given and a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("observations", nargs="*", type=int, help="sizes; 20000 and 100000 without one")
    parser.add_argument("--more", type=int, metavar="N", help="observations to load; a tenth of the smallest size")
    parser.add_argument("--folder", type=Path, metavar="PATH", help="where to work; what is made stays there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="writes the figures here too")
    parser.add_argument("--check", action="store_true", help=f"exit code {GATE} where a promise is broken")
    given = parser.parse_args(arguments)
    sizes: list[int] = given.observations or [20_000, 100_000]
    more: int = given.more or min(sizes) // 10
    figures: dict[int, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="khabarrel-scale-") as own:
        for size in sizes:
            folder: Path = (given.folder or Path(own)) / str(size)
            folder.mkdir(parents=True)
            figures[size] = measured(folder, size, more)
    _show(figures)
    wrong = broken(figures)
    for words in wrong:
        print(f"broken: {words}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return GATE if given.check and wrong else 0


def _alone(step: str, work: Callable[..., Figures], *values: object) -> Figures:
    """What a step finds in a process of its own, and the most memory that this held."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        found, memory = pool.submit(_with_memory, work, *values).result()
    return found | {f"memory: {step}": memory}


def _with_memory(work: Callable[..., Figures], *values: object) -> tuple[Figures, float]:
    found = work(*values)
    return found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def _show(figures: Mapping[int, Mapping[str, float]]) -> None:
    sizes = sorted(figures)
    print(f"{'seconds':48}" + "".join(f"{size:>14,}" for size in sizes) + f"{'ratio':>8}")
    for name in figures[sizes[0]]:
        row = [figures[size][name] for size in sizes]
        if "bytes" in name or name.startswith("memory: "):
            cells = "".join(f"{value / 2**20:10,.0f} MiB" for value in row)
        elif name in ("points", "series", "conflicts"):
            cells = "".join(f"{value:14,.0f}" for value in row)
        else:
            cells = "".join(f"{value:14.3f}" for value in row)
        print(f"{name[:47]:48}{cells}{row[-1] / row[0] if row[0] else 0:8.1f}")


if __name__ == "__main__":
    sys.exit(main())
