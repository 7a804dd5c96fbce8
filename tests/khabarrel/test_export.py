"""`khabarrel export` and `publish --keep`: what they write, and how they refuse."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.workplace import working_file
from khabarrel import export as command
from khabarrel import main as door
from tasks.batch import spool
from tasks.grammar.datum import Document
from tasks.outcome import shard
from tasks.walk import grammar_version
from warehouse import build, copy, export
from warehouse.append import RunRecord, load

NOW = datetime(2023, 11, 1, tzinfo=UTC)
TEXTS = {
    "a": "Pakistan imported 100,000 tonnes of Russian crude in June 2023.",
    "b": "Pakistan will import 30,000 tonnes of Russian crude. India imported 2 million tonnes of coal in May 2023.",
}


@pytest.fixture(scope="module")
def energy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    path = folder / "energy.duckdb"
    documents = [
        Document("s", name, "row", text, id=name, published="2023-07-01", language="en", outlet=name)
        for name, text in TEXTS.items()
    ]
    shards = [shard(batch, folder / "shards", date(2023, 11, 1)) for batch in spool(documents, folder / "batches")]
    load(working_file(path), shards, RunRecord("r", "refresh", NOW, grammar_version()), NOW)
    copy.publish(working_file(path), path)
    return path


@pytest.fixture
def khabarrel(energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Khabarrel:
    return Khabarrel(energy, monkeypatch, capsys)


class Khabarrel:
    """Runs a command on the warehouse of the test; (exit code, standard error). Nothing goes to standard output."""

    def __init__(self, energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.energy, self.monkeypatch, self.capsys = energy, monkeypatch, capsys

    def __call__(self, *words: object) -> tuple[int, str]:
        self.monkeypatch.setenv("KHABARREL_WAREHOUSE", str(self.energy))
        self.monkeypatch.setattr(sys, "argv", ["khabarrel", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            door.main()
        told = self.capsys.readouterr()
        assert told.out == ""
        return int(end.value.code or 0), told.err


def test_the_name_says_the_form(khabarrel: Khabarrel, tmp_path: Path) -> None:
    code, err = khabarrel("export", tmp_path / "new" / "points.parquet")
    assert (code, err.split(":")[0]) == (0, "exported " + str(tmp_path / "new" / "points.parquet"))
    assert (tmp_path / "new" / "points.parquet").read_bytes()[:4] == b"PAR1"
    assert khabarrel("export", tmp_path / "points.CSV")[0] == 0
    assert (tmp_path / "points.CSV").read_text(encoding="utf-8").startswith("point_id,series,")
    assert khabarrel("export", tmp_path / "points", "--format", "csv")[0] == 0
    assert (tmp_path / "points").read_bytes() == (tmp_path / "points.CSV").read_bytes()


def test_what_and_which_series(khabarrel: Khabarrel, tmp_path: Path) -> None:
    to = tmp_path / "said.csv"
    code, err = khabarrel("export", to, "--what", "evidence", "--series", ":coal:")
    assert code == 0
    assert "1 rows of evidence" in err
    assert "2 million tonnes" in to.read_text(encoding="utf-8")
    assert "Russian" not in to.read_text(encoding="utf-8")


def test_sdmx_says_what_it_cannot_hold(khabarrel: Khabarrel, tmp_path: Path) -> None:
    code, err = khabarrel("export", tmp_path / "points.csv", "--format", "sdmx-csv")
    assert code == 0
    assert err.splitlines()[1:] == ["left out: 1 points without a period, which SDMX has no time for"]
    assert (tmp_path / "points.csv").read_text(encoding="utf-8").startswith("STRUCTURE,STRUCTURE_ID,ACTION,METRIC,")


def test_wrong_usage_is_one_line_and_writes_nothing(khabarrel: Khabarrel, tmp_path: Path) -> None:
    before = khabarrel.energy.read_bytes()
    for words in (
        (tmp_path / "points.xlsx",),
        (tmp_path / "points.csv", "--what", "evidence", "--format", "sdmx-csv"),
        (tmp_path, "--format", "csv"),
        (khabarrel.energy, "--format", "csv"),
        (working_file(khabarrel.energy), "--format", "csv"),
    ):
        code, err = khabarrel("export", *words)
        assert (code, len(err.splitlines())) == (2, 1), words
        assert err.startswith("khabarrel: ")
    assert list(tmp_path.iterdir()) == []
    assert khabarrel.energy.read_bytes() == before
    with closing(build.open_working(working_file(khabarrel.energy))):
        pass


def test_what_fails_is_one_line(khabarrel: Khabarrel, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for words in (
        ("export", tmp_path / "points.csv", "--series", "nothing of the kind"),
        ("export", tmp_path / "file" / "points.csv"),
        ("export", tmp_path / "points.csv", "--warehouse", tmp_path / "none.duckdb"),
    ):
        code, err = khabarrel(*words)
        assert (code, len(err.splitlines())) == (1, 1), words
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_command_offers_what_there_is() -> None:
    assert set(command.What) == set(export.RELATIONS)
    assert set(command.Form) == set(export.FORMS)


def test_publish_keeps_as_many_as_it_is_told_to(khabarrel: Khabarrel, tmp_path: Path) -> None:
    to = tmp_path / "public.duckdb"
    for _ in range(4):
        assert khabarrel("publish", "--to", to, "--keep", 2)[0] == 0
    assert len(copy.kept(to)) == 2
    assert khabarrel("publish", "--to", to)[0] == 0
    assert len(copy.kept(to)) == 2
    assert khabarrel("publish", "--to", to, "--keep", -1)[0] == 2
