"""Extraction and the warehouse agree on what travels between them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.warehouse.made import Story, make
from warehouse import arrival, build, shard


@pytest.mark.parametrize("name", list(shard.SCHEMAS))
def test_a_shard_has_the_columns_of_its_table(name: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "shard", [Story("a", rejects=1)])
    with closing(build.open_working(tmp_path / "w.duckdb")) as con:
        table = {column: kind for column, kind in build.columns_of(con, name).items() if column not in arrival.CLOCK}
        read = con.execute(f"DESCRIBE SELECT * FROM '{folder / name}.parquet'").fetchall()
    assert {column: kind for column, kind, *_ in read} == table
    assert [column for column, *_ in read] == list(table)


def test_a_shard_replaces_an_earlier_one_of_its_name(tmp_path: Path) -> None:
    make(tmp_path / "shard", [Story("a"), Story("b")])
    make(tmp_path / "shard", [Story("c")])
    assert pq.read_table(tmp_path / "shard" / "article.parquet")["article_id"].to_pylist() == ["c"]
    assert [path.name for path in tmp_path.iterdir()] == ["shard"]


def test_a_column_too_many_or_missing_is_refused(tmp_path: Path) -> None:
    row = Story("a").rows["article"][0]
    with pytest.raises(ValueError, match="colour"):
        shard.write(tmp_path / "shard", {"article": [row | {"colour": "red"}]})
    del row["outlet"]
    with pytest.raises(ValueError, match="outlet"):
        shard.write(tmp_path / "shard", {"article": [row]})
    assert not (tmp_path / "shard").exists()


def test_the_same_breakage_has_the_same_identity() -> None:
    first = shard.quarantine_id("folder", "a.txt", "binary", "d1")
    assert first == shard.quarantine_id("folder", "a.txt", "binary", "d1")
    others = {
        shard.quarantine_id("folder", "a.txt", "binary", "d2"),
        shard.quarantine_id("folder", "a.txt", "empty", "d1"),
        shard.quarantine_id("folder", "b.txt", "binary", "d1"),
        shard.quarantine_id("foldera", ".txt", "binary", "d1"),
    }
    assert len(others | {first}) == 5


def test_shard_is_written_without_duckdb(tmp_path: Path) -> None:
    import subprocess
    import sys

    root = Path(__file__).parents[2]
    code = "import sys, warehouse.shard; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
