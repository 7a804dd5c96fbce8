"""`khabarrel verdict`: the analyst's word on an observation."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from khabarrel.exits import USAGE, Stop
from khabarrel.options import WAREHOUSE, As, By, Later, Warehouse, name_of, working_of

BRIEF = (
    "observation_id", "verdict", "verdict_by", "verdict_why", "series", "period_start", "period_end", "value", "unit",
    "machine_read", "quote",
)  # fmt: skip


def verdict(
    observation: Annotated[
        str | None,
        typer.Argument(metavar="OBSERVATION", help="An observation_id, as khabarrel why shows it.", show_default=False),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD",
            help="right, wrong (it is no observation), taken-back, or SLOT=VALUE for each slot that was misread; "
            "SLOT=- empties it.",
            show_default=False,
        ),
    ] = None,
    why: Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason; it is kept.")] = None,
    by: By = None,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="PATH", help="Write all verdicts as annotated passages, JSON lines; - prints."
        ),
    ] = None,
    later: Later = False,
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Say that an observation is right, wrong, or should be read otherwise, and publish; alone, list what was said.

    Example: khabarrel verdict 2f6c0a9b1d4e8f37 stage=contracted --why "bought, not landed"
    """
    if export is not None:
        if observation or words:
            raise Stop("--export writes all verdicts: give it alone", USAGE)
        _export(export, working_of(warehouse))
    elif observation is None:
        _list(warehouse, form)
    else:
        _give(observation, words or [], why or "", name_of(by), later, form, warehouse)


def _give(observation: str, words: list[str], why: str, by: str, later: bool, form: As, warehouse: Path) -> None:
    from khabarrel.publish import publish
    from khabarrel.rows import show
    from warehouse import verdict
    from warehouse.failure import VerdictRefused

    if not why.strip():
        raise Stop("a verdict needs its reason: --why TEXT", USAGE)
    try:
        given = verdict.give(working_of(warehouse), observation, words, why, by, datetime.now(UTC))
    except VerdictRefused as refused:
        raise Stop(str(refused), USAGE) from refused
    columns = given.stands.columns
    show([dict(zip(columns, row, strict=True)) for row in given.stands.rows], columns, form, BRIEF)
    if not given.changed:
        print("known already, nothing was changed", file=sys.stderr)
    if not later:
        publish(warehouse)


def _list(warehouse: Path, form: As) -> None:
    from khabarrel.answer import answer
    from warehouse import lookup

    answer(warehouse, lookup.verdicts, form, BRIEF)


def _export(path: Path, working: Path) -> None:
    from warehouse import annotation

    made = annotation.export(working)
    text = "".join(f"{line}\n" for line in made.lines)
    if str(path) == "-":
        sys.stdout.write(text)
    else:
        half = path.with_name(f".{path.name}.half")
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    print(f"{made.judged} verdicts in {len(made.lines)} passages", file=sys.stderr)
    if made.partly:
        print(
            f"{made.partly} of these hold numbers that nobody has judged (unjudged): judge them too before measuring",
            file=sys.stderr,
        )
