"""The one door: every kind of source, lazily, with what is wrong beside what is right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tasks.grammar.datum import Document, Quarantined
from tasks.sources import documents

SHARED = Path(__file__).parents[4] / "shared" / "raw"


def told(source: Path | str) -> list[tuple[str, str]]:
    """(locator, reason) of everything that was put aside."""
    return [(found.locator, found.reason) for found in documents(str(source)) if isinstance(found, Quarantined)]


def good(source: Path | str) -> list[Document]:
    return [found for found in documents(str(source)) if isinstance(found, Document)]


def test_command_line_defaults_go_with_every_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Oil.")
    (found,) = documents(str(tmp_path), published="2023-10-17", language="en")
    assert isinstance(found, Document)
    assert (found.published, found.default_published, found.default_language) == (None, "2023-10-17", "en")


def test_is_lazy(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name)
    found = documents(str(tmp_path))
    assert isinstance(first := next(found), Document)
    assert first.content == b"a"
    (tmp_path / "b.txt").write_text("changed")
    assert isinstance(second := next(found), Document)
    assert second.content == b"changed"


@pytest.mark.parametrize("name", ["nowhere", "nowhere.jsonl", "a\0b", "x" * 5000])
def test_a_source_that_is_not_there(tmp_path: Path, name: str) -> None:
    assert told(f"{tmp_path}/{name}") == [("", "unreadable")]


def test_an_id_that_stands_for_two_texts(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text(
        '{"id": "x", "text": "one"}\n{"id": "x", "text": "one"}\n{"id": "x", "text": "two"}\n{"text": "3"}\n'
    )
    found = list(documents(str(table)))
    assert [getattr(one, "content", None) for one in found] == ["one", "one", None, "3"]
    assert isinstance(found[2], Quarantined)
    assert (found[2].reason, found[2].locator, found[2].article_id) == ("duplicate_id", "line 3", "x")


def test_an_address_that_stands_for_two_texts_is_no_identity(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    row = '{"url": "https://example.com/live", "text": "%s"}\n'
    table.write_text(row % "one" + row % "two")
    first, second = good(table)
    assert first.id is None
    assert second.id is not None
    assert second.id.startswith("a-")


def test_importing_it_is_cheap(tmp_path: Path) -> None:
    """`extract` of a text file or of rows waits for none of the libraries that other kinds of source need."""
    heavy = [
        "pandas",
        "pyarrow",
        "pint",
        "prefect",
        "duckdb",
        "trafilatura",
        "feedparser",
        "httpx",
        "charset_normalizer",
    ]
    code = (
        "import datetime, sys\n"
        "from tasks.sources import documents\n"
        "from tasks.read import read\n"
        "found = [read(document, datetime.date(2023, 1, 1)).language for document in documents(sys.argv[1])]\n"
        f"print(found, sorted(sys.modules.keys() & {heavy}))"
    )
    (tmp_path / "a.txt").write_text("Pakistan bought crude oil in April.")
    (tmp_path / "b.jsonl").write_text('{"text": "Pakistan bought crude oil in April.", "published": "2022-05-01"}')
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "['en', 'en'] []"


@pytest.mark.skipif(not SHARED.is_dir(), reason="no shared files beside the checkout")
def test_real_files_end_in_a_document_or_a_reason() -> None:
    paths = [path for path in sorted(SHARED.rglob("*")) if path.is_file()]
    found = {path: list(documents(str(path))) for path in paths}
    assert len(found) > 100
    assert all(found.values())
    reasons = {one.reason for each in found.values() for one in each if isinstance(one, Quarantined)}
    assert reasons <= {"empty", "unsupported"}
    assert sum(isinstance(one, Document) for each in found.values() for one in each) > 10


def test_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for name in ("a.txt", "a.jsonl", "a.csv", "a.xml", "a.html"):
        (tmp_path / name).write_text("x")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        found = list(documents(str(tmp_path)))
    assert [getattr(one, "reason", None) for one in found] == ["unreadable"] * 5
    assert {getattr(one, "detail", None) for one in found} == {"Permission denied"}
