"""What came of a run: its funnel and the series on standard output, the quarantined on standard error."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from khabarrel.answer import answer
from khabarrel.exits import DONE, QUARANTINED
from khabarrel.options import Format
from khabarrel.reading import line
from khabarrel.rows import show
from khabarrel.series import BRIEF
from warehouse import lookup

POINTS = 100


def tell(came: Mapping[str, Any], warehouse: Path, form: Format) -> int:
    """Prints all of it, with `new observations: N` as the last line of standard error; returns the exit code.

    As a table, the funnel stands before the series; every other format has the series alone, so that a program can
    read it.
    """
    for row in came["broken"]:
        print(line(row), file=sys.stderr)
    if form is Format.table:
        show(came["funnel"], ("step", "count"), form)
    points = answer(warehouse, _first, form, BRIEF)
    if points == POINTS:
        print(f"the first {POINTS} points; khabarrel series shows them all", file=sys.stderr)
    print(f"new observations: {came['new']}", file=sys.stderr)
    return QUARANTINED if came["broken"] else DONE


def _first(con: Any) -> lookup.Rows:
    found = lookup.series(con)
    return lookup.Rows(found.columns, found.rows[:POINTS])
