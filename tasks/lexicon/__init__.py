"""How a language says it: `load(language)` reads `<language>.toml` into a frozen `Lexicon`.

Words point at identities of `warehouse/reference/`, which knows no words. An unknown section or an identity that
reference lacks raises `LexiconError`: a word that leads nowhere is a mistake in the file, not in the article.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
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
        "grade": None,
        "country": "country",
        "group": "group",
        "place": "place",
        "cue": None,  # metric, stage, status, share_of, kind ...
        "refuse": "reason",  # words that make a number nothing to measure -> reason code
        "source": None,  # agencies and the ways a story credits them
    }
)


class LexiconError(ValueError):
    """The lexicon's file is wrong: an unknown section, or a word that points at nothing."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words; each section a read-only mapping as it stands in the file."""

    code: str
    sections: Mapping[str, Mapping[str, Any]]

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
            known = vocabulary.ids(table)
            for word, identity in _words(words):
                if identity not in known:
                    raise LexiconError(f"{name}: [{section}] {word!r} points at {identity!r}, which {table}.csv lacks")
        sections[section] = MappingProxyType(words)
    if content:
        raise LexiconError(f"{name}: unknown section [{next(iter(content))}]")
    return sections


def _words(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(word, identity) pairs of a section: `identity = ["word", ...]`, the way lexicons are written."""
    return [(word, identity) for identity, spellings in words.items() for word in spellings]
