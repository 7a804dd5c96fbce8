"""The working file is made once, brought up to date for ever, and never guessed at."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.made import Story, Warehouse, hour
from warehouse import build, vocabulary
from warehouse.failure import NewerSchema, WarehouseBroken, WarehouseBusy, WarehouseError

ROOT = Path(__file__).parents[2]
LATER_THINGS = (
    r"PRIMARY\s+KEY|\bUNIQUE\b|\bCHECK\b|\bREFERENCES\b|CREATE\s+(UNIQUE\s+)?INDEX|SEQUENCE|\bENUM\b|GENERATED"
)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_opening_twice_changes_nothing(warehouse: Warehouse) -> None:
    warehouse.load(Story("a"))
    before = warehouse.rows("FROM migration"), warehouse.rows("FROM reference"), warehouse.rows("FROM observation")
    assert before == (
        warehouse.rows("FROM migration"),
        warehouse.rows("FROM reference"),
        warehouse.rows("FROM observation"),
    )
    assert len(before[0]) == len(build.migrations())


def test_every_relation_and_column_has_a_comment(warehouse: Warehouse) -> None:
    silent = warehouse.rows(
        """
        SELECT table_name AS name FROM duckdb_tables() WHERE comment IS NULL AND NOT temporary
        UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal
        UNION ALL SELECT function_name FROM duckdb_functions()
            WHERE comment IS NULL AND NOT internal AND function_type LIKE '%macro'
        """
    )
    assert silent == []
    assert len(warehouse.rows("SELECT 1 FROM duckdb_columns() WHERE NOT internal")) > 200


@pytest.mark.parametrize("path", sorted((ROOT / "warehouse").glob("[mv]*/*.sql")), ids=lambda path: path.stem)
def test_every_file_says_what_and_the_grain(path: Path) -> None:
    first, second, *_ = path.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"-- [A-Z].*\.", first)
    assert second.startswith("-- grain: ")
    if path.parent.name != "migrations":
        kind = "VIEW" if path.parent.name == "views" else "MACRO"
        assert re.search(rf"CREATE OR REPLACE {kind} {path.stem}\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("step", build.migrations(), ids=lambda step: step.name)
def test_migrations_keep_within_what_ducklake_takes(step: build.Migration) -> None:
    statements = re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", step.sql)
    assert not re.search(LATER_THINGS, statements, re.IGNORECASE)


@pytest.mark.parametrize("name", build._REFERENCE_TABLES)
def test_reference_tables_have_the_columns_of_their_files(name: str, warehouse: Warehouse) -> None:
    with (ROOT / "warehouse" / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    with closing(warehouse.open()) as con:
        table = [column for column in build.columns_of(con, name) if column not in ("recorded_at", "superseded_at")]
    assert table == header
    assert warehouse.rows(f'SELECT count(*) FROM "{name}"') == [(len(rows),)]


def test_a_changed_factor_is_a_new_row_and_the_old_one_stays(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = warehouse.folder / "reference"
    shutil.copytree(vocabulary.REFERENCE, folder)
    monkeypatch.setattr(build, "REFERENCE", folder)
    warehouse.rows("SELECT 1")
    path = folder / "conversion.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(",t,bbl,6.5,7.33,8.0,", ",t,bbl,6.5,7.3,8.0,"), encoding="utf-8"
    )
    with closing(build.open_working(warehouse.path, hour(5))) as con:
        found = con.execute(
            "SELECT typical, recorded_at, superseded_at FROM conversion "
            "WHERE conversion_id = 'crude_oil.t.bbl' ORDER BY recorded_at"
        ).fetchall()
        (others,) = con.execute("SELECT count(*) FROM conversion WHERE superseded_at IS NULL").fetchone() or (0,)
    assert found == [
        (7.33, datetime(2026, 11, 22, 12), datetime(2026, 11, 22, 17)),
        (7.3, datetime(2026, 11, 22, 17), None),
    ]
    assert others == len(path.read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.parametrize("applied", range(1, len(build.migrations())))
def test_every_earlier_schema_is_brought_up_to_date_with_its_data(applied: int, tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with closing(duckdb.connect(str(path))) as con:
        for step in build.migrations()[:applied]:
            con.execute(step.sql)
            con.execute(
                "INSERT INTO migration VALUES (?, ?, ?, now()::TIMESTAMP)", [step.number, step.name, step.digest]
            )
        if applied >= 2:
            con.execute("INSERT INTO article (article_id, version_id, text) VALUES ('a', 'v', 'words')")
        if applied >= 10:
            con.execute(
                "INSERT INTO verdict (verdict_id, verdict, machine) VALUES ('n', 'right', map(['stage'], ['x']))"
            )
        if applied >= 11:
            con.execute("INSERT INTO forgotten (article_id, digest) VALUES ('z', 'd')")
    with closing(build.open_working(path)) as con:
        assert con.execute("SELECT count(*) FROM migration").fetchall() == [(len(build.migrations()),)]
        held = con.execute("SELECT article_id, text FROM article").fetchall()
        words = con.execute("SELECT verdict_id, verdict, machine FROM verdict").fetchall()
        erased = con.execute("SELECT article_id, digest FROM forgotten").fetchall()
    assert held == ([("a", "words")] if applied >= 2 else [])
    assert words == ([("n", "right", {"stage": "x"})] if applied >= 10 else [])
    assert erased == ([("z", "d")] if applied >= 11 else [])


def test_a_failing_migration_leaves_the_schema_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "w.duckdb"
    good = build.migrations()
    bad = build.Migration(len(good) + 1, "bad", "CREATE TABLE half (a INTEGER); SELECT * FROM nowhere;", "x")
    monkeypatch.setattr(build, "migrations", lambda: (*good, bad))
    with pytest.raises(duckdb.CatalogException):
        build.open_working(path)
    monkeypatch.undo()
    with closing(build.open_working(path)) as con:
        assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchall() == [(0,)]


def one_line(error: pytest.ExceptionInfo[WarehouseError], path: Path) -> bool:
    return "\n" not in str(error.value) and str(path) in str(error.value)


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with closing(build.open_working(path)) as con:
        con.execute("INSERT INTO migration VALUES (?, 'later', 'x', now()::TIMESTAMP)", [len(build.migrations()) + 1])
    before = digest(path)
    with pytest.raises(NewerSchema) as error:
        build.open_working(path)
    assert one_line(error, path)
    assert digest(path) == before


def test_another_history_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with closing(build.open_working(path)) as con:
        con.execute("UPDATE migration SET digest = 'other' WHERE number = 2")
    with pytest.raises(WarehouseBroken, match="migration 2") as error:
        build.open_working(path)
    assert one_line(error, path)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with closing(duckdb.connect(str(path))) as con:
        con.execute("CREATE TABLE mine AS SELECT 42 AS a")
    with pytest.raises(WarehouseBroken, match="no khabarrel warehouse"):
        build.open_working(path)
    with closing(duckdb.connect(str(path))) as con:
        assert con.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("mine",)]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look at" * 400, b"\x00" * 20000])
def test_a_broken_file_is_said_in_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseError) as error:
        build.open_working(path)
    assert one_line(error, path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseBroken) as error:
        build.open_working(tmp_path / "file" / "w.duckdb")
    assert "\n" not in str(error.value)


def test_a_missing_published_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WarehouseBroken, match="khabarrel run"):
        build.open_published(tmp_path / "none.duckdb")
    assert not (tmp_path / "none.duckdb").exists()


def test_a_second_writer_is_told_to_wait(warehouse: Warehouse) -> None:
    warehouse.load(Story("a"))
    code = "import sys, duckdb; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(warehouse.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WarehouseBusy) as error:
            warehouse.load(Story("b"))
        assert one_line(error, warehouse.path)
    finally:
        other.communicate()
    assert warehouse.rows("SELECT article_id FROM article") == [("a",)]


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        build.moment(datetime(2026, 1, 1))
    assert build.moment(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2026, 1, 1)


def test_no_connection_draws_on_standard_output_or_takes_all_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "energy.work.duckdb"
    for opened in (build.open_working, build.open_published):
        with closing(opened(path)) as con:
            assert con.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]
            ((limit,),) = con.execute("SELECT current_setting('memory_limit')").fetchall()
            size, measure = limit.split()
            assert measure == "MiB" or (measure == "GiB" and float(size) <= 3)
