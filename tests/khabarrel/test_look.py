"""The commands that look into the published file, on one that holds two outlets' contradiction."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.workplace import working_file
from khabarrel import main as door
from tasks.batch import spool
from tasks.grammar.datum import Document
from tasks.outcome import shard
from tasks.walk import grammar_version
from warehouse import build
from warehouse.append import RunRecord, load
from warehouse.copy import publish

NOW = datetime(2023, 11, 1, tzinfo=UTC)
SERIES = "trade:level:delivered:actual:crude_oil:RU>PK:t"


@pytest.fixture(scope="module")
def energy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("look")
    path = folder / "energy.duckdb"
    text = "Pakistan imported {} tonnes of Russian crude in June 2023."
    documents = [
        Document("s", "1", "row", text.format("100,000"), id="a", published="2023-07-01", language="en", outlet="Dawn"),
        Document("s", "2", "row", text.format("150,000"), id="b", published="2023-07-02", language="en", outlet="Mint"),
    ]
    shards = [shard(batch, folder / "shards", date(2023, 11, 1)) for batch in spool(documents, folder / "batches")]
    load(working_file(path), shards, RunRecord("r", "refresh", NOW, grammar_version()), NOW)
    publish(working_file(path), path)
    return path


@pytest.fixture
def khabarrel(energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Khabarrel:
    return Khabarrel(energy, monkeypatch, capsys)


class Khabarrel:
    """Runs a command on the warehouse of the test; (exit code, standard output, standard error)."""

    def __init__(self, energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.energy, self.monkeypatch, self.capsys = energy, monkeypatch, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        self.monkeypatch.setenv("KHABARREL_WAREHOUSE", str(self.energy))
        self.monkeypatch.setattr(sys, "argv", ["khabarrel", *words])
        with pytest.raises(SystemExit) as end:
            door.main()
        told = self.capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err


def test_series_are_found_by_a_part_of_their_name(khabarrel: Khabarrel) -> None:
    code, out, _ = khabarrel("series", "crude_oil:RU")
    points = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert {point["series"] for point in points} == {SERIES}
    assert [point["period_start"] for point in points] == ["2023-06-01"]
    assert khabarrel("series", "coal") == (0, "", "")


def test_why_prints_the_quotes_of_both_articles(khabarrel: Khabarrel) -> None:
    code, out, _ = khabarrel("why", SERIES)
    assert code == 0
    assert sorted(json.loads(line)["quote"] for line in out.splitlines()) == ["100,000 tonnes", "150,000 tonnes"]
    (point,) = {json.loads(line)["point_id"] for line in khabarrel("series")[1].splitlines()}
    assert khabarrel("why", point)[1] == out


def test_why_of_nothing_says_where_to_look(khabarrel: Khabarrel) -> None:
    code, out, err = khabarrel("why", "nonsense")
    assert (code, out) == (1, "")
    assert err == "khabarrel: there is no point and no series 'nonsense'; khabarrel series lists them\n"


def test_conflicts_show_both_values(khabarrel: Khabarrel) -> None:
    code, out, _ = khabarrel("conflicts")
    assert code == 0
    found = [json.loads(line) for line in out.splitlines()]
    assert {frozenset((row["value"], row["other_value"])) for row in found} == {frozenset((100_000.0, 150_000.0))}


def test_sql_answers_and_cannot_write(khabarrel: Khabarrel) -> None:
    assert khabarrel("sql", "SELECT count(*) AS n FROM article", "--format", "csv") == (0, "n\n2\n", "")
    before = khabarrel.energy.read_bytes()
    code, out, err = khabarrel("sql", "DELETE FROM article")
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "read-only" in err
    assert khabarrel.energy.read_bytes() == before
    code, _, err = khabarrel("sql", "SELEC 1")
    assert (code, len(err.splitlines())) == (1, 1)


def test_no_warehouse_is_one_line(khabarrel: Khabarrel, tmp_path: Path) -> None:
    for words in (["series"], ["why", "x"], ["conflicts"], ["sql", "SELECT 1"], ["audit"], ["publish"]):
        code, out, err = khabarrel(*words, "--warehouse", str(tmp_path / "none.duckdb"))
        assert (code, out, len(err.splitlines())) == (1, "", 1)
        assert "khabarrel run" in err
    assert list(tmp_path.iterdir()) == []


def test_publish_elsewhere_without_the_texts(khabarrel: Khabarrel, tmp_path: Path) -> None:
    there = tmp_path / "public.duckdb"
    before = khabarrel.energy.read_bytes()
    code, out, err = khabarrel("publish", "--to", str(there), "--without-text")
    assert (code, out) == (0, "")
    assert err == f"published {there}: 1 points in 1 series\n"
    with closing(build.open_published(there)) as con:
        assert con.execute("SELECT count(text), count(*) FROM article").fetchone() == (0, 2)
    assert khabarrel.energy.read_bytes() == before


def test_audit_is_silent_where_every_promise_holds_and_4_where_not(khabarrel: Khabarrel, tmp_path: Path) -> None:
    assert khabarrel("audit") == (0, "", "")
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(khabarrel.energy.read_bytes())
    with closing(build.open_working(broken)) as con:
        con.execute("UPDATE observation SET quote = 'forged'")
    code, out, _ = khabarrel("audit", "--warehouse", str(broken))
    assert code == 4
    assert "quote_is_text" in {json.loads(line)["audit"] for line in out.splitlines()}
