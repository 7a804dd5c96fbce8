"""Folders, files and their manifest."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tasks.grammar.datum import Document, Quarantined
from tasks.sources import documents, folder


def found_in(source: Path) -> list[Document | Quarantined]:
    return list(documents(str(source)))


def told(source: Path) -> list[tuple[str, str]]:
    return [(found.locator, found.reason) for found in found_in(source) if isinstance(found, Quarantined)]


def good(source: Path) -> dict[str, Document]:
    return {found.locator: found for found in found_in(source) if isinstance(found, Document)}


def test_recursively_sorted_without_the_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/.hidden.txt", ".git/x.txt", "c.html", "A.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert list(good(tmp_path)) == ["A.txt", "a/z.md", "b.txt", "c.html"]
    assert told(tmp_path) == []
    assert good(tmp_path)["c.html"].media == "text/html"
    assert good(tmp_path)["b.txt"].content == b"b.txt"


def test_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("oil")
    assert good(tmp_path / "a.txt") == {"": Document(str(tmp_path / "a.txt"), "", "text/plain", b"oil")}


def test_what_is_no_article_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("oil")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "d.docx").write_bytes(b"PK")
    (tmp_path / "e.txt").symlink_to("e.txt")
    (tmp_path / "f").write_text("no suffix")
    os.mkfifo(tmp_path / "g.txt")
    (tmp_path / "h.txt").write_text("gas")
    assert list(good(tmp_path)) == ["a.txt", "h.txt"]
    assert told(tmp_path) == [
        ("b.txt", "empty"),
        ("c.txt", "unreadable"),
        ("d.docx", "unsupported"),
        ("e.txt", "unreadable"),
        ("f", "unsupported"),
        ("g.txt", "unreadable"),
    ]


def test_a_folder_named_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt" / "b.txt").write_text("oil")
    assert list(good(tmp_path)) == ["a.txt/b.txt"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b.txt").write_text("oil")
    assert list(good(tmp_path)) == ["b.txt"]


def test_too_large_is_digested_and_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LARGEST_TEXT", 1000)
    (tmp_path / "a.txt").write_bytes(b"x" * 3_000_000)
    (found,) = found_in(tmp_path)
    assert isinstance(found, Quarantined)
    assert (found.reason, found.digest) == ("too_large", hashlib.sha256(b"x" * 3_000_000).hexdigest())


def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    try:
        with open(os.fsencode(tmp_path) + b"/\xff.doc", "wb") as file:
            file.write(b"x")
    except OSError:  # a file system that takes UTF-8 only has no such names
        return
    (found,) = found_in(tmp_path)
    found.locator.encode()


class TestManifest:
    HEADER = "file,published,language,outlet,url,title\n"

    def test_says_what_files_do_not(self, tmp_path: Path) -> None:
        (tmp_path / "sub").mkdir()
        for name in ("a.txt", "b.txt", "sub/c.html"):
            (tmp_path / name).write_text(name)
        (tmp_path / "manifest.csv").write_text(
            self.HEADER + 'a.txt,2023-10-17,en,"Wire, The",https://example.com/a,Crude\nsub/c.html,2023-10-18,,,,\n'
        )
        found = good(tmp_path)
        assert list(found) == ["a.txt", "b.txt", "sub/c.html"]
        assert (found["a.txt"].published, found["a.txt"].outlet, found["a.txt"].title) == (
            "2023-10-17",
            "Wire, The",
            "Crude",
        )
        assert (found["a.txt"].url, found["a.txt"].language, found["a.txt"].id) == ("https://example.com/a", "en", None)
        assert found["b.txt"].published is None
        assert (found["sub/c.html"].published, found["sub/c.html"].outlet) == ("2023-10-18", None)
        assert told(tmp_path) == []

    def test_is_honoured_for_one_file(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("oil")
        (tmp_path / "manifest.csv").write_text("file,id,published\na.txt,x1,2023-10-17\nb.txt,x2,\n")
        (found,) = found_in(tmp_path / "a.txt")
        assert isinstance(found, Document)
        assert (found.id, found.published) == ("x1", "2023-10-17")

    @pytest.mark.parametrize("name", ["gone.txt", "../outside.txt", "/etc/hostname", ".", "sub/../../outside.txt"])
    def test_names_a_missing_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "outside.txt").write_text("not yours")
        inside = tmp_path / "in"
        inside.mkdir()
        (inside / "a.txt").write_text("oil")
        (inside / "manifest.csv").write_text(self.HEADER + f"{name},,,,,\na.txt,2023-10-17,,,,\n")
        assert told(inside) == [("manifest.csv", "missing_file")]
        assert good(inside)["a.txt"].published == "2023-10-17"

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\n",
            b"name,published\na.txt,2023-10-17\n",
            b"file,file\na.txt,b\n",
            b"\x00\x01\x02",
            b"file\n\xe0\xa4",
            b'file,published\n"b.txt,2023\n',
            b"file,published\na.txt\nb.txt,2,3,4\n",
            b"file\na.txt\na.txt\n",
        ],
    )
    def test_broken_does_not_hide_the_files(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "a.txt").write_text("oil")
        (tmp_path / "manifest.csv").write_bytes(content)
        assert told(tmp_path) == [("manifest.csv", "broken_manifest")]
        assert list(good(tmp_path)) == ["a.txt"]

    def test_from_a_spreadsheet(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("oil")
        (tmp_path / "manifest.csv").write_bytes("file,outlet\r\na.txt,Café\r\n".encode("utf-8-sig"))
        assert good(tmp_path)["a.txt"].outlet == "Café"
