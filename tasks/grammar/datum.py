"""What travels between the verbs of the walk: frozen, plain, and the same names as the warehouse's columns.

Offsets (`start`, `end`) are code points of the article's own text, never of a sentence or of a folded copy:
`article.text[start:end] == quote` holds for everything that carries a quote.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tasks.grammar.fold import Folded


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that a source held, raw: nothing is decoded, cleaned or judged here.

    `content` is the bytes of a file or page (`media` says which kind), or the text of a table's row.
    The other fields are what the source itself said, as it said it; `read` judges them.
    """

    source: str
    """What the user named: a folder, file or address."""
    locator: str
    """Where in the source: a file's name, "line 12", an entry's address; empty for the source itself."""
    media: str
    """"text/plain", "text/html" or "row"."""
    content: bytes | str
    id: str | None = None
    published: str | None = None
    language: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    default_published: str | None = None
    """The command line's, for a document that does not say; so is `default_language`."""
    default_language: str | None = None


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A document, or a part of one, that could not be read, with the user's next step. Never an exception."""

    source: str
    locator: str
    reason: str
    """A code of `warehouse/reference/reason.csv`."""
    detail: str
    """What was found, in one line."""
    next_step: str
    """What the user can do about it, in one line."""
    digest: str | None = None
    """SHA-256 of the raw bytes, where there were any."""
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text in one language with its three facts: where from, when, in which words."""

    article_id: str
    version_id: str
    """Made from `article_id` and the text: a changed text under a known id is a new version."""
    text: str
    language: str
    published: date | None
    source: str
    locator: str
    digest: str
    """SHA-256 of the raw document."""
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    agency: str | None = None
    """The news agency that the story credits, lower case and the same in every language: "reuters", "pti"."""
    warnings: tuple[str, ...] = ()
    """Reason codes of what was set aside in reading, such as `future_date`."""


# A long article holds thousands of the next two, and a frozen dataclass takes three times as long to make.
class Sentence(NamedTuple):
    """A sentence of an article: `text[start:end]` of the article, and its folded view for the grammar."""

    start: int
    end: int
    text: str
    folded: Folded
    paragraph: int = 0
    """Which paragraph of the article, counted from 0."""


class Quantity(NamedTuple):
    """One number as written, with its unit, or the reason why it is not a quantity.

    `value`, `low`, `high` and `step` are in the unit as written, magnitude words applied: "2 lakh tonnes" is 200000 of
    `tonne`, "55 bcm" is 55 of `bcm`. `unit` is an expression over ids of `warehouse/reference/factor.csv`: "tonne",
    "barrel/day", "USD/barrel", "percent". With a `reason` the number is not a quantity, and `unit` may be None.
    """

    start: int
    end: int
    quote: str
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    step: Decimal = Decimal(0)
    """One unit of the last digit written: 1 for "100,000", 10000 for "1.96 million", 0 where it makes no sense."""
    comparator: str = "="
    unit: str | None = None
    unit_reported: str | None = None
    reason: str | None = None
    """A code of `warehouse/reference/reason.csv`, or None for a quantity."""
    multiple: bool = False
    """The words are a multiple of an earlier level ("doubled", "three-fold"): `value` is the growth in percent."""
    signed: bool = False
    """A sign was written ("-5%"), so `value` already carries it."""
    number_start: int = -1
    number_end: int = -1
    """The number and its magnitude words alone, without unit: a part of start..end."""
    lent: bool = False
    """The rate of the unit is told with another number: "barrels" beside "barrels a day"."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that decided a slot, and the name of the rule that read them."""

    slot: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One number that an article asserts about energy; docs/names.md says what each field means."""

    article_id: str
    version_id: str
    observation_id: str
    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    step: Decimal
    comparator: str
    unit: str
    metric: str
    kind: str
    commodity: str
    exporter: str | None
    importer: str | None
    area: str | None
    stage: str | None
    share_of: str | None
    grade: str | None
    period_start: date | None
    period_end: date | None
    period_text: str | None
    status: str
    attribution: str | None
    subject: str | None
    subject_id: str | None
    """The subject's identity in `warehouse/reference/place.csv`, else the folded words themselves."""
    value_reported: Decimal
    unit_reported: str | None
    factor_id: str
    confidence: float
    published: date | None
    language: str
    cues: tuple[Cue, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """One number that was not taken, with its reason code."""

    article_id: str
    version_id: str
    start: int
    end: int
    quote: str
    sentence_start: int
    sentence_end: int
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    value_reported: Decimal
    unit_reported: str | None
    reason: str
    near_energy: bool
    """The sentence has an energy cue, so the warehouse keeps the row; otherwise it is only counted."""
