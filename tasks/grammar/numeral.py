"""The [number] section of a lexicon as tables and patterns, compiled once for each language. No text is read here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from tasks.grammar.fold import fold
from tasks.lexicon import Lexicon

# A letter of any script, and the vowel signs that Python's \w does not count as part of a Devanagari word.
LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u097f])"
NOT_AFTER_LETTER = r"(?<![^\W\d_])(?<![\u0900-\u0963\u0970-\u097f])"
BEFORE = re.compile(rf"({LETTER}++)[ -]{{1,2}}$")
"""The word that ends where the search ends."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a number word does: "atom" adds, "scale" multiplies, "shift", "fraction", "ordinal", "growth", "twice", "fold"."""

    kind: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's number words, ready to use."""

    words: dict[str, Word]
    short: Mapping[str, Decimal]
    finder: re.Pattern[str]
    idiom: re.Pattern[str] | None
    joins_tens: bool
    lone_scales: frozenset[str]
    over_ends: bool
    scale_stop: frozenset[str]
    articles: frozenset[str]
    ands: frozenset[str]
    points: frozenset[str]
    overs: frozenset[str]
    ofs: frozenset[str]
    share_in: frozenset[str]
    no_share: frozenset[str]
    share_out: frozenset[str]
    share_from: frozenset[str]
    parts: frozenset[str]
    minus: frozenset[str]
    times: frozenset[str]
    after_times: frozenset[str]
    after_fraction: frozenset[str]
    ones: frozenset[str]
    vague: frozenset[str]
    takes_number: frozenset[str]
    no_spaced_after: frozenset[str]


_KINDS = ("atom", "scale", "shift", "fraction", "ordinal", "growth", "twice", "fold", "rank")


@cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The number words of a language."""
    section = lexicon["number"]

    def listed(name: str) -> frozenset[str]:
        return frozenset(fold(word).lower for word in section.get(name, ()))

    words: dict[str, Word] = {}
    for kind in _KINDS:
        for value, spellings in section.get(kind, {}).items():
            for spelling in spellings:
                words.setdefault(fold(spelling).lower, Word(kind, Decimal(value)))
    for word, token in list(words.items()):
        if token.kind in ("atom", "scale"):
            for mark in section.get("rank_mark", ()):
                words.setdefault(word + fold(mark).lower, Word("ordinal", token.value))
    starts = [word for word, token in words.items() if token.kind not in ("fold", "rank")]
    digits = r"\d|[¼½¾⅐-⅞]"
    finder = rf"{digits}|{NOT_AFTER_LETTER}(?:{trie(starts)})(?!{LETTER})" if starts else digits
    idioms = sorted(listed("idiom"), key=len, reverse=True)
    return Grammar(
        words=words,
        short={fold(word).lower: Decimal(value) for value, letters in section.get("short", {}).items() for word in letters},
        finder=re.compile(finder),
        idiom=re.compile(rf"{NOT_AFTER_LETTER}(?:{trie(idioms)})(?!{LETTER})") if idioms else None,
        joins_tens=bool(section.get("joins_tens", False)),
        lone_scales=listed("lone_scales"),
        over_ends=bool(section.get("over_ends", False)),
        scale_stop=listed("scale_stop"),
        articles=listed("article"),
        ands=listed("and"),
        points=listed("point"),
        overs=listed("over"),
        ofs=listed("of"),
        share_in=listed("share_in"),
        no_share=frozenset(fold(word).lower for word in lexicon["refuse"].get("duration", ())),
        share_out=listed("share_out"),
        share_from=listed("share_from"),
        parts=listed("part"),
        minus=listed("minus"),
        times=listed("times"),
        after_times=listed("after_times"),
        after_fraction=listed("after_fraction"),
        ones=listed("one"),
        vague=listed("vague"),
        takes_number=listed("takes_number"),
        no_spaced_after=listed("no_spaced_after"),
    )


def trie(words: list[str] | frozenset[str]) -> str:
    """A pattern of all words with their common beginnings shared: one position is tried in a few steps, the longest word wins."""
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
