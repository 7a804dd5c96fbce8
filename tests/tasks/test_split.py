"""Sentences: golden cases in both languages, and what holds for every text whatever."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks import split as module
from tasks.grammar.datum import Article, Sentence
from tasks.grammar.fold import fold
from tasks.lexicon import load
from tasks.split import LONGEST, split

GOLDEN = Path(__file__).parents[1] / "golden" / "sentences.jsonl"
SHARED = Path(__file__).parents[3] / "shared"

CASES = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]


def sentences(text: str, language: str = "en") -> tuple[Sentence, ...]:
    article = Article("a", "v", text, language, None, "source", "", "digest")
    return split(article, load(language))


def texts(text: str, language: str = "en") -> list[str]:
    return [sentence.text for sentence in sentences(text, language)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['about']}")
def test_golden(case: dict[str, Any]) -> None:
    text = case.get("glue", " ").join(case["sentences"])
    assert texts(text, case["language"]) == case["sentences"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['about']}")
def test_a_plain_stop_is_told_as_any_other(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    text = case.get("glue", " ").join(case["sentences"])
    words = replace(module._words(load(case["language"])))
    object.__setattr__(words, "held", Every())
    monkeypatch.setattr(module, "_words", lambda _: words)
    assert texts(text, case["language"]) == case["sentences"]


class Every(frozenset[str]):
    def __contains__(self, word: object) -> bool:
        return True


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "   Crude production in the Gulf rose to a record of 3.1 mln\n"
        "barrels per day in the week to March 13, the ministry said,\n"
        "and exports by sea were 2.2 mln bpd. Officials in Muscat\n"
        "Harbour confirmed that figure to visitors yesterday.\n"
        "\n"
        "    A second story.\n"
    )
    found = sentences(text)
    assert [sentence.paragraph for sentence in found] == [0, 0, 1]
    assert found[0].text.startswith("Crude")
    assert found[0].text.endswith("2.2 mln bpd.")
    assert found[1].text == "Officials in Muscat\nHarbour confirmed that figure to visitors yesterday."


def test_short_lines_are_not_hard_wrapped() -> None:
    text = "Oil ends the week higher\nGasoline stocks hit a three-year low in the east\nLNG is flat"
    assert [sentence.paragraph for sentence in sentences(text)] == [0, 1, 2]


def test_a_line_in_lower_case_goes_on() -> None:
    assert texts("India bought 2 million barrels of crude\nfrom Iraq in May.") == [
        "India bought 2 million barrels of crude\nfrom Iraq in May."
    ]


def test_a_line_after_a_stop_does_not_go_on() -> None:
    assert texts("India bought none.\nfrom Iraq came no word.") == ["India bought none.", "from Iraq came no word."]


def test_folded_view_leads_back_to_the_article() -> None:
    text = "पहला वाक्य। क़तर ने डीज़ल बेचा।"
    second = sentences(text, "hi")[1]
    at = second.folded.lower.index("डीजल")
    start, end = second.folded.span(at, at + len("डीजल"))
    assert text[start:end] == "डीज़ल"


def test_an_overlong_sentence_is_cut_between_words_and_no_number_is_torn() -> None:
    text = "price 123,456.5 " * 2000
    found = texts(text)
    assert max(map(len, found)) <= LONGEST
    assert " ".join(found).split() == text.split()
    assert all(not piece.startswith("1") for piece in found)


def test_one_long_line_without_any_space() -> None:
    found = sentences("x" * 1_000_000)
    assert sum(len(sentence.text) for sentence in found) == 1_000_000


def test_lone_surrogates_pass() -> None:
    assert texts("half \ud83d. Another half \ude00.") == ["half \ud83d.", "Another half \ude00."]


def covered(text: str, found: tuple[Sentence, ...]) -> bool:
    """Everything that is not space is in a sentence, in order, and no sentence begins or ends with space."""
    spots = [(0, 0), *((sentence.start, sentence.end) for sentence in found), (len(text), len(text))]
    return all(first[1] <= second[0] and not text[first[1] : second[0]].strip() for first, second in pairwise(spots))


PIECES = [
    "U.S.",
    "Mr.",
    ".",
    "...",
    "!",
    "?",
    "।",
    "॥",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\u2028",
    "* ",
    '"',
    "”",
    ")",
    "(",
]
PIECES += [
    "No. ",
    "5",
    "1. 19 million",
    "Co. ",
    "The",
    "oil",
    "तेल",
    "डॉ.",
    "के.",
    "क़",
    "\u200d",
    "\ud83d",
    "é",
    "\x85",
    "<a.B>",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)), st.sampled_from(["en", "hi"]))
def test_any_text_is_covered(text: str, language: str) -> None:
    found = sentences(text, language)
    assert covered(text, found)
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert sentence.text
        assert sentence.folded == fold(sentence.text, sentence.start)
    numbers = [sentence.paragraph for sentence in found]
    assert numbers == sorted(numbers)


@pytest.mark.skipif(not (SHARED / "gold" / "dev.jsonl").is_file(), reason="no shared passages beside the checkout")
def test_annotated_quotes_are_never_cut() -> None:
    """A quantity that people marked lies in one sentence: over 99 % of them, for a few marks are odd."""
    whole = torn = 0
    for line in (SHARED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        spans = [(sentence.start, sentence.end) for sentence in sentences(passage["text"], passage["language"])]
        for observation in passage["observations"]:
            inside = any(start <= observation["start"] and observation["end"] <= end for start, end in spans)
            whole, torn = whole + inside, torn + (not inside)
    assert whole > 500
    assert torn <= whole // 100
