"""Where a sentence names what the lexicon knows: commodities, countries, groups, places, grades, cues.

One pass of an Aho-Corasick automaton over the folded text finds every word of the lexicon; of overlapping words of one
kind the longest stays ("crude oil" over "oil", "palm oil" over both).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tasks.grammar.fold import Folded, fold
from tasks.lexicon import Lexicon
from warehouse import vocabulary

# What the grammar of observations looks for, and the kind that the words of a section compete in: a grade and a place
# may both claim "Dubai", but of "palm oil" and "oil" only the longer is named.
_KINDS = {
    "commodity": "commodity",
    "grade": "grade",
    "country": "party",
    "group": "party",
    "place": "place",
}
_PLAIN = ""
MATTER = frozenset({"commodity", "grade", "hint", "energy", "mask", "outside"})
"""The kinds that tell what a story is about; they have a finder of their own, which every sentence is shown to."""


class Mention(NamedTuple):
    """A word of the lexicon in a sentence; `start`, `end` are offsets into the folded view of the sentence."""

    start: int
    end: int
    kind: str
    """`commodity`, `party`, `place`, `grade`, or the name of a [cue] table."""
    value: str
    """The identity or the cue's value."""
    single: bool = True
    """Whether it is one word; a compound is clearer."""
    form: str = _PLAIN
    """The section (and sub-table) the word stands in: `country.adjective`, `group`, `refuse`, ..."""


class _Word(NamedTuple):
    kind: str
    value: str
    form: str
    single: bool
    cased: str | None
    """The spelling that must stand there, where case matters."""


class Finder:
    """Finds the words of one lexicon. Made once for each lexicon; holds no state between calls."""

    def __init__(self, entries: Iterable[tuple[str, _Word]]) -> None:
        words: dict[str, list[_Word]] = {}
        for spelling, word in entries:
            words.setdefault(spelling, []).append(word)
        # With whether its first and its last character can be inside a longer word.
        self._words = tuple(
            (tuple(found), _inside_word(spelling[0]), _inside_word(spelling[-1])) for spelling, found in words.items()
        )
        self._automaton = AhoCorasick(list(words), matchkind=MatchKind.Standard) if words else None

    def find(self, view: Folded) -> dict[str, list[Mention]]:
        """Mentions by kind, each list in the order of the text and without overlaps."""
        if self._automaton is None:
            return {}
        text, cased = view.lower, view.cased
        size = len(text)
        found: dict[str, list[Mention]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            words, opens, closes = self._words[index]
            if opens and start and ((char := text[start - 1]).isalnum() or _inside_word(char)):  # noqa: SIM102
                # In "by 2019Saudi Arabia" a headline and its text were run together.
                if not (char.isdigit() and cased[start].isupper()):
                    continue
            if closes and end < size and ((char := text[end]).isalnum() or _inside_word(char)):
                continue
            for word in words:
                if word.cased is None or cased[start:end] == word.cased:
                    mention = Mention(start, end, word.kind, word.value, word.single, word.form)
                    found.setdefault(word.kind, []).append(mention)
        return {kind: _longest(mentions) for kind, mentions in found.items()}


@lru_cache(maxsize=64)
def finder(lexicon: Lexicon) -> Finder:
    """The finder of all other kinds."""
    return Finder(_entries(lexicon, lambda kind: kind not in MATTER))


@lru_cache(maxsize=64)
def matter_finder(lexicon: Lexicon) -> Finder:
    """The finder of the kinds of `MATTER`."""
    return Finder(_entries(lexicon, lambda kind: kind in MATTER))


def _inside_word(char: str) -> bool:
    # str.isalnum() is false for Devanagari vowel signs, which are inside a word all the same.
    return char.isalnum() or "\u0900" <= char <= "\u0963" or char == "_"


def _longest(mentions: list[Mention]) -> list[Mention]:
    """Of overlapping mentions the longest, then the first. Linear after the sort: spans of words, not of sentences."""
    if len(mentions) == 1:
        return mentions
    mentions.sort(key=lambda mention: (mention.start, mention.start - mention.end))
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return kept


def _entries(lexicon: Lexicon, wanted: Callable[[str], bool]) -> Iterator[tuple[str, _Word]]:
    """The words of the kinds that are wanted."""
    for section, kind in _KINDS.items():
        if wanted(kind):
            yield from _table(kind, section, lexicon[section])
    if wanted("hint"):
        handled = vocabulary.index("handled")
        for spelling, word in _table("hint", "place", lexicon["place"]):
            if word.value in handled:
                yield spelling, word._replace(value=handled[word.value]["commodity"])
    for name, table in lexicon["cue"].items():
        if wanted(name):
            yield from _table(name, f"cue.{name}", table)
    # Commodities that are not energy compete with those that are, so that "palm oil" is no oil.
    for word in lexicon["goods"].get("other", ()) if wanted("commodity") else ():
        yield _spelled(word, "commodity", "", "goods", False)


def _table(kind: str, form: str, table: Mapping[str, Any]) -> Iterator[tuple[str, _Word]]:
    for value, spellings in table.items():
        if isinstance(spellings, Mapping):
            yield from _table(kind, f"{form}.{value}", spellings)
            continue
        for spelling in spellings:
            yield _spelled(spelling, kind, value, form, form.endswith(".cased"))


def _spelled(spelling: str, kind: str, value: str, form: str, cased: bool) -> tuple[str, _Word]:
    view = fold(spelling)
    return view.lower, _Word(kind, value, form, " " not in view.lower, view.cased if cased else None)
