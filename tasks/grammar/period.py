"""Dates in prose: finds the phrases that say when, and resolves them against the day of publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tasks.grammar.fold import Folded
from tasks.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that says when; offsets are into the folded view of its sentence, not into the article.

    `role` is "period" for words that date a fact, "vague" for words that only seem to ("in the next few years"),
    "comparison" for the older of two periods ("a year earlier"), "duration" for a length of time without a place in
    the calendar ("for three months"), "clock" for a time of day.
    """

    start: int
    end: int
    role: str
    rule: str
    terms: tuple[object, ...] = ()


def find(view: Folded, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """All phrases of one sentence, in order, not overlapping."""
    return ()


def resolve(
    phrase: Phrase, published: date | None, tense: str, anchor: tuple[date, date] | None = None
) -> tuple[date, date] | None:
    """First and last day that `phrase` is about, or None where its words, or a missing date, leave it open."""
    return None
