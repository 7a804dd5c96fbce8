"""docs/names.md: its columns are the database's, its names of series are names that the warehouse gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tasks.grammar.datum import Observation
from warehouse.build import open_working

ROOT = Path(__file__).parents[2]
NAMES = (ROOT / "docs/names.md").read_text(encoding="utf-8")

_COLUMNS = re.compile(r"(?<=<!-- columns of )(?P<relation>\w+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("names") / "energy.work.duckdb"
    with open_working(path, datetime(2026, 1, 1, tzinfo=UTC)) as con:
        yield con


def test_columns_are_the_comments(
    hold: Callable[[str, Callable[[str], str]], None], warehouse: duckdb.DuckDBPyConnection
) -> None:
    def table(found: re.Match[str]) -> str:
        comments = warehouse.execute(
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
            [found["relation"]],
        ).fetchall()
        assert comments, f"there is no relation {found['relation']}"
        rows = "".join(f"| `{name}` | {comment.replace('|', chr(92) + '|')} |\n" for name, comment in comments)
        return f"{found['relation']} -->\n| column | is |\n| --- | --- |\n{rows}"

    hold("docs/names.md", lambda text: _COLUMNS.sub(table, text))


def test_every_relation_that_analysts_query_is_listed(warehouse: duckdb.DuckDBPyConnection) -> None:
    named = {found["relation"] for found in _COLUMNS.finditer(NAMES)}
    views = warehouse.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
    ).fetchall()
    assert named >= {name for (name,) in views} | {"article", "observation", "reject", "quarantine", "run"}


def test_observation_has_one_name_for_each_thing(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = {
        row[0]
        for row in warehouse.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = 'observation'"
        ).fetchall()
    }
    renamed = {"start": "start_char", "end": "end_char"}
    assert columns == {renamed.get(part.name, part.name) for part in fields(Observation)} | {
        "grammar", "recorded_at", "superseded_at", "run_id"
    }  # fmt: skip


def test_names_of_series_are_those_of_the_macro(warehouse: duckdb.DuckDBPyConnection) -> None:
    shown = re.findall(r"^\| `((?:[^`:]+:){6}[^`:]+)` \|", NAMES, re.MULTILINE)
    assert len(shown) == 5
    for name in shown:
        metric, kind, stage, status, commodity, parties, unit = name.split(":")
        bare, _, grade = commodity.rstrip("]").partition("[")
        exporter, arrow, importer = parties.partition(">")
        area = None if arrow else parties
        slots = [
            metric,
            kind,
            stage,
            None,
            status,
            bare,
            grade,
            exporter if arrow else None,
            importer,
            area,
            None,
            unit,
        ]
        given = [None if slot in ("-", "") else slot for slot in slots]
        (made,) = warehouse.execute(f"SELECT series_name({', '.join('?' * 12)})", given).fetchall()[0]
        assert made == name
