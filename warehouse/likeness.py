"""How alike two texts are, without keeping the texts: a sketch of the pairs of words that stand side by side in one.

A sketch is a bottom-k MinHash: of one hash of each pair of neighbouring words the least `SIZE`. A story with no more
pairs than that is compared exactly, a longer one with an error of about 0.02. Nothing here knows an article, a date or
a database, and the same text gives the same sketch on any machine and in any version of Python.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from itertools import pairwise

SIZE = 256
"""Hashes that a sketch keeps."""

REACH = 100_000
"""Characters that are looked at: a story is shorter, and a dump of many is like none."""

# A vowel sign is part of its word (\w has it not), and a number with its stops is one word.
_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d][\w\u0900-\u0963]*")
_MARKS = re.compile("[\u0300-\u036f\u093c\u200c\u200d]")
_GROUPING = re.compile(r"(?<=\d),(?=\d)")
_LETTER = r"[\w\u0900-\u0963]"
_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")


def words(text: str) -> list[str]:
    """The words of a text in lower case, without accents and nuktas; "1,01,000" and "101,000" are one word."""
    text = text[:REACH]
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_DIGITS)
    return _WORD.findall(_GROUPING.sub("", text.lower()))


def sketch(text: str) -> tuple[list[int], int]:
    """The least hashes (32 bits, ascending) of the text's pairs of neighbouring words, and how many pairs it has."""
    held = [word.encode("utf-8", "surrogatepass") + b" " for word in words(text)]
    pairs = {zlib.crc32(second, zlib.crc32(first)) for first, second in pairwise(held)}
    return sorted(pairs)[:SIZE], len(pairs)


def names(text: str, name: str | None) -> bool:
    """Whether `name` (in lower case, four letters or more) stands in the text, its first letter a capital: "dawn" is no
    Dawn."""
    if not name or len(name) < 4:
        return False
    spelled = re.escape(name[0].upper()) + f"(?i:{re.escape(name[1:])})"
    return re.search(rf"(?<!{_LETTER}){spelled}(?!{_LETTER})", text) is not None
