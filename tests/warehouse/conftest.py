"""Makes `tests.warehouse.made` importable, and a warehouse to load its shards into."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = str(Path(__file__).parents[2])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from tests.warehouse.made import Warehouse  # noqa: E402


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """An empty warehouse; whatever a test loads into it, its audits must find nothing at the end."""
    made = Warehouse(tmp_path)
    yield made
    if made.path.exists():
        assert made.breaches() == []
