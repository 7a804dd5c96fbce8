"""Rows: the broken ones are told, and take nothing with them."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.grammar.datum import Document, Quarantined
from tasks.sources import documents, table


def rows(path: Path) -> list[tuple[str, str]]:
    """(locator, text) of what was read, (locator, reason in capitals) of what was not."""
    return [
        (found.locator, found.reason.upper() if isinstance(found, Quarantined) else str(found.content))
        for found in documents(str(path))
    ]


def one(path: Path) -> Document:
    (found,) = documents(str(path))
    assert isinstance(found, Document), found
    return found


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return path


class TestJsonLines:
    def test_all_columns(self, tmp_path: Path) -> None:
        row = {
            "id": "x",
            "published": "2023-10-17",
            "language": "en",
            "title": "t",
            "url": "u",
            "outlet": "o",
            "text": " a ",
        }
        found = one(written(tmp_path, "a.jsonl", json.dumps(row | {"date": "2020-01-01", "lang": "hi"})))
        assert {name: getattr(found, name) for name in row if name != "text"} == {
            k: v for k, v in row.items() if k != "text"
        }
        assert (found.content, found.media, found.locator) == (" a ", "row", "line 1")

    def test_other_names_are_not_guessed(self, tmp_path: Path) -> None:
        found = one(written(tmp_path, "a.jsonl", '{"text": "a", "date": "2023-10-17", "lang": "en", "source": "o"}'))
        assert (found.published, found.language, found.outlet) == (None, None, None)

    def test_broken_lines(self, tmp_path: Path) -> None:
        lines: list[tuple[str | bytes, str]] = [
            ('{"text": "one"}', "one"),
            ('{"text": "cut in the mid', "BROKEN_ROW"),
            ("[1, 2]", "BROKEN_ROW"),
            ("null", "BROKEN_ROW"),
            ('{"text": 5}', "BROKEN_ROW"),
            ('{"text": null}', "BROKEN_ROW"),
            ('{"body": "x"}', "MISSING_COLUMN"),
            ("{}", "MISSING_COLUMN"),
            ("[" * 100_000, "BROKEN_ROW"),
            ('{"text": "a", "published": ' + "9" * 5000 + "}", "BROKEN_ROW"),
            ('{"text": "तेल"}'.encode()[:-4] + b'"}', "ENCODING"),
            (b'{"text": "a\x00b"}', "BINARY"),
            ('{"text": "two"}\r', "two"),
            ('{"text": ""}', ""),
        ]
        content = b"\n".join(line if isinstance(line, bytes) else line.encode() for line, _ in lines)
        found = rows(written(tmp_path, "a.jsonl", content))
        assert found == [(f"line {number}", expected) for number, (_, expected) in enumerate(lines, 1)]

    def test_broken_line_keeps_its_digest(self, tmp_path: Path) -> None:
        (found,) = documents(str(written(tmp_path, "a.jsonl", "{broken\n")))
        assert isinstance(found, Quarantined)
        assert found.digest == hashlib.sha256(b"{broken\n").hexdigest()

    def test_blank_lines_count_and_are_no_rows(self, tmp_path: Path) -> None:
        assert rows(written(tmp_path, "a.ndjson", '\n \n{"text": "x"}\n\n')) == [("line 3", "x")]

    def test_lone_surrogates_come_through_for_read_to_judge(self, tmp_path: Path) -> None:
        assert one(written(tmp_path, "a.jsonl", '{"text": "a \\ud83d b"}')).content == "a \ud83d b"

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (20231017, "20231017"),
            (1697500800, "1697500800"),
            (True, "true"),
            (["a"], '["a"]'),
            ("", None),
            (None, None),
        ],
    )
    def test_facts_that_are_no_strings_do_not_lose_the_text(
        self, tmp_path: Path, value: Any, expected: str | None
    ) -> None:
        found = one(written(tmp_path, "a.jsonl", json.dumps({"text": "a", "published": value, "id": value})))
        assert (found.published, found.id) == (expected, expected)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_byte_order_marks(self, tmp_path: Path, encoding: str) -> None:
        content = '{"text": "तेल"}\n{"text": 1}\n'.encode(encoding)
        assert rows(written(tmp_path, "a.jsonl", content)) == [("line 1", "तेल"), ("line 2", "BROKEN_ROW")]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [(b"", "EMPTY"), (b"\n\n", "EMPTY"), (b"PAR1xxxx", "BINARY"), (b"\x1f\x8b\x08abc", "BINARY")],
    )
    def test_no_table_at_all(self, tmp_path: Path, content: bytes, reason: str) -> None:
        assert rows(written(tmp_path, "a.jsonl", content)) == [("", reason)]

    def test_a_row_beyond_the_limit_is_skipped_unread(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(table, "LARGEST_ROW", 1000)
        long = b'{"text": "' + b"x" * 3_000_000 + b'"}\n'
        path = written(tmp_path, "a.jsonl", b'{"text": "a"}\n' + long + b'{"text": "b"}\n' + long.strip())
        found = list(documents(str(path)))
        assert [getattr(each, "reason", None) for each in found] == [None, "too_large", None, "too_large"]
        assert isinstance(found[1], Quarantined)
        assert found[1].digest == hashlib.sha256(long).hexdigest()

    def test_in_a_folder_the_file_is_named_too(self, tmp_path: Path) -> None:
        written(tmp_path, "a.jsonl", '{"text": "x"}')
        assert rows(tmp_path) == [("a.jsonl, line 1", "x")]


class TestCsv:
    def test_all_columns(self, tmp_path: Path) -> None:
        content = 'id,published,text,outlet\r\n7,2023-10-17,"a ""b"",\r\nc",The Wire\r\n8,,d,\r\n'
        first, second = documents(str(written(tmp_path, "a.csv", content)))
        assert isinstance(first, Document)
        assert isinstance(second, Document)
        assert (first.id, first.published, first.outlet, first.content) == (
            "7",
            "2023-10-17",
            "The Wire",
            'a "b",\r\nc',
        )
        assert (second.published, second.outlet, second.content, second.locator) == (None, None, "d", "line 4")

    def test_broken_rows(self, tmp_path: Path) -> None:
        content = 'id,text\n1,one\n2,"broken" quote\n3,three\n4,a,b\n5\n6,six\n7,"never closed\n8,eight\n'
        assert rows(written(tmp_path, "a.csv", content)) == [
            ("line 2", "one"),
            ("line 3", "BROKEN_ROW"),
            ("line 4", "three"),
            ("line 5", "BROKEN_ROW"),
            ("line 6", "BROKEN_ROW"),
            ("line 7", "six"),
            ("line 8", "BROKEN_ROW"),
            ("line 9", "eight"),
        ]

    def test_an_open_quote_in_every_line_ends(self, tmp_path: Path) -> None:
        found = rows(written(tmp_path, "a.csv", "text\n" + '"a\n"b" c\n' * 20_000))
        assert {what for _, what in found} == {"BROKEN_ROW"}
        assert len(found) <= 101

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "EMPTY"),
            (b"body,date\nx,y\n", "MISSING_COLUMN"),
            (b"text,text\nx,y\n", "MISSING_COLUMN"),
            (b'"text\n', "BROKEN_ROW"),
            (b"PK\x03\x04", "BINARY"),
            (b"text\n\xe0\xa4\n", "ENCODING"),
        ],
    )
    def test_no_table_at_all(self, tmp_path: Path, content: bytes, reason: str) -> None:
        assert [what for _, what in rows(written(tmp_path, "a.csv", content))] == [reason]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_as_spreadsheets_save_it(self, tmp_path: Path, encoding: str) -> None:
        text = "The ministry’s café sold crude – 3 million tonnes of it – in May"
        assert one(written(tmp_path, "a.csv", f"text\r\n{text}\r\n".encode(encoding))).content == text

    def test_a_cell_larger_than_the_modules_own_limit(self, tmp_path: Path) -> None:
        assert len(one(written(tmp_path, "a.csv", "text\n" + "x" * 1_000_000)).content) == 1_000_000

    def test_a_cell_beyond_our_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(table, "LARGEST_ROW", 1000)
        found = rows(written(tmp_path, "a.csv", "text\nbefore\n" + "x" * 900 + " " + "y" * 900 + '\n"\nafter\n'))
        assert found == [("line 2", "before"), ("line 3", "TOO_LARGE"), ("line 4", "BROKEN_ROW"), ("line 5", "after")]


class TestParquet:
    def test_all_columns(self, tmp_path: Path) -> None:
        columns = {
            "id": [1, 2],
            "text": ["one", None],
            "published": [datetime.date(2023, 10, 17), None],
            "outlet": ["Wire", None],
        }
        pq.write_table(pa.table(columns), tmp_path / "a.parquet")
        first, second = documents(str(tmp_path / "a.parquet"))
        assert isinstance(first, Document)
        assert (first.id, first.published, first.outlet, first.content) == ("1", "2023-10-17", "Wire", "one")
        assert (first.locator, second.locator) == ("row 1", "row 2")
        assert isinstance(second, Quarantined)
        assert second.reason == "broken_row"

    def test_a_time_keeps_its_own_day(self, tmp_path: Path) -> None:
        zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
        stamp = pa.array([datetime.datetime(2023, 10, 17, 0, 30, tzinfo=zone)], pa.timestamp("us", tz="+05:30"))
        pq.write_table(pa.table({"text": ["a"], "published": stamp}), tmp_path / "a.parquet")
        assert (one(tmp_path / "a.parquet").published or "").startswith("2023-10-17T00:30")

    def test_text_that_is_not_utf8(self, tmp_path: Path) -> None:
        broken = pa.array([b"\xff\xfe", b"fine"], pa.binary()).view(pa.string())
        pq.write_table(pa.table({"text": broken}), tmp_path / "a.parquet")
        assert rows(tmp_path / "a.parquet") == [("row 1", "ENCODING"), ("row 2", "fine")]

    @pytest.mark.parametrize(
        ("columns", "reason"), [({"body": ["x"]}, "MISSING_COLUMN"), ({"text": [1]}, "MISSING_COLUMN")]
    )
    def test_without_texts(self, tmp_path: Path, columns: dict[str, Any], reason: str) -> None:
        pq.write_table(pa.table(columns), tmp_path / "a.parquet")
        assert rows(tmp_path / "a.parquet") == [("", reason)]

    def test_unreadable(self, tmp_path: Path) -> None:
        pq.write_table(pa.table({"text": ["x" * 1000] * 100}), tmp_path / "a.parquet")
        whole = (tmp_path / "a.parquet").read_bytes()
        for content in (b"", b"PAR1", b"no parquet at all", whole[:-5], whole[:50] + b"\xff" * 20 + whole[70:]):
            found = rows(written(tmp_path, "b.parquet", content))
            assert found
            assert all(what == "UNREADABLE" for _, what in found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(), suffix=st.sampled_from(["jsonl", "csv", "parquet", "xml", "txt", "html", "md"]))
def test_any_bytes_in_any_file(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = written(tmp_path, f"a.{suffix}", content)
    found = list(documents(str(path)))
    assert found
    assert "failed" not in {each.reason for each in found if isinstance(each, Quarantined)}
