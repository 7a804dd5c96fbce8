"""Stored articles once more through today's grammar, where another one read them: nothing is fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from flows import funnel
from flows.workplace import working_file, workplace
from tasks.extract import extract
from tasks.fetch import recall
from tasks.publish import publish
from tasks.store import store
from tasks.walk import latest_day


@flow(name="reread", timeout_seconds=6 * 3600)
def reread(warehouse: Path) -> dict[str, Any]:
    """Brings the observations of the published file `warehouse` to what today's grammar says of its articles.

    Returns what `refresh` returns. Raises WarehouseError, and then nothing was changed.
    """
    started, run = datetime.now(UTC), flow_run.id
    latest = latest_day(started)
    working = working_file(warehouse)
    with workplace(warehouse, run) as folder:
        batches = recall(working, folder / "stored")
        shards = [extract(batch, folder / "shards", latest) for batch in batches]
        counts = store(working, shards, run, "reread", started, [])
        publish(working, warehouse)
    return {"funnel": funnel.show(counts), "new": counts["new"], "broken": counts["broken"]}
