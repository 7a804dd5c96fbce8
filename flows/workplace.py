"""Where a run works: which files belong to a published warehouse, and a folder for what travels between its tasks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def working_file(published: Path) -> Path:
    """The private file beside the published one: energy.duckdb has energy.work.duckdb."""
    return published.with_name(f"{published.stem}.work.duckdb")


@contextmanager
def workplace(published: Path, run_id: str) -> Iterator[Path]:
    """A folder of the run's own, beside the warehouse and so on the same disk; gone when the block is left."""
    folder = published.parent / f"{published.stem}.run" / run_id
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if not any(folder.parent.iterdir()):
            folder.parent.rmdir()
