"""Weighs what a number is of: what the rule proposed against all other commodities that are named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tasks.grammar.mention import Mention
from tasks.grammar.near import clause, near, stem, word_after, word_before, words_around
from tasks.grammar.phase import by_unit, goes_with
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.sides import group
from tasks.grammar.slots import PRICES, Slots
from tasks.grammar.topic import Topic
from tasks.grammar.weigh import Option, choose
from warehouse import vocabulary

_JOINED = 14
"""Characters between two commodities that are named together: "crude oil and liquefied natural gas"."""

_STORY = 3
"""How many of the commodities that a story names most often may be meant where none is named."""


def weigh_goods(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> None:
    """Sets the commodity, and takes a grade away that is not of it."""
    options = [*_options(made, scene, spot, topic)]
    common = _around(made, scene, spot, topic)
    for option in options:
        option.names, option.common = (str(option.value),), common
    choice = choose("commodity", (*topic.style, group(made.metric), made.metric), options, spot.quantity)
    made.chances["commodity"] = choice.chance
    commodity = str(choice.option.value)
    if commodity != made.commodity:
        made.commodity = commodity
        made.because("commodity", choice.option.cue, "weighed")
        if made.grade is not None and vocabulary.index("grade")[made.grade]["commodity"] != commodity:
            made.grade = None


def _around(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> list[str]:
    """What speaks for one commodity and against another, wherever they are named."""
    told = made.cue("metric")
    traits = [*words_around(scene, spot, 3), *clause(scene, spot), f"kind {made.kind}", f"unit {made.unit}"]
    traits.append(f"unit {made.unit} size {spot.quantity.value.adjusted()}")
    if told is not None:
        traits.append(f"metric's {stem(scene.words(*told))}")
    said = topic.said.get(made.metric, frozenset())
    traits.append(f"said of the metric: {' '.join(sorted(said)[:3])}")
    traits += [f"said of the metric, {value}" for value in said]
    traits += [f"told of the metric, {value}" for metric, value in topic.told if metric == made.metric]
    return traits


def _options(made: Slots, scene: Scene, spot: Spot, topic: Topic) -> Iterator[Option]:
    told = made.cue("metric")
    precise = vocabulary.trait("precise")
    mentions = [
        mention for mention in scene.around("commodity", spot) if mention.value and goes_with(mention.value, made.unit)
    ]
    costs = sorted(scene.cost(spot, mention.start, mention.end) for mention in mentions)
    named = {mention.value for mention in mentions}
    for mention in mentions:
        places = near(scene, spot, mention.start, mention.end)
        rank = min(costs.index(scene.cost(spot, mention.start, mention.end)), 3)
        side = "before" if mention.end <= spot.start else "after"
        traits = [
            *places,
            f"rank {rank}",
            f"rank {rank} {side}",
            f"word before: {word_before(scene, mention.start)} {side}",
            f"word behind: {word_after(scene, mention.end)} {side}",
        ]
        if told is not None:
            traits += [f"metric {trait}" for trait in _between(scene, mention, told)]
        yield Option(mention.value, [*traits, *_known(mention.value, made, topic, named)], mention)
        finer = precise.get(mention.value)
        if finer is not None and finer not in named:
            yield Option(
                finer, [*(f"finer {trait}" for trait in traits[:5]), *_known(finer, made, topic, named)], mention
            )
        wider = vocabulary.index("commodity")[mention.value]["parent"]
        if wider and wider not in named and goes_with(wider, made.unit):
            told_so = [f"wider {trait}" for trait in traits[:5]]
            yield Option(wider, [*told_so, f"wider than {mention.value}", *_known(wider, made, topic, named)], mention)
    for first, second in pairwise(mentions):
        both = _both(first.value, second.value)
        if both and second.start - first.end <= _JOINED and scene.first("break", first.end, second.start):
            places = near(scene, spot, first.start, second.end)
            traits = ["together", *(f"together {place}" for place in places), f"together {first.value} {second.value}"]
            yield Option(both, [*traits, *_known(both, made, topic, named)], first)
    for grade in scene.around("grade", spot):
        value = vocabulary.index("grade")[grade.value]["commodity"]
        if goes_with(value, made.unit):
            traits = [f"grade {place}" for place in near(scene, spot, grade.start, grade.end)]
            yield Option(value, ["grade", *traits, *_known(value, made, topic, named)], grade)
    for hint in scene.around("hint", spot):
        if goes_with(hint.value, made.unit):
            traits = [f"hint {place}" for place in near(scene, spot, hint.start, hint.end)]
            form = "word" if hint.form.startswith("cue") else "name"
            told_so = ["hint", f"hint {form}", f"hint '{scene.words(hint.start, hint.end)}'", *traits]
            yield Option(hint.value, [*told_so, *_known(hint.value, made, topic, named)], hint)
    lasts = (topic.inside, topic.before)
    afar = [last.commodity for last in lasts if last is not None]
    afar += [topic.commodity or "", by_unit(made.unit) or "", made.commodity]
    counts = topic.story.named
    afar += [*sorted(topic.story.hinted), *sorted(counts, key=lambda value: (-counts[value], value))[:_STORY]]
    afar += [precise[value] for value in afar if value in precise]
    for value in dict.fromkeys(afar):
        if value and goes_with(value, made.unit):
            where = [] if value in named else ["from afar"]
            yield Option(value, [*where, "afar", *_known(value, made, topic, named)])


@cache
def _both(one: str, other: str) -> str:
    """The commodity that holds both, by the hierarchy of commodity.csv; empty where one is the other's."""
    above = list(_above(one))
    found = next((value for value in _above(other) if value in above), "")
    return "" if found in (one, other) else found


def _above(value: str) -> Iterator[str]:
    while value:
        yield value
        value = vocabulary.index("commodity")[value]["parent"]


def _between(scene: Scene, mention: Mention, told: tuple[int, int]) -> Iterator[str]:
    low, high = scene.gap(mention.start, mention.end, *told)
    order = "in front" if mention.end <= told[0] else "behind"
    yield f"{order} by {0 if high - low <= 1 else 1 if high - low <= 4 else 2 if high - low <= 12 else 3}"
    if scene.first("break", low, high) is not None:
        yield "parted"


def _known(value: str, made: Slots, topic: Topic, named: set[str]) -> Iterator[str]:
    if value == made.commodity:
        rule = next((rule for slot, _, rule in reversed(made.cues) if slot == "commodity"), "")
        yield "ruled"
        yield f"ruled: {rule}"
        yield f"ruled {value}: {rule}"
    yield f"is {value}"
    yield f"is {value}, {group(made.metric)}"
    yield f"is {value} in {made.unit}"
    for name, last in (("inside", topic.inside), ("before", topic.before)):
        if last is not None and last.commodity == value:
            same = "same" if last.metric == made.metric else "other"
            yield f"{name}"
            yield f"{name} {same}"
            yield f"{name} {same} {'named' if value in named else 'unnamed'}"
    if value == topic.commodity:
        yield "topic"
    counts = topic.story.named
    total = sum(counts.get(other, 0) for other in counts if other) or 1
    yield f"named {min(4, 5 * counts.get(value, 0) // total)} fifths"
    if not counts.get(value):
        yield "never named"
    if value in topic.story.hinted:
        yield f"hinted, {'named' if counts.get(value) else 'never named'}"
    if value in ("oil", "crude_oil") and not made.grade:
        both = (counts.get("oil", 0) > 0, counts.get("crude_oil", 0) > 0)
        here = ("oil" in named, "crude_oil" in named)
        yield f"is {value}, oil and crude {both} {here}"
        yield f"is {value}, oil and crude {both} {here} {made.metric}"
    if made.grade and value == vocabulary.index("grade")[made.grade]["commodity"]:
        yield "of the grade"
    if value in topic.said.get(made.metric, ()):
        yield "said of the metric"
    if (made.metric, value) in topic.told:
        yield "told of the metric"
    if made.metric in PRICES and value == by_unit(made.unit):
        yield "by the unit"
