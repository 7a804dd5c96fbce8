"""Words lead to identities, one way only, in both languages; a file that says otherwise is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tasks import lexicon
from tasks.grammar.fold import fold
from warehouse import vocabulary

LANGUAGES = ("en", "hi")
IDENTITIES = ("commodity", "grade", "country", "group", "place")


def words(language: str, section: str) -> Iterator[tuple[str, str, str]]:
    """(kind, word, identity) of a section as the file has it; the kind is the sub-table's name."""

    def walk(table: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, str]]:
        for identity, spellings in table.items():
            if isinstance(spellings, Mapping):
                yield from walk(spellings, identity)
            else:
                yield from ((kind, word, identity) for word in spellings)

    return walk(lexicon.load(language)[section], "")


def meaning(language: str, section: str, word: str) -> set[tuple[str, str]]:
    """(kind, identity) of every entry that a word of an article would match."""
    view = fold(word)
    return {
        (kind, identity)
        for kind, spelling, identity in words(language, section)
        if (fold(spelling).cased == view.cased if kind == "cased" else fold(spelling).lower == view.lower)
    }


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of lexicons: a test writes its own into `xx.toml` and loads "xx"."""
    monkeypatch.setattr(lexicon, "HERE", tmp_path)
    lexicon.load.cache_clear()
    yield tmp_path / "xx.toml"
    lexicon.load.cache_clear()


# The file that is refused


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[countries]\nIN = ["india"]', ["unknown section", "countries"]),
        ('[country]\nQQ = ["nowhere"]', ["'nowhere'", "'QQ'", "country.csv lacks"]),
        ('[country.adjective]\nQQ = ["nowherian"]', ["'nowherian'", "'QQ'", "country.csv lacks"]),
        ('[grade]\nBrennt = ["brent"]', ["'Brennt'", "grade.csv lacks"]),
        ('[country]\nIN = ["india"]\nPK = ["india"]', ["'india'", "both 'IN' and 'PK'"]),
        ('[country]\nNE = ["nigerien"]\n[country.adjective]\nNG = ["nigerien"]', ["'nigerien'", "both 'NE' and 'NG'"]),
        ('[country]\nIN = ["India"]', ["'India' has capitals", ".cased"]),
        ('[country.adjective]\nIN = ["Indian"]', ["'Indian' has capitals"]),
        ('[country]\nIN = "india"', ["IN needs a list of words"]),
        ('[country]\nIN = ["india", ""]', ["IN needs a list of words"]),
        ("[country]\nIN = 1", ["IN needs a list of words"]),
    ],
)
def test_a_wrong_file_is_refused_by_name(written: Path, text: str, told: list[str]) -> None:
    written.write_text(text, encoding="utf-8")
    with pytest.raises(lexicon.LexiconError) as caught:
        lexicon.load("xx")
    for part in ["xx.toml", *told]:
        assert part in str(caught.value)


def test_a_right_file_is_read_with_its_sub_tables(written: Path) -> None:
    written.write_text(
        '[country]\nIN = ["india"]\n[country.cased]\nUS = ["US"]\nIN = ["IND"]\n[country.adjective]\nIN = ["indian"]\n',
        encoding="utf-8",
    )
    read = lexicon.load("xx")
    assert read["country"]["cased"] == {"US": ["US"], "IN": ["IND"]}
    assert read["place"] == {}


def test_a_language_without_a_file_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        lexicon.load("zz")
    with pytest.raises(KeyError):
        lexicon.load("../en")


def test_the_region_of_a_language_is_ignored() -> None:
    assert lexicon.load("en-IN")["country"] == lexicon.load("en")["country"]
    assert set(LANGUAGES) <= set(lexicon.languages())


# The files as they are


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", IDENTITIES)
def test_no_folded_word_leads_two_ways(language: str, section: str) -> None:
    taken: dict[str, str] = {}
    for kind, word, identity in words(language, section):
        view = fold(word)
        key = view.cased + "\0" if kind == "cased" else view.lower
        assert taken.setdefault(key, identity) == identity, word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", IDENTITIES)
def test_no_spelling_is_given_twice(language: str, section: str) -> None:
    entries = [
        (kind == "cased", fold(word).cased if kind == "cased" else fold(word).lower)
        for kind, word, _ in words(language, section)
    ]
    twice = {entry for entry in entries if entries.count(entry) > 1} if len(entries) != len(set(entries)) else set()
    assert not twice


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_can_stand_in_a_sentence(language: str) -> None:
    for section in IDENTITIES:
        for _, word, _ in words(language, section):
            assert word == " ".join(word.split()), word
            assert fold(word).lower[0].isalnum(), word


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_is_no_country_and_no_group(language: str) -> None:
    parties = {
        fold(word).lower
        for section in ("country", "group")
        for kind, word, _ in words(language, section)
        if kind != "cased"
    }
    shared = {word for kind, word, _ in words(language, "place") if kind != "cased" and fold(word).lower in parties}
    assert not shared


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_energy_is_no_commodity(language: str) -> None:
    energy = {fold(word).lower for _, word, _ in words(language, "commodity")}
    other = {fold(word).lower for word in lexicon.load(language)["goods"]["other"]}
    assert not energy & other


def test_every_country_commodity_and_group_has_a_word_in_both_languages() -> None:
    for section in ("country", "commodity", "group"):
        known = set(vocabulary.ids(section)) - {"SU", "DD", "YU", "CS", "YD", "AN"}
        for language in LANGUAGES:
            assert known <= {identity for _, _, identity in words(language, section)}, (language, section)


def test_every_place_and_grade_has_an_english_word() -> None:
    for section in ("place", "grade"):
        assert set(vocabulary.ids(section)) == {identity for _, _, identity in words("en", section)}


@pytest.mark.parametrize(
    ("language", "word", "kind", "code"),
    [
        *[("en", "Russia", "", "RU"), ("en", "Russian", "adjective", "RU"), ("en", "Moscow", "metonym", "RU")],
        *[("en", "US", "cased", "US"), ("en", "U.S.", "cased", "US"), ("en", "the Emirates", "", "AE")],
        *[("en", "UAE", "", "AE"), ("en", "Emirati", "adjective", "AE"), ("en", "Soviet", "adjective", "SU")],
        *[("en", "West Germany", "", "DE"), ("en", "Niger", "", "NE"), ("en", "Nigeria", "", "NG")],
        *[("en", "Turkey", "cased", "TR"), ("en", "Islamabad", "metonym", "PK"), ("en", "Dutch", "adjective", "NL")],
        *[("hi", "रूस", "", "RU"), ("hi", "रूसी", "adjective", "RU"), ("hi", "मॉस्को", "metonym", "RU")],
        *[("hi", "अमेरिका", "", "US"), ("hi", "अमरीकी", "adjective", "US"), ("hi", "संयुक्त राज्य", "", "US")],
        *[("hi", "क़तर", "", "QA"), ("hi", "कतर", "", "QA"), ("hi", "यूएई", "", "AE"), ("hi", "सऊदी", "adjective", "SA")],
        *[("hi", "चीनी", "ambiguous", "CN"), ("hi", "इस्लामाबाद", "metonym", "PK"), ("hi", "सोवियत संघ", "", "SU")],
    ],
)
def test_countries_by_their_words(language: str, word: str, kind: str, code: str) -> None:
    assert meaning(language, "country", word) == {(kind, code)}


@pytest.mark.parametrize("word", ["us", "turkey", "chad", "jordan", "georgia", "the kingdom", "the emirate", "polish"])
def test_common_words_are_no_country(word: str) -> None:
    assert meaning("en", "country", word) == set()


@pytest.mark.parametrize(
    ("language", "section", "word", "identity"),
    [
        *[
            ("en", "commodity", "crude", "crude_oil"),
            ("en", "commodity", "gasoil", "diesel"),
            ("en", "commodity", "mazut", "fuel_oil"),
        ],
        *[
            ("en", "commodity", "distillates", "diesel"),
            ("en", "commodity", "propane", "lpg"),
            ("en", "commodity", "condensate", "ngl"),
        ],
        *[
            ("hi", "commodity", "कच्चे तेल", "crude_oil"),
            ("hi", "commodity", "डीजल", "diesel"),
            ("hi", "commodity", "रसोई गैस", "lpg"),
        ],
        *[
            ("hi", "commodity", "मिट्टी का तेल", "jet_fuel"),
            ("hi", "commodity", "एलएनजी", "lng"),
            ("hi", "commodity", "कोयले", "coal"),
        ],
        *[
            ("en", "group", "global", "WORLD"),
            ("en", "group", "opec plus", "OPEC+"),
            ("en", "group", "non-opec", "NON-OPEC"),
        ],
        *[
            ("hi", "group", "पश्चिम एशिया", "MIDDLE EAST"),
            ("hi", "group", "ओपेक प्लस", "OPEC+"),
            ("hi", "group", "वैश्विक", "WORLD"),
        ],
        *[("en", "grade", "west texas intermediate", "WTI"), ("en", "grade", "henry hub", "Henry Hub")],
        *[("hi", "grade", "ब्रेंट", "Brent"), ("hi", "grade", "डब्ल्यूटीआई", "WTI"), ("hi", "grade", "यूराल", "Urals")],
        *[
            ("en", "place", "cushing", "cushing"),
            ("en", "place", "Permian", "permian_basin"),
            ("hi", "place", "कराची", "karachi"),
        ],
    ],
)
def test_identities_by_their_words(language: str, section: str, word: str, identity: str) -> None:
    assert {found for _, found in meaning(language, section, word)} == {identity}


@pytest.mark.parametrize("word", ["palm oil", "खाद्य तेल"])
def test_an_edible_oil_is_no_oil(word: str) -> None:
    language = "en" if word.isascii() else "hi"
    assert word in lexicon.load(language)["goods"]["other"]
    assert meaning(language, "commodity", word) == set()
