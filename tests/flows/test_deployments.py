from __future__ import annotations

from pathlib import Path

import pytest
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule

from flows.deployments import CHECKOUT, deployments

FILE = CHECKOUT / "prefect.yaml"


def test_prefect_yaml_schedules_refresh_by_cron_in_a_time_zone() -> None:
    (made,) = deployments(FILE)
    assert made.full_name == "refresh/refresh"
    assert made.entrypoint == "flows.refresh.refresh"
    (stated,) = made.schedules or []
    assert isinstance(stated.schedule, CronSchedule)
    assert (stated.schedule.cron, stated.schedule.timezone) == ("30 6 * * *", "Asia/Kolkata")
    assert made.parameters == {
        "sources": [str(CHECKOUT / "samples")],
        "warehouse": str(CHECKOUT / "warehouse/data/energy.duckdb"),
        "keep": 7,
    }


def test_an_interval_and_parameters_of_one_s_own() -> None:
    (made,) = deployments(FILE, every=10, replaced={"sources": ["https://example.org/feed"]})
    (stated,) = made.schedules or []
    assert isinstance(stated.schedule, IntervalSchedule)
    assert stated.schedule.interval.total_seconds() == 10
    assert made.parameters["sources"] == ["https://example.org/feed"]
    assert made.parameters["warehouse"] == str(CHECKOUT / "warehouse/data/energy.duckdb")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "deployments: [{",
        "deployments: [{name: x}]",
        "deployments: [{name: x, entrypoint: flows/none.py:none, parameters: {}, schedules: []}]",
        "deployments: [{name: x, entrypoint: flows/refresh.py:none, parameters: {}, schedules: []}]",
    ],
)
def test_a_file_that_does_not_say_what_it_should_is_named(tmp_path: Path, words: str) -> None:
    file = tmp_path / "prefect.yaml"
    file.write_text(words, encoding="utf-8")
    with pytest.raises(ValueError, match=r"prefect\.yaml: "):
        deployments(file)
