"""Numbers as written, in digits and in words: a folded sentence in, `Number`s out, in order and never overlapping.

What a number counts is not asked here: no unit, and no reason but what the shape alone decides (`form`). One pass:
every pattern is possessive or bounded, so that a hostile text costs no more than its length. Nothing here raises,
whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from tasks.grammar.figure import VULGAR, digits_of, literal
from tasks.grammar.numeral import ZERO, Grammar, Number, grammar
from tasks.grammar.spelling import scaled_fraction, spelled
from tasks.lexicon import Lexicon

__all__ = ["Number", "numbers"]

_FIGURE = re.compile(r"[\d¼½¾⅐-⅞]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S++")


def numbers(text: str, lexicon: Lexicon) -> list[Number]:
    """Every number of a folded lower-case text. Every digit of the text lies in one of them."""
    words = grammar(lexicon)
    found = list(_scan(text, words))
    if (
        len(found) == 1
        and text[: found[0].start].strip() == "-"
        and ((rest := text[found[0].end :].strip()) in words.short or not rest)
    ):  # "- 1 4/5", "- 10 k" and nothing else
        found[0] = replace(found[0], start=text.index("-"), value=-found[0].value, bare=-found[0].bare, signed=True)
    return found


def _scan(text: str, words: Grammar) -> Iterator[Number]:
    position = 0
    figure = _FIGURE.search(text)
    spellings = iter(words.starts.find(text))
    spelling = next(spellings, None)
    has_address = "://" in text or "www." in text
    address = _ADDRESS.search(text) if has_address else None
    while True:
        if figure is not None and figure.start() < position:
            figure = _FIGURE.search(text, position)
        while spelling is not None and spelling[0] < position:
            spelling = next(spellings, None)
        if figure is not None and (spelling is None or figure.start() < spelling[0]):
            start, end = figure.span()
        elif spelling is not None:
            start, end = spelling
        else:
            return
        while address and address.end() <= start:
            address = _ADDRESS.search(text, address.end())
        if address and address.start() <= start:
            yield Number(start, address.end(), digits_of(text[start : address.end()]), ZERO, ZERO, form="identifier")
            position = address.end()
            continue
        found: list[Number] = []
        if text[start].isdecimal():
            found = literal(text, start, words)
        elif (vulgar := VULGAR.match(text, start)) is not None:
            value = Decimal(str(unicodedata.numeric(vulgar[1])))
            found = [scaled_fraction(text, Number(start, vulgar.end(), value, ZERO, value, form="fraction"), words)]
        elif (word := spelled(text, start, text[start:end], words)) is not None:
            found = [word]
        position = max(end, found[-1].end) if found else end
        yield from found
