"""The command line's door: names the commands and turns every failure into one line and an exit code.

The modules of the commands import only what their options need; what they do is imported when they do it, so that
`khabarrel extract` never waits for Prefect or DuckDB.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import NoReturn

import typer

from khabarrel.audit import audit
from khabarrel.backup import backup
from khabarrel.conflicts import conflicts
from khabarrel.exits import FAILED, GATE, Stop
from khabarrel.explain import explain
from khabarrel.export import export
from khabarrel.extract import extract
from khabarrel.forget import forget
from khabarrel.publish import publish
from khabarrel.reread import reread
from khabarrel.restore import restore
from khabarrel.run import run
from khabarrel.series import series
from khabarrel.serve import serve
from khabarrel.sql import sql
from khabarrel.verdict import verdict
from khabarrel.why import why
from warehouse.failure import AuditBreach, WarehouseError

app = typer.Typer(
    name="khabarrel",
    help="News articles in, energy-trade time series in DuckDB out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    run, extract, explain, series, why, conflicts, sql, verdict, serve, reread, publish, export, audit, forget, backup,
    restore,
):  # fmt: skip
    app.command()(command)


def main() -> NoReturn:
    """Runs the command of `sys.argv` and exits with the codes of `khabarrel.exits` (130 when interrupted)."""
    for stream in (sys.stdout, sys.stderr):
        # Rows hold Hindi whatever the locale of the terminal or pipe is.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")
    # So that whatever was started is ended by the same `finally` as at Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except Stop as stop:
        _end(str(stop), stop.code)
    except AuditBreach as breach:
        _end(str(breach), GATE)
    except WarehouseError as error:
        _end(str(error), FAILED)
    except BrokenPipeError:
        _end("", FAILED)
    except OSError as error:
        _end(_told(error), FAILED)
    except ValueError as error:
        from tasks.lexicon import LexiconError

        if not isinstance(error, LexiconError):
            raise
        _end(str(error), FAILED)
    except SystemExit as end:
        if end.code == 130:
            print("khabarrel: interrupted", file=sys.stderr)
        raise
    raise AssertionError("typer exits by itself")


def _told(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"no space left on the disk{f' for {error.filename}' if error.filename else ''}; nothing was changed"
    return " ".join(str(error).split())


def _end(message: str, code: int) -> NoReturn:
    if message:
        print(f"khabarrel: {message}", file=sys.stderr)
    # What is still in the buffer would be written, and fail, a second time when the interpreter ends.
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


if __name__ == "__main__":
    main()
