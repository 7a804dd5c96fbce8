"""`khabarrel why`: the words behind a point."""

from __future__ import annotations

from typing import Annotated

import typer

from khabarrel.exits import Stop
from khabarrel.options import WAREHOUSE, As, Warehouse

BRIEF = (
    "series", "period_start", "period_end", "value", "unit", "quote", "sentence", "origin_id", "language", "published",
)  # fmt: skip


def why(
    point: Annotated[str, typer.Argument(help="A point_id, or a series' name or a part of it.", show_default=False)],
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Print every article's words that stand behind a point, or behind all points of a series.

    Example: khabarrel why trade:level:delivered:actual:crude_oil:RU>PK:t
    """
    from khabarrel.answer import answer
    from warehouse import lookup

    if not answer(warehouse, lambda con: lookup.why(con, point), form, BRIEF):
        raise Stop(f"there is no point and no series {point!r}; khabarrel series lists them")
