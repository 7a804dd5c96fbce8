"""The options that several commands share, each with one name and one meaning. Nothing is read or opened here."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from khabarrel.exits import USAGE, Stop


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


WAREHOUSE = Path("warehouse/data/energy.duckdb")

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Folders, files (.txt .md .html .jsonl .csv .parquet, feeds) or http(s) addresses.",
        show_default=False,
    ),
]
As = Annotated[
    Format | None,
    typer.Option("--format", help="How rows come out.", show_default="table on a terminal, jsonl otherwise"),
]
Warehouse = Annotated[
    Path,
    typer.Option(
        "--warehouse",
        envvar="KHABARREL_WAREHOUSE",
        metavar="PATH",
        help="The published file; the working file lies beside it as <name>.work.duckdb.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="Day of publication (YYYY-MM-DD) where a source does not say."),
]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Language (en, hi) where a source does not say."),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show Prefect's log on standard error.")]


def day(written: str | None) -> str | None:
    """The date of `--published` as YYYY-MM-DD; stops with the code for wrong usage at anything else."""
    if written is None:
        return None
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise Stop(f"--published: {written!r} is no date; write it as YYYY-MM-DD", USAGE) from None


def spoken(code: str | None) -> str | None:
    """The code of `--language`; stops with the code for wrong usage where there is no lexicon for it."""
    if code is None:
        return None
    from tasks.lexicon import languages

    if code.split("-")[0].lower() not in languages():
        raise Stop(f"--language: there is no lexicon for {code!r}; there are {', '.join(languages())}", USAGE)
    return code
