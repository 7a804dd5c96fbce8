"""Which news agency a story credits: "(Reuters)", "told PTI", "भाषा" on a line of its own. Text in, identity out.

The identity is the same in every language, because both lexicons' [source] sections point at it: an English and a Hindi
story that credit Sputnik have one origin. An agency that no lexicon names is known by its letters: "the Lobito News
Agency (LNA)", "the Lobito News Agency", "LUANDA, Jan 20 (LNA) -" and "(एलएनए)" are all "lna". An unnamed credit
("एजेंसी", "agencies") is nobody's, so it gives None: two papers with an unnamed wire each are two origins.
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


def credit(text: str, lexicon: Lexicon, outlet: str | None = None) -> str | None:
    """The agency that `text` credits, as a lower-case identity ("reuters"), or None.

    A dateline comes before a credit at the text's end, that before one in the story, and an earlier before a later one.
    A story that credits none is its `outlet`'s, where that is an agency itself ("Reuters India").
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
        or _unknown(fold(text[:_REACH]), names)
        or _itself(outlet, names)
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
    generic: tuple[str, ...]
    """What an agency's name ends with in this language: "news agency"."""
    letters: Mapping[str, str]
    """How this language spells the names of Latin letters, for abbreviations: "एन" is "n". Empty for Latin script."""

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
        tuple(fold(word).lower for word in section.get("generic", {}).get("names", ())),
        {fold(word).lower: letter for letter, words in section.get("letters", {}).items() for word in words},
    )


_BEHIND_NAME = re.compile(r"[)/]?\.? ?(?:-+|[:।])(?=\s|$)")
_BRACKETED = re.compile(r"\(([^()\n]{2,60})\)")
_OWN_LINE = re.compile(r"^[\s\-*]*([^\n()]{2,40}?)[\s.।]*$", re.MULTILINE)
_BEHIND_DASH = re.compile(r"[.।!?)\"'] ?-+ ?([^\n.।-]{2,30})[\s.।]*\Z")
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
    """In brackets, on a line of its own or behind a last dash, alone or with others: "(PTI/ANI)", "भाषा", "- ANI"."""
    for pattern in (_BRACKETED, _OWN_LINE, _BEHIND_DASH):
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


# A dateline's agency stands in brackets before a dash, colon or danda: "LUANDA, Jan 20 (LNA) -".
_BEHIND_PLACE = re.compile(r"[^\n()\d]{2,40}\d[^\n()]{0,20}\(([^()\n]{2,24})\)\s*(?:-|:|।)")
_LATIN_LETTERS = re.compile(r"[A-Z]{3,8}")
_CAPITALISED = re.compile(r"(?:[A-Z][\w'&.-]*\s+){1,4}$")
_IN_BRACKETS = re.compile(r"\s*\(([^()\n]{2,24})\)")


def _unknown(text: Folded, names: _Names) -> str | None:
    """An agency that the lexicon does not name, by its letters; None where it has none that can be told."""
    cased = text.cased
    if (match := _BEHIND_PLACE.match(cased)) and (letters := _letters(match[1], names)):
        return letters
    for word in names.generic:
        start = -1
        while (start := text.lower.find(word, start + 1)) >= 0:
            end = start + len(word)
            if _in_word(cased[end : end + 1]) or (start and _in_word(cased[start - 1])):
                continue
            if (bracket := _IN_BRACKETS.match(cased, end)) and (letters := _letters(bracket[1], names)):
                return letters
            named = _CAPITALISED.search(cased, max(0, start - 80), start)
            if named and cased[start].isupper() and (initials := _initials(named[0] + cased[start:end])):
                return initials
    return None


def _letters(text: str, names: _Names) -> str | None:
    """ "LNA" and "एलएनए" are "lna"; None for words that are no abbreviation."""
    text = text.strip()
    if _LATIN_LETTERS.fullmatch(text):
        return text.lower()
    rest, letters = text.replace(".", "").replace(" ", ""), ""
    while rest:
        found = next((word for word in sorted(names.letters, key=len, reverse=True) if rest.startswith(word)), None)
        if found is None:
            return None
        letters, rest = letters + names.letters[found], rest[len(found) :]
    return letters if len(letters) >= 3 else None


def _initials(name: str) -> str | None:
    words = [word for word in name.split() if word[0].isupper() and word.lower() not in ("the", "a")]
    return "".join(word[0] for word in words).lower() if len(words) >= 3 else None


def _itself(outlet: str | None, names: _Names) -> str | None:
    """The agency that an outlet is: its name is the agency's, or begins with it ("पीटीआई भाषा", "TASS (English)")."""
    if not outlet:
        return None
    whole = fold(outlet.strip()).cased
    if identity := names.anyone(whole):
        return identity
    first = re.split(r"[\s.(/-]", whole, maxsplit=1)[0]
    return names.anywhere.get(first) or names.anywhere.get(first.lower())


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
