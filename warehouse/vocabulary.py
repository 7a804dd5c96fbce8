"""Reads `reference/` once into frozen tables. Standard library only; nothing here knows a word of any language."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

REFERENCE = Path(__file__).parent / "reference"

Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """All rows of `reference/<name>.csv`, in the file's order, each a read-only mapping of column to text."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(MappingProxyType(row) for row in csv.DictReader(file))


@cache
def ids(name: str) -> frozenset[str]:
    """The identities of a reference table: its first column."""
    return frozenset(next(iter(row.values())) for row in table(name))


@cache
def trait(name: str) -> Mapping[str, str]:
    """What `reference/trait.csv` says of commodities in one respect: commodity to value."""
    return MappingProxyType({row["commodity"]: row["value"] for row in table("trait") if row["trait"] == name})


@cache
def index(name: str) -> Mapping[str, Row]:
    """Rows of a reference table by their identity; only for tables whose first column is unique."""
    return MappingProxyType({next(iter(row.values())): row for row in table(name)})


@cache
def members() -> Mapping[str, frozenset[str]]:
    """The members that a group has ever had, of those groups that list them."""
    found: dict[str, set[str]] = {}
    for row in table("group"):
        if row["member"]:
            found.setdefault(row["group"], set()).add(row["member"])
    return {group: frozenset(codes) for group, codes in found.items()}
