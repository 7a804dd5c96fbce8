"""What a number is, and the [number] section of a lexicon as tables and patterns, compiled once for each language.
No text is read here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from tasks.grammar.fold import fold
from tasks.lexicon import Lexicon

# A letter of any script, and the vowel signs that Python's \w does not count as part of a Devanagari word.
LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])"
# As many of them as there are, one kind after the other: many times faster than one by one.
WORD = r"(?:[a-z]++|[^\W\d_]++|[\u0900-\u0963\u0970-\u097f]++)++"
NOT_AFTER_LETTER = r"(?<![^\W\d_])(?<![\u0900-\u0963\u0970-\u097f])"
_LETTER = re.compile(LETTER)
_LETTERS = re.compile(WORD)
ONE = Decimal(1)
ZERO = Decimal(0)
HUNDRED = Decimal(100)
THOUSAND = Decimal(1000)
# The next word, figure or mark behind a place; a hyphen between words is a space.
NEXT = re.compile(rf"[ \n]{{0,3}}(?:-[ \n]{{0,2}})?({WORD}|\d|\S)")
BEFORE = re.compile(rf"({WORD})[ -]{{1,2}}\Z")
"""The word that ends where the search ends."""


class Number(NamedTuple):
    """One number; `start`, `end` are offsets into the folded view. `value` is `bare` times `scale`, with its sign."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    bare: Decimal
    scale: Decimal = ONE
    form: str = "plain"
    """"plain", "fraction" (a share when it stands alone), "share" ("two in five"), "growth" ("doubled": `value` is
    percent), "times" ("twice"), or a reason code of reason.csv where the shape alone decides ("clock_time",
    "ordinal", "identifier", "ambiguous_number")."""
    words: bool = False
    signed: bool = False
    lone_one: bool = False
    """"one" or "एक" alone, which may be no number at all."""
    idle: bool = False
    """It stands in a phrase where it counts nothing ("one of", "no one")."""
    undated: bool | None = None
    """It is no day, year or hour, by its shape or magnitude alone; None where nobody looked."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a number word does: "atom" adds, "scale" multiplies, "shift", "fraction", "fractions" (many of one: only
    behind a number), "ordinal", "growth", "twice", "fold"."""

    kind: str
    value: Decimal
    joins: bool = False
    """It adds to a ten before it, in a language that has a word of its own for each number below a hundred."""


class Starts:
    """Finds the words of one language with which a number can begin, in one pass over the text."""

    def __init__(self, words: list[str]) -> None:
        self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[tuple[int, int]]:
        """Spans of whole words in a folded lower-case text, in order; of those at one place the longest."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not found:
            return []
        longest: dict[int, int] = {}
        for _, start, end in found:  # by their ends, so that a longer one at the same place comes later
            if start and ((before := text[start - 1]).isalpha() or (before > "\x7f" and _lettered(before))):
                continue
            if not _lettered(text[end : end + 1]):
                longest[start] = end
        return sorted(longest.items())


def _run(word: str) -> str:
    """The letters up to the first hyphen or space of a word."""
    match = _LETTERS.match(word)
    return match[0] if match else ""


def _lettered(char: str) -> bool:
    return char.isalpha() or (char > "\x7f" and _LETTER.match(char) is not None)


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's number words, ready to use."""

    words: dict[str, Word]
    rank_mark: re.Pattern[str] | None
    decade: re.Pattern[str] | None
    glued: re.Pattern[str] | None
    """Hedges that hang on a figure: "20+", "70-odd"."""
    clock: re.Pattern[str]
    prefixes: frozenset[str]
    signs: frozenset[str]
    short: Mapping[str, Decimal]
    starts: Starts
    idiom: re.Pattern[str] | None
    idioms: Mapping[str, tuple[str, ...]]
    """By a word with which a number can begin, the idioms that have it."""
    joins_tens: bool
    lone_scales: frozenset[str]
    over_ends: bool
    scale_stop: frozenset[str]
    articles: frozenset[str]
    ands: frozenset[str]
    points: frozenset[str]
    overs: frozenset[str]
    joiners: frozenset[str]
    """The little words with which a number that began in digits can go on."""
    told: frozenset[str]
    """Words behind a plain figure with which it is more than that figure."""
    scaled_told: frozenset[str]
    """The same behind a figure with its magnitude."""
    ofs: frozenset[str]
    share_in: frozenset[str]
    no_share: frozenset[str]
    share_out: frozenset[str]
    share_from: frozenset[str]
    parts: frozenset[str]
    minus: frozenset[str]
    minus_ends: tuple[str, ...]
    minus_before: tuple[str, ...]
    """With what the text before a figure and a space ends where a sign may stand there."""
    times: frozenset[str]
    after_times: frozenset[str]
    after_fraction: frozenset[str]
    ones: frozenset[str]
    vague: frozenset[str]
    weak: frozenset[str]
    needs_article: frozenset[str]
    names: frozenset[str]
    takes_number: frozenset[str]
    no_spaced_after: frozenset[str]


# What may stand right behind a figure and change what it is.
_BEHIND = ("rank_mark", "decade", "half_day", "time_zone")
_KINDS = ("atom", "scale", "shift", "fraction", "fractions", "ordinal", "growth", "twice", "fold", "rank")


@cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The number words of a language."""
    section = lexicon["number"]

    def listed(name: str) -> frozenset[str]:
        return frozenset(fold(word).lower for word in section.get(name, ()))

    joins = listed("joins")
    words: dict[str, Word] = {}
    for kind in _KINDS:
        for value, spellings in section.get(kind, {}).items():
            for spelling in spellings:
                words.setdefault(fold(spelling).lower, Word(kind, Decimal(value), fold(spelling).lower in joins))
    for word, token in list(words.items()):
        if token.kind in ("atom", "scale"):
            for mark in section.get("rank_mark", ()):
                words.setdefault(word + fold(mark).lower, Word("ordinal", token.value))
    starts = [word for word, token in words.items() if token.kind not in ("fold", "rank", "fractions")]
    ranks, decades, halves, zones = (trie(listed(name)) for name in ("rank_mark", "decade", "half_day", "time_zone"))
    hedges = lexicon["hedge"]
    glued = trie([fold(word).lower for name, listed in hedges.items() if name.startswith("glued_") for word in listed])
    minutes = r"\d{1,2}:\d{2}(?::\d{2})?"
    clock = rf"{minutes}(?: ?(?:{halves})(?!{LETTER}))?(?![\d:])" if halves else rf"{minutes}(?![\d:])"
    if halves:
        clock += rf"|\d{{1,2}}(?:\.\d{{2}})? ?(?:{halves})(?!{LETTER})"
    if zones:
        clock += rf"|\d{{4}} (?:{zones})(?!{LETTER})"
    idioms = sorted(listed("idiom"), key=len, reverse=True)
    joiners = frozenset(
        fold(word).lower.split()[0]
        for name in ("and", "point", "over", "share_out", "share_from")
        for word in section.get(name, ())
    )
    behind = {found[1] for name in _BEHIND for word in listed(name) if (found := NEXT.match(word))}
    told = frozenset(words) | joiners | behind | {"x"}
    return Grammar(
        words=words,
        rank_mark=re.compile(rf"-? ?(?:{ranks})(?!{LETTER})") if ranks else None,
        decade=re.compile(rf"(?:{decades})(?!{LETTER})") if decades else None,
        glued=re.compile(rf"(?:{glued})(?![\w+-])") if glued else None,
        clock=re.compile(clock),
        prefixes=listed("prefix"),
        signs=frozenset(fold(word).lower for words in lexicon["unit"].get("sign", {}).values() for word in words),
        short={
            fold(word).lower: Decimal(value) for value, letters in section.get("short", {}).items() for word in letters
        },
        starts=Starts(starts),
        idiom=re.compile(rf"{NOT_AFTER_LETTER}(?:{trie(idioms)})(?!{LETTER})") if idioms else None,
        idioms={word: tuple(idiom for idiom in idioms if _run(word) in idiom) for word in starts},
        joins_tens=bool(section.get("joins_tens", False)),
        lone_scales=listed("lone_scales"),
        over_ends=bool(section.get("over_ends", False)),
        scale_stop=listed("scale_stop"),
        articles=listed("article"),
        ands=listed("and"),
        points=listed("point"),
        overs=listed("over"),
        joiners=joiners,
        told=told,
        scaled_told=told.union(*(listed(name) for name in ("share_in", "of", "scale_stop"))),
        ofs=listed("of"),
        share_in=listed("share_in"),
        no_share=frozenset(fold(word).lower for word in lexicon["refuse"].get("duration", ())),
        share_out=listed("share_out"),
        share_from=listed("share_from"),
        parts=listed("part"),
        minus=listed("minus"),
        minus_ends=tuple(listed("minus")),
        minus_before=("  ", "- ", *(f"{word} " for word in listed("minus"))),
        times=listed("times"),
        after_times=listed("after_times"),
        after_fraction=listed("after_fraction"),
        ones=listed("one"),
        vague=listed("vague"),
        weak=listed("weak"),
        needs_article=listed("needs_article"),
        names=listed("names"),
        takes_number=listed("takes_number"),
        no_spaced_after=listed("no_spaced_after"),
    )


def trie(words: list[str] | frozenset[str]) -> str:
    """A pattern of all words with their common beginnings shared: one position is tried in a few steps, the
    longest word wins."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}

    def pattern(node: dict[str, Any]) -> str:
        branches = [re.escape(char) + pattern(child) for char, child in sorted(node.items()) if char]
        if not branches:
            return ""
        body = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
        return f"(?:{body})?" if "" in node else body

    return pattern(root)


def wordy(char: str) -> bool:
    """Whether a character is a letter, a vowel sign or a digit."""
    return char.isalnum() or "\u0900" <= char <= "\u097f"
