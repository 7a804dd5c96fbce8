"""Which phrase of time a number is about: the nearest in its clause, never the one that says when somebody spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tasks.grammar.canonical import dimension
from tasks.grammar.period import Phrase, resolve
from tasks.grammar.scene import Scene, Spot

# A phrase in a clause of speaking ("speaking at a forum last week") is put behind all others.
_SPOKEN = 200
# "the period" only says what another phrase has said before.
_ANAPHOR = 60
_SCOPE = 260
_BESIDE_SAID = 16
_BESIDE_OLDER = 40
_EVENT = 8


@dataclass(frozen=True, slots=True)
class When:
    """The days a number is about, the words that say so, and why they were taken."""

    first: date | None
    last: date | None
    span: tuple[int, int] | None
    """Of the phrase in the folded view; None where it was carried from a neighbour."""
    rule: str


def when(
    scene: Scene,
    spot: Spot,
    published: date | None,
    tense: str,
    older: Sequence[Spot],
    anchor: tuple[date, date] | None,
    fiscal_start: int,
    price: bool,
    level: bool,
) -> When | None:
    """The period of a number by the phrases of its own sentence, or None where the sentence has none for it.

    `older` are the numbers of the sentence that something came from ("from 3.0 million a year earlier").
    """
    best: tuple[float, Phrase] | None = None
    late = scene.lexicon.verbs_last
    following = scene.following(spot)
    for phrase in scene.phrases:
        if phrase.role in ("duration", "clock") or (phrase.start < spot.end and spot.start < phrase.end):
            continue
        if phrase.start >= spot.end and scene.parted(spot.end, phrase.start):
            continue  # "..., whereas in November it was": the next clause's own
        if price and delivered(scene, phrase):
            continue
        cost = scene.cost(
            spot, phrase.start, phrase.end, before=0.9 if late else 1.0, after=1.6 if late else 0.9, crossing=12
        )
        if late and phrase.start >= spot.end:
            cost += 14
        if spoken(scene, phrase):
            cost += _SPOKEN
        if phrase.rule == "anaphor":
            cost += _ANAPHOR
        if spot in older:
            # An older level takes the words behind it, or those of comparison; the newer figure's are not its own.
            behind = phrase.start >= spot.end and phrase.start <= following
            if not behind and phrase.role != "comparison":
                continue
        elif phrase.role == "comparison":
            # "whereas a year earlier it was 2.6 million": its own words, though nothing came from it.
            if not (late and level and scene.previous(spot) <= phrase.start and phrase.end <= spot.start):
                continue
        elif compares(scene, phrase, older):
            continue
        if best is None or cost < best[0]:
            best = (cost, phrase)
    if best is None or best[0] > _SCOPE:
        return None
    phrase = best[1]
    days = resolve(
        phrase,
        published,
        "future" if _ahead(scene, phrase) else tense,
        anchor,
        fiscal_start=fiscal_start,
        price=price,
        compared=spot in older and anchor is not None,
    )
    past = days is not None and published is not None and days[1] < published and (days[1] - days[0]).days < _EVENT
    if past and tense == "future" and not price:
        return None  # "agreed on Tuesday to lift output": the day of the event, not of the plan
    first, last = days if days else (None, None)
    return When(first, last, (phrase.start, phrase.end), f"the nearest words of time ({phrase.rule})")


def delivered(scene: Scene, phrase: Phrase) -> bool:
    """ "April crude", "मार्च वायदा": the month of a contract, and not of its price."""
    if scene.first("contract", phrase.end, phrase.end + 2) is not None:
        return True
    goods = scene.first("commodity", phrase.end, phrase.end + 2) or scene.first("grade", phrase.end, phrase.end + 2)
    return goods is not None and not scene.words(phrase.end, goods.start).strip()


def _ahead(scene: Scene, phrase: Phrase) -> bool:
    """ "for September loading", "मार्च के लिए": a month that is meant for delivery lies ahead."""
    before = scene.last("ahead", phrase.start - 5, phrase.start, "before")
    return before is not None or scene.first("ahead", phrase.end, phrase.end + 6, "after") is not None


def announced(scene: Scene, published: date | None, tense: str, price: bool) -> tuple[date, date] | None:
    """The days that a sentence without figures announces for those to come: "will raise prices, effective March 25"."""
    for phrase in reversed(scene.phrases):
        if phrase.role == "period" and phrase.rule != "anaphor" and not spoken(scene, phrase):
            return resolve(phrase, published, tense, price=price)
    return None


def compares(scene: Scene, phrase: Phrase, older: Sequence[Spot]) -> bool:
    """The phrase dates what a number is compared with: "above February 1986", "from 6.67 mln last year"."""
    before = scene.last("compare", phrase.start - 20, phrase.start, "before")
    if before is not None and len(scene.words(before.end, phrase.start)) <= 5:
        return True
    after = scene.first("compare", phrase.end, phrase.end + 3, "after")
    if after is not None:
        return True
    # "दिसंबर से 11% अधिक": a growth counts from it.
    trail = scene.first("trail", phrase.end - 2, phrase.end + 2, "from")
    if trail is not None and any(
        0 <= spot.start - trail.end <= 12 and dimension(spot.quantity.unit or "") == "percent" for spot in scene.figures
    ):
        return True
    for spot in older:
        gap = phrase.start - spot.end
        if 0 <= gap <= _BESIDE_OLDER and not any(spot.end <= other.start < phrase.start for other in scene.figures):
            return True
    return False


def spoken(scene: Scene, phrase: Phrase) -> bool:
    """The phrase says when somebody spoke, or when something else took place."""
    for mention in scene.of("said"):
        near = 0 <= phrase.start - mention.end <= _BESIDE_SAID
        if near and not any(mention.end <= other.start < phrase.start for other in scene.of("break")):
            return True
        if 0 <= mention.start - phrase.end <= 3:
            return True
    for mention in scene.of("occasion"):
        low, high = (mention.end, phrase.start) if mention.end <= phrase.start else (phrase.end, mention.start)
        words = scene.words(low, high)
        if len(words) < 60 and "," not in words and not any(low <= spot.start < high for spot in scene.figures):
            return True
    return False
