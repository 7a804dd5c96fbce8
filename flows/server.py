"""Prefect's server as a child process on loopback, and a runner of deployments beside it; both end together."""

from __future__ import annotations

import asyncio
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

HOST = "127.0.0.1"
USUAL_PORT = 4200
START_SECONDS = 120
STOP_SECONDS = 20
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class ServerError(RuntimeError):
    """The server did not start, or ended by itself; one line says which."""


@contextmanager
def server(port: int | None = None) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A healthy Prefect server: its address without a path, and its process; it has ended when the block is left.

    Without a `port` it takes Prefect's usual one or, where that is busy, any free one. Raises ServerError when the
    port is taken or the server is not healthy in two minutes.
    SIGTERM must raise an exception meanwhile, as SIGINT does, or the server would outlive its parent.
    Nothing of Prefect may have been imported before: it reads PREFECT_API_URL, which is set here, only once.
    """
    port = _free(*((USUAL_PORT, 0) if port is None else (port,)))
    # A session of its own: Ctrl-C in the terminal must reach the runner first, which still talks to the server.
    child = subprocess.Popen(
        [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PREFECT_SERVER_LOGGING_LEVEL": "ERROR"},
        start_new_session=True,
    )
    try:
        _await_health(child, port)
        os.environ["PREFECT_API_URL"] = f"http://{HOST}:{port}/api"
        yield f"http://{HOST}:{port}", child
    finally:
        _end(child)


def serve(deployments: Sequence[RunnerDeployment], child: subprocess.Popen[bytes]) -> None:
    """Runs what the schedules of `deployments` ask for until SIGINT or SIGTERM; pauses them in the server then.

    Raises ServerError when the server's process `child` ends before.
    """
    asyncio.run(_serve(deployments, child))


async def _serve(deployments: Sequence[RunnerDeployment], child: subprocess.Popen[bytes]) -> None:
    from prefect.runner import Runner

    # Two at a time: the second is needed to learn at once that its deployment is busy.
    runner = Runner(name="khabarrel", query_seconds=5, limit=2)
    for deployment in deployments:
        await runner.aadd_deployment(deployment)
    running = asyncio.create_task(runner.start())
    while not (runner.started or running.done()):
        await asyncio.sleep(0.05)
    stop = asyncio.Event()
    for number in SIGNALS:  # after the start, which sets one of its own for SIGTERM
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not (stop.is_set() or running.done() or child.poll() is not None):
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), 0.5)
    if child.poll() is not None:
        running.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await running
        raise ServerError(f"Prefect's server ended by itself with code {child.returncode}")
    if not running.done():
        await runner.astop()
    await running


def _free(*ports: int) -> int:
    """The first of `ports` that nothing listens on; 0 stands for any."""
    for port in ports:
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return int(probe.getsockname()[1])
    raise ServerError(f"port {ports[0]} of {HOST} is in use; choose another with --port")


def _await_health(child: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise ServerError(f"Prefect's server ended with code {child.returncode} before it was healthy")
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/api/health")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise ServerError(f"Prefect's server was not healthy after {START_SECONDS} seconds")


def _end(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
