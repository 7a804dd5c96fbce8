"""Hedges set the comparator and stay out of the quote."""

from __future__ import annotations

import pytest

from tasks.grammar.fold import fold
from tasks.grammar.hedge import comparator, hedges
from tasks.lexicon import load


@pytest.mark.parametrize(
    ("language", "text", "quote", "sign"),
    [
        ("en", "nearly 5 tonnes", "5 tonnes", "~"),
        ("en", "more than 5 tonnes", "5 tonnes", ">"),
        ("en", "at least 5 tonnes", "5 tonnes", ">="),
        ("en", "no more than 5 tonnes", "5 tonnes", "<="),
        ("en", "fell below 5 tonnes", "5 tonnes", "<"),
        ("en", "sold 5 tonnes", "5 tonnes", "="),
        ("en", "less than its 5 tonnes", "5 tonnes", "="),
        ("hi", "करीब 5 टन", "5 टन", "~"),
        ("hi", "5 टन से ज़्यादा", "5 टन", ">"),
        ("hi", "5 टन से कम", "5 टन", "<"),
        ("hi", "5 टन से ज़्यादा नहीं", "5 टन", "<="),
        ("hi", "कम से कम 5 टन", "5 टन", ">="),
        ("hi", "5 टन बेचे", "5 टन", "="),
    ],
)
def test_comparator(language: str, text: str, quote: str, sign: str) -> None:
    lower = fold(text).lower
    start = lower.index(quote)
    assert comparator(lower, start, start + len(quote), hedges(load(language))) == sign
