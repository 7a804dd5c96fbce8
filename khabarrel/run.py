"""`khabarrel run`: the refresh flow over the sources, and what came of it."""

from __future__ import annotations

import typer

from khabarrel.options import WAREHOUSE, As, Format, Keep, Language, Published, Sources, Verbose, Warehouse, day, spoken


def run(
    sources: Sources,
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
    published: Published = None,
    language: Language = None,
    keep: Keep = 0,
    verbose: Verbose = False,
) -> None:
    """Read the sources into the warehouse, publish it, and print what was read, taken, rejected and new.

    Example: khabarrel run samples
    """
    from khabarrel.quiet import flowing

    when, spoken_in = day(published), spoken(language)
    with flowing(verbose):
        from flows.refresh import refresh

        came = refresh(sources, warehouse, when, spoken_in, keep)
    from khabarrel.came import tell

    raise typer.Exit(tell(came, warehouse, form or Format.table))
