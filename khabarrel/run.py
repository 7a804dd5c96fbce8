"""`khabarrel run`: the refresh flow over the sources, and what came of it."""

from __future__ import annotations

import typer

from khabarrel.options import WAREHOUSE, As, Format, Language, Published, Sources, Verbose, Warehouse, day, spoken


def run(
    sources: Sources,
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
    published: Published = None,
    language: Language = None,
    verbose: Verbose = False,
) -> None:
    """Read the sources into the warehouse, publish it, and print what was read, taken, rejected and new.

    Example: khabarrel run samples
    """
    from khabarrel.quiet import quiet

    when, spoken_in = day(published), spoken(language)
    quiet(verbose)
    from flows.refresh import refresh
    from khabarrel.came import tell

    came = refresh(sources, warehouse, when, spoken_in)
    raise typer.Exit(tell(came, warehouse, form or Format.table))
