"""`khabarrel series`: the points of the time series, in the order to plot them."""

from __future__ import annotations

from typing import Annotated

import typer

from khabarrel.options import WAREHOUSE, As, Warehouse

BRIEF = (
    "series", "period_start", "period_end", "value", "unit", "articles", "languages", "origins", "conflict",
    "first_published", "point_id",
)  # fmt: skip


def series(
    part: Annotated[str, typer.Argument(help="A series' name or a part of it; all without one.")] = "",
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Print the points of all series whose name holds PART.

    Example: khabarrel series crude_oil:RU --format csv > russian-crude.csv
    """
    from khabarrel.answer import answer
    from warehouse import lookup

    answer(warehouse, lambda con: lookup.series(con, part), form, BRIEF)
