"""Sources -> warehouse -> published copy: the main job."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.runtime import flow_run

from flows import funnel
from flows.workplace import working_file, workplace
from tasks.extract import extract
from tasks.fetch import fetch, known
from tasks.publish import publish
from tasks.store import store
from tasks.walk import latest_day


@flow(name="refresh", timeout_seconds=6 * 3600)
def refresh(
    sources: list[str], warehouse: Path, published: str | None = None, language: str | None = None, keep: int = 0
) -> dict[str, Any]:
    """Reads `sources` and brings the published file `warehouse` up to date.

    `published` (YYYY-MM-DD) and `language` are for sources that do not say; the last `keep` published files stay
    beside the new one. Returns the rows of the "funnel", how many observations are "new", and the rows of the "broken"
    documents. Raises WarehouseError, and then nothing was changed.
    """
    started, run = datetime.now(UTC), flow_run.id
    latest = latest_day(started)
    working = working_file(warehouse)
    with workplace(warehouse, run) as folder:
        seen = known(working, folder)
        fetched = [fetch(source, folder / f"{n:04d}", published, language) for n, source in enumerate(sources)]
        shards = [extract(batch, folder / "shards", latest, seen) for held in fetched for batch in held]
        counts = store(working, shards, run, "refresh", started, sources)
        publish(working, warehouse, keep)
    return {"funnel": funnel.show(counts), "new": counts["new"], "broken": counts["broken"]}
