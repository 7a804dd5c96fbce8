"""A run's funnel as a table that adds up, for Prefect's page of the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect.artifacts import create_table_artifact

STEPS = (
    "documents", "skipped", "articles", "quarantined", "set_aside",
    "articles_new", "articles_changed", "articles_known",
    "numbers", "taken", "rejects",
    "observations", "new", "known", "superseded", "quarantined_new",
)  # fmt: skip


def show(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The funnel as rows of `step` and `count`, rejects by reason below; kept with the run as the artifact "funnel"."""
    rows = [{"step": step, "count": counts[step]} for step in STEPS]
    rows += [{"step": f"rejects: {reason}", "count": count} for reason, count in sorted(counts["rejected"].items())]
    create_table_artifact(
        rows,
        key="funnel",
        description=(
            "documents = skipped + articles + quarantined; numbers = taken + rejects; observations = new + known; "
            "articles = articles_new + articles_changed + articles_known"
        ),
    )
    return rows
