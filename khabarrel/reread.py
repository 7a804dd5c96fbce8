"""`khabarrel reread`: the reread flow over the stored articles, and what came of it."""

from __future__ import annotations

import typer

from khabarrel.options import WAREHOUSE, As, Format, Verbose, Warehouse


def reread(form: As = None, warehouse: Warehouse = WAREHOUSE, verbose: Verbose = False) -> None:
    """Read the stored articles once more where another grammar read them, and publish what today's says.

    Example: khabarrel reread
    """
    from khabarrel.quiet import flowing

    with flowing(verbose):
        from flows.reread import reread as flow

        came = flow(warehouse)
    from khabarrel.came import tell

    raise typer.Exit(tell(came, warehouse, form or Format.table))
