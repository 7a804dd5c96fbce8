"""Decides the slots of one quantity, one after the other; what is decided later may lean on what was decided before."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tasks.grammar.canonical import dimension
from tasks.grammar.confidence import product
from tasks.grammar.days import Asked, weigh_days
from tasks.grammar.denial import denied
from tasks.grammar.direction import Move, move
from tasks.grammar.goods import weigh_goods
from tasks.grammar.mention import Mention
from tasks.grammar.metrics import weigh_metric
from tasks.grammar.moves import weigh_move
from tasks.grammar.phase import by_unit
from tasks.grammar.price import priced
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.sides import weigh_sides
from tasks.grammar.slots import PRICES, Refusal, Slots
from tasks.grammar.speaker import speaker
from tasks.grammar.standing import weigh_stage, weigh_status
from tasks.grammar.status import standing
from tasks.grammar.topic import Topic
from tasks.grammar.weigh import watched
from tasks.grammar.what import decide_commodity, decide_metric, decide_stage, foreign, refused_by_neighbour
from tasks.grammar.when import announced, when
from tasks.grammar.whose import decide_parties, decide_subject, fiscal_start

_TENSE = {"actual": "past", "forecast": "future", "planned": "future", "hypothetical": "present"}
# A capacity or a reserve is as it is; the period of the figure before it is not its own.
_TIMELESS = frozenset({"capacity", "reserves", "supply_share"})


# Below this chance of its metric, a number is also read with the next best.
_SURE = 0.8


def decide(scene: Scene, spot: Spot, topic: Topic, published: date | None) -> Slots | Refusal:
    """The slots of a quantity that has a unit, or the reason why it is no observation.

    What is chosen for the metric leads all later choices: of two metrics that are both likely, the one is taken with
    which all slots together are likelier.
    """
    made = _decided(scene, spot, topic, published)
    if isinstance(made, Refusal) or made.chances.get("metric", 1.0) >= _SURE or watched():
        return made
    other = _decided(scene, spot, topic, published, second=True)
    return other if isinstance(other, Slots) and product(other) > product(made) else made


def _decided(
    scene: Scene, spot: Spot, topic: Topic, published: date | None, *, second: bool = False
) -> Slots | Refusal:
    unit = spot.quantity.unit or ""
    if not topic.story.ours_at_all and by_unit(unit) is None:
        # Where no word and no unit is of energy, nothing can be, and nothing is weighed.
        return foreign(scene, spot, dimension(unit))
    unit = priced(scene, spot, topic) or unit
    size = dimension(unit)
    told = move(scene, spot, size)
    apart = size == "price" and told.cue is not None and _apart(scene, told.cue)
    if apart:
        told = Move("level", 1, False, told.cue, "how far below or above a benchmark")
    if size == "points":
        told = Move("change", told.sign, told.older, told.cue, told.rule)
    told, chance = weigh_move(told, scene, spot, topic, size)
    made = Slots(kind=told.kind, sign=told.sign if told.kind != "level" else 1, older=told.older, unit=unit)
    made.chances["kind"] = chance
    if spot.start in scene.sure:
        made.chances["unit"] = scene.sure[spot.start]
    made.because("kind", told.cue, told.rule)
    refused = None
    if apart and made.kind == "level":
        made.metric = "price_spread"
        made.because("metric", told.cue, "how far below or above a benchmark")
    else:
        refused = decide_metric(made, scene, spot, topic, size)
        if refused is None and made.metric == "trade" and size == "count":
            made.metric = "trade_count"
    by_rule = refused or refused_by_neighbour(made, scene, spot, size)
    refused = weigh_metric(made, scene, spot, topic, size, by_rule, second=second)
    measured = refused is None and bool(topic.told or topic.story.hinted)
    if refused is None or by_rule is None:
        # Of two reasons the one that names what the number is of says more.
        refused = decide_commodity(made, scene, spot, topic, size, measured) or refused
    if refused is not None:
        return refused
    weigh_goods(made, scene, spot, topic)
    _status(made, scene, spot, topic)
    decide_stage(made, scene, spot, topic)
    weigh_stage(made, scene, spot, topic)
    decide_parties(made, scene, spot, topic)
    weigh_sides(made, scene, spot, topic)
    decide_subject(made, scene, spot, topic)
    _period(made, scene, spot, topic, published)
    tense, fiscal = _TENSE[made.status], fiscal_start(made, topic)
    weigh_days(Asked(made, scene, spot, topic, published, tense, _older(scene), fiscal))
    weigh_status(made, scene, spot, topic, published)
    if (word := denied(scene, spot)) is not None:
        made.status = "hypothetical"
        made.because("status", word, "denied")
    if made.status == "actual" and made.first and published and made.first > published:
        made.status = "planned"
        made.because("status", None, "its days begin after publication")
    made.speaker_span = speaker(scene, spot)
    return made


def _apart(scene: Scene, word: Mention) -> bool:
    """ "34.50 dollars below dated Brent": the word stands between the number and a benchmark, and nothing moved."""
    if not any(mention.start == word.start for mention in scene.of("apart")):
        return False
    return any(0 <= grade.start - word.end <= 24 or 0 <= word.start - grade.end <= 60 for grade in scene.of("grade"))


def _status(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    if made.older:
        made.because("status", None, "what it came from has happened")
        return
    stand = standing(scene, spot, made.metric, scene.lexicon.verbs_last)
    last = topic.inside or topic.before
    if stand.status == "actual" and last is not None and last.status != "actual":
        # A list of postings, or a clause that goes on ("to 43 cents"), stays under the word that governed its head.
        listed = made.metric == last.metric == "price" and last.status == "planned"
        if listed or (stand.cue is None and topic.inside is not None):
            made.status = last.status
            made.because("status", None, "as the number before it")
            return
    made.status = stand.status
    made.because("status", stand.cue, stand.rule)


@lru_cache(maxsize=4)
def _older(scene: Scene) -> tuple[Spot, ...]:
    """The levels that something came from; each number of a sentence asks for the same."""
    return tuple(other for other in scene.figures if move(scene, other, dimension(other.quantity.unit or "")).older)


def _period(made: Slots, scene: Scene, spot: Spot, topic: Topic, published: date | None) -> None:
    older = _older(scene)
    price = made.metric in PRICES
    found = when(
        scene,
        spot,
        published,
        _TENSE[made.status],
        older,
        topic.period,
        fiscal_start(made, topic),
        price,
        made.kind == "level",
    )
    if found is not None:
        made.first, made.last, made.period_span = found.first, found.last, found.span
        made.cues.append(("period", found.span or (0, 0), found.rule))
        return
    last = topic.inside or topic.before
    if last is not None and price == (last.metric in PRICES):
        if made.older:
            if topic.older_period is not None and not price:
                made.first, made.last = topic.older_period
                made.because("period", None, "as the older figure before it")
            return
        told = ("share_of", (0, 0), "as the sentence before") in made.cues or made.metric not in _TIMELESS
        if topic.period is not None and last.status == made.status and told:
            made.first, made.last = topic.period
            made.because("period", None, "as the figure before it")
            return
    if topic.lead is not None and not made.older and made.metric not in _TIMELESS:
        days = announced(topic.lead, published, _TENSE[made.status], price)
        if days is not None:
            made.first, made.last = days
            made.because("period", None, "announced in a sentence before")
