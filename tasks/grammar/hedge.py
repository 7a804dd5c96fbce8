"""Words around a number that leave it open: "more than", "about", "से अधिक". They are not part of the quote; they
set the comparator."""

from __future__ import annotations

import re
from functools import cache

from tasks.grammar.fold import fold
from tasks.grammar.numeral import LETTER, NOT_AFTER_LETTER, trie
from tasks.lexicon import Lexicon

_SIGNS = {"about": "~", "more": ">", "less": "<", "at_least": ">=", "at_most": "<="}
_BACK = 40
_AHEAD = 32


@cache
def _patterns(
    lexicon: Lexicon,
) -> tuple[re.Pattern[str] | None, dict[str, str], re.Pattern[str] | None, dict[str, str]]:
    section = lexicon["hedge"]
    before = {fold(word).lower: sign for name, sign in _SIGNS.items() for word in section.get(name, ())}
    behind = {fold(word).lower: sign for name, sign in _SIGNS.items() for word in section.get(f"after_{name}", ())}
    between = [fold(word).lower for word in section.get("between", ())]
    filler = rf"(?:[ ](?:{trie(between)})){{0,2}}" if between else ""
    first = re.compile(rf"{NOT_AFTER_LETTER}({trie(list(before))}){filler}[ ]{{0,2}}[(]?\Z") if before else None
    last = re.compile(rf"[ ]{{0,2}}({trie(list(behind))})(?!{LETTER})") if behind else None
    return first, before, last, behind


def comparator(text: str, start: int, end: int, lexicon: Lexicon) -> str:
    """The comparator of the quote `text[start:end]` of a folded sentence: "=", "~", ">", "<", ">=" or "<="."""
    first, before, last, behind = _patterns(lexicon)
    if last is not None and (match := last.match(text, end, end + _AHEAD)):
        return behind[match[1]]
    if first is not None and (match := first.search(text, max(0, start - _BACK), start)):
        return before[match[1]]
    return "="
