"""Tags as sources write them, and the language where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar.language import belied, detected, tag


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en_in", "en-IN"),
        (" en-IN ", "en-IN"),
        ("hi-deva-in", "hi-Deva-IN"),
        ("es-419", "es-419"),
        ("English", None),
        ("e", None),
        ("", None),
        (None, None),
        ("en-IN; q=1", None),
        ("हिंदी", None),
    ],
)
def test_tag(text: str | None, expected: str | None) -> None:
    assert tag(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pakistan bought 100,000 tonnes of Russian crude in April.", "en"),
        ("पाकिस्तान ने अप्रैल में रूस से तेल खरीदा।", "hi"),
        ("तेल महंगा", "hi"),
        ("पाकिस्तानने रशियाकडून तेल विकत घेतले आहे आणि ते कराचीला पोहोचले", "mr"),
        ("नेपालले भारतबाट पेट्रोल खरिद गरेको छ र मूल्य बढेको छ", "ne"),
        ("Россия продала Китаю пять миллионов тонн нефти в сентябре", "ru"),
        ("España compró cinco millones de barriles de petróleo a Argelia en septiembre", "es"),
        ("12 34 56", None),
        ("", None),
        ("\ud83d\x00\x01", None),
    ],
)
def test_detected(text: str, expected: str | None) -> None:
    assert detected(text) == expected


def test_english_captions_leave_a_hindi_article_hindi() -> None:
    caption = "Prime Minister at the terminal of the port on Monday\n"
    assert detected(caption + "पाकिस्तान ने अप्रैल में रूस से एक लाख टन कच्चा तेल खरीदा और जून में दो जहाज पहुंचे।\n" + caption) == "hi"


def test_a_script_belies_a_tag() -> None:
    assert belied("भारत ने OPEC से तेल खरीदा", "Latn") is False  # a name in the other script is no proof
    assert belied("भारत ने तेल खरीदा", "Latn")
    assert belied("India bought oil", "Deva")
    assert not belied("India bought oil", "Latn")
    assert not belied("12 345", "Deva")
    assert not belied("India bought oil", "Xxxx")


@given(st.text())
def test_any_text(text: str) -> None:
    tag(text)
    belied(text, "Deva")
    found = detected(text)
    assert found is None or tag(found) == found
