"""Weighs whether a number is a level, a rise or a fall: what the rule proposed against the other kinds."""

from __future__ import annotations

from dataclasses import replace

from tasks.grammar.direction import Move
from tasks.grammar.near import clause, near, pairs_around, stem, words_around
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.topic import Topic
from tasks.grammar.weigh import Option, choose


def weigh_move(told: Move, scene: Scene, spot: Spot, topic: Topic, size: str) -> tuple[Move, float]:
    """The kind and sign that weigh most, and the chance that they are right."""
    if spot.quantity.multiple:
        return told, 1.0
    step = "growth" if size == "percent" else "change"
    values: list[tuple[str, int]] = [("level", 1), (step, 1), (step, -1)]
    if size == "points":
        values = values[1:]
    ruled = (told.kind, told.sign if told.kind != "level" else 1)
    traits = _traits(told, scene, spot, topic, ruled)
    options = []
    for kind, sign in values:
        name = kind if sign > 0 else f"-{kind}"
        # What tells that something moved is the same either way; which way is told by the words' own.
        names = (name,) if kind == "level" else (name, "moved")
        option = Option((kind, sign), [*names], names=names, common=traits)
        if (kind, sign) == ruled:
            option.traits.append("ruled")
        options.append(option)
    choice = choose("kind", (*topic.style, size), options, spot.quantity)
    kind, sign = choice.option.value  # type: ignore[misc]
    if (kind, sign) == ruled:
        return told, choice.chance
    return replace(told, kind=kind, sign=sign, older=told.older and kind == "level", rule="weighed"), choice.chance


def _traits(told: Move, scene: Scene, spot: Spot, topic: Topic, ruled: tuple[str, int]) -> list[str]:
    view = scene.sentence.folded.lower
    traits = [f"ruled {ruled}", f"ruled {ruled}: {told.rule}"]
    for side in ("before", "behind"):
        words = [
            word
            for word in scene.around("direction", spot)
            if (word.end <= spot.start if side == "before" else word.start >= spot.end)
        ]
        words = words[::-1][:2] if side == "before" else words[:2]
        for rank, word in enumerate(words):
            place = near(scene, spot, word.start, word.end)
            traits += [f"{word.value} {rank} {trait}" for trait in (place[0], place[3])]
            traits += [
                f"{told} {side} {rank}" for told in {view[word.start : word.end], stem(view[word.start : word.end])}
            ]
        if not words:
            traits.append(f"nothing moves {side}")
    for kind in ("lead", "trail", "apart", "step"):
        for word in scene.around(kind, spot):
            gap = spot.start - word.end if word.end <= spot.start else word.start - spot.end
            if -1 <= gap <= 12:
                traits.append(f"{kind} {word.value} {'before' if word.end <= spot.start else 'behind'} {gap > 2}")
    if topic.inside is not None:
        parted = scene.parted(scene.previous(spot), spot.start)
        traits += [f"inside {topic.inside.kind} {topic.inside.sign} {parted}", f"inside older {topic.inside.older}"]
    if topic.before is not None:
        traits.append(f"before {topic.before.kind} {topic.before.sign}")
        if topic.inside is None:
            traits.append(f"first, before {topic.before.kind} {topic.before.sign}")
    return [*traits, *words_around(scene, spot, 4), *pairs_around(scene, spot), *clause(scene, spot)]
