"""The file of weights keeps what it is given, in an order of its own, and is read a part at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warehouse import weights

_WORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="|"), min_size=1, max_size=8)
_TRAITS = st.one_of(_WORDS, st.tuples(_WORDS, _WORDS).map(weights.UNDER.join))
_KEYS = st.tuples(st.sampled_from(("area", "stage")), st.sampled_from(("", "hi", "en")), _TRAITS)


@given(st.dictionaries(_KEYS, st.integers(-999, 999), max_size=12))
def test_what_is_written_is_read(told: dict[tuple[str, str, str], int]) -> None:
    rows = [(*key, weight) for key, weight in told.items()]
    text = weights.written(rows)
    assert sorted(weights.rows(weights.blocks(text.encode()))) == sorted(rows)
    assert weights.written(reversed(rows)) == text


def test_a_paragraph_of_own_traits_stands_before_that_of_shared_ones() -> None:
    rows = [("area", "", "US | near", 4), ("area", "", "nobody", -120), ("area", "", "CN | near", -7)]
    assert weights.written(rows) == "area\t\nnobody\t-120\n\narea\t\tCN\tUS\nnear\t0 -7 1 4\n"


def test_a_part_that_is_not_there_is_empty() -> None:
    assert weights.part(weights.blocks(b""), "area", "hi") == ({}, (), {})
