"""`khabarrel sql`: any question, in SQL, to the published file."""

from __future__ import annotations

from typing import Annotated

import typer

from khabarrel.exits import Stop
from khabarrel.options import WAREHOUSE, As, Warehouse


def sql(
    query: Annotated[str, typer.Argument(help="One SELECT, in DuckDB's SQL.", show_default=False)],
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Print what a query of the published file answers; the file is open for reading only.

    Example: khabarrel sql "SELECT series, points FROM series"
    """
    from khabarrel.answer import answer
    from warehouse import lookup
    from warehouse.failure import WarehouseError

    try:
        answer(warehouse, lambda con: lookup.select(con, query), form)
    except (WarehouseError, OSError):
        raise
    except Exception as error:  # whatever DuckDB has against the query
        raise Stop(str(error).strip().splitlines()[0]) from error
