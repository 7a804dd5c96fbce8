"""Quantities -> observations: of what, whose, when, how sure; or the reason why a number is none.

One article's sentences with their quantities in, an `Observation` or a `Reject` for every quantity out. Slots are
proposed by the nearest fitting words of the lexicon inside the sentence, and chosen among all that are named by learned
weights (`weigh`); what a sentence leaves out is carried from the
number before it or from what the story was about. Nothing here reads the text but through the folded view, knows a
word of a language, or touches a clock, a file or the network; the same article gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from tasks.grammar.canonical import canonical
from tasks.grammar.confidence import confidence
from tasks.grammar.datum import Article, Cue, Observation, Quantity, Reject, Sentence
from tasks.grammar.decide import decide
from tasks.grammar.lend import complete
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.slots import Refusal, Slots
from tasks.grammar.story import story
from tasks.grammar.topic import Topic
from tasks.lexicon import Lexicon

_WEB = 1995


def observe(
    article: Article, measured: Sequence[tuple[Sentence, tuple[Quantity, ...]]], lexicon: Lexicon
) -> tuple[tuple[Observation, ...], tuple[Reject, ...]]:
    """Every quantity of an article as an observation, or as a reject with its reason, in the order of the text."""
    observations: list[Observation] = []
    rejects: list[Reject] = []
    if not any(quantities for _, quantities in measured):
        return (), ()
    scenes = [Scene(sentence, quantities, lexicon) for sentence, quantities in measured]
    old = article.published is not None and article.published.year < _WEB
    style = (lexicon.code, "wire") if old else (lexicon.code,)
    told = story(scenes)
    if told.ours_at_all:
        scenes = complete(scenes, style)
    topic = Topic(told, style, scenes)
    for scene in scenes:
        topic.enter(scene)
        near = bool(scene.quantities) and _near(scene, topic)
        for spot in scene.spots if scene.quantities else ():
            outcome = (
                Refusal(spot.quantity.reason)
                if spot.quantity.reason is not None
                else decide(scene, spot, topic, article.published)
            )
            if isinstance(outcome, Refusal):
                rejects.append(_reject(article, scene.sentence, spot.quantity, outcome.reason, near))
            else:
                topic.take(outcome)
                observations.append(_observation(article, scene, spot, outcome))
        topic.leave(scene)
    return _numbered(observations), tuple(rejects)


def _near(scene: Scene, topic: Topic) -> bool:
    """Whether the sentence has an energy cue."""
    return bool(scene.of("energy") or scene.of("grade") or any(map(topic.story.ours, scene.of("commodity"))))


def _observation(article: Article, scene: Scene, spot: Spot, slots: Slots) -> Observation:
    quantity, sentence = spot.quantity, scene.sentence
    sign = 1 if quantity.signed else slots.sign
    value, low, high, step, unit, factor_id = _canonical(quantity, slots.unit, slots.commodity)
    if sign < 0:
        # A fall is negative, and the bounds of a range change places with their signs.
        low, high = (None if high is None else -high), (None if low is None else -low)
    return Observation(
        article_id=article.article_id,
        version_id=article.version_id,
        observation_id="",
        start=quantity.start,
        end=quantity.end,
        quote=quantity.quote,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        value=value * sign,
        low=low,
        high=high,
        step=step,
        comparator=quantity.comparator,
        unit=unit,
        metric=slots.metric,
        kind=slots.kind,
        commodity=slots.commodity,
        exporter=slots.exporter,
        importer=slots.importer,
        area=slots.area,
        stage=slots.stage,
        share_of=slots.share_of,
        grade=slots.grade,
        period_start=slots.first,
        period_end=slots.last,
        period_text=_words(article, sentence, slots.period_span),
        status=slots.status,
        attribution=_words(article, sentence, slots.speaker_span),
        subject=_words(article, sentence, slots.subject_span),
        subject_id=slots.subject_id,
        value_reported=quantity.value,
        unit_reported=quantity.unit_reported,
        factor_id=factor_id,
        confidence=confidence(slots),
        published=article.published,
        language=article.language,
        cues=(*_unit_cue(scene, spot), *(_cue(quantity, sentence, *cue) for cue in slots.cues)),
    )


def _canonical(
    quantity: Quantity, unit: str, commodity: str | None
) -> tuple[Decimal, Decimal | None, Decimal | None, Decimal, str, str]:
    """value, low, high, step, unit and factor_id in the canonical unit."""
    value = canonical(quantity.value, unit, commodity)
    low, high, step = (
        None if part is None else canonical(part, unit, commodity).value
        for part in (quantity.low, quantity.high, quantity.step)
    )
    return value.value, low, high, step or Decimal(0), value.unit, value.factor_id


def _words(article: Article, sentence: Sentence, span: tuple[int, int] | None) -> str | None:
    return article.text[slice(*sentence.folded.span(*span))] if span else None


def _unit_cue(scene: Scene, spot: Spot) -> Iterator[Cue]:
    """The number that lent its unit, which may stand in another sentence."""
    if spot.start in scene.lent:
        span, rule = scene.lent[spot.start]
        start, end = span if span[1] else (spot.quantity.start, spot.quantity.start)
        yield Cue("unit", start, end, rule)


def _cue(quantity: Quantity, sentence: Sentence, slot: str, span: tuple[int, int], rule: str) -> Cue:
    """Slots that were decided by no word of their own point at where the number stands, with an empty span."""
    start, end = sentence.folded.span(*span) if span[1] else (quantity.start, quantity.start)
    return Cue(slot, start, end, rule)


def _numbered(observations: list[Observation]) -> tuple[Observation, ...]:
    """With identities made from the article's version, the span, and an ordinal where several share a span."""
    seen: dict[tuple[int, int], int] = {}
    numbered = []
    for observation in observations:
        span = observation.start, observation.end
        ordinal = seen[span] = seen.get(span, -1) + 1
        digest = sha256(f"{observation.version_id}:{span[0]}:{span[1]}:{ordinal}".encode()).hexdigest()[:16]
        numbered.append(replace(observation, observation_id=digest))
    return tuple(numbered)


def _reject(article: Article, sentence: Sentence, quantity: Quantity, reason: str, near: bool) -> Reject:
    value, low, high, unit = quantity.value, quantity.low, quantity.high, quantity.unit
    if unit is not None:
        value, low, high, _, unit, _ = _canonical(quantity, unit, None)
    return Reject(
        article_id=article.article_id,
        version_id=article.version_id,
        start=quantity.start,
        end=quantity.end,
        quote=quantity.quote,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        value=value,
        low=low,
        high=high,
        unit=unit,
        value_reported=quantity.value,
        unit_reported=quantity.unit_reported,
        reason=reason,
        near_energy=near,
    )
