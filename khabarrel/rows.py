"""Rows to standard output, as a table, JSON, JSON lines or CSV. Which rows, and why, is not decided here."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO

from khabarrel.options import Format

Row = Mapping[str, Any]


def show(rows: Iterable[Row], columns: Sequence[str], chosen: Format | None, brief: Sequence[str] = ()) -> None:
    """Writes each row's `columns`; a table shows only the `brief` ones where there are any.

    JSON lines and CSV are written row by row, so that the first are there before the last are computed.
    """
    out, form = sys.stdout, settled(chosen)
    if form is Format.table:
        _table(rows, brief or columns, out)
    elif form is Format.csv:
        _csv(rows, columns, out)
    elif form is Format.jsonl:
        for row in rows:
            out.write(_json(row, columns) + "\n")
    else:
        lead = "["
        for row in rows:
            out.write(f"{lead}\n{_json(row, columns)}")
            lead = ","
        out.write("\n]\n" if lead == "," else "[]\n")
    out.flush()


def settled(chosen: Format | None) -> Format:
    """The format that is meant where none was chosen."""
    return chosen or (Format.table if sys.stdout.isatty() else Format.jsonl)


def streams(chosen: Format | None) -> bool:
    """Whether rows run over the terminal while they are computed, so that nothing else should write to it."""
    return sys.stdout.isatty() and settled(chosen) is not Format.table


def plain(value: object) -> Any:
    """A value as JSON has it: decimals as numbers, dates as ISO text."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value


def cell(value: object) -> str:
    """A value as a table or CSV shows it: nothing for null, numbers without needless zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, (float, Decimal)):
        return f"{float(value):,.12g}"
    if isinstance(value, (list, tuple)):
        return "; ".join(cell(part) for part in value)
    if isinstance(value, Mapping):
        return " ".join(f"{key}={cell(part)}" for key, part in value.items() if part is not None)
    return str(plain(value))


def _json(row: Row, columns: Sequence[str]) -> str:
    return json.dumps({name: plain(row[name]) for name in columns}, ensure_ascii=False, default=str)


def _csv(rows: Iterable[Row], columns: Sequence[str], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        values = [plain(row[name]) for name in columns]
        writer.writerow([cell(value) if isinstance(value, (list, dict)) else value for value in values])


def _table(rows: Iterable[Row], columns: Sequence[str], out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False)
    kept = [[row[name] for name in columns] for row in rows]
    for index, name in enumerate(columns):
        number = any(isinstance(row[index], (int, float, Decimal)) for row in kept)
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in kept:
        table.add_row(*(Text(cell(value)) for value in row))
    # Off a terminal there is no width to fit: as wide as the rows are, so that no cell is folded.
    console = Console(file=out) if out.isatty() else Console(file=out, width=10_000)
    console.print(table)
