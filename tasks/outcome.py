"""What batches came to: shards for the warehouse, and what no table of theirs tells.

What the walk gives goes into a shard field by field; nothing is decided, repaired or left out here. No Prefect and no
DuckDB: a process of its own, or a test, can make a shard from a batch.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tasks.batch import unspool
from tasks.grammar.datum import Article, Cue, Observation, Quarantined, Reject
from tasks.walk import Walked, grammar_version, walk
from warehouse.shard import ARTICLE, OBSERVATION, QUARANTINE, REJECT, SCHEMAS, quarantine_id, write

_FUNNEL = "funnel.json"
_COUNTED = ("documents", "skipped", "articles", "quarantined", "set_aside")
# Where a column cannot have its field's name: `end` is a reserved word of SQL.
_FIELDS = {"start_char": "start", "end_char": "end"}


def shard(batch: Path, folder: Path, today: date, known: frozenset[str] = frozenset()) -> Path:
    """Walks through a batch and writes what it came to as a shard of `warehouse.shard` in `folder`.

    Documents whose `fingerprint` is `known` are read and go no further. Beside the tables stands how many documents
    there were, and how many were skipped as known, became articles, or are quarantined; `set_aside` counts those
    of the first two that were read only in part.
    """
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    counts = dict.fromkeys(_COUNTED, 0)
    for found in unspool(batch):
        walked = walk(found, today, known)
        counts["documents"] += 1
        counts["quarantined" if walked.article is None else "articles" if walked.walked else "skipped"] += 1
        counts["set_aside"] += walked.article is not None and bool(walked.quarantined)
        for name, row in _tables(walked):
            rows[name].append(row)
    path = write(folder / f"{batch.parent.name}-{batch.stem}", rows)
    (path / _FUNNEL).write_text(json.dumps(counts), encoding="utf-8")
    return path


def funnel(shards: Iterable[Path]) -> dict[str, int]:
    """The documents of all `shards`: documents = skipped + articles + quarantined, and set_aside."""
    total = Counter(dict.fromkeys(_COUNTED, 0))
    for path in shards:
        total.update(json.loads((path / _FUNNEL).read_text(encoding="utf-8")))
    return dict(total)


def broken(shards: Iterable[Path]) -> list[dict[str, str | None]]:
    """The quarantine rows of all `shards`, in their order."""
    return [row for path in shards for row in pq.read_table(path / "quarantine.parquet").to_pylist()]


def _tables(walked: Walked) -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, row) for everything that one document came to."""
    for quarantined in walked.quarantined:
        yield "quarantine", _quarantine(quarantined, walked)
    if walked.article is None or not walked.walked:
        return
    yield "article", _article(walked.article, walked)
    for observation in walked.observations:
        yield "observation", _columns(observation, OBSERVATION.names)
    near = (reject for reject in walked.rejects if reject.near_energy)
    for ordinal, reject in enumerate(near):
        yield "reject", _columns(reject, REJECT.names) | {"ordinal": ordinal}


def _article(article: Article, walked: Walked) -> dict[str, Any]:
    energy = walked.observations or any(reject.near_energy for reject in walked.rejects)
    return _columns(article, ARTICLE.names) | {
        "characters": len(article.text),
        "numbers": walked.numbers,
        "taken": walked.taken,
        "observations": len(walked.observations),
        "status": "energy" if energy else "not_energy",
        "rejected": dict(Counter(reject.reason for reject in walked.rejects)),
    }


def _quarantine(row: Quarantined, walked: Walked) -> dict[str, Any]:
    return _columns(row, QUARANTINE.names) | {
        "quarantine_id": quarantine_id(row.source, row.locator, row.reason, row.digest),
        # In the table an id means that the article is there; a document that could not be read has none.
        "article_id": walked.article.article_id if walked.article else None,
    }


def _columns(datum: Article | Observation | Reject | Quarantined, names: list[str]) -> dict[str, Any]:
    """A datum's fields under their columns' names; None for the columns that the caller fills."""
    row = {name: _cell(getattr(datum, _FIELDS.get(name, name), None)) for name in names}
    if "grammar" in row:
        row["grammar"] = grammar_version()
    return row


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Cue):
        return {"slot": value.slot, "start_char": value.start, "end_char": value.end, "rule": value.rule}
    return [_cell(part) for part in value] if isinstance(value, tuple) else value
