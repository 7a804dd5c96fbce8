"""docs/walk.md runs, and shows what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

Fresh = Callable[[str], str]


def test_walk_is_as_shown(
    hold: Callable[[str, Fresh], None],
    fenced: Callable[[Mapping[str, Fresh]], Fresh],
    replay: Fresh,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    hold("docs/walk.md", fenced({"python": replay}))
