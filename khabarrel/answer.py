"""What the published file answers, as rows on standard output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khabarrel.options import Format
from khabarrel.rows import show

if TYPE_CHECKING:
    from warehouse.lookup import Rows


def answer(warehouse: Path, ask: Callable[[Any], Rows], form: Format | None, brief: Sequence[str] = ()) -> int:
    """Shows the rows that `ask` gets through a read-only connection to `warehouse`; returns how many there are.

    Raises WarehouseError for a file that is missing or no warehouse.
    """
    from warehouse.build import open_published

    with closing(open_published(warehouse)) as con:
        found = ask(con)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    show(rows, found.columns, form, brief)
    return len(rows)
