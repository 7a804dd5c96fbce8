"""Scores quantulum3 on annotated passages, with the scorer and the canonical units that the walk is scored with.

The peer runs as a process of its own (`peer.py`), by an interpreter that has the extra `peer`. It names no commodity,
party or period, so its quantities alone are scored: with the unit (`quantity`), and by the recall of values alone. It
reports every quantity of a text, in scope or not: recall is the fair figure, precision is not.
"""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scoring import TOLERANCE, Passage, Row, tallies

HERE = Path(__file__).parent


def score(rows: Sequence[Mapping[str, Any]], python: str) -> tuple[dict[str, dict[str, float]], list[str]]:
    """The peer's figures by language, and a line for each. Raises CalledProcessError where it does not start."""
    given = "".join(json.dumps({"id": row["id"], "text": row["text"]}) + "\n" for row in rows)
    run = subprocess.run(
        [python, "-W", "ignore", str(HERE / "peer.py")], input=given, text=True, capture_output=True, check=True
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    units = tomllib.loads((HERE / "peer_units.toml").read_text(encoding="utf-8"))
    passages = [
        Passage(row["id"], row["language"], row["observations"], list(_rows(answer["quantities"], units)))
        for row, answer in zip(rows, answers, strict=True)
    ]
    figures, lines = {}, []
    for language, tally in tallies(passages).items():
        mine = [passage for passage in passages if passage.language == language]
        value = sum(_values_read(passage) for passage in mine) / max(tally.wanted, 1)
        share = tally.quantity
        figures[language] = {
            "quantity": share.f1, "precision": share.precision, "recall": share.recall, "value_recall": value,
        }  # fmt: skip
        lines.append(
            f"quantulum3, {language}: quantity F1 {share.f1:.4f}  precision {share.precision:.4f}  "
            f"recall {share.recall:.4f}  recall of values alone {value:.4f}"
        )
    failed = sum("error" in answer for answer in answers)
    return figures, [*lines, f"quantulum3 failed on {failed} of {len(answers)} texts"]


def canonical(value: float, parts: Sequence[Sequence[Any]], units: Mapping[str, Any]) -> tuple[float, str | None]:
    """The peer's value in a canonical unit; (value, None) where its unit has no canonical one."""
    above: list[str] = []
    below: list[str] = []
    for base, power in parts:
        name = base if abs(power) == 1 else f"{base}^{abs(power)}"
        if name not in units["base"]:
            return value, None
        symbol, factor = units["base"][name]
        value *= factor if power > 0 else 1 / factor
        (above if power > 0 else below).append(symbol)
    if len(above) != 1 or len(below) > 1:
        return value, None
    unit = "/".join([*above, *below])
    symbol, factor = units["rate"].get(unit, (unit, 1))
    return value * factor, symbol


def _rows(quantities: Sequence[Mapping[str, Any]], units: Mapping[str, Any]) -> Iterator[Row]:
    for quantity in quantities:
        value, unit = canonical(float(quantity["value"]), quantity["parts"], units)
        yield {"quote": quantity["quote"], "start": quantity["start"], "end": quantity["end"], "value": value,
               "reported": float(quantity["value"]), "unit": unit}  # fmt: skip


def _values_read(passage: Passage) -> int:
    """How many annotated numbers a found one overlaps with the same value, canonical or as it was reported."""
    read, left = 0, list(passage.found)
    for wanted in passage.wanted:
        for found in left:
            if min(wanted["end"], found["end"]) > max(wanted["start"], found["start"]) and any(
                abs(abs(value) - abs(wanted["value"])) <= abs(wanted["value"]) * TOLERANCE
                for value in (found["value"], found["reported"])
            ):
                read += 1
                left.remove(found)
                break
    return read
