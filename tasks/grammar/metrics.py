"""Weighs what a number measures, or that it measures nothing of ours: what the rules proposed against the others."""

from __future__ import annotations

from tasks.grammar.mention import Mention
from tasks.grammar.metric import fits
from tasks.grammar.near import clause, near, pairs_around, stem, words_around
from tasks.grammar.price import unpriced
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.slots import PRICES, Refusal, Slots
from tasks.grammar.topic import Topic
from tasks.grammar.weigh import Option, choose

_WHOLES = ("imports", "exports", "consumption", "production", "supply", "trade")
_WHOLE = 100
"""No share of a whole is more, in percent."""
_CUES = ("metric", "share_of", "outside", "commodity", "grade", "stage", "commerce", "tax", "doer", "status", "said")


def weigh_metric(
    made: Slots, scene: Scene, spot: Spot, topic: Topic, size: str, refused: Refusal | None, *, second: bool = False
) -> Refusal | None:
    """Sets the metric, and the whole of a share, to what weighs most; or says why the number is none of ours.

    `second` takes the next best metric instead.
    """
    ruled = made.metric if refused is None else None
    allowed = set(fits(size, made.kind))
    if size == "percent" and made.kind == "level":
        allowed |= {"production", "balance"}
    if size == "count":
        allowed = {"trade_count"}
    if ruled is not None:
        allowed.add(ruled)
    if made.kind == "level" and not 0 <= spot.quantity.value <= _WHOLE:
        allowed.discard("supply_share")
    price = unpriced(scene, spot, topic) if size == "money" else None
    if price is not None:
        allowed |= PRICES
    traits = _traits(made, scene, spot, topic, size, ruled, refused)
    cues: dict[str, list[Mention]] = {}
    for mention in scene.around("metric", spot):
        cues.setdefault(mention.value, []).append(mention)
    options = [Option(None, ["none"], names=("none",), common=traits)]
    if ruled is None:
        options[0].traits.append("ruled")
    for metric in sorted(allowed):
        told = [metric, "some"]
        if metric == ruled:
            told += ["ruled", f"ruled: {_rule(made, 'metric')}"]
        own = cues.get("trade" if metric == "trade_count" else metric, [])
        nearest = min(own, key=lambda word: scene.cost(spot, word.start, word.end), default=None)
        if nearest is not None:
            places = near(scene, spot, nearest.start, nearest.end)
            told += [*(f"own {place}" for place in places), *(f"{metric} own {place}" for place in places)]
        else:
            told.append("no word of its own")
        for name, last in (("inside", topic.inside), ("before", topic.before)):
            if last is not None and last.metric == metric:
                told += [f"{name} same", f"{name} same {metric}"]
        options.append(Option(metric, told, nearest, names=(metric,), common=traits))
    choice = choose("metric", (*topic.style, size, f"{size} {made.kind}"), options, spot.quantity, second=second)
    made.chances["metric"] = choice.chance
    value = choice.option.value
    if value is None:
        return refused or Refusal("share_out_of_scope" if size == "percent" else "no_metric")
    if value != ruled:
        made.metric = str(value)
        made.because("metric", choice.option.cue, "weighed")
    if price is not None and made.metric in PRICES:
        made.unit = price
    if made.metric == "supply_share":
        _weigh_whole(made, scene, spot, topic, traits)
    else:
        made.share_of = None
    return None


def _rule(made: Slots, slot: str) -> str:
    return next((rule for name, _, rule in reversed(made.cues) if name == slot), "")


def _traits(
    made: Slots, scene: Scene, spot: Spot, topic: Topic, size: str, ruled: str | None, refused: Refusal | None
) -> list[str]:
    traits = [f"ruled {ruled}", f"kind {made.kind}", f"dense {topic.story.dense}", f"older {made.older}"]
    traits.append(f"refused {refused.reason}" if refused is not None else f"ruled {ruled}: {_rule(made, 'metric')}")
    view = scene.sentence.folded.lower
    for kind in _CUES:
        mentions = [mention for mention in scene.around(kind, spot) if mention.value]
        if not mentions:
            traits.append(f"no {kind}")
            continue
        word = min(mentions, key=lambda mention: scene.cost(spot, mention.start, mention.end))
        places = near(scene, spot, word.start, word.end)
        traits += [f"{kind} {word.value}", f"{kind} {places[0]}", f"{kind} {word.value} {places[3]}"]
        if kind not in ("commodity", "grade"):
            traits.append(
                f"{kind} '{stem(view[word.start : word.end])}' {'before' if word.end <= spot.start else 'behind'}"
            )
    for name, last in (("inside", topic.inside), ("before", topic.before)):
        traits.append(f"{name} {last.metric if last is not None else 'none'}")
    traits += [*words_around(scene, spot, 6), *pairs_around(scene, spot), *clause(scene, spot)]
    value = spot.quantity.value
    if size == "percent":
        traits.append(f"percent {'above' if value > 100 else 'whole' if value == 100 else 'below'}")
    traits.append(f"unit {made.unit}")
    return traits


def _weigh_whole(made: Slots, scene: Scene, spot: Spot, topic: Topic, traits: list[str]) -> None:
    ruled = made.share_of
    options = []
    for whole in _WHOLES:
        told = [whole]
        if whole == ruled:
            told += ["ruled", f"ruled: {_rule(made, 'share_of')}"]
        own = [mention for mention in scene.around("share_of", spot) if mention.value == whole]
        nearest = min(own, key=lambda word: scene.cost(spot, word.start, word.end), default=None)
        if nearest is not None:
            told += [f"own {place}" for place in near(scene, spot, nearest.start, nearest.end)]
        for name, last in (("inside", topic.inside), ("before", topic.before)):
            if last is not None and last.share_of == whole:
                told.append(f"{name} same")
        options.append(Option(whole, told, nearest, names=(whole,), common=traits))
    choice = choose("share_of", topic.style, options, spot.quantity)
    made.chances["share_of"] = choice.chance
    if choice.option.value != ruled:
        made.share_of = str(choice.option.value)
        made.because("share_of", choice.option.cue, "weighed")
