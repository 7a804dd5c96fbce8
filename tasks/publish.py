"""The working file's copy for analysts, put in place by an atomic rename. Nothing is computed or changed here."""

from __future__ import annotations

from pathlib import Path

from prefect import task

from warehouse import copy


@task(name="publish", timeout_seconds=3600)
def publish(working: Path, published: Path, keep: int = 0) -> Path:
    """`published`, which readers see from now on; those that have it open keep what they had. The last `keep`
    files that were replaced stay beside it."""
    copy.publish(working, published, keep=keep)
    return published
