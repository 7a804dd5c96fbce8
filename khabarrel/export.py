"""`khabarrel export`: points, or what they rest on, as a file for other programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from khabarrel.exits import USAGE, Stop
from khabarrel.options import WAREHOUSE, Warehouse


class Form(StrEnum):
    """How a file is written."""

    parquet = "parquet"
    csv = "csv"
    sdmx_csv = "sdmx-csv"


class What(StrEnum):
    """Which relation of the published file."""

    point = "point"
    evidence = "evidence"
    series = "series"
    conflict = "conflict"
    lead = "lead"


def export(
    to: Annotated[
        Path, typer.Argument(metavar="TO", help="The file; an older one there is replaced.", show_default=False)
    ],
    what: Annotated[What, typer.Option("--what", help="Which rows.")] = What.point,
    series: Annotated[
        str, typer.Option("--series", metavar="PART", help="Only of series whose name holds PART.", show_default=False)
    ] = "",
    form: Annotated[
        Form | None,
        typer.Option("--format", help="How it is written.", show_default="by the file's name: .parquet, .csv"),
    ] = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Write points, their evidence or another relation to the file TO, as Parquet, CSV or SDMX-CSV 2.0.

    Example: khabarrel export russian-crude.parquet --series crude_oil:RU
    """
    chosen = form or _named(to)
    if chosen is Form.sdmx_csv and what is not What.point:
        raise Stop(f"SDMX-CSV holds points, not {what}; use --format csv or parquet", USAGE)
    if to.is_dir():
        raise Stop(f"{to} is a folder; name a file", USAGE)
    if to.exists() and any(held.exists() and to.samefile(held) for held in _held(warehouse)):
        raise Stop(f"{to} belongs to the warehouse; name another file", USAGE)
    from warehouse.export import export

    done = export(warehouse, to, what, series, chosen)
    print(f"exported {done.path}: {done.rows} rows of {what}, {done.bytes:,} bytes", file=sys.stderr)
    if done.left_out:
        print(f"left out: {done.left_out} points without a period, which SDMX has no time for", file=sys.stderr)


def _named(to: Path) -> Form:
    for form in (Form.parquet, Form.csv):
        if to.suffix.lower() == f".{form}":
            return form
    raise Stop(f"{to}: say --format, or end the name in .parquet or .csv", USAGE)


def _held(warehouse: Path) -> tuple[Path, Path]:
    from flows.workplace import working_file

    return warehouse, working_file(warehouse)
