from __future__ import annotations

import errno
import json
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.refresh import refresh
from flows.reread import reread
from flows.workplace import working_file
from khabarrel import main as door
from tasks import outcome, walk
from warehouse import build, copy

STORY = "Pakistan imported 100,000 tonnes of Russian crude in June 2023. It was signed on page 3."
OTHER = "India produced 30 million tonnes of crude oil in 2022."


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(build.open_published(path)) as con:
        return con.execute(query).fetchall()


def facts(path: Path) -> list[tuple[Any, ...]]:
    return rows(path, "SELECT * FROM observation ORDER BY observation_id, recorded_at")


def counts(came: dict[str, Any]) -> dict[str, int]:
    return {row["step"]: row["count"] for row in came["funnel"]}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write(
        tmp_path / "news.jsonl", {"id": "a", "text": STORY, "published": "2023-10-17"}, {"id": "b", "text": OTHER}
    )


def write(path: Path, *articles: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    return path


@pytest.fixture
def energy(tmp_path: Path) -> Path:
    return tmp_path / "data" / "energy.duckdb"


def test_the_funnel_adds_up_and_a_second_run_changes_nothing(source: Path, energy: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    sources = [str(source), str(tmp_path / "empty.txt"), str(tmp_path / "none.txt")]
    came = refresh(sources, energy)
    first = counts(came)
    assert first["documents"] == 4 == first["skipped"] + first["articles"] + first["quarantined"]
    assert (first["articles"], first["quarantined"]) == (2, 2)
    assert first["articles"] == first["articles_new"] + first["articles_changed"] + first["articles_known"]
    assert first["numbers"] == first["taken"] + first["rejects"]
    assert first["rejects"] == sum(count for step, count in first.items() if step.startswith("rejects: "))
    assert first["observations"] == first["new"] + first["known"] == came["new"] == len(facts(energy)) == 2
    assert sorted(row["reason"] for row in came["broken"]) == ["empty", "unreadable"]
    before = facts(energy)

    again = refresh(sources, energy)
    second = counts(again)
    assert (second["documents"], second["skipped"], second["quarantined"], second["new"]) == (4, 2, 2, 0)
    assert [row["reason"] for row in again["broken"]] == [row["reason"] for row in came["broken"]]
    assert facts(energy) == before
    assert len(rows(energy, "FROM quarantine")) == 2
    assert rows(energy, "SELECT documents, skipped, new FROM run ORDER BY recorded_at") == [(4, 0, 2), (4, 2, 0)]
    assert sorted(path.name for path in energy.parent.iterdir()) == ["energy.duckdb", "energy.work.duckdb"]


def test_the_funnel_is_a_table_artifact_of_the_run(source: Path, energy: Path) -> None:
    from prefect.client.orchestration import get_client

    came = refresh([str(source)], energy)
    ((run,),) = rows(energy, "SELECT run_id FROM run")
    with get_client(sync_client=True) as client:
        wanted = {"artifacts": {"key": {"any_": ["funnel"]}, "flow_run_id": {"any_": [run]}}}
        kept = client.request("POST", "/artifacts/filter", json=wanted).json()
    assert [artifact["type"] for artifact in kept] == ["table"]
    assert json.loads(kept[0]["data"]) == came["funnel"]


def test_a_corrected_date_is_read_although_the_text_is_known(source: Path, energy: Path) -> None:
    refresh([str(source)], energy)
    write(source, {"id": "a", "text": STORY, "published": "2023-10-18"}, {"id": "b", "text": OTHER})
    second = counts(refresh([str(source)], energy))
    assert (second["skipped"], second["articles_changed"]) == (1, 1)
    held = rows(energy, "SELECT published::VARCHAR FROM article WHERE article_id = 'a' AND superseded_at IS NULL")
    assert held == [("2023-10-18",)]


def test_a_changed_text_under_a_known_id_is_a_new_version(source: Path, energy: Path) -> None:
    refresh([str(source)], energy)
    write(source, {"id": "a", "text": STORY.replace("100,000", "101,000"), "published": "2023-10-17"})
    came = counts(refresh([str(source)], energy, keep=1))
    assert (came["new"], came["superseded"]) == (1, 1)
    assert len(copy.kept(energy)) == 1, "the file that was replaced stays"
    held = rows(
        energy, "SELECT value, superseded_at IS NULL FROM observation WHERE article_id = 'a' ORDER BY recorded_at"
    )
    assert held == [(100_000, False), (101_000, True)]


def test_reread_reads_what_another_grammar_read_and_no_more(
    source: Path, energy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh([str(source)], energy)
    before = facts(energy)
    assert counts(reread(energy))["documents"] == 0

    word = tmp_path / "word.toml"
    word.write_text("a new word", encoding="utf-8")
    monkeypatch.setattr(walk, "_deciding", lambda: iter([word]))
    walk.grammar_version.cache_clear()
    try:
        came = counts(reread(energy))
        assert (came["documents"], came["articles"], came["new"], came["superseded"]) == (2, 2, 0, 0)
        assert facts(energy) == before
        assert counts(reread(energy))["documents"] == 0
        assert counts(refresh([str(source)], energy))["skipped"] == 2
    finally:
        walk.grammar_version.cache_clear()


def opened(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["khabarrel", *arguments])
    with pytest.raises(SystemExit) as end:
        door.main()
    return int(end.value.code or 0)


def test_run_prints_the_funnel_and_the_series_and_ends_with_what_is_new(
    source: Path, energy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert opened(["run", str(source), "--warehouse", str(energy)], monkeypatch) == 0
    out, err = capsys.readouterr()
    assert "documents" in out
    assert "trade:level:delivered:actual:crude_oil:RU>PK:t" in out
    assert err.splitlines()[-1] == "new observations: 2"
    assert opened(["run", str(source), "--warehouse", str(energy), "--format", "jsonl"], monkeypatch) == 0
    out, err = capsys.readouterr()
    assert {json.loads(line)["unit"] for line in out.splitlines()} >= {"t"}
    assert err.splitlines()[-1] == "new observations: 0"


def test_run_tells_of_the_quarantined(
    energy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert opened(["run", str(tmp_path / "none.txt"), "--warehouse", str(energy)], monkeypatch) == 3
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("quarantined: ")
    assert told[-1] == "new observations: 0"


@pytest.fixture
def loaded(source: Path, energy: Path) -> Path:
    """A warehouse with the two articles, whose source has a third one now."""
    refresh([str(source)], energy)
    write(source, {"id": "z", "text": STORY})
    return energy


def stored(energy: Path) -> list[Any]:
    with closing(build.open_working(working_file(energy))) as con:
        return [con.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in ("article", "observation", "run")]


def test_a_full_disk_is_one_line_and_changes_nothing(
    loaded: Path, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = loaded.read_bytes(), stored(loaded)

    def full(folder: Path, rows: object) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    monkeypatch.setattr(outcome, "write", full)
    assert opened(["run", str(source), "--warehouse", str(loaded)], monkeypatch) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith("khabarrel: no space left on the disk for ")
    assert (loaded.read_bytes(), stored(loaded)) == before
    assert sorted(path.name for path in loaded.parent.iterdir()) == ["energy.duckdb", "energy.work.duckdb"]


def test_a_second_writer_is_one_line_and_changes_nothing(
    loaded: Path, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = loaded.read_bytes(), stored(loaded)
    script = (
        "import sys\nfrom pathlib import Path\nfrom warehouse.build import open_working\n"
        "con = open_working(Path(sys.argv[1]))\nprint('open', flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(working_file(loaded))],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        assert opened(["run", str(source), "--warehouse", str(loaded)], monkeypatch) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "is open in another process" in err
    assert (loaded.read_bytes(), stored(loaded)) == before


def test_a_warehouse_of_a_newer_schema_is_one_line_and_stays_as_it_is(
    loaded: Path, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(build.open_working(working_file(loaded))) as con:
        number = len(build.migrations()) + 1
        con.execute("INSERT INTO migration VALUES (?, 'future', 'x', ?)", [number, build.moment(datetime.now(UTC))])
    before = loaded.read_bytes(), working_file(loaded).read_bytes()
    assert opened(["run", str(source), "--warehouse", str(loaded)], monkeypatch) == 1
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "Nothing was changed" in err
    assert (loaded.read_bytes(), working_file(loaded).read_bytes()) == before
