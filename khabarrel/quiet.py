"""Runs flows without Prefect's log on the terminal; its server still gets every line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from khabarrel.exits import Stop
from khabarrel.progress import progress


def quiet(verbose: bool) -> None:
    """Only critical lines reach standard error, unless `verbose`: what failed is told in khabarrel's own line.

    Prefect reads this when it is first imported, so call it before.
    """
    if not verbose:
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")


@contextmanager
def flowing(verbose: bool) -> Iterator[None]:
    """For a block that imports a flow and runs it: quiet, with a line of progress, and a server that is out of reach
    told in one line."""
    quiet(verbose)
    try:
        with progress("starting Prefect, then reading", shown=not verbose):
            yield
    except RuntimeError as error:
        if "Failed to reach API" not in str(error):
            raise
        raise Stop(f"{error}; unset PREFECT_API_URL to do without that server") from error
