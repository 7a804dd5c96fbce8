"""`khabarrel backup`: the working file, whole, in one file with its manifest."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from khabarrel.options import WAREHOUSE, Force, Warehouse, working_of


def backup(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where to; an older backup there is replaced.")],
    force: Force = False,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Put a copy of the whole warehouse into the file PATH, with a manifest and a digest; readers may go on.

    Example: khabarrel backup energy-2026-11-22.zip
    """
    from warehouse.backup import backup

    made = backup(working_of(warehouse), path, datetime.now(UTC), force=force)
    print(
        f"backed up to {path}: {made.articles} articles, {made.observations} observations, {made.bytes:,} bytes, "
        f"sha256 {made.sha256[:16]}",
        file=sys.stderr,
    )
