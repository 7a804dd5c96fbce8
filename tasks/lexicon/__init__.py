"""How a language says it: `load(language)` reads `<language>.toml` into a frozen `Lexicon`.

Words point at identities of `warehouse/reference/`, which knows no words. A section that points at a table of reference
is `identity = ["word", ...]`; a sub-table of it, such as `[country.cased]`, has the same form and parts off words of a
kind. An unknown section, an identity that reference lacks, a word that points at two identities, or a capital outside
`.cased` raises `LexiconError`: a word that leads nowhere, or two ways, is a mistake in the file, not in the article.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from warehouse import vocabulary

HERE = Path(__file__).parent

# Each section with the table of reference that its values point at; None where the values are read by the grammar.
SECTIONS: Mapping[str, str | None] = MappingProxyType(
    {
        "language": None,  # code, name, script
        "number": None,  # words with values, magnitudes, fractions, multiples
        "unit": None,  # words -> unit id, rates, currencies
        "hedge": None,  # words -> comparator
        "time": None,  # months, weekdays, relative words
        "sentence": None,  # abbreviations
        "commodity": "commodity",
        "goods": None,  # commodities that are no energy
        "grade": "grade",
        "country": "country",
        "group": "group",
        "place": "place",
        "cue": None,  # metric, stage, status, share_of, kind ...
        "refuse": "reason",  # words that make a number nothing to measure -> reason code
        "source": None,  # agencies and the ways a story credits them
    }
)


CASED = "cased"
"""The sub-table whose words are matched as they are spelled; every other word is matched in lower case."""


class LexiconError(ValueError):
    """The lexicon's file is wrong: an unknown section, or a word that points at nothing, two ways or in capitals."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words; each section a read-only mapping as it stands in the file."""

    code: str
    sections: Mapping[str, Mapping[str, Any]]

    @property
    def verbs_last(self) -> bool:
        """The language puts its verbs behind what they govern, as Hindi does."""
        return bool(self.sections["language"].get("verbs_last", False))

    def __getitem__(self, section: str) -> Mapping[str, Any]:
        return self.sections[section]

    def __hash__(self) -> int:
        return hash(self.code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and other.code == self.code and other.sections == self.sections


def languages() -> tuple[str, ...]:
    """The codes of the languages that have a lexicon."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language, by its BCP 47 code (the region is ignored). Raises KeyError without one."""
    code = language.split("-")[0].lower()
    path = HERE / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        raise KeyError(language)
    with path.open("rb") as file:
        content = tomllib.load(file)
    return Lexicon(code, MappingProxyType(_checked(content, path.name)))


def _checked(content: dict[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    sections: dict[str, Mapping[str, Any]] = {}
    for section, table in SECTIONS.items():
        words = content.pop(section, {})
        if table is not None:
            _check(words, f"{name}: [{section}]", table)
        sections[section] = MappingProxyType(words)
    if content:
        raise LexiconError(f"{name}: unknown section [{next(iter(content))}]")
    return sections


def _check(words: Mapping[str, Any], where: str, table: str) -> None:
    """Every word of a section leads to one identity of `reference/<table>.csv`, and is spelled as it is matched."""
    known = vocabulary.ids(table)
    taken: dict[str, str] = {}
    for kind, word, identity in _words(words, where):
        if identity not in known:
            raise LexiconError(f"{where} {word!r} points at {identity!r}, which {table}.csv lacks")
        if taken.setdefault(word, identity) != identity:
            raise LexiconError(f"{where} {word!r} points at both {taken[word]!r} and {identity!r}")
        if kind != CASED and word != word.lower():
            raise LexiconError(f"{where} {word!r} has capitals: spell it in lower case, or move it to a .cased table")


def _words(words: Mapping[str, Any], where: str, kind: str = "") -> Iterator[tuple[str, str, str]]:
    """(kind, word, identity) of a section and its sub-tables; the kind is a sub-table's own name, "" outside."""
    for identity, spellings in words.items():
        if isinstance(spellings, Mapping):
            yield from _words(spellings, where, identity)
        elif isinstance(spellings, list) and all(isinstance(word, str) and word.strip() for word in spellings):
            yield from ((kind, word, identity) for word in spellings)
        else:
            raise LexiconError(f"{where} {identity} needs a list of words, not {spellings!r}")
