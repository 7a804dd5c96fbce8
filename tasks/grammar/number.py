"""Numbers as written, in digits and in words: a folded sentence in, `Number`s out, in order and never overlapping.

What a number counts is not asked here: no unit, and no reason but what the shape alone decides (`form`). One pass:
every pattern is possessive or bounded, so that a hostile text costs no more than its length. Nothing here raises,
whatever the text.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from tasks.grammar.figure import VULGAR, digits_of, literal, plain
from tasks.grammar.numeral import ZERO, Grammar, Number, grammar
from tasks.grammar.spelling import scaled_fraction, spelled
from tasks.lexicon import Lexicon

__all__ = ["Number", "numbers"]

_FIGURE = re.compile(r"[\d¼½¾⅐-⅞]")
_ASCII_FIGURE = re.compile(r"[0-9]")
"""The same in a text that has no other characters, which most have; it is found four times as fast."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S++")


def numbers(text: str, lexicon: Lexicon) -> list[Number]:
    """Every number of a folded lower-case text. Every digit of the text lies in one of them."""
    return scan(text, grammar(lexicon))


def scan(text: str, words: Grammar) -> list[Number]:
    """The same with the number words of the language at hand."""
    pattern = _ASCII_FIGURE if text.isascii() else _FIGURE
    figure = pattern.search(text)
    spellings = words.starts.find(text)
    if figure is None and not spellings:
        return []
    found = _read(text, words, pattern, figure, spellings)
    if (
        len(found) == 1
        and not text[0].isalnum()
        and text[: found[0].start].strip() == "-"
        and ((rest := text[found[0].end :].strip()) in words.short or not rest)
    ):  # "- 1 4/5", "- 10 k" and nothing else
        found[0] = found[0]._replace(start=text.index("-"), value=-found[0].value, bare=-found[0].bare, signed=True)
    return found


def _read(
    text: str,
    words: Grammar,
    pattern: re.Pattern[str],
    figure: re.Match[str] | None,
    spellings: list[tuple[int, int]],
) -> list[Number]:
    found: list[Number] = []
    position, size = 0, len(text)
    figure_at = figure.start() if figure is not None else size
    behind = iter(spellings)
    spelling = next(behind, None)
    has_address = "://" in text or "www." in text
    address = _ADDRESS.search(text) if has_address else None
    while True:
        if figure_at < position:
            figure = pattern.search(text, position)
            figure_at = figure.start() if figure is not None else size
        while spelling is not None and spelling[0] < position:
            spelling = next(behind, None)
        if spelling is not None and spelling[0] < figure_at:
            start, end = spelling
        elif figure_at < size:
            start, end = figure_at, figure_at + 1
        else:
            return found
        while address and address.end() <= start:
            address = _ADDRESS.search(text, address.end())
        if address and address.start() <= start:
            found.append(
                Number(start, address.end(), digits_of(text[start : address.end()]), ZERO, ZERO, form="identifier")
            )
            position = address.end()
            continue
        if text[start].isdecimal():
            if (one := plain(text, start, words)) is not None:
                found.append(one)
                position = one.end
                continue
            read = literal(text, start, words)
        elif (vulgar := VULGAR.match(text, start)) is not None:
            value = Decimal(str(unicodedata.numeric(vulgar[1])))
            read = [scaled_fraction(text, Number(start, vulgar.end(), value, ZERO, value, form="fraction"), words)]
        else:
            word = spelled(text, start, text[start:end], words)
            read = [word] if word is not None else []
        position = max(end, read[-1].end) if read else end
        found += read
