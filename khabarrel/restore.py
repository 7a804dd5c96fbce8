"""`khabarrel restore`: a backup in the place of the working file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from khabarrel.options import WAREHOUSE, Force, Later, Warehouse


def restore(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A file that khabarrel backup made.", show_default=False)
    ],
    check: Annotated[bool, typer.Option("--check", help="Only say whether the backup is whole.")] = False,
    force: Force = False,
    later: Later = False,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Put a backup in the place of the working file, which is kept beside it, and publish.

    Example: khabarrel restore energy-2026-11-22.zip
    """
    from flows.workplace import working_file
    from warehouse import backup

    if check:
        held = backup.verify(path)
        print(f"{path} is whole: {held.articles} articles, last written to on {held.last_recorded}", file=sys.stderr)
        return
    done = backup.restore(path, working_file(warehouse), datetime.now(UTC), force=force)
    print(f"restored {done.manifest.articles} articles as of {done.manifest.last_recorded}", file=sys.stderr)
    if done.aside:
        print(f"what was there is {done.aside}", file=sys.stderr)
    if done.forgotten:
        print(f"forgotten since, and erased again: {', '.join(done.forgotten)}", file=sys.stderr)
    if not later:
        from khabarrel.publish import publish

        publish(warehouse)
