"""`khabarrel publish`: the working file's copy for analysts, once more or somewhere else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from khabarrel.exits import Stop
from khabarrel.options import WAREHOUSE, Keep, Warehouse


def publish(
    warehouse: Warehouse = WAREHOUSE,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="PATH", help="Where to, instead of the published file.")
    ] = None,
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Leave the articles' texts out; the quotes stay.")
    ] = False,
    keep: Keep = 0,
) -> None:
    """Put a fresh copy of the working file in place of the published one, or at PATH.

    Example: khabarrel publish --to energy-public.duckdb --without-text
    """
    from flows.workplace import working_file
    from warehouse import copy

    working = working_file(warehouse)
    if not working.is_file():
        raise Stop(f"there is no working file {working}; make one with khabarrel run")
    done = copy.publish(working, to or warehouse, without_text=without_text, keep=keep)
    print(f"published {done.path}: {done.points} points in {done.series} series", file=sys.stderr)
