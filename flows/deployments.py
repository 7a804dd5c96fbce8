"""The deployments of prefect.yaml as Prefect's own objects. Nothing runs and no server is asked here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.deployments.runner import RunnerDeployment

CHECKOUT = Path(__file__).parent.parent
PATHS = frozenset({"sources", "warehouse"})


def deployments(
    file: Path, every: int | None = None, replaced: Mapping[str, Any] | None = None
) -> list[RunnerDeployment]:
    """The deployments of `file`: `every` so many seconds instead of by their cron, with parameters `replaced`.

    Relative paths among the parameters are taken from the file's folder. Raises ValueError for a file that does not
    say what it should.
    """
    try:
        stated = yaml.safe_load(file.read_text(encoding="utf-8"))["deployments"]
        return [_deployment(entry, file.parent, every, replaced or {}) for entry in stated]
    except (yaml.YAMLError, KeyError, TypeError, ImportError, AttributeError) as error:
        raise ValueError(f"{file}: {type(error).__name__}: {' '.join(str(error).split())}") from error


def _deployment(
    entry: Mapping[str, Any], folder: Path, every: int | None, replaced: Mapping[str, Any]
) -> RunnerDeployment:
    path, name = entry["entrypoint"].split(":")
    # By module, not by path: Prefect would put flows/ itself first on sys.path, where its files hide packages.
    module = import_module(".".join(Path(path).with_suffix("").parts))
    flow: Flow[..., Any] = getattr(module, name)
    parameters = {
        key: _absolute(value, folder) if key in PATHS else value for key, value in entry["parameters"].items()
    }
    made = flow.to_deployment(
        entry["name"],
        description=entry.get("description"),
        parameters={**parameters, **replaced},
        schedules=[_schedule(stated, every) for stated in entry["schedules"]],
        entrypoint_type=EntrypointType.MODULE_PATH,
        # There is one writer: a run that comes due while another is at work is dropped, not queued behind it.
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
    )
    return cast("RunnerDeployment", made)  # a coroutine only where an event loop runs


def _schedule(stated: Mapping[str, Any], every: int | None) -> Schedule:
    if every is not None:
        return Interval(timedelta(seconds=every))
    return Cron(stated["cron"], timezone=stated["timezone"])


def _absolute(value: Any, folder: Path) -> Any:
    if isinstance(value, list):
        return [_absolute(part, folder) for part in value]
    return value if "://" in value else str(folder.resolve() / value)
