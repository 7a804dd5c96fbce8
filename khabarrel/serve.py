"""`khabarrel serve`: Prefect's server with the scheduled deployments of prefect.yaml."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from khabarrel.exits import USAGE, Stop
from khabarrel.options import Verbose


def serve(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="SOURCE", help="Read these instead of what prefect.yaml names.", show_default=False),
    ] = None,
    every: Annotated[
        int | None, typer.Option(min=1, metavar="SECONDS", help="Run so often, instead of by the cron of prefect.yaml.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The server's port.", show_default="4200, or a free one")
    ] = None,
    warehouse: Annotated[
        Path | None,
        typer.Option(envvar="KHABARREL_WAREHOUSE", metavar="PATH", help="Instead of the one that prefect.yaml names."),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Start Prefect's server on this machine and run the deployments of prefect.yaml on schedule, until Ctrl-C.

    Example: khabarrel serve news/ --every 3600
    """
    import flows
    from flows.server import ServerError, server
    from flows.server import serve as run
    from khabarrel.quiet import quiet

    quiet(verbose)
    replaced: dict[str, Any] = {}
    if sources:
        replaced["sources"] = [source if "://" in source else str(Path(source).resolve()) for source in sources]
    if warehouse is not None:
        replaced["warehouse"] = str(warehouse.resolve())
    checkout = Path(flows.__file__).parent.parent
    os.chdir(checkout)  # where prefect.yaml and the flows are; the runs inherit it
    try:
        with server(port) as (address, child):
            from flows.deployments import deployments

            found = deployments(checkout / "prefect.yaml", every, replaced)
            print(f"Prefect's pages: {address}", file=sys.stderr)
            for deployment in found:
                print(f"scheduled: {deployment.full_name}; Ctrl-C stops", file=sys.stderr, flush=True)
            run(found, child)
    except KeyboardInterrupt:
        pass  # before the first run could be scheduled
    except ServerError as error:
        raise Stop(str(error)) from error
    except ValueError as error:
        raise Stop(str(error), USAGE) from error
    print("stopped", file=sys.stderr)
