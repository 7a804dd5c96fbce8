"""Which news agency a story credits: "(Reuters)", "told PTI", "भाषा" on a line of its own. Text in, identity out.

The identity is the same in every language, because both lexicons' [source] sections point at it: an English and a Hindi
story that credit Sputnik have one origin. An unnamed credit ("एजेंसी", "agencies") is nobody's, so it gives None: two
papers with an unnamed wire each are two origins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from tasks.grammar.fold import Folded, fold
from tasks.lexicon import Lexicon

_END = 200
"""Characters at the text's start and end in which a bare name in brackets or on a line of its own is a credit."""
_DATELINE = 1000
"""Characters from the start in which a name with a dash behind it is one: a headline may come first."""
_REACH = 40_000
"""Characters from the start in which words of crediting are looked for."""
_SIGNED = 5
"""Words of a last line that begins with an agency's name and goes on with its editors'."""


def credit(text: str, lexicon: Lexicon) -> str | None:
    """The agency that `text` credits, as a lower-case identity ("reuters"), or None.

    A dateline comes before a credit at the text's end, that before one in the story, and an earlier before a later one.
    """
    names = _names(lexicon)
    if not names.anywhere:
        return None
    return (
        _dateline(fold(text[:_DATELINE]), names)
        or _at_an_end(fold(text[:_END]).cased, names)
        or _at_an_end(fold(text[-_END:]).cased, names)
        or _signature(fold(text[-_END:]).cased, names)
        or _in_words(fold(text[:_REACH]), names)
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """What [source] says. Folded spelling -> identity; a cased spelling keeps its case, any other is in lower case."""

    anywhere: Mapping[str, str]
    own_line: Mapping[str, str]
    """Names that are words of the language too: a credit only in brackets, or on a line of their own."""
    finder: AhoCorasick
    """Finds the keys of `anywhere`, in lower case."""
    before: tuple[str, ...]
    after: tuple[str, ...]

    def anyone(self, name: str) -> str | None:
        """Whose name it is, standing alone."""
        lower = name.lower()
        return self.anywhere.get(name) or self.anywhere.get(lower) or self.own_line.get(lower)


@cache
def _names(lexicon: Lexicon) -> _Names:
    section = lexicon["source"]

    def table(key: str, cased: bool = False) -> dict[str, str]:
        rows = section.get(key, {}).items()
        return {fold(word).cased if cased else fold(word).lower: identity for identity, words in rows for word in words}

    anywhere = table("agency") | table("cased", cased=True)
    credits = section.get("credit", {})
    return _Names(
        anywhere,
        table("own_line"),
        AhoCorasick(sorted({name.lower() for name in anywhere}), matchkind=MatchKind.LeftmostLongest),
        tuple(fold(word).lower for word in credits.get("before", ())),
        tuple(fold(word).lower for word in credits.get("after", ())),
    )


_BEHIND_NAME = re.compile(r"[)/]?\.? ?(?:-+|[:।])(?=\s|$)")
_BRACKETED = re.compile(r"\(([^()\n]{2,60})\)")
_OWN_LINE = re.compile(r"^[\s\-*]*([^\n()]{2,40}?)[\s.।]*$", re.MULTILINE)
_NAMES_APART = re.compile(r"[/,&+]| - ")


def _dateline(opening: Folded, names: _Names) -> str | None:
    """ "SINGAPORE, June 8 (Reuters) -", "MOSCOW. /TASS/.", "नई दिल्ली, एएनआई।" """
    start = opening.cased
    for begin, end, identity in _mentions(opening, names):
        slashed = start[begin - 1 : begin] == "/" == start[end : end + 1]
        if slashed or (_BEHIND_NAME.match(start, end) and (begin < _END or start[begin - 1] in "(/")):
            return identity
    return None


def _at_an_end(part: str, names: _Names) -> str | None:
    """In brackets or on a line of its own, alone or with others: "(PTI/ANI)", "भाषा"."""
    for pattern in (_BRACKETED, _OWN_LINE):
        for match in pattern.finditer(part):
            for name in _NAMES_APART.split(match[1]):
                if identity := names.anyone(name.strip(" .।-")):
                    return identity
    return None


def _signature(end: str, names: _Names) -> str | None:
    """The last line begins with the agency and goes on with who edited it: "भाषा अमित रमण"."""
    for line in end.rstrip().split("\n")[-2:]:
        words = line.split()
        if 1 < len(words) <= _SIGNED and len(line) < 60 and line[-1] not in ".।" and words[0] in names.own_line:
            return names.own_line[words[0]]
    return None


def _in_words(text: Folded, names: _Names) -> str | None:
    """The first agency named with words of crediting right before or after it."""
    for start, end, identity in _mentions(text, names):
        ahead = text.lower[max(0, start - 60) : start].rstrip(" \"'")
        behind = text.lower[end : end + 60].lstrip(" \"'")
        if _ends_with(ahead, names.before) or _starts_with(behind, names.after):
            return identity
    return None


def _mentions(text: Folded, names: _Names) -> Iterator[tuple[int, int, str]]:
    """Where whole words of the folded text name an agency, and which."""
    for _, start, end in names.finder.find_matches_as_indexes(text.lower):
        if _in_word(text.lower[start - 1 : start]) or _in_word(text.lower[end : end + 1]):
            continue
        if identity := names.anywhere.get(text.cased[start:end]) or names.anywhere.get(text.lower[start:end]):
            yield start, end, identity


def _in_word(char: str) -> bool:
    """A letter, a digit, or a vowel sign, which Unicode does not count as a letter."""
    return char.isalnum() or char == "_" or "\u0900" <= char <= "\u0963"


def _ends_with(text: str, words: tuple[str, ...]) -> bool:
    return any(text.endswith(word) and not text[: -len(word)][-1:].isalnum() for word in words)


def _starts_with(text: str, words: tuple[str, ...]) -> bool:
    return any(text.startswith(word) and not text[len(word) :][:1].isalnum() for word in words)
