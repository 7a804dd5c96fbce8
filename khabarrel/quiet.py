"""Keeps Prefect's log off the terminal; its server still gets every line. Call it before Prefect is imported."""

from __future__ import annotations

import os


def quiet(verbose: bool) -> None:
    """Only critical lines reach standard error, unless `verbose`: what failed is told in khabarrel's own line."""
    if not verbose:
        os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
