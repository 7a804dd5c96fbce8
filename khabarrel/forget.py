"""`khabarrel forget`: a text is erased, for good."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from khabarrel.exits import USAGE, Stop
from khabarrel.options import WAREHOUSE, As, By, Warehouse, Why, name_of, working_of


def forget(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article_id.", show_default=False)],
    why: Why,
    by: By = None,
    form: As = None,
    warehouse: Warehouse = WAREHOUSE,
) -> None:
    """Erase an article's text and all that was read in it, from the warehouse and from what is published of it.

    Its digest, the reason and counts stay, so that it is not loaded again.

    Example: khabarrel forget u-2b15c39c617c1315 --why "withdrawn by its publisher"
    """
    from khabarrel.publish import publish
    from khabarrel.rows import show
    from warehouse import forget
    from warehouse.failure import VerdictRefused

    try:
        done = forget.forget(working_of(warehouse), article, why, name_of(by), datetime.now(UTC))
    except VerdictRefused as refused:
        raise Stop(str(refused), USAGE) from refused
    row = asdict(done)
    show([row], tuple(row), form)
    for path in forget.older(warehouse, done.articles):
        path.unlink()
        print(f"removed {path}, an older published file that held it", file=sys.stderr)
    _tell(warehouse, done.articles)
    publish(warehouse)


def _tell(warehouse: Path, articles: tuple[str, ...]) -> None:
    """What this command cannot reach."""
    if len(articles) > 1:
        print(f"erased with it, the same text: {', '.join(articles[1:])}", file=sys.stderr)
    runs = warehouse.with_name(f"{warehouse.stem}.run")
    if runs.is_dir() and any(runs.iterdir()):
        print(f"if no run is at work, remove {runs}: a killed one left raw documents there", file=sys.stderr)
    replaced = sorted(warehouse.parent.glob(f"{warehouse.stem}.work.replaced-*"))
    for path in replaced:
        print(f"remove {path}, which khabarrel restore put aside", file=sys.stderr)
    print(
        "it is still in its source, in backups made before now (make a new one and remove those; one that is restored "
        "here is cleaned of it) and in files that were published or exported elsewhere (make them again)",
        file=sys.stderr,
    )
