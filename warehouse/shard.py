"""The Parquet files between extraction and the warehouse: their columns are the tables' without the third clock.

A shard is a folder with one file for each name of `SCHEMAS`. `recorded_at`, `superseded_at` and `run_id` are the
warehouse's to give. Nothing may be decided here: no dedupe, no default, no repair; a row that does not fit its schema
raises. Imports pyarrow and never duckdb, because the extraction writes shards.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_CUE = pa.struct(
    [
        pa.field("slot", pa.string()),
        pa.field("start_char", pa.int32()),
        pa.field("end_char", pa.int32()),
        pa.field("rule", pa.string()),
    ]
)

ARTICLE = pa.schema(
    [
        ("article_id", pa.string()),
        ("version_id", pa.string()),
        ("language", pa.string()),
        ("published", pa.date32()),
        ("title", pa.string()),
        ("url", pa.string()),
        ("outlet", pa.string()),
        ("agency", pa.string()),
        ("source", pa.string()),
        ("locator", pa.string()),
        ("digest", pa.string()),
        ("text", pa.string()),
        ("characters", pa.int32()),
        ("numbers", pa.int32()),
        ("taken", pa.int32()),
        ("observations", pa.int32()),
        ("status", pa.string()),
        ("rejected", pa.map_(pa.string(), pa.int32())),
        ("warnings", pa.list_(pa.string())),
        ("grammar", pa.string()),
    ]
)
"""One version of an article as one grammar read it."""

OBSERVATION = pa.schema(
    [
        ("article_id", pa.string()),
        ("version_id", pa.string()),
        ("observation_id", pa.string()),
        ("start_char", pa.int32()),
        ("end_char", pa.int32()),
        ("quote", pa.string()),
        ("sentence_start", pa.int32()),
        ("sentence_end", pa.int32()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("step", pa.float64()),
        ("comparator", pa.string()),
        ("unit", pa.string()),
        ("metric", pa.string()),
        ("kind", pa.string()),
        ("commodity", pa.string()),
        ("exporter", pa.string()),
        ("importer", pa.string()),
        ("area", pa.string()),
        ("stage", pa.string()),
        ("share_of", pa.string()),
        ("grade", pa.string()),
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("period_text", pa.string()),
        ("status", pa.string()),
        ("attribution", pa.string()),
        ("subject", pa.string()),
        ("subject_id", pa.string()),
        ("value_reported", pa.float64()),
        ("unit_reported", pa.string()),
        ("factor_id", pa.string()),
        ("confidence", pa.float64()),
        ("published", pa.date32()),
        ("language", pa.string()),
        ("cues", pa.list_(_CUE)),
        ("grammar", pa.string()),
    ]
)
"""One number that an article asserts about energy."""

REJECT = pa.schema(
    [
        ("article_id", pa.string()),
        ("version_id", pa.string()),
        ("ordinal", pa.int32()),
        ("start_char", pa.int32()),
        ("end_char", pa.int32()),
        ("quote", pa.string()),
        ("sentence_start", pa.int32()),
        ("sentence_end", pa.int32()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("unit", pa.string()),
        ("value_reported", pa.float64()),
        ("unit_reported", pa.string()),
        ("reason", pa.string()),
        ("grammar", pa.string()),
    ]
)
"""One number near an energy word that was not taken; `ordinal` counts them within the article's version, from 0."""

QUARANTINE = pa.schema(
    [
        ("quarantine_id", pa.string()),
        ("source", pa.string()),
        ("locator", pa.string()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("next_step", pa.string()),
        ("digest", pa.string()),
        ("article_id", pa.string()),
    ]
)
"""A document, or part of one, that could not be read; with an article_id, one read with something set aside."""

SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {"article": ARTICLE, "observation": OBSERVATION, "reject": REJECT, "quarantine": QUARANTINE}
)


def quarantine_id(source: str, locator: str, reason: str, digest: str | None) -> str:
    """The identity of a breakage: the same document broken in the same way is the same row, whenever it is found."""
    words = "\x1f".join((source, locator, reason, digest or ""))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def write(folder: Path, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> Path:
    """Writes one shard, whole or not at all, replacing an earlier one of that name; returns `folder`.

    `rows` has for each name of SCHEMAS its rows as mappings of column to value; a name left out is an empty file. A
    map is given as a dict or as pairs. Raises ValueError for a column too many or missing, pyarrow's errors for a
    wrong type.
    """
    if strange := set(rows) - set(SCHEMAS):
        raise ValueError(f"a shard has no {sorted(strange)}")
    half = folder.with_name(folder.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    for name, schema in SCHEMAS.items():
        pq.write_table(_table(name, schema, rows.get(name, ())), half / f"{name}.parquet", compression="zstd")
    shutil.rmtree(folder, ignore_errors=True)
    return half.rename(folder)


def _table(name: str, schema: pa.Schema, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    wanted = set(schema.names)
    held: list[dict[str, Any]] = []
    for row in rows:
        if set(row) != wanted:
            raise ValueError(f"{name}: columns {sorted(set(row) ^ wanted)} are too many or missing")
        held.append({key: list(value.items()) if isinstance(value, Mapping) else value for key, value in row.items()})
    return pa.Table.from_pylist(held, schema=schema)
