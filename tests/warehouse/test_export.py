"""What is exported is what the published file says, read back by those who will read it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.warehouse.made import Fact, Story, Warehouse, hour
from warehouse import build, copy, verdict
from warehouse.export import FORMS, RELATIONS, export
from warehouse.failure import NotHere, WarehouseBroken, WarehouseError

ROOT = Path(__file__).parents[2]
MAY = (date(2023, 5, 1), date(2023, 5, 31))
SHIPS = (date(2023, 6, 11), date(2023, 6, 26))
STORIES = (
    Story(
        "a",
        (
            Fact(100_000, stage="contracted", period=MAY),
            Fact(101_000, period=SHIPS, quote='1,01,000 "टन",\nकच्चा'),
            Fact(150_000, low=100_000, high=200_000, comparator="~", status="forecast"),
            Fact(7_000, status="planned"),
            Fact(3, unit="bbl/d", period=None),
        ),
        outlet="Dawn",
        language="hi",
    ),
    Story("b", (Fact(120_000, period=SHIPS),), date(2023, 7, 4), outlet="Tribune"),
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only read by the tests."""
    warehouse = Warehouse(tmp_path_factory.mktemp("export"))
    warehouse.load(*STORIES)
    return publish(warehouse)


def publish(warehouse: Warehouse) -> Path:
    copy.publish(warehouse.path, warehouse.folder / "energy.duckdb")
    return warehouse.folder / "energy.duckdb"


def held(path: Path, relation: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The columns and rows of a relation, in its order."""
    with closing(build.open_published(path)) as con:
        answer = con.execute(f"FROM {relation} ORDER BY {copy.MATERIALISED[relation]}")
        return [column[0] for column in answer.description or ()], answer.fetchall()


def sdmx(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("relation", RELATIONS)
def test_parquet_comes_back_as_it_was(relation: str, published: Path, tmp_path: Path) -> None:
    to = tmp_path / "out.parquet"
    done = export(published, to, relation)
    columns, rows = held(published, relation)
    with closing(duckdb.connect()) as con:
        assert con.execute(f"FROM read_parquet('{to}')").fetchall() == rows
    assert pq.read_table(to).column_names == columns
    assert list(pd.read_parquet(to).columns) == columns
    assert (done.path, done.rows, done.bytes, done.left_out) == (to, len(rows), to.stat().st_size, 0)


@pytest.mark.parametrize("relation", RELATIONS)
def test_csv_comes_back_as_it_was(relation: str, published: Path, tmp_path: Path) -> None:
    to = tmp_path / "out.csv"
    export(published, to, relation, form="csv")
    columns, rows = held(published, relation)
    with closing(build.open_published(published)) as con:
        types = build.columns_of(con, relation) | {"machine_read": "JSON"}
        read = con.execute(
            "FROM read_csv(?, columns = ?, header = true)", [str(to), {name: types[name] for name in columns}]
        ).fetchall()
    place = columns.index("machine_read") if "machine_read" in columns else None
    assert [row[:place] for row in read] == [row[:place] for row in rows]
    frame = pd.read_csv(to)
    assert list(frame.columns) == columns
    assert len(frame) == len(rows)


def test_what_the_machine_had_read_is_json_in_csv(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(*STORIES)
    ((observation,),) = warehouse.rows("SELECT observation_id FROM evidence WHERE value = 100000")
    verdict.give(warehouse.path, observation, ["stage=shipped"], "seen", "me", hour(9))
    export(publish(warehouse), tmp_path / "out.csv", "evidence", form="csv")
    frame = pd.read_csv(tmp_path / "out.csv").set_index("observation_id")
    assert json.loads(str(frame.loc[observation, "machine_read"]))["stage"] == "contracted"


def test_only_the_series_asked_for(published: Path, tmp_path: Path) -> None:
    for relation in RELATIONS:
        export(published, tmp_path / "out.parquet", relation, part=":delivered:actual:")
        frame = pd.read_parquet(tmp_path / "out.parquet")
        assert all(":delivered:actual:" in name for name in frame["series"]), relation
        assert len(frame) > 0 or relation == "lead"
    assert export(published, tmp_path / "out.csv", part="crude_oil:RU>PK:t", form="csv").rows == 4
    (tmp_path / "kept.csv").write_text("as it was")
    with pytest.raises(NotHere, match="there is no series"):
        export(published, tmp_path / "kept.csv", part="o''brien", form="csv")
    assert (tmp_path / "kept.csv").read_text() == "as it was"


def test_sdmx_csv_has_the_columns_of_the_message_in_their_order(published: Path, tmp_path: Path) -> None:
    done = export(published, tmp_path / "out.csv", form="sdmx-csv")
    assert (done.rows, done.left_out) == (4, 1)
    raw = (tmp_path / "out.csv").read_bytes()
    lines = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    assert raw.count(b"\r\n") == len(lines) == 5
    assert lines[0][:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert lines[0].index("TIME_PERIOD") + 1 == lines[0].index("OBS_VALUE") < lines[0].index("OBS_STATUS")
    rows = sdmx(tmp_path / "out.csv")
    assert {row["STRUCTURE"] for row in rows} == {"dataflow"}
    assert {row["STRUCTURE_ID"] for row in rows} == {"KHABARREL:POINT(1.0.0)"}
    assert {row["ACTION"] for row in rows} == {"I"}
    said = {
        (row["STATUS"], row["OBS_STATUS"], row["STAGE"], row["TIME_PERIOD"], float(row["OBS_VALUE"])) for row in rows
    }
    assert said == {
        ("actual", "A", "contracted", "2023-05", 100_000),
        ("actual", "A", "delivered", "2023-06-11/P16D", 101_000),
        ("forecast", "F", "delivered", "2023-06", 150_000),
        ("planned", "", "delivered", "2023-06", 7_000),
    }
    assert {(row["EXPORTER"], row["IMPORTER"], row["AREA"], row["GRADE"], row["SUBJECT"]) for row in rows} == {
        ("RU", "PK", "_Z", "_X", "_T")
    }
    assert {row["UNIT_MEASURE"] for row in rows} == {"t"}
    assert {row["TIME_PERIOD"]: row["CONFLICT"] for row in rows}["2023-06-11/P16D"] == "true"
    (ranged,) = (row for row in rows if row["LOW"])
    assert (float(ranged["LOW"]), float(ranged["HIGH"]), ranged["COMPARATOR"]) == (100_000, 200_000, "~")
    frame = pd.read_csv(tmp_path / "out.csv", keep_default_na=False)
    assert sorted(frame["OBS_VALUE"]) == [7_000, 100_000, 101_000, 150_000]


PERIODS = {
    ("2023-06-11", "2023-06-11"): "2023-06-11",
    ("2024-02-01", "2024-02-29"): "2024-02",
    ("2024-02-01", "2024-02-28"): "2024-02-01/P28D",
    ("2023-04-01", "2023-06-30"): "2023-Q2",
    ("2023-02-01", "2023-04-30"): "2023-02-01/P3M",
    ("2023-01-01", "2023-06-30"): "2023-S1",
    ("2023-07-01", "2023-12-31"): "2023-S2",
    ("2023-04-01", "2023-09-30"): "2023-04-01/P6M",
    ("2023-01-01", "2023-12-31"): "2023",
    ("2022-04-01", "2023-03-31"): "2022-04-01/P12M",
    ("2023-01-01", "2024-12-31"): "2023-01-01/P24M",
    ("2024-12-30", "2025-01-05"): "2025-W01",
    ("2024-03-02", "2024-03-08"): "2024-03-02/P7D",
    ("2023-06-11", "2023-06-26"): "2023-06-11/P16D",
}


def test_a_period_is_written_as_sdmx_has_it(warehouse: Warehouse, tmp_path: Path) -> None:
    facts = [
        Fact(1 + number, stage="shipped", period=(date.fromisoformat(first), date.fromisoformat(last)))
        for number, (first, last) in enumerate(PERIODS)
    ]
    warehouse.load(Story("a", tuple(facts), date(2025, 2, 1)))
    export(publish(warehouse), tmp_path / "out.csv", form="sdmx-csv")
    written = {float(row["OBS_VALUE"]): row["TIME_PERIOD"] for row in sdmx(tmp_path / "out.csv")}
    assert written == {1.0 + number: period for number, period in enumerate(PERIODS.values())}


def test_slots_that_do_not_apply_differ_from_those_left_open(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(
        Story(
            "a",
            (
                Fact(1, stage=None, exporter=None),
                Fact(2, metric="stocks", stage=None, exporter=None, importer=None, area="US", grade="WTI"),
                Fact(3, metric="price", unit="USD/bbl", stage=None, exporter=None, importer=None, grade="Brent"),
                Fact(4, metric="supply_share", unit="%", stage=None, share_of=None),
                Fact(5, metric="production", stage=None, exporter=None, importer=None, area="IN", subject="Nayara"),
            ),
        )
    )
    export(publish(warehouse), tmp_path / "out.csv", form="sdmx-csv")
    slots = ("EXPORTER", "IMPORTER", "AREA", "STAGE", "SHARE_OF", "GRADE", "SUBJECT")
    assert {row["METRIC"]: tuple(row[slot] for slot in slots) for row in sdmx(tmp_path / "out.csv")} == {
        "trade": ("_X", "PK", "_Z", "_X", "_Z", "_X", "_T"),
        "stocks": ("_Z", "_Z", "US", "_Z", "_Z", "WTI", "_T"),
        "price": ("_Z", "_Z", "_X", "_Z", "_Z", "Brent", "_T"),
        "supply_share": ("RU", "PK", "_Z", "_Z", "_X", "_X", "_T"),
        "production": ("_Z", "_Z", "IN", "_Z", "_Z", "_X", "nayara"),
    }


def test_dimensions_are_a_key_even_of_points_that_nothing_tells_apart(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(Story("a", (Fact(100), Fact(200), Fact(7, stage="shipped"))))
    export(publish(warehouse), tmp_path / "out.csv", form="sdmx-csv")
    rows = sdmx(tmp_path / "out.csv")
    columns = list(rows[0])
    dimensions = columns[columns.index("METRIC") : columns.index("OBS_VALUE")]
    assert len({tuple(row[name] for name in dimensions) for row in rows}) == len(rows) == 3
    assert {row["VARIANT"]: row["UNDERSPECIFIED"] for row in rows} == {
        "_Z": "false",
        **{row["POINT_ID"]: "true" for row in rows if row["STAGE"] == "delivered"},
    }


def test_the_same_rows_give_the_same_bytes(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(*STORIES)
    made = []
    for turn in ("first", "again"):
        published = publish(warehouse)
        for form in FORMS:
            export(published, tmp_path / f"{turn}.{form}", form=form)
        made.append([(tmp_path / f"{turn}.{form}").read_bytes() for form in FORMS])
    assert made[0] == made[1]


@pytest.mark.parametrize(("relation", "form"), [("point", "xls"), ("article", "csv"), ("evidence", "sdmx-csv")])
def test_what_there_is_not_is_refused(relation: str, form: str, published: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"no {form} of {relation}"):
        export(published, tmp_path / "out", relation, form=form)
    assert not (tmp_path / "out").exists()


def test_a_file_of_before_says_what_to_do(published: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.duckdb"
    older.write_bytes(published.read_bytes())
    with closing(duckdb.connect(str(older))) as con:
        con.execute("DROP VIEW sdmx")
    with pytest.raises(WarehouseBroken, match="khabarrel publish"):
        export(older, tmp_path / "out.csv", form="sdmx-csv")


def test_where_nothing_can_be_written_is_one_line(published: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(WarehouseError, match="cannot be written") as error:
        export(published, blocked / "out.csv", form="csv")
    assert "\n" not in str(error.value)


def test_a_full_disk_leaves_what_was_there(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.load(Story("a", tuple(Fact(1000 + number, subject=f"plant {number}") for number in range(2000))))
    published, to = publish(warehouse), tmp_path / "out.csv"
    to.write_text("as it was")
    code = """if True:
        import resource, sys
        from pathlib import Path
        from warehouse.export import export
        from warehouse.failure import DiskFull
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            export(Path(sys.argv[1]), Path(sys.argv[2]), form='csv')
        except DiskFull as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-c", code, published, to], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "no room" in done.stdout
    assert to.read_text() == "as it was"
    assert not list(tmp_path.glob(".*"))
