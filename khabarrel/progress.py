"""A line on standard error that says what is being done, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(words: str, shown: bool = True) -> Iterator[Callable[[str], None]]:
    """Shows `words` while the block runs, gone afterwards; yields what replaces them. Silent off a terminal."""
    if not (shown and sys.stderr.isatty()):
        yield lambda words: None
        return
    from rich.console import Console

    with Console(stderr=True).status(words) as status:
        yield status.update
