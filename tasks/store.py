"""Shards into the working file, all of them in one transaction. Nothing is read, judged or mended here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import task

from tasks.outcome import broken, funnel
from tasks.walk import grammar_version
from warehouse.append import RunRecord, load


@task(name="store", timeout_seconds=3600)
def store(
    working: Path, shards: Sequence[Path], run_id: str, flow: str, started_at: datetime, sources: Sequence[str]
) -> dict[str, Any]:
    """The run's funnel as the working file recorded it, with `set_aside` and the rows of the `broken` documents.

    Raises WarehouseError, and then nothing was changed.
    """
    documents = funnel(shards)
    run = RunRecord(
        run_id=run_id,
        flow=flow,
        started_at=started_at,
        grammar=grammar_version(),
        sources=tuple(sources),
        documents=documents["documents"],
        skipped=documents["skipped"],
    )
    counts = load(working, shards, run, datetime.now(UTC))
    return {**asdict(counts), "set_aside": documents["set_aside"], "broken": broken(shards)}
