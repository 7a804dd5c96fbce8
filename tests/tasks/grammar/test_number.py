"""Numbers in digits and in words, of both languages, without a unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tasks.grammar.fold import fold
from tasks.grammar.number import Number, numbers
from tasks.lexicon import load

ENGLISH = [
    ("1,234,567", "1234567", "plain"),
    ("12,34,567.89", "1234567.89", "plain"),
    ("1 234 567", "1234567", "plain"),
    ("14 . 8 %", "14.8", "plain"),
    (".25", "0.25", "plain"),
    ("-5", "-5", "plain"),
    ("minus five point five", "-5.5", "plain"),
    ("3-1/2", "3.5", "plain"),
    ("10 1/2 miles", "10.5", "plain"),
    ("3½", "3.5", "plain"),
    ("1/4", "0.25", "fraction"),
    ("two thirds", "0.6666666666666666666666666667", "fraction"),
    ("one-third", "0.3333333333333333333333333333", "fraction"),
    ("a quarter", "0.25", "fraction"),
    ("a twenty-first of", "0.04761904761904761904761904762", "fraction"),
    ("two in five", "0.4", "share"),
    ("12 out of 14", "0.8571428571428571428571428571", "share"),
    ("one hundred and twenty thousand", "120000", "plain"),
    ("two hundred and two thousand", "202000", "plain"),
    ("twenty-one trillion and three hundred", "21000000000300", "plain"),
    ("4 thousand 3 hundred and 21", "4321", "plain"),
    ("hundred thousand", "100000", "plain"),
    ("a hundred", "100", "plain"),
    ("3 dozens", "36", "plain"),
    ("half a million", "500000", "plain"),
    ("three-quarters of a million", "750000", "plain"),
    ("one and a half million", "1500000", "plain"),
    ("two million and a half", "2500000", "plain"),
    ("one billion and a half million", "1000500000", "plain"),
    ("2 lakh crore", "2000000000000", "plain"),
    ("6.5 mln", "6500000", "plain"),
    ("12.32e+14", "1232000000000000", "plain"),
    ("6.23x10^-4", "0.000623", "plain"),
    ("doubled", "100", "growth"),
    ("three-fold", "200", "growth"),
    ("five times as much", "400", "growth"),
    ("five times", "5", "times"),
    ("halved", "-50", "growth"),
    ("75th", "75", "ordinal"),
    ("1980s", "1980", "year"),
    ("2022-23", "2022", "year"),
    ("9/11", "9", "identifier"),
    ("3,5", "3.5", "ambiguous_number"),
    ("1.234,5", "1234.5", "plain"),
    ("1.234.567", "1234567", "plain"),
    ("three twenty-firsts", "0.1428571428571428571428571429", "fraction"),
    ("one hundred thirty-two fifths", "26.4", "plain"),
    ("one hundred and thirty fifths", "26", "plain"),
    ("one hundred thirty fifths", "2.857142857142857142857142857", "plain"),
    ("two hundred and fifty-four hundredths", "200.54", "plain"),
    ("twenty and three and three fifths", "23.6", "plain"),
    ("one one hundred and fifth", "0.009523809523809523809523809524", "fraction"),
    ("minus ninety-five hundred fifths", "-1900", "plain"),
    ("a hundred thousand trillionths", "1E-7", "fraction"),
    ("one hundred and fifth", "105", "ordinal"),
    ("three hundred and two dozens", "324", "plain"),
    ("3 point 5", "3.5", "plain"),
    ("minus a half", "-0.5", "fraction"),
    ("10:30 a.m.", "10", "clock_time"),
    ("2.15pm", "2", "clock_time"),
    ("0900 gmt", "0900", "clock_time"),
    ("5/11/2021", "5", "calendar_date"),
    ("KG-D6", "6", "identifier"),
    ("usd115.5", "115.5", "plain"),
    ("mid-2018", "2018", "plain"),
]
HINDI = [
    ("१२,६५०", "12650", "plain"),
    ("2,03,000", "203000", "plain"),
    ("एक लाख", "100000", "plain"),
    ("ढाई लाख", "250000", "plain"),
    ("डेढ़ करोड़", "15000000", "plain"),
    ("साढ़े तीन हज़ार", "3500", "plain"),
    ("सवा दो लाख", "225000", "plain"),
    ("सवा लाख", "125000", "plain"),
    ("पौने तीन", "2.75", "plain"),
    ("10 करोड़ 12 लाख", "101200000", "plain"),
    ("सौ करोड़", "1000000000", "plain"),
    ("दो सौ दस खरब और तीन सौ", "21000000000300", "plain"),
    ("42,315.7 करोड़", "423157000000", "plain"),
    ("1. 27 मिलियन टन", "1270000", "plain"),
    ("दो सौ पॉइंट इकहत्तर", "200.71", "plain"),
    ("एक चौथाई", "0.25", "fraction"),
    ("दो-तिहाई", "0.6666666666666666666666666667", "fraction"),
    ("पाँचवाँ हिस्सा", "0.2", "fraction"),
    ("तीन का इक्कीसवां", "0.1428571428571428571428571429", "fraction"),
    ("पांच बटा आठ", "0.625", "fraction"),
    ("तीन में से एक", "0.3333333333333333333333333333", "share"),
    ("डेढ़ गुना", "50", "growth"),
    ("दोगुना", "100", "growth"),
    ("फ़िफ़्टी टू", "52", "plain"),
    ("माइनस वन", "-1", "plain"),
    ("3 दशमलव 5 लाख", "350000", "plain"),
    ("75वीं", "75", "ordinal"),
]


def _only(text: str, language: str) -> Number:
    (number,) = numbers(fold(text).lower, load(language))
    return number


@pytest.mark.parametrize(
    ("language", "text", "value", "form"), [("en", *case) for case in ENGLISH] + [("hi", *case) for case in HINDI]
)
def test_one_number(language: str, text: str, value: str, form: str) -> None:
    number = _only(text, language)
    assert (number.value, number.form) == (Decimal(value), form)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "6,7,8", [6, 7, 8]),
        ("en", "between two hundred and three hundred", [200, 300]),
        ("en", "5 million and two ships", [5_000_000, 2]),
        ("en", "the two hundred five thousand", [205_000]),
        ("en", "two ships, three", [2, 3]),
        ("en", "+1-555-2222", [1, 555, 2222]),
        ("en", "1.2.3.4", [1, 2, 3, 4]),
        ("hi", "चार से पांच लाख", [4, 500_000]),
        ("hi", "10 लाख दो जहाज", [1_000_000, 2]),
        ("hi", "3 सौ और 2.12 सौ", [300, 212]),
    ],
)
def test_several_numbers(language: str, text: str, values: list[int]) -> None:
    assert [number.value for number in numbers(fold(text).lower, load(language))] == values


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the first half of the third quarter"),
        ("en", "a third party"),
        ("en", "several thousand barrels"),
        ("en", "double-digit growth"),
        ("hi", "सऊदी अरब और संयुक्त अरब अमीरात"),
        ("hi", "कई लाख टन"),
        ("en", "cut in thirds for the quarter"),
        ("hi", "एक-दूसरे"),
        ("hi", "वन विभाग"),
    ],
)
def test_no_number(language: str, text: str) -> None:
    assert [number for number in numbers(fold(text).lower, load(language)) if not number.idle] == []


@pytest.mark.parametrize(
    ("language", "text", "step"),
    [
        ("en", "100,000", "1"),
        ("en", "1.96 million", "10000"),
        ("en", "100 thousand", "1000"),
        ("hi", "दो लाख", "100000"),
        ("en", "0.5", "0.1"),
    ],
)
def test_the_step_is_one_unit_of_the_last_digit(language: str, text: str, step: str) -> None:
    assert _only(text, language).step == Decimal(step)
