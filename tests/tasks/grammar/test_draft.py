"""What is found sooner is what the long way finds: figures, dates, idioms and hedges, with their short paths shut."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.grammar import draft, figure, hedge, number, share, unit
from tasks.grammar.fold import fold
from tasks.grammar.hedge import comparator
from tasks.grammar.number import numbers
from tasks.grammar.numeral import grammar
from tasks.lexicon import load

GOLDEN = Path(__file__).parents[2] / "golden"
FIGURES = [
    "5",
    "15",
    "0",
    "1986",
    "2,500",
    "1.5",
    "10.30",
    "3-1/2",
    "7/8",
    "1,23,456",
    "999999999",
    "$5",
    "(12)",
    "-4",
    "27",
]
WORDS = {
    "en": "in|March|january|1987,|of|one|two|a|half|million|bln|mln barrels|pct of|percent of|no|#|days|months"
    "|years ago|gmt|am|hrs|x 10|and|to|minus|dlrs|times|third|about|or so|more than|point|out of|tankers|Boeing|week"
    "|ended|said.|the|per|day|quarter|th",
    "hi": "में|मार्च|लाख|करोड़ टन|एक|दो|साढ़े|सौ|साल|बजे|से|और|प्रति|बैरल|करीब|फीसदी|का|दिन",
}


def _texts(language: str) -> list[str]:
    golden = (GOLDEN / f"measure.{language}.jsonl").read_text(encoding="utf-8").splitlines()
    mixed = random.Random(3)
    pieces = FIGURES + WORDS[language].split("|")
    made = [" ".join(mixed.choices(pieces, k=mixed.randint(2, 8))) for _ in range(2000)]
    return [json.loads(line)["text"] for line in golden] + made


def _drafts(text: str, language: str, found: Sequence[number.Number] | None = None) -> list[tuple[object, ...]]:
    lexicon = load(language)
    context = unit.Context(fold(text))
    made = draft.drafts(context, draft.grammars(lexicon), found or numbers(context.text, lexicon))
    joined = share.join(context, made, share.shares(lexicon), unit.grammar(lexicon))
    return [(each.number[:9], each.start, each.end, each.value, each.unit, each.reason) for each in joined]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_plain_figure_is_what_the_long_way_reads(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, lexicon = [fold(text).lower for text in _texts(language)], load(language)
    short = [numbers(text, lexicon) for text in texts]
    assert sum(each.scale > 1 for found in short for each in found) > 100
    monkeypatch.setattr(number, "plain", lambda *_: None)
    monkeypatch.setattr(figure, "_COMMON", re.compile(r"(?!)"))
    assert [[each[:11] for each in numbers(text, lexicon)] for text in texts] == [
        [each[:11] for each in found] for found in short
    ]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_plain_date_is_what_its_phrase_says(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = _texts(language)
    short = [_drafts(text, language) for text in texts]
    monkeypatch.setattr(draft, "_told", lambda *_: None)
    assert [_drafts(text, language) for text in texts] == short


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_figure_that_is_no_date_needs_no_look_around(language: str) -> None:
    lexicon, told = load(language), 0
    for text in _texts(language):
        found = numbers(fold(text).lower, lexicon)
        told += sum(each.undated is True for each in found)
        asked = [each._replace(undated=None) for each in found]
        assert _drafts(text, language, found) == _drafts(text, language, asked)
    assert told > 100


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_plain_unit_or_word_behind_is_what_the_long_way_reads(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        f"{text} {more}" for text in _texts(language) for more in ("5 pct a", "7 dlrs 5", "$5 dlrs", "3 the ships")
    ]
    short = [_drafts(text, language) for text in texts]
    monkeypatch.setattr(unit, "simply", lambda *_: None)
    assert [_drafts(text, language) for text in texts] == short


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_word_before_says_what_searches_find(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = _texts(language)
    short = [_drafts(text, language) for text in texts]
    unknown = replace(draft.grammars(load(language)), lefts=defaultdict(lambda: None))
    monkeypatch.setattr(draft, "grammars", lambda _: unknown)
    assert [_drafts(text, language) for text in texts] == short


def test_a_figure_with_a_fraction_is_no_day() -> None:
    assert [row[-1] for row in _drafts("Jul/May 3-1/4 over", "en")] == ["no_unit"]
    assert [row[-1] for row in _drafts("on May 3 it fell", "en")] == ["calendar_date"]


@pytest.mark.parametrize("language", ["en", "hi"])
def test_an_idiom_is_found_where_its_letters_are(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, lexicon = [fold(text).lower for text in _texts(language)], load(language)
    short = [numbers(text, lexicon) for text in texts]

    words = grammar(lexicon)
    searched = replace(words, idioms=dict.fromkeys(words.idioms, ("",)))  # the empty phrase is in every text
    monkeypatch.setattr(number, "grammar", lambda _: searched)
    assert [numbers(text, lexicon) for text in texts] == short


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_hedge_is_found_by_its_last_word(language: str) -> None:
    lexicon = load(language)
    words = hedge.hedges(lexicon)
    assert words.before is not None
    for said, sign in words.signs_before.items():
        text = f"({said} 5"
        assert comparator(text, len(text) - 1, len(text), words) == sign
    assert not words.ends.isdisjoint(words.signs_before)
