"""What travels between the tasks: batches of documents on their way to extraction, as Parquet files.

Tasks hand each other paths, never documents: what Prefect stores about a run stays small, and a batch can be read by
another process or machine. Nothing is decoded or judged here: what comes out of a batch is equal to what went in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.grammar.datum import Article, Document, Quarantined

BYTES = 4_000_000
"""Content of a batch. Orchestration of a task costs some 10 ms, extraction of this much many seconds."""

Found = Document | Quarantined | Article

_KINDS: dict[str, type[Found]] = {kind.__name__: kind for kind in (Document, Quarantined, Article)}
_TYPES = {"content": pa.large_binary(), "decoded": pa.bool_(), "warnings": pa.list_(pa.string())}
_FIELDS = (part.name for kind in _KINDS.values() for part in fields(kind) if part.name != "text")
SCHEMA = pa.schema(
    [pa.field(name, _TYPES.get(name, pa.string())) for name in dict.fromkeys(("kind", *_TYPES, *_FIELDS))]
)


def spool(found: Iterable[Found], folder: Path) -> Iterator[Path]:
    """Writes what was found to `folder`, some megabytes a file, in its order; yields each file when it is complete."""
    rows: list[dict[str, Any]] = []
    size = written = 0
    for datum in found:
        rows.append(_row(datum))
        # A document larger than a batch travels alone; a quarantined one weighs little, but not nothing.
        size += len(rows[-1]["content"] or b"") + 200
        if size >= BYTES:
            written += 1
            yield _write(rows, folder, written)
            rows, size = [], 0
    if rows:
        yield _write(rows, folder, written + 1)


def unspool(batch: Path) -> Iterator[Found]:
    """What was spooled to a batch, in its order."""
    for group in pq.ParquetFile(batch).iter_batches(batch_size=64):
        for row in group.to_pylist():
            yield _datum(row)


def _write(rows: list[dict[str, Any]], folder: Path, number: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"batch-{number:05d}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path, compression="zstd")
    return path


def _row(datum: Found) -> dict[str, Any]:
    row: dict[str, Any] = {part.name: _cell(getattr(datum, part.name)) for part in fields(datum)}
    content = datum.content if isinstance(datum, Document) else row.pop("text", None)
    row["decoded"] = isinstance(content, str)
    row["content"] = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    row["kind"] = type(datum).__name__
    return {name: row.get(name) for name in SCHEMA.names}


def _datum(row: dict[str, Any]) -> Found:
    if row["decoded"]:
        row["content"] = row["content"].decode("utf-8", "surrogatepass")
    kind = _KINDS[row["kind"]]
    if kind is Article:
        row["text"] = row["content"]
        row["published"] = row["published"] and date.fromisoformat(row["published"])
        row["warnings"] = tuple(row["warnings"])
    return kind(**{part.name: row[part.name] for part in fields(kind)})


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        # Arrow refuses lone surrogates. Names get a question mark for them; only the content must arrive as it was.
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
