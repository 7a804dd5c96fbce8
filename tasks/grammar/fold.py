"""A view of a text in which spellings that mean the same look the same, with the way back to the text's own offsets.

Folding drops marks that news writes or leaves out at will (nukta, zero-width joiners, soft hyphens) and maps
look-alikes one to one (curly quotes, long dashes, odd spaces, candrabindu; digits stay as they are). The text itself is
never altered: `Folded.span` turns a span of the view into a span of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_ONE_TO_ONE = str.maketrans(
    {
        "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"',
        "‐": "-", "‑": "-", "–": "-", "—": "-", "―": "-", "−": "-",
        "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ",
        "\u2008": " ", "\u200a": " ",
        "\t": " ", "\r": " ",
        "\u0901": "\u0902",
        # U+0958..U+095F carry a nukta of their own; NFC would expand them and shift every offset behind.
        **{chr(0x0958 + i): plain for i, plain in enumerate("कखगजडढफय")},
    }
)  # fmt: skip
_DROPPED = re.compile("[\u093c\u200b\u200c\u200d\u00ad\u2060\ufeff]+")
# Halves of characters crash every library below; `read` refuses them, and the view never holds any.
_SURROGATE = re.compile("[\ud800-\udfff]")


class Folded(NamedTuple):
    """`cased` and `lower` have the same length and offsets; `base` is where the text began in its article."""

    cased: str
    lower: str
    base: int
    cuts: tuple[int, ...] = ()
    """Offsets in the view before which something was dropped, ascending."""
    shifts: tuple[int, ...] = ()
    """How many characters had been dropped up to each cut."""

    def at(self, offset: int) -> int:
        """The article's offset of the character at `offset` of the view."""
        if not self.cuts:
            return self.base + offset
        index = bisect_right(self.cuts, offset)
        return self.base + offset + (self.shifts[index - 1] if index else 0)

    def back(self, offset: int) -> int:
        """The view's offset of the article's `offset`, the inverse of `at`."""
        offset -= self.base
        if not self.cuts:
            return offset
        index = bisect_right(range(len(self.cuts)), offset, key=lambda i: self.cuts[i] + self.shifts[i])
        return offset - (self.shifts[index - 1] if index else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The article's span of `[start, end)` of the view; marks dropped at its end belong to it."""
        if not self.cuts:
            return self.base + start, self.base + end
        return self.at(start), self.at(end)


def fold(text: str, base: int = 0) -> Folded:
    """The folded view of `text`, which begins at offset `base` of its article."""
    if text.isascii():
        cased = text.replace("\t", " ").replace("\r", " ")
        return Folded(cased, cased.lower(), base)
    cuts: list[int] = []
    shifts: list[int] = []
    if _DROPPED.search(text):
        dropped = 0
        for match in _DROPPED.finditer(text):
            cuts.append(match.start() - dropped)
            dropped += match.end() - match.start()
            shifts.append(dropped)
        cased = _DROPPED.sub("", text)
    else:
        cased = text
    cased = _SURROGATE.sub("\ufffd", cased.translate(_ONE_TO_ONE))
    lower = cased.lower()
    if len(lower) != len(cased):  # a few letters (U+0130) grow when lowered
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in cased)
    return Folded(cased, lower, base, tuple(cuts), tuple(shifts))
