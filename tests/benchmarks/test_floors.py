"""Floors: told by how much a figure lies below one, lifted by what was reached, and never lowered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import floors

NAMES = st.sampled_from(["gold.en.quantity", "gold.hi.area", "specs.hindi_age", "corpus.en"])
FIGURES = st.dictionaries(NAMES, st.floats(0, 1))


def test_tells_by_how_much_a_figure_lies_below() -> None:
    low = floors.below({"a.b": 0.9, "a.c": 0.5, "a.d": 0.1}, {"a.b": 0.95, "a.c": 0.5})
    assert low == {"a.b": pytest.approx(0.05)}


def test_lift_moves_what_rose_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "floor.toml"
    assert floors.lift({"gold.en.quantity": 0.91239, "corpus.en": 0.98}, path) == {
        "gold.en.quantity": (None, 0.912),
        "corpus.en": (None, 0.98),
    }
    assert floors.lift({"gold.en.quantity": 0.85, "corpus.en": 0.9912}, path) == {"corpus.en": (0.98, 0.991)}
    assert floors.read(path) == {"gold.en.quantity": 0.912, "corpus.en": 0.991}


def test_no_file_has_no_floors(tmp_path: Path) -> None:
    assert floors.read(tmp_path / "none.toml") == {}


@given(FIGURES, st.lists(FIGURES, max_size=4))
def test_no_floor_is_ever_lowered_and_none_lies_above_what_was_reached(
    first: dict[str, float], rest: list[dict[str, float]]
) -> None:
    old = floors.lifted(first, {})
    assert floors.below(first, old) == {}
    for figures in rest:
        new = floors.lifted(figures, old)
        assert set(new) == {*old, *figures}
        assert all(new[name] >= floor for name, floor in old.items())
        assert all(new[name] == old.get(name) for name in new if new[name] > figures.get(name, 0) + 1e-6)
        old = new
