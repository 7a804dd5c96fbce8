"""One document in, everything that its text says out: read, split, measure, observe, one after the other.

What `khabarrel extract` calls without Prefect and the task `extract` calls for a batch. Nothing may happen here but
putting the verbs in order: no word, no rule, no storage, no clock (`today` comes from the caller), and no exception
leaves: whatever one document raises is that document's quarantine row, and the next one is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from itertools import chain
from pathlib import Path

from tasks import lexicon
from tasks.grammar import unit
from tasks.grammar.datum import Article, Document, Observation, Quantity, Quarantined, Reject
from tasks.grammar.each import Measured, refilled
from tasks.grammar.quarantine import digest_of, set_aside
from tasks.grammar.scene import Scene
from tasks.grammar.topic import named
from tasks.measure import measure
from tasks.observe import observe
from tasks.read import credited, read
from tasks.split import split
from warehouse import vocabulary

HERE = Path(__file__).parent
_AMBIGUOUS = "ambiguous_unit"
_TRIED = 6
"""Countries of a story that may settle what a unit means."""


@dataclass(frozen=True, slots=True)
class Walked:
    """What one document came to.

    Without an `article` the document is quarantined, and `quarantined` says why. With one, `quarantined` holds what
    was set aside in reading it (a date in the future, say), each with the article's id.
    """

    article: Article | None
    quarantined: tuple[Quarantined, ...] = ()
    observations: tuple[Observation, ...] = ()
    rejects: tuple[Reject, ...] = ()
    numbers: int = 0
    """How many numbers the text holds; `len(rejects)` of them were not taken."""
    walked: bool = True
    """False where the article's version was known, so that nothing behind `read` was done."""

    @property
    def taken(self) -> int:
        """How many numbers became an observation, or several."""
        return self.numbers - len(self.rejects)


def walk(found: Document | Quarantined | Article, today: date, known: frozenset[str] = frozenset()) -> Walked:
    """All that a document, or an article read before, says; one whose `fingerprint` is `known` goes no further, and
    one of whose `forgotten_marks` is `known` is quarantined.

    `today` is the latest day that a date of publication can have. Never raises for what a document holds.
    """
    if isinstance(found, Quarantined):
        return Walked(None, (found,))
    try:
        article = credited(found) if isinstance(found, Article) else read(found, today)
        if isinstance(article, Quarantined):
            return Walked(None, (article,))
        if known and not known.isdisjoint(forgotten_marks(article.article_id, article.digest, digest_of(article.text))):
            return Walked(None, (_forgotten(article),))
        if known and fingerprint(article) in known:
            return Walked(article, _warned(article), walked=False)
        return _through(article)
    except lexicon.LexiconError:
        raise  # the house's own mistake: every document would fail, and none is to blame
    except Exception as error:
        return Walked(None, (_failed(found, error),))


def _through(article: Article) -> Walked:
    words = lexicon.load(article.language)
    measured = [(sentence, measure(sentence, words, article.published)) for sentence in split(article, words)]
    measured = refilled(_settled(measured, article, words), unit.grammar(words))
    observations, rejects = observe(article, measured, words)
    numbers = sum(len(quantities) for _, quantities in measured)
    return Walked(article, _warned(article), observations, rejects, numbers)


def _settled(measured: list[Measured], article: Article, words: lexicon.Lexicon) -> list[Measured]:
    """The same, where only the country tells what a unit means: "dinars" in a story about Jordan, "rupees" in one
    about Nepal.

    The countries are tried one by one, the one that is named most often first.
    """
    contested: Mapping[str, list[str]] = words["unit"].get("contested", {})
    told = {_money(quantity) for _, quantities in measured for quantity in quantities} & contested.keys()
    open_units = any(quantity.reason == _AMBIGUOUS for _, quantities in measured for quantity in quantities)
    if not told and not open_units:
        return measured
    countries = list(named([Scene(sentence, quantities, words) for sentence, quantities in measured]))
    for code in countries[:_TRIED] if open_units else ():
        _measure_anew(measured, article, words, code, None)
    for money in sorted(told):
        # ISO 4217 begins with the country's code of ISO 3166.
        code = next((code for code in countries if code == money[:2] or code in contested[money]), money[:2])
        if code != money[:2]:
            _measure_anew(measured, article, words, code, money)
    return measured


def _money(quantity: Quantity) -> str:
    return (quantity.unit or "").partition("/")[0]


def _measure_anew(
    measured: list[Measured], article: Article, words: lexicon.Lexicon, country: str, money: str | None
) -> None:
    """Measures those sentences as one of a country would that have sums in `money`, or ambiguous units for None."""
    for index, (sentence, quantities) in enumerate(measured):
        if any(one.reason == _AMBIGUOUS if money is None else _money(one) == money for one in quantities):
            measured[index] = sentence, measure(sentence, words, article.published, frozenset((country,)))


def fingerprint(article: Article) -> str:
    """The same for two readings of a document that came to the same article: its version and all its particulars."""
    day = article.published.isoformat() if article.published else None
    particulars = (article.language, day, article.title, article.url, article.outlet, article.source, article.locator)
    return digest_of_parts(article.article_id, article.version_id, *particulars)


def forgotten_marks(article_id: str, digest: str | None, text_digest: str | None) -> frozenset[str]:
    """What an article that was erased on demand is known by: its identity, its raw document, its text."""
    named = (("article", article_id), ("document", digest), ("text", text_digest))
    return frozenset(digest_of_parts("forgotten", kind, mark) for kind, mark in named if mark)


def digest_of_parts(*parts: str | None) -> str:
    """A digest of words in their order, of which some may be missing."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def latest_day(now: datetime) -> date:
    """The date where the day begins first (UTC+14): a later one is in the future everywhere."""
    return now.astimezone(timezone(timedelta(hours=14))).date()


@cache
def grammar_version() -> str:
    """A digest of everything that decides what a text says: the verbs, the grammar, the lexicons, the reference.

    Sixteen hexadecimal digits. A change in any of these files makes stored articles worth reading once more.
    """
    digest = hashlib.sha256()
    for path in _deciding():
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _deciding() -> Iterator[Path]:
    verbs = (HERE / f"{verb}.py" for verb in ("read", "split", "measure", "observe", "walk"))
    folders = (
        (HERE / "grammar").glob("*.py"),
        (HERE / "lexicon").glob("*.py"),
        (HERE / "lexicon").glob("*.toml"),
        # Conversions between kinds are the warehouse's: no reading of a text depends on them.
        (path for path in vocabulary.REFERENCE.glob("*.csv") if path.stem != "conversion"),
        vocabulary.REFERENCE.glob("*.txt"),
    )
    return chain(verbs, *(sorted(folder) for folder in folders))


def _warned(article: Article) -> tuple[Quarantined, ...]:
    meanings = vocabulary.index("reason")
    return tuple(
        set_aside(
            code,
            meanings[code]["meaning"],
            source=article.source,
            locator=article.locator,
            digest=article.digest,
            article_id=article.article_id,
        )
        for code in article.warnings
    )


def _forgotten(article: Article) -> Quarantined:
    return set_aside(
        "forgotten",
        "erased by khabarrel forget",
        source=article.source,
        locator=article.locator,
        digest=article.digest,
    )


def _failed(found: Document | Article, error: Exception) -> Quarantined:
    return set_aside(
        "failed",
        f"{type(error).__name__}: {error}",
        source=found.source,
        locator=found.locator,
        digest=found.digest if isinstance(found, Article) else digest_of(found.content),
    )
