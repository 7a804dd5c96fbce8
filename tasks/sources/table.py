"""Articles as rows: .jsonl, .csv and .parquet with a column `text` and, where known, those of `FACTS`.

One row in, one `Document` or `Quarantined` out; a broken row never takes the next one with it. A column of another name
("date", "lang", "body") is not guessed at. Rows are read one at a time: a table may be larger than the memory.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from tasks.grammar.datum import Document, Quarantined
from tasks.grammar.encoding import Undecodable, binary, bom, decoded, detected
from tasks.grammar.quarantine import set_aside

FACTS = ("id", "published", "language", "title", "url", "outlet")
LARGEST_ROW = 80_000_000
"""Bytes of one line, or characters of one cell."""
_RETRIES = 100
"""Lines of one file at which a CSV is taken up again after a broken quote; each may cost a look at all that follows."""

Found = Document | Quarantined


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no record: its reason code and one line about it."""

    reason: str
    detail: str
    digest: str | None = None


def rows(source: str, path: Path, locator: str, kind: str) -> Iterator[Found]:
    """All rows of the table at `path`; `kind` is its suffix. Locators are "line 12", after the file's own locator."""
    try:
        if kind == ".parquet":
            found = _parquet(path)
        elif kind == ".csv":
            found = _csv_file(path)
        else:
            found = _json_lines(path)
        for number, row in found:
            place = f"line {number}" if kind != ".parquet" else f"row {number}"
            where = ", ".join(part for part in (locator, place if number else "") if part)
            if isinstance(row, Broken):
                yield set_aside(row.reason, row.detail, source=source, locator=where, digest=row.digest)
            else:
                facts = {name: row[name] for name in FACTS if row.get(name)}
                yield Document(source, where, "row", row["text"], **facts)
    except OSError as error:
        yield set_aside("unreadable", error.strerror or str(error), source=source, locator=locator)


Records = Iterator[tuple[int, dict[str, str] | Broken]]


# JSON Lines


def _json_lines(path: Path) -> Records:
    with path.open("rb") as raw:
        start = raw.read(4096)
        raw.seek(0)
        if kind := binary(start):
            yield 0, Broken("binary", kind, _digest(raw))
            return
        mark = bom(start)
        if mark and mark[0] != "utf-8":
            yield from _json_text(io.TextIOWrapper(raw, mark[0], errors="replace", newline="\n"), mark[0])
            return
        empty = True
        raw.seek(mark[1] if mark else 0)
        for number, line in _bounded_lines(raw):
            if isinstance(line, Broken):
                yield number, line
            elif line.strip():
                yield number, _json_row(line)
            else:
                continue
            empty = False
        if empty:
            yield 0, Broken("empty", "no lines")


def _json_text(lines: IO[str], encoding: str) -> Records:
    """Lines of a file in UTF-16 or UTF-32, as some exports write them."""
    empty = True
    for number, line in enumerate(iter(lambda: lines.readline(LARGEST_ROW), ""), 1):
        if line.strip("\ufeff \t\r\n"):
            yield number, _json_row(line.lstrip("\ufeff").encode("utf-8", "surrogatepass"))
            empty = False
    if empty:
        yield 0, Broken("empty", f"no lines in {encoding}")


def _bounded_lines(file: IO[bytes]) -> Iterator[tuple[int, bytes | Broken]]:
    """Lines with their numbers; one that is too long is digested and skipped, never held."""
    number = 0
    while line := file.readline(LARGEST_ROW + 1):
        number += 1
        if len(line) <= LARGEST_ROW or line.endswith(b"\n"):
            yield number, line
            continue
        size, digest = len(line), hashlib.sha256(line)
        while (line := file.readline(1 << 20)) and size:
            size += len(line)
            digest.update(line)
            if line.endswith(b"\n"):
                break
        yield number, Broken("too_large", f"{size:,} bytes; the limit is {LARGEST_ROW:,}", digest.hexdigest())


def _json_row(line: bytes) -> dict[str, str] | Broken:
    digest = hashlib.sha256(line).hexdigest()
    text = decoded(line)
    if isinstance(text, Undecodable):
        return Broken(text.reason, text.detail, digest)
    try:
        row = json.loads(text)
    except RecursionError:
        return Broken("broken_row", "nested too deep", digest)
    except ValueError as error:
        return Broken("broken_row", str(error), digest)
    if not isinstance(row, dict):
        return Broken("broken_row", f"not an object but {_shape(row)}", digest)
    if "text" not in row:
        return Broken("missing_column", f"the row has {_listed(row)}", digest)
    if not isinstance(row["text"], str):
        return Broken("broken_row", f"text is not a string but {_shape(row['text'])}", digest)
    return {"text": row["text"]} | {name: _plain(row[name]) for name in FACTS if row.get(name) is not None}


def _plain(value: Any) -> str:
    """A fact as text: `read` judges it. A number (20231017, an id 17) is its digits, anything else its JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return type(value).__name__


def _shape(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "a string", bool: "a truth value", type(None): "null"}.get(
        type(value), "a number"
    )


def _listed(names: Any) -> str:
    listed = ", ".join(str(name) for name in list(names)[:12])
    return f"only {listed}" if listed else "no columns"


# CSV


def records(content: bytes, required: str) -> Records:
    """All records of a small CSV (a manifest), by its header; each has `required` and as many cells as the header."""
    text = decoded(content)
    if isinstance(text, Undecodable):
        yield 0, Broken(text.reason, text.detail)
        return
    yield from _csv_records(lambda: io.StringIO(text, newline=""), required)


def _csv_file(path: Path) -> Records:
    with path.open("rb") as raw:
        start = raw.read(4096)
        if kind := binary(start):
            yield 0, Broken("binary", kind, _digest(raw))
            return
        encoding = _csv_encoding(raw, start)
        if isinstance(encoding, Broken):
            yield 0, encoding
            return
    yield from _csv_records(lambda: path.open(encoding=encoding, newline=""), "text")


def _csv_encoding(raw: IO[bytes], start: bytes) -> str | Broken:
    """One encoding for the whole file, for a quote may span lines: the mark's, UTF-8, or what is surely detected."""
    if mark := bom(start):
        encoding = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(mark[0], "utf-32")
    else:
        encoding = "utf-8"
    if _decodes(raw, encoding):
        return encoding
    raw.seek(0)
    guess = detected(raw.read(1 << 20)) if encoding == "utf-8" else None
    if guess and _decodes(raw, guess):
        return guess
    return Broken("encoding", f"not {encoding} throughout, and no other encoding fits well enough", _digest(raw))


def _decodes(raw: IO[bytes], encoding: str) -> bool:
    raw.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := raw.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _csv_records(opened: Any, required: str) -> Records:
    """Records with the number of the line they begin on. After a broken one, reading goes on at the next line."""
    # The limit is the process's; ours is checked here, so it may only be raised.
    if csv.field_size_limit() < LARGEST_ROW:
        csv.field_size_limit(LARGEST_ROW)
    with opened() as file:
        lines = _Lines(file)
        header = next(_strict(lines), None)
        if header is None:
            yield 0, Broken("empty", "no header")
            return
        if isinstance(header, Broken):
            yield lines.first, header
            return
        names = [name.strip().lstrip("\ufeff") for name in header]
        if required not in names:
            yield 0, Broken("missing_column", f"the table has {_listed(names)}")
            return
        doubled = sorted({name for name in (required, *FACTS) if names.count(name) > 1})
        if doubled:
            yield 0, Broken("missing_column", f"more than one column is named {doubled[0]}")
            return
        position = names.index(required)
        for row in _strict(lines):
            if isinstance(row, Broken):
                yield lines.first, row
            elif not any(row):
                continue
            elif len(row) > len(names):
                yield lines.first, Broken("broken_row", f"{len(row)} cells under {len(names)} columns")
            elif len(row) <= position:
                yield lines.first, Broken("broken_row", f"{len(row)} cells and no {required}")
            else:
                yield lines.first, dict(zip(names, row, strict=False))


class _TooLong(csv.Error):
    """A line, or a record of several, that is beyond the limit."""


class _Lines:
    """Lines of a file that can be taken up again after the first one of a record that turned out broken."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._read = 0
        self._record: list[tuple[int, str]] = []
        self._size = 0
        self._again: list[tuple[int, str]] = []

    @property
    def first(self) -> int:
        """The number of the line on which the record at hand begins."""
        return self._record[0][0] if self._record else self._read

    def begin(self) -> None:
        """A new record begins with the next line."""
        self._record.clear()
        self._size = 0

    def back(self) -> None:
        """The record at hand was only its first line: all others are to be read again."""
        self._again += self._record[:0:-1]

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        number, line = self._again.pop() if self._again else self._from_file()
        if not line:
            raise StopIteration
        self._record.append((number, line))
        self._size += len(line)
        if self._size > LARGEST_ROW:
            raise _TooLong(f"longer than {LARGEST_ROW:,} characters")
        return line

    def _from_file(self) -> tuple[int, str]:
        """The next line; of one beyond the limit only its beginning, which is beyond it too."""
        line = self._file.readline(LARGEST_ROW + 1)
        self._read += bool(line)
        rest = line
        while len(rest) > LARGEST_ROW and not rest.endswith("\n"):
            rest = self._file.readline(LARGEST_ROW + 1)
        return self._read, line


def _strict(lines: _Lines) -> Iterator[list[str] | Broken]:
    """Records as lists of cells; a broken one as `Broken`."""
    retries = 0
    while True:
        lines.begin()
        try:
            row = next(csv.reader(lines, strict=True))
        except StopIteration:
            return
        except csv.Error as error:
            retries += 1
            if retries > _RETRIES:
                yield Broken("broken_row", f"more than {_RETRIES} broken quotes; the rest of the table was not read")
                return
            yield Broken("too_large" if isinstance(error, _TooLong) else "broken_row", str(error))
            lines.back()
            continue
        yield row


# Parquet


def _parquet(path: Path) -> Records:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            names = file.schema_arrow.names
            if "text" not in names:
                yield 0, Broken("missing_column", f"the table has {_listed(names)}")
                return
            columns = [name for name in ("text", *FACTS) if name in names]
            kind = file.schema_arrow.field("text").type
            if isinstance(kind, pa.DictionaryType):
                kind = kind.value_type
            if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
                yield 0, Broken("missing_column", f"the column text holds {kind}, not strings")
                return
            number = 0
            for batch in file.iter_batches(batch_size=64, columns=columns):
                for index in range(batch.num_rows):
                    number += 1
                    yield number, _parquet_row(batch, index, columns)
            if not number:
                yield 0, Broken("empty", "no rows")
    except (pa.ArrowException, ValueError, KeyError) as error:
        yield 0, Broken("unreadable", str(error).splitlines()[0] if str(error) else type(error).__name__)


def _parquet_row(batch: Any, index: int, columns: list[str]) -> dict[str, str] | Broken:
    row: dict[str, str] = {}
    for name in columns:
        try:
            value = batch.column(name)[index].as_py()
        except UnicodeDecodeError as error:
            if name == "text":
                return Broken("encoding", f"the text is not UTF-8 at byte {error.start}")
            continue
        except (ValueError, OverflowError) as error:  # a date beyond the calendar
            value = str(error)
        if value is not None:
            row[name] = _plain(value)
    return row if "text" in row else Broken("broken_row", "text is null")


def _digest(raw: IO[bytes]) -> str:
    raw.seek(0)
    digest = hashlib.sha256()
    while chunk := raw.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()
