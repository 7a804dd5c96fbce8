"""Dates in prose: finds the phrases that say when, and resolves them against the day of publication.

The words, their order and the rules' names are in the lexicon's [time]; `timewords` matches them, `timerules` says what
each rule means, as an expression that `dating` turns into days. Vague words come out as phrases too, with the role
"vague" and no days: what the words leave open stays open. Never raises on any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from tasks.grammar import dating, timewords
from tasks.grammar.dating import Expression
from tasks.grammar.fold import Folded
from tasks.grammar.timerules import MEANINGS
from tasks.grammar.timewords import Word
from tasks.lexicon import Lexicon, LexiconError


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that says when; offsets are into the folded view of its sentence, not into the article.

    `role` is "period" for words that date a fact, "vague" for words that only seem to ("in the next few years"),
    "comparison" for the older of two periods ("a year earlier"), "duration" for a length of time without a place in
    the calendar ("for three months"), "clock" for a time of day.
    `terms` is the expression that `resolve` reads.
    """

    start: int
    end: int
    role: str
    rule: str
    terms: tuple[object, ...] = ()


def find(view: Folded, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """All phrases of one sentence, in order, not overlapping."""
    table = compiled(lexicon)
    found: list[Phrase] = []
    for stretch in timewords.stretches(view.lower, table):
        phrases, shift = _within(view, table, stretch)
        found += [Phrase(p.start + shift, p.end + shift, p.role, p.rule, p.terms) for p in phrases]
    if any(phrase.rule in _LEAVES_OUT for phrase in found):
        found = [*_with_elided(view.lower, found, table)]
    return tuple(found)


_LEAVES_OUT = {"quarter": 3, "half": 6, "year_relative": 12}
"""Rules whose noun a later phrase of the sentence may leave out, with their months."""


def _with_elided(text: str, found: list[Phrase], table: timewords.Table) -> Iterator[Phrase]:
    """The phrases, and those between them that say only "in the first" of quarters, or "next" of years."""
    told: Phrase | None = None
    ends = [*(phrase.start for phrase in found[1:]), len(text)]
    for phrase, end in zip(found, ends, strict=True):
        yield phrase
        if phrase.rule in _LEAVES_OUT:
            told = phrase
        if told is None:
            continue
        for match in table.elided.finditer(text, phrase.end, end):
            terms = _as_elided(told, match, table)
            if terms is not None:
                start, behind = match.span("nth" if match["nth"] else "next")
                yield Phrase(start, behind, "period", told.rule, terms)


def _as_elided(told: Phrase, match: re.Match[str], table: timewords.Table) -> Expression | None:
    """What an ordinal or "next" means behind a phrase that has its noun, or None."""
    if told.terms[:1] == ("year_relative",):
        return ("year_relative", 1) if match["next"] and told.terms[1] == 0 else None
    size, number = _LEAVES_OUT[told.rule], table.ordinals.get(match["part"] or "")
    if told.terms[:1] != ("part",) or number is None or not 1 <= number <= 12 // size:
        return None
    return ("sibling", size * (number - 1), size, told.terms)


class Cover:
    """Which phrase of one sentence covers a number; numbers are asked for in the order of the text."""

    __slots__ = ("_end", "_phrases", "_shift", "_table", "_view")

    def __init__(self, view: Folded, table: timewords.Table) -> None:
        self._view = view
        self._table = table
        self._end = -1
        self._phrases: Iterable[Phrase] = ()
        self._shift = 0

    def of(self, start: int, end: int, last: int) -> tuple[int, int, str] | None:
        """Start, end and role of the phrase that covers `[start, end)` and all up to `last`, or None."""
        text = self._view.lower
        if last > end and not self._table.natures[word_to(text, last)]:
            return None
        if start >= self._end:
            stretch = timewords.stretch_at(text, start, self._table)
            self._end = stretch.end
            if stretch.idle:
                self._phrases = ()
            else:
                self._phrases, self._shift = _within(self._view, self._table, stretch)
        shift = self._shift
        for phrase in self._phrases:
            if phrase.end + shift > start:
                first, behind = phrase.start + shift, phrase.end + shift
                return (first, behind, phrase.role) if first <= start and max(end, last) <= behind else None
        return None


def word_to(text: str, end: int) -> str:
    """The word, or the mark, that ends at an offset."""
    last = text[end - 1]
    return last if last.isascii() and not last.isalnum() else text[text.rfind(" ", 0, end) + 1 : end]


def _within(view: Folded, table: timewords.Table, stretch: timewords.Stretch) -> tuple[tuple[Phrase, ...], int]:
    """The phrases of a stretch, and what their offsets are counted from."""
    start = stretch.start
    if stretch.cased or stretch.reach - start > _REMEMBERED:
        return tuple(_phrases(view, table, stretch.before, stretch.after)), 0
    return _known(view.lower[start : stretch.reach], table), start


_REMEMBERED = 60
"""Characters of a stretch of words that is worth remembering: the same few thousand make up all news."""


@lru_cache(maxsize=1 << 15)
def _known(text: str, table: timewords.Table) -> tuple[Phrase, ...]:
    return tuple(_phrases(Folded(text, text, 0), table, 0, len(text)))


def _phrases(view: Folded, table: timewords.Table, start: int, end: int) -> Iterator[Phrase]:
    for run in timewords.runs(view, table, start, end):
        for word in _parsed(run, table):
            if word.rule is not None:
                expression = next(iter(word.kinds.values()))
                yield Phrase(word.start, word.end, _role(word, expression), word.rule, expression)


def resolve(
    phrase: Phrase,
    published: date | None,
    tense: str,
    anchor: tuple[date, date] | None = None,
    *,
    fiscal_start: int = 4,
    fiscal_by_start: bool = False,
    price: bool = False,
    compared: bool = False,
) -> tuple[date, date] | None:
    """First and last day that `phrase` is about, or None where its words, or a missing date, leave it open.

    `tense` is the clause's: "past", "present" or "future". `anchor` is the period of the newer figure, which "a year
    earlier" and "the period" need. `fiscal_start` is the first month of the country's fiscal year, `fiscal_by_start`
    says that the country names it by the year in which it starts (Japan). `price` is for a price, which holds from its
    first day on ("from Monday"). `compared` says that the phrase dates an older figure beside the newer one of
    `anchor` ("from 3.0 million last year").
    """
    view = dating.View(published, tense, anchor, fiscal_start, fiscal_by_start, price, compared)
    return dating.days_of(phrase.terms, view)


def bound(
    phrase: Phrase, published: date | None, tense: str, anchor: tuple[date, date] | None, fiscal_start: int
) -> tuple[date, date] | None:
    """The days whose last one bounds an open phrase ("by the end of 2025"), or None."""
    inner = phrase.terms[1] if phrase.terms[:1] == ("open",) and len(phrase.terms) > 1 else None
    if not isinstance(inner, tuple):
        return None
    return resolve(replace(phrase, terms=inner), published, tense, anchor, fiscal_start=fiscal_start)


def running(phrase: Phrase, published: date | None, count: int) -> tuple[date, date] | None:
    """The unit that is running at publication, or the one `count` after it, where a phrase names no more than the unit
    ("the week"); None otherwise."""
    if published is None or phrase.terms[:1] != ("anaphor",) or phrase.terms[1] is None:
        return None
    return dating.days_of(("unit", phrase.terms[1], count), dating.View(published, "past"))


def _role(word: Word, expression: Expression) -> str:
    kind = expression[0]
    if kind in ("vague", "open"):
        return "vague"
    if kind in ("duration", "clock"):
        return str(kind)
    return "comparison" if "comparison" in word.kinds else "period"


def _parsed(run: list[Word], table: timewords.Table) -> list[Word]:
    """The run after all levels of rules: matched words are replaced by one that carries the rule's expression."""
    letters = "".join([word.letter for word in run])
    for matches in table.levels:
        found = matches(letters)
        if not found:
            continue
        made: list[tuple[int, int, Word]] = []
        taken = 0  # a bit for each word of the run
        for match in found:
            bits = (1 << match.end) - (1 << match.start)
            if taken & bits:
                continue
            words = run[match.start : match.end]
            kinds = MEANINGS[match.rule](words)
            if kinds is None:
                continue
            taken |= bits
            made.append((match.start, match.end, table.word(words[0].start, words[-1].end, kinds, match.rule)))
        for start, end, word in sorted(made, key=lambda entry: -entry[0]):
            run = [*run[:start], word, *run[end:]]
        letters = "".join([word.letter for word in run])
    return run


@cache
def compiled(lexicon: Lexicon) -> timewords.Table:
    """The compiled [time] of a language, each of whose rules has a meaning here. Raises LexiconError otherwise."""
    table = timewords.table(lexicon)
    if unknown := table.rules - set(MEANINGS):
        raise LexiconError(f"{lexicon.code}.toml: [time.rule] has an unknown rule {min(unknown)!r}")
    return table
