"""The commands that change what stands: verdict, forget, backup, restore; each in one line where it is refused."""

from __future__ import annotations

import json
import shutil
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
from warehouse.copy import kept, publish

NOW = datetime(2023, 11, 1, tzinfo=UTC)
TEXT = "Pakistan imported {} tonnes of Russian crude in June 2023, said the Zqxwv desk."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judge")
    documents = [
        Document("s", name, "row", TEXT.format(amount), id=name, published="2023-07-02", language="en", outlet=name)
        for name, amount in (("a", "100,000"), ("b", "150,000"))
    ]
    shards = [shard(batch, folder / "shards", date(2023, 11, 1)) for batch in spool(documents, folder / "batches")]
    path = folder / "energy.duckdb"
    load(working_file(path), shards, RunRecord("r", "refresh", NOW, grammar_version()), NOW)
    publish(working_file(path), path)
    return folder


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

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with closing(build.open_published(self.energy)) as con:
            return con.execute(sql).fetchall()

    @property
    def observation(self) -> str:
        ((found,),) = self.ask("SELECT observation_id FROM evidence WHERE article_id = 'a'")
        return str(found)


@pytest.fixture
def khabarrel(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Khabarrel:
    for name in ("energy.duckdb", "energy.work.duckdb"):
        shutil.copy(made / name, tmp_path / name)
    return Khabarrel(tmp_path / "energy.duckdb", monkeypatch, capsys)


def test_a_verdict_is_published_listed_and_taken_back(khabarrel: Khabarrel) -> None:
    name = khabarrel.observation
    code, out, err = khabarrel("verdict", name, "importer=IN", "stage=shipped", "--why", "left port", "--by", "asha")
    row = json.loads(out)
    assert (code, row["verdict"], row["verdict_by"]) == (0, "corrected", "asha")
    assert row["machine_read"] == {"importer": "PK", "stage": "delivered"}
    assert err.startswith("published ")
    assert sorted(khabarrel.ask("SELECT value, importer, stage FROM point")) == [
        (100_000, "IN", "shipped"),
        (150_000, "PK", "delivered"),
    ]
    code, out, _ = khabarrel("verdict")
    assert (code, [json.loads(line)["observation_id"] for line in out.splitlines()]) == (0, [name])
    assert khabarrel("verdict", name, "taken-back", "--why", "oops", "--by", "asha")[0] == 0
    assert khabarrel("verdict") == (0, "", "")
    assert khabarrel.ask("SELECT importer, conflict FROM point") == [("PK", True)]


def test_unpublished_it_shows_with_the_next_publish(khabarrel: Khabarrel) -> None:
    name = khabarrel.observation
    assert khabarrel("verdict", name, "wrong", "--why", "misprint", "--no-publish")[0] == 0
    assert khabarrel.ask("SELECT articles FROM point") == [(2,)]
    assert khabarrel("publish")[0] == 0
    assert khabarrel.ask("SELECT articles FROM point") == [(1,)]
    assert khabarrel.ask("SELECT count(*) FROM evidence WHERE verdict = 'wrong' AND verdict_by <> ''") == [(1,)]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["perhaps", "--why", "x"], 2, "no verdict"),
        (["stage=gone", "--why", "x"], 2, "contracted, shipped, delivered"),
        (["right"], 2, "--why"),
        (["right", "--why", "  "], 2, "--why"),
        (["right", "wrong", "--why", "x"], 2, "alone"),
        (["taken-back", "--why", "x"], 2, "to take back"),
        (["right", "--export", "x"], 2, "alone"),
    ],
)
def test_a_bad_word_is_one_line_and_changes_nothing(
    words: list[str], code: int, told: str, khabarrel: Khabarrel
) -> None:
    before = khabarrel.energy.read_bytes()
    ended, out, err = khabarrel("verdict", khabarrel.observation, *words)
    assert (ended, out, len(err.splitlines())) == (code, "", 1)
    assert told in err
    assert khabarrel.energy.read_bytes() == before


def test_what_is_not_there_is_one_line(khabarrel: Khabarrel, tmp_path: Path) -> None:
    for words in (
        ["verdict", "nobody", "right", "--why", "x"],
        ["forget", "nobody", "--why", "x"],
        ["restore", str(tmp_path / "none.zip")],
        ["restore", "--check", str(tmp_path / "energy.duckdb")],
        ["backup", str(tmp_path / "energy.duckdb"), "--force"],
        ["backup", str(tmp_path / "x.zip"), "--warehouse", str(tmp_path / "none.duckdb")],
        ["verdict", "--export", "-", "--warehouse", str(tmp_path / "none.duckdb")],
    ):
        code, out, err = khabarrel(*words)
        assert (code, out, len(err.splitlines())) == (1, "", 1), words


def test_verdicts_are_exported_as_annotated_passages(khabarrel: Khabarrel, tmp_path: Path) -> None:
    khabarrel("verdict", khabarrel.observation, "importer=IN", "--why", "x", "--no-publish")
    path = tmp_path / "judged.jsonl"
    assert khabarrel("verdict", "--export", str(path)) == (0, "", "1 verdicts in 1 passages\n")
    (line,) = path.read_text(encoding="utf-8").splitlines()
    passage = json.loads(line)
    (observation,) = passage["observations"]
    assert passage["text"] == TEXT.format("100,000")
    assert passage["text"][observation["start"] : observation["end"]] == observation["quote"] == "100,000 tonnes"
    assert (observation["importer"], observation["value"]) == ("IN", 100_000)
    assert khabarrel("verdict", "--export", "-")[1] == f"{line}\n"


def test_forgetting_cleans_what_is_published(khabarrel: Khabarrel) -> None:
    publish(working_file(khabarrel.energy), khabarrel.energy, keep=3)
    (older,) = kept(khabarrel.energy)
    code, out, err = khabarrel("forget", "a", "--why", "court order", "--by", "asha")
    row = json.loads(out)
    assert (code, row["articles"], row["versions"], row["observations"]) == (0, ["a"], 1, 1)
    assert f"removed {older}" in err
    assert "backups made before now" in err
    assert not older.exists()
    assert khabarrel.ask("SELECT article_id, why, said_by FROM forgotten") == [("a", "court order", "asha")]
    assert khabarrel.ask("SELECT value FROM point") == [(150_000,)]
    for path in (khabarrel.energy, working_file(khabarrel.energy)):
        assert b"100,000 tonnes" not in path.read_bytes()
        assert b"150,000 tonnes" in path.read_bytes()
    assert khabarrel("audit") == (0, "", "")
    assert khabarrel("forget", "a", "--why", "court order")[0] == 0
    assert khabarrel("forget", "a", "--why", " ")[0] == 2


def test_a_backup_comes_back(khabarrel: Khabarrel, tmp_path: Path) -> None:
    path = tmp_path / "energy.zip"
    assert khabarrel("backup", str(path))[0] == 0
    khabarrel("verdict", khabarrel.observation, "wrong", "--why", "x")
    assert khabarrel.ask("SELECT articles FROM point") == [(1,)]
    code, out, err = khabarrel("restore", str(path))
    assert (code, out, len(err.splitlines())) == (1, "", 1)
    assert "--force" in err
    assert khabarrel("restore", str(path), "--check")[0] == 0
    assert khabarrel.ask("SELECT articles FROM point") == [(1,)]
    code, _, err = khabarrel("restore", str(path), "--force")
    assert code == 0
    assert "replaced" in err
    assert khabarrel.ask("SELECT articles FROM point") == [(2,)]
