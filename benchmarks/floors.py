"""Floors under the figures of quality: they are checked, and lifted to what was reached, and never lowered.

A figure has a dotted name ("gold.en.quantity") and lies between 0 and 1, more being better. `floor.toml` has the same
names as tables. Only `lift` writes the file.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FLOOR = Path(__file__).parent / "floor.toml"
_HEAD = """\
# The least that each figure of benchmarks/quality.py may be; `quality.py --raise` lifts a floor to what was reached.
# A floor is never lowered by a script; who lowers one by hand says in the commit why it was wrong.
"""


def read(path: Path = FLOOR) -> dict[str, float]:
    """The floor of each figure by its dotted name; none where there is no file."""
    if not path.is_file():
        return {}
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def below(figures: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The figures that lie below their floor, and by how much."""
    return {
        name: floors[name] - figure
        for name, figure in figures.items()
        if name in floors and figure < floors[name] - 1e-9
    }


def lifted(figures: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    """The floors after a run: at what was reached, cut to three decimals, where that is more than before."""
    reached = {name: math.floor(figure * 1000 + 1e-6) / 1000 for name, figure in figures.items()}
    return {name: max(floors.get(name, 0.0), reached.get(name, 0.0)) for name in sorted({*floors, *reached})}


def lift(figures: Mapping[str, float], path: Path = FLOOR) -> dict[str, tuple[float | None, float]]:
    """Lifts the floors in the file; the names of those that moved, with the old floor and the new one."""
    old = read(path)
    new = lifted(figures, old)
    path.write_text(_toml(new), encoding="utf-8")
    return {name: (old.get(name), floor) for name, floor in new.items() if old.get(name) != floor}


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, float]]:
    flat: list[tuple[str, float]] = []
    for name, value in table.items():
        flat += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(f"{prefix}{name}", float(value))]
    return flat


def _toml(floors: Mapping[str, float]) -> str:
    tables: dict[str, list[str]] = {}
    for name, floor in floors.items():
        table, _, key = name.rpartition(".")
        tables.setdefault(table, []).append(f"{key} = {floor:.3f}\n")
    return _HEAD + "".join(f"\n[{table}]\n{''.join(lines)}" for table, lines in sorted(tables.items()))
