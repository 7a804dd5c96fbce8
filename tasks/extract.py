"""A batch of documents in, a shard of Parquet out: the walk as a task.

No network, no warehouse and no retry: the same batch gives the same shard, so a second try would fail like the first.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from prefect import task

from tasks.outcome import shard


@task(name="extract", task_run_name="extract {batch.parent.name} {batch.stem}", timeout_seconds=3600)
def extract(batch: Path, folder: Path, today: date, known: Path | None = None) -> Path:
    """The shard of one batch, in `folder`; `known` names the file of the fingerprints that need not be read again."""
    lines = known.read_text(encoding="ascii").split() if known else ()
    return shard(batch, folder, today, frozenset(lines))
