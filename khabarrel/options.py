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
Keep = Annotated[
    int, typer.Option("--keep", min=0, metavar="N", help="Keep the last N files that were replaced, by their time.")
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; it is kept.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", envvar="KHABARREL_BY", help="Who says so.", show_default="your login's name"),
]
Later = Annotated[bool, typer.Option("--no-publish", help="Leave the published file as it is, until the next publish.")]
Force = Annotated[bool, typer.Option("--force", help="Overwrite what is newer, or is not known.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Show Prefect's log on standard error.")]


def working_of(warehouse: Path) -> Path:
    """The working file beside the published one; stops where there is none."""
    from flows.workplace import working_file

    working = working_file(warehouse)
    if not working.is_file():
        raise Stop(f"there is no working file {working}; make one with khabarrel run")
    return working


def name_of(by: str | None) -> str:
    """Who is at the keyboard, where `--by` does not say."""
    if by is not None and by.strip():
        return by
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise Stop("nobody knows your name here; say --by NAME", USAGE) from None


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
