"""`khabarrel audit`: every promise of the warehouse, checked."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import typer

from khabarrel.exits import DONE, GATE
from khabarrel.options import WAREHOUSE, As, Warehouse

if TYPE_CHECKING:
    from warehouse.lookup import Rows


def audit(form: As = None, warehouse: Warehouse = WAREHOUSE) -> None:
    """Check every promise of the published file and print the breaches; exit code 4 if one of them is an error.

    Example: khabarrel audit && echo all promises hold
    """
    from khabarrel.answer import answer
    from warehouse import lookup

    gates: list[str] = []

    def breaches(con: Any) -> Rows:
        found = lookup.audit(con)
        gates.extend(breach.audit for breach in found if breach.severity == "error")
        columns = tuple(part.name for part in fields(lookup.Breach))
        return lookup.Rows(columns, [tuple(getattr(breach, name) for name in columns) for breach in found])

    answer(warehouse, breaches, form)
    raise typer.Exit(GATE if gates else DONE)
