"""How long one article takes from the command line, as a process, beside an interpreter that does nothing.

    python benchmarks/start.py [--times N]

Both are started in turns, N times, in the same run, after one start of each that fills the file cache; the medians and
their ratio are printed. The promise: `khabarrel extract` of one article takes less than 0.8 s.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOUSE = Path(__file__).parent.parent
PROMISE = 0.8
ARTICLE = """Pakistan imported 100,000 tonnes of Russian crude in June 2023, port officials in Karachi said. The country
paid less than $60 a barrel and wants to import two more cargoes this year, about 10% of its demand.
"""


def seconds(command: list[str]) -> float:
    """The wall time of one process; raises CalledProcessError when it fails."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=HOUSE)
    return time.perf_counter() - begin


def main() -> int:
    """Prints the medians; exit code 4 where the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=9, help="starts of each")
    times: int = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "article.txt"
        article.write_text(ARTICLE, encoding="utf-8")
        extract = [sys.executable, "-m", "khabarrel.main", "extract", str(article), "--published", "2023-10-17"]
        nothing = [sys.executable, "-c", "pass"]
        seconds(extract), seconds(nothing)
        pairs = [(seconds(extract), seconds(nothing)) for _ in range(times)]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"khabarrel extract, one article: {ours:.3f} s; python -c pass: {bare:.3f} s; ratio {ours / bare:.1f}")
    return 0 if ours < PROMISE else 4


if __name__ == "__main__":
    sys.exit(main())
