"""`khabarrel conflicts`: who contradicts whom."""

from __future__ import annotations

from typing import Annotated

import typer

from khabarrel.options import WAREHOUSE, As, Warehouse

BRIEF = (
    "series", "period_start", "period_end", "unit", "value", "origin_id", "quote", "other_value", "other_origin_id",
    "other_quote",
)  # fmt: skip


def conflicts(
    part: Annotated[str, typer.Argument(help="A series' name or a part of it; all without one.")] = "",
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Print the points for which two origins give values that do not agree, side by side.

    Example: khabarrel conflicts lng --format table
    """
    from khabarrel.answer import answer
    from warehouse import lookup

    answer(warehouse, lambda con: lookup.conflicts(con, part), form, BRIEF)
