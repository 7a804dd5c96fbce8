"""Weighs the status of a number and the stage of a flow: what the rule proposed against the other values."""

from __future__ import annotations

from datetime import date

from tasks.grammar.near import clause, near, pairs_around, stem, words_around
from tasks.grammar.period import resolve
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.sides import group
from tasks.grammar.slots import STAGED, Slots
from tasks.grammar.topic import Topic
from tasks.grammar.weigh import Option, choose

_STATUSES = ("actual", "forecast", "planned", "hypothetical")
_STAGES = (None, "contracted", "shipped", "delivered")
_NEAREST = 3
_LONG = 200
"""Days, from which on a time is told apart from a month or a quarter."""


def weigh_status(made: Slots, scene: Scene, spot: Spot, topic: Topic, published: date | None) -> None:
    """Sets the status to what weighs most."""
    told = [*_general(made, scene, spot, topic, "status", "status"), *_times(scene, spot, published)]
    told += _about(made, published)
    options = [Option(value, [str(value)], names=(str(value),), common=told) for value in _STATUSES]
    for option in options:
        if option.value == made.status:
            option.traits.append("ruled")
    choice = choose("status", (*topic.style, group(made.metric)), options, spot.quantity)
    made.chances["status"] = choice.chance
    if choice.option.value != made.status:
        made.status = str(choice.option.value)
        made.because("status", None, "weighed")


def weigh_stage(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    """Sets the stage to what weighs most, for a metric that has one."""
    if made.metric not in STAGED:
        return
    told = _general(made, scene, spot, topic, "stage", "stage")
    told += [f"{trait} {made.status}" for trait in told[:2]]
    told += [
        f"doer {word.value} {trait}"
        for word in scene.around("doer", spot)
        for trait in near(scene, spot, word.start, word.end)[3:]
    ]
    options = [Option(value, [str(value)], names=(str(value),), common=told) for value in _STAGES]
    for option in options:
        if option.value == made.stage:
            option.traits.append("ruled")
    choice = choose("stage", (*topic.style, made.metric), options, spot.quantity)
    made.chances["stage"] = choice.chance
    if choice.option.value != made.stage:
        made.stage = choice.option.value  # type: ignore[assignment]
        made.because("stage", None, "weighed")


def _general(made: Slots, scene: Scene, spot: Spot, topic: Topic, slot: str, kind: str) -> list[str]:
    value = getattr(made, slot)
    rule = next((rule for name, _, rule in reversed(made.cues) if name == slot), "")
    traits = [f"ruled {value}", f"ruled {value}: {rule}"]
    view = scene.sentence.folded.lower
    mentions = sorted(scene.around(kind, spot), key=lambda mention: scene.cost(spot, mention.start, mention.end))
    for rank, mention in enumerate(mentions[:_NEAREST]):
        places = near(scene, spot, mention.start, mention.end)
        word = stem(view[mention.start : mention.end])
        side = "before" if mention.end <= spot.start else "behind"
        traits += [f"{mention.value} {place}" for place in places]
        traits += [f"{rank} {mention.value} {side}", f"word {word} {side}", f"word {word} {side} {rank}"]
    if not mentions:
        traits.append("no word")
    told = made.cue("metric")
    if told is not None:
        traits += [f"metric's {view[told[0] : told[1]]}", f"metric's {stem(view[told[0] : told[1]])}"]
    doers = sorted(scene.around("doer", spot), key=lambda mention: scene.cost(spot, mention.start, mention.end))
    traits += [
        f"doer {stem(view[word.start : word.end])} {'before' if word.end <= spot.start else 'behind'}"
        for word in doers[:2]
    ]
    for name, last in (("inside", topic.inside), ("before", topic.before)):
        traits.append(f"{name} {getattr(last, slot) if last is not None else 'none'}")
        if last is not None and last.metric == made.metric:
            traits.append(f"{name} same {getattr(last, slot)}")
    if topic.inside is not None:
        parted = scene.parted(scene.previous(spot), spot.start)
        traits.append(f"inside {getattr(topic.inside, slot)} {'parted' if parted else 'going on'}")
    traits += clause(scene, spot)
    traits += [
        f"metric {made.metric}",
        f"kind {made.kind}",
        f"older {made.older}",
        f"hedge {spot.quantity.comparator}",
        *words_around(scene, spot, 5),
        *pairs_around(scene, spot),
    ]
    return traits


def _about(made: Slots, published: date | None) -> list[str]:
    """How the days that the number is about stand to the day of publication."""
    if made.first is None or made.last is None:
        return ["about no days"]
    if published is None:
        return []
    if made.first > published:
        where = "ahead"
    elif made.last > published:
        where = "around"
    else:
        where = "today" if made.first == published else "behind"
    length = "day" if made.first == made.last else "days" if (made.last - made.first).days < _LONG else "year"
    return [f"about {where}", f"about {where} {length}", f"about {where} {group(made.metric)}"]


def _times(scene: Scene, spot: Spot, published: date | None) -> list[str]:
    """Whether the nearest words of time lie ahead of the day of publication."""
    phrases = [phrase for phrase in scene.nearest(scene.phrases, spot) if phrase.role in ("period", "vague")]
    if not phrases:
        return ["no time"]
    nearest = min(phrases, key=lambda phrase: scene.cost(spot, phrase.start, phrase.end))
    traits = [f"time {nearest.role} {nearest.rule}"]
    days = resolve(nearest, published, "past")
    if days is not None and published is not None:
        told = "ahead" if days[0] > published else "behind" if days[1] < published else "around"
        traits += [f"time {told}", f"time {told} {near(scene, spot, nearest.start, nearest.end)[3]}"]
    return traits
