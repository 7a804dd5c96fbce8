from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.grammar import period, timewords
from tasks.grammar.fold import fold
from tasks.lexicon import Lexicon, LexiconError, load

GOLDEN = Path(__file__).parents[2] / "golden"
TENSES = ("past", "present", "future")


def cases(language: str) -> list[Any]:
    lines = (GOLDEN / f"period.{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(language, row, id=f"{language}-{i}") for i, row in enumerate(map(json.loads, lines), 1)]


def days(texts: list[str] | None) -> tuple[date, date] | None:
    return None if texts is None else (date.fromisoformat(texts[0]), date.fromisoformat(texts[1]))


@pytest.mark.parametrize(("language", "row"), [*cases("en"), *cases("hi")])
def test_golden_sentence(language: str, row: Mapping[str, Any]) -> None:
    sentence = row["sentence"]
    view = fold(sentence)
    published = date.fromisoformat(row["published"]) if row["published"] else None
    found = [
        {
            "text": sentence[slice(*view.span(phrase.start, phrase.end))],
            "role": phrase.role,
            "days": period.resolve(phrase, published, row["tense"], days(row.get("anchor")), **row.get("options", {})),
        }
        for phrase in period.find(view, load(language))
    ]
    assert found == [{**phrase, "days": days(phrase["days"])} for phrase in row["phrases"]]


def one(sentence: str, language: str = "en") -> period.Phrase:
    phrases = period.find(fold(sentence), load(language))
    assert len(phrases) == 1, phrases
    return phrases[0]


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_in_every_tense_lies_where_it_must(language: str, month: int) -> None:
    word = load(language)["time"]["month"][str(month)][0]
    phrase = one(f"in {word.capitalize()}" if language == "en" else f"{word} में", language)
    published = date(2023, 10, 17)
    past = period.resolve(phrase, published, "past")
    future = period.resolve(phrase, published, "future")
    assert past is not None
    assert past[0].month == month
    assert past[0] <= published
    assert published - past[0] < timedelta(days=366)
    assert future is not None
    assert future[0].month == month
    assert future[1] >= published - timedelta(days=31)


@given(published=st.dates(date(1900, 1, 1), date(2100, 1, 1)), tense=st.sampled_from(TENSES))
def test_a_weekday_is_within_a_week_of_publication(published: date, tense: str) -> None:
    found = period.resolve(one("It rose on Friday."), published, tense)
    assert found is not None
    assert found[0] == found[1]
    assert found[0].weekday() == 4
    distance = (found[0] - published).days
    assert (0 <= distance < 7) if tense == "future" else (-7 < distance <= 0)


@given(
    published=st.one_of(st.none(), st.dates()),
    tense=st.sampled_from(TENSES),
    anchor=st.one_of(st.none(), st.tuples(st.dates(), st.dates()).filter(lambda pair: pair[0] <= pair[1])),
    fiscal_start=st.integers(1, 12),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    data=st.data(),
)
@settings(max_examples=400, deadline=None)
def test_resolving_never_raises_and_is_in_order(
    published: date | None,
    tense: str,
    anchor: tuple[date, date] | None,
    fiscal_start: int,
    flags: tuple[bool, bool, bool],
    data: st.DataObject,
) -> None:
    phrase = data.draw(st.sampled_from(ALL_PHRASES))
    found = period.resolve(
        phrase,
        published,
        tense,
        anchor,
        fiscal_start=fiscal_start,
        fiscal_by_start=flags[0],
        price=flags[1],
        compared=flags[2],
    )
    assert found is None or found[0] <= found[1]
    if phrase.role in ("vague", "duration", "clock"):
        assert found is None


def _all_phrases() -> list[period.Phrase]:
    return [
        phrase
        for language in ("en", "hi")
        for case in cases(language)
        for phrase in period.find(fold(case.values[1]["sentence"]), load(language))
    ]


ALL_PHRASES = _all_phrases()


def _words(language: str) -> list[str]:
    time = load(language)["time"]
    words = [
        word
        for name in ("month", "weekday", "ordinal", "count", "shift", "unit")
        for spelling in time[name].values()
        for word in spelling
    ]
    words += [word for spelling in time["word"].values() for word in spelling]
    return [
        *words,
        "1",
        "11",
        "26",
        "31",
        "45",
        "1987",
        "2016",
        "2023",
        "23",
        "Q1",
        "FY24",
        ",",
        "-",
        "/",
        "(",
        ")",
        ".",
        "%",
        "$",
    ]


def check(text: str, language: str) -> None:
    view = fold(text)
    end = 0
    for phrase in period.find(view, load(language)):
        assert end <= phrase.start < phrase.end <= len(view.lower)
        end = phrase.end
        for tense in TENSES:
            period.resolve(phrase, date(2023, 10, 17), tense)
            period.resolve(phrase, date(2024, 2, 29), tense, (date(2024, 2, 29), date(2024, 2, 29)), compared=True)


@given(text=st.text(st.characters(), max_size=60), language=st.sampled_from(["en", "hi"]))
@settings(deadline=None)
def test_any_text_gives_spans_inside_it(text: str, language: str) -> None:
    check(text, language)


@given(data=st.data(), language=st.sampled_from(["en", "hi"]))
@settings(max_examples=600, deadline=None)
def test_any_pile_of_time_words_gives_spans_inside_it(data: st.DataObject, language: str) -> None:
    words = data.draw(st.lists(st.sampled_from(_words(language)), max_size=14))
    check(" ".join(words), language)


def test_lone_surrogates_are_only_characters() -> None:
    assert [phrase.role for phrase in period.find(fold("in \ud800 March \udfff 2021"), load("en"))] == ["period"]


@pytest.mark.parametrize(
    "piece",
    ["1 ", "11,", "2016-", "the ", "of the ", "Monday ", "11 and ", "March to ", "1,11,", "Q1 ", "से ", "first ", "1."],
)
def test_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    """Runs are cut, so a long one costs no more than its length; it would not come back otherwise."""
    for language in ("en", "hi"):
        text = piece * 20_000 + " in March 2021"
        phrases = period.find(fold(text), load(language))
        assert language == "hi" or phrases[-1].end == len(text)


def test_the_span_is_of_the_text_with_its_marks() -> None:
    """The folded view has no nukta: the way back must give the words as they were written."""
    text = "बढ़ोतरी फ़रवरी 2023 में हुई।"
    view = fold(text)
    (phrase,) = period.find(view, load("hi"))
    start, end = view.span(phrase.start, phrase.end)
    assert text[start:end] == "फ़रवरी 2023"


def changed(**tables: Any) -> Lexicon:
    english = load("en")
    time = MappingProxyType({**english["time"], **tables})
    return replace(english, code="xx", sections=MappingProxyType({**english.sections, "time": time}))


def test_a_lexicon_with_an_unknown_class_is_refused() -> None:
    with pytest.raises(LexiconError, match="no word is a 'fortress'"):
        timewords.table(changed(rule={"date": {"month": ["month fortress"]}}))


def test_a_lexicon_with_an_unknown_rule_is_refused() -> None:
    with pytest.raises(LexiconError, match="unknown rule 'moonth'"):
        period.find(fold("in March"), changed(rule={"date": {"moonth": ["month"]}}))


def test_a_lexicon_with_an_unknown_table_is_refused() -> None:
    with pytest.raises(LexiconError, match="unknown table 'moon'"):
        timewords.table(changed(moon={"1": ["new"]}))


def test_a_broken_pattern_is_refused() -> None:
    with pytest.raises(LexiconError, match="month"):
        timewords.table(changed(rule={"date": {"month": ["(month"]}}))
