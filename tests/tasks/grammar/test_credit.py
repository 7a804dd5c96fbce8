"""Whom a story credits: the same identity in both languages, and nobody where the name means something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar.credit import credit
from tasks.lexicon import load

FILLER = " Refiners expect to buy more in the coming months, they added, if freight allows." * 6
FILLER_HI = " कंपनियों को आगे भी खरीद की उम्मीद है, ऐसा उन्होंने कहा।" * 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SINGAPORE, June 8 (Reuters) - Coal rose." + FILLER, "reuters"),
        ("Coal hits a high\n\nSINGAPORE, June 8 (Reuters) - Coal rose." + FILLER, "reuters"),
        ("NEW DELHI, Oct 17 PTI - India imported more crude in September." + FILLER, "pti"),
        ("MOSCOW, October 17. /TASS/. Output fell." + FILLER, "tass"),
        ("DUBAI (AP) — Oil fell." + FILLER, "ap"),
        ("Oil fell." + FILLER + "\n(With inputs from PTI)", "pti"),
        ("Oil fell." + FILLER + "\nPTI", "pti"),
        ("Oil fell." + FILLER + "\n(PTI/ANI)", "pti"),
        ("Oil fell." + FILLER + " - Reuters", "reuters"),
        ("Oil fell." + FILLER + " So it is - Reuters or not", None),
        ("Oil fell." + FILLER + " It rose again, the Interfax news agency said." + FILLER, "interfax"),
        ("Oil fell." + FILLER + " He said so in an interview with Sputnik." + FILLER, "sputnik"),
        ("Oil fell." + FILLER + " The minister told Reuters that Bloomberg was wrong." + FILLER, "reuters"),
        ("BEIJING, Oct. 17 (Xinhua) -- The minister told Reuters." + FILLER, "xinhua"),
        ("Oil fell." + FILLER + " Reuters said on Monday that it rose." + FILLER, "reuters"),
        # agencies that no lexicon names
        ("Oil fell." + FILLER + " It rose again, the Lobito News Agency (LNA) said." + FILLER, "lna"),
        ("Oil fell." + FILLER + " It rose, according to the Lobito News Agency." + FILLER, "lna"),
        ("LUANDA, Jan 20 (LNA) - Oil fell." + FILLER, "lna"),
        # names that mean something else here
        ("Oil fell." + FILLER + " The International Energy Agency (IEA) said so." + FILLER, None),
        ("Oil fell." + FILLER + " The news agency business is hard." + FILLER, None),
        ("Oil and Natural Gas Corp (ONGC) - oil fell." + FILLER, None),
        ("Oil fell." + FILLER + " The ministry denied a Reuters report that it rose." + FILLER, None),
        ("Oil fell." + FILLER + " Sputnik V, a vaccine, was sold." + FILLER, None),
        ("Oil fell." + FILLER + " The firm is owned by Bloomberg LP." + FILLER, None),
        ("Oil fell." + FILLER + " An uni student used an app." + FILLER, None),
        ("Oil fell." + FILLER + " The Popular Alliance (AP) voted." + FILLER, None),
        ("Oil fell." + FILLER + "\n(Agencies)", None),
        ("", None),
    ],
)
def test_english(text: str, expected: str | None) -> None:
    assert credit(text, load("en")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("नयी दिल्ली, 17 अक्टूबर (भाषा) भारत ने तेल खरीदा।" + FILLER_HI, "pti"),
        ("नई दिल्ली, एएनआई। भारत ने तेल खरीदा।" + FILLER_HI, "ani"),
        ("तेल सस्ता।" + FILLER_HI + "\nभाषा", "pti"),
        ("तेल सस्ता।" + FILLER_HI + " -एएनआई", "ani"),
        ("तेल सस्ता।" + FILLER_HI + "\nभाषा अमित रमण\nरमण", "pti"),
        ("तेल सस्ता।" + FILLER_HI + " मंत्री ने रॉयटर्स को बताया कि तेल आया।" + FILLER_HI, "reuters"),
        ("तेल सस्ता।" + FILLER_HI + " समाचार एजेंसी पीटीआई ने यह खबर दी।" + FILLER_HI, "pti"),
        ("तेल सस्ता।" + FILLER_HI + " उन्होंने Sputnik के साथ एक साक्षात्कार में कहा।" + FILLER_HI, "sputnik"),
        ("लुआंडा, 20 जनवरी (एलएनए)। तेल सस्ता।" + FILLER_HI, "lna"),
        ("तेल सस्ता।" + FILLER_HI + " लोबितो समाचार एजेंसी (एलएनए) ने बताया।" + FILLER_HI, "lna"),
        ("तेल सस्ता।" + FILLER_HI + " भारत की भाषा हिंदी है।" + FILLER_HI, None),
        ("नई दिल्ली, 20 जनवरी (वरिष्ठ)। तेल सस्ता।" + FILLER_HI, None),
        ("तेल सस्ता।" + FILLER_HI + " स्पुतनिक टीका बिका।" + FILLER_HI, None),
        ("नई दिल्ली (एजेंसी)। भारत ने तेल खरीदा।" + FILLER_HI, None),
    ],
)
def test_hindi(text: str, expected: str | None) -> None:
    assert credit(text, load("hi")) == expected


@pytest.mark.parametrize(
    ("outlet", "language", "expected"),
    [
        ("Reuters", "en", "reuters"),
        ("Reuters India", "en", "reuters"),
        ("TASS (English)", "en", "tass"),
        ("पीटीआई भाषा", "hi", "pti"),
        ("स्पुतनिक भारत", "hi", "sputnik"),
        ("The Associated Paper", "en", None),
        ("App Store Weekly", "en", None),
        (None, "en", None),
    ],
)
def test_an_outlet_that_is_an_agency(outlet: str | None, language: str, expected: str | None) -> None:
    assert credit("Oil fell." + FILLER, load(language), outlet) == expected
    assert credit("Oil fell." + FILLER + "\n(ANI)", load(language), outlet) == "ani"


def test_every_hindi_agency_has_the_identity_of_an_english_one_or_is_hindi_only() -> None:
    english = set(load("en")["source"]["agency"]) | set(load("en")["source"]["cased"])
    assert set(load("hi")["source"]["agency"]) - english == {"hindusthan_samachar"}


@given(st.text(), st.sampled_from(["en", "hi"]))
def test_any_text(text: str, language: str) -> None:
    credit(text, load(language))
