"""Quantities -> observations: of what, whose, when, how sure; or the reason why a number is none.

One article's sentences with their quantities in, an `Observation` or a `Reject` for every quantity out. Slots are
decided by the nearest fitting words of the lexicon inside the sentence; what a sentence leaves out is carried from the
number before it or from what the story was about. Nothing here reads the text but through the folded view, knows a
word of a language, or touches a clock, a file or the network; the same article gives the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from tasks.grammar.canonical import canonical, dimension
from tasks.grammar.datum import Article, Cue, Observation, Quantity, Reject, Sentence
from tasks.grammar.slots import Draft, Refusal
from tasks.grammar.slots import draft as draft_of
from tasks.grammar.scene import Scene, Spot, look
from tasks.grammar.topic import Topic
from tasks.lexicon import Lexicon


def observe(
    article: Article, measured: Sequence[tuple[Sentence, tuple[Quantity, ...]]], lexicon: Lexicon
) -> tuple[tuple[Observation, ...], tuple[Reject, ...]]:
    """Every quantity of an article as an observation, or as a reject with its reason, in the order of the text."""
    observations: list[Observation] = []
    rejects: list[Reject] = []
    topic = Topic()
    for sentence, quantities in measured:
        scene = look(sentence, quantities, lexicon)
        topic.enter(scene)
        near = bool(scene.of("energy") or scene.of("commodity") or scene.of("grade"))
        for spot in scene.spots:
            outcome = (
                Refusal(spot.quantity.reason)
                if spot.quantity.reason is not None
                else draft_of(scene, spot, topic, article.published)
            )
            if isinstance(outcome, Refusal):
                rejects.append(_reject(article, sentence, spot.quantity, outcome.reason, near))
            else:
                topic.take(outcome)
                observations.append(_observation(article, scene, spot, outcome))
        topic.leave()
    return _numbered(observations), tuple(rejects)


def _observation(article: Article, scene: Scene, spot: Spot, draft: Draft) -> Observation:
    quantity, sentence, view = spot.quantity, scene.sentence, scene.sentence.folded
    unit = quantity.unit or ""

    def scaled(value: object) -> object:
        return None if value is None else canonical(value, unit, draft.commodity).value  # type: ignore[arg-type]

    value = canonical(quantity.value, unit, draft.commodity)
    low, high = scaled(quantity.low), scaled(quantity.high)
    if draft.sign < 0 and not quantity.signed:
        # A fall is negative, and the bounds of a range change places with their signs.
        low, high = (None if high is None else -high), (None if low is None else -low)  # type: ignore[operator]
    sign = draft.sign if not quantity.signed else 1
    period = draft.period_span and view.span(*draft.period_span)
    speaker = draft.speaker_span and view.span(*draft.speaker_span)
    subject = draft.subject_span and view.span(*draft.subject_span)
    cues = tuple(
        Cue(slot, *view.span(start, end), rule) if end > start else Cue(slot, quantity.start, quantity.start, rule)
        for slot, (start, end), rule in draft.cues
    )
    return Observation(
        article_id=article.article_id,
        version_id=article.version_id,
        observation_id="",
        start=quantity.start,
        end=quantity.end,
        quote=quantity.quote,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        value=value.value * sign,
        low=low,  # type: ignore[arg-type]
        high=high,  # type: ignore[arg-type]
        step=canonical(quantity.step, unit, draft.commodity).value,
        comparator=quantity.comparator,
        unit=value.unit,
        metric=draft.metric,
        kind=draft.kind,
        commodity=draft.commodity,
        exporter=draft.exporter,
        importer=draft.importer,
        area=draft.area,
        stage=draft.stage,
        share_of=draft.share_of,
        grade=draft.grade,
        period_start=draft.first,
        period_end=draft.last,
        period_text=article.text[slice(*period)] if period else draft.period_text,
        status=draft.status,
        attribution=article.text[slice(*speaker)] if speaker else None,
        subject=article.text[slice(*subject)] if subject else None,
        subject_id=draft.subject_id,
        value_reported=quantity.value,
        unit_reported=quantity.unit_reported,
        factor_id=value.factor_id,
        confidence=draft.confidence,
        published=article.published,
        language=article.language,
        cues=cues,
    )


def _numbered(observations: list[Observation]) -> tuple[Observation, ...]:
    """With identities made from the article's version, the span, and an ordinal where several share a span."""
    seen: dict[tuple[int, int], int] = {}
    numbered = []
    for observation in observations:
        span = observation.start, observation.end
        ordinal = seen[span] = seen.get(span, -1) + 1
        digest = sha256(f"{observation.version_id}:{span[0]}:{span[1]}:{ordinal}".encode()).hexdigest()[:16]
        numbered.append(_replaced(observation, digest))
    return tuple(numbered)


def _replaced(observation: Observation, identity: str) -> Observation:
    from dataclasses import replace

    return replace(observation, observation_id=identity)


def _reject(article: Article, sentence: Sentence, quantity: Quantity, reason: str, near: bool) -> Reject:
    value, low, high, unit = quantity.value, quantity.low, quantity.high, quantity.unit
    if unit is not None:
        known = canonical(quantity.value, unit, None)
        value, unit = known.value, known.unit
        low = None if low is None else canonical(low, quantity.unit or "", None).value
        high = None if high is None else canonical(high, quantity.unit or "", None).value
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
