"""Words around a number that leave it open: "more than", "about", "से अधिक". They are not part of the quote; they
set the comparator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tasks.grammar.fold import fold
from tasks.grammar.numeral import LETTER, NOT_AFTER_LETTER, trie
from tasks.lexicon import Lexicon

_SIGNS = {"about": "~", "more": ">", "less": "<", "at_least": ">=", "at_most": "<="}
_BACK = 40
_AHEAD = 32


@dataclass(frozen=True, slots=True)
class Hedges:
    """One language's hedges, ready to use."""

    before: re.Pattern[str] | None
    signs_before: Mapping[str, str]
    ends: frozenset[str]
    """The last words of all that `before` finds."""
    behind: re.Pattern[str] | None
    signs_behind: Mapping[str, str]
    inside: re.Pattern[str] | None
    """Inside a quote, on its figure: "20+ cargoes"."""
    signs_inside: Mapping[str, str]


@cache
def hedges(lexicon: Lexicon) -> Hedges:
    """The [hedge] section of a language as patterns."""
    section = lexicon["hedge"]
    before = {fold(word).lower: sign for name, sign in _SIGNS.items() for word in section.get(name, ())}
    behind = {fold(word).lower: sign for name, sign in _SIGNS.items() for word in section.get(f"after_{name}", ())}
    glued = {fold(word).lower: sign for name, sign in _SIGNS.items() for word in section.get(f"glued_{name}", ())}
    between = [fold(word).lower for word in section.get("between", ())]
    filler = rf"(?:[ ](?:{trie(between)})){{0,2}}" if between else ""
    first = re.compile(rf"{NOT_AFTER_LETTER}({trie(list(before))}){filler}[ ]{{0,2}}[(]?\Z") if before else None
    last = re.compile(rf"[ ]{{0,2}}({trie(list(behind))})(?!{LETTER})") if behind else None
    # "20+ cargoes", "20 or so cargoes": on the figure, or between it and its unit.
    marks = [rf"\d({trie(list(glued))})(?!\w)"] if glued else []
    marks += [rf"[ ]({trie(list(behind))})[ ](?=\w)"] if behind else []
    inside = re.compile("|".join(marks)) if marks else None
    ends = frozenset(word.rpartition(" ")[2] for word in (*before, *between))
    return Hedges(first, before, ends, last, behind, inside, glued | behind)


def comparator(text: str, start: int, end: int, words: Hedges, calm: bool = False) -> str:
    """The comparator of the quote `text[start:end]` of a folded sentence: "=", "~", ">", "<", ">=" or "<=".

    `calm` says that the word before is known to end no hedge.
    """
    if words.behind is not None and (match := words.behind.match(text, end, end + _AHEAD)):
        return words.signs_behind[match[1]]
    if words.inside is not None and (match := words.inside.search(text, start, end)):
        return words.signs_inside[match[match.lastindex or 1]]
    if calm:
        return "="
    back = max(0, start - _BACK)
    word = text[back:start].rstrip(" (").rpartition(" ")[2]
    if word.isalpha() and word not in words.ends:  # most numbers are spared the search
        return "="
    if words.before is not None and (match := words.before.search(text, back, start)):
        return words.signs_before[match[1]]
    return "="
