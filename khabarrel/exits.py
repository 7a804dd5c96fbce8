"""How a command ends: the exit codes, and the failures that are told in one line."""

from __future__ import annotations

DONE = 0
FAILED = 1
USAGE = 2
QUARANTINED = 3
GATE = 4


class Stop(Exception):
    """Ends the command with one line on standard error; `code` is its exit code."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
