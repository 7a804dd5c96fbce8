"""Of what: the commodity, and the grade or benchmark, that a number belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from tasks.grammar.mention import Mention
from tasks.grammar.phase import goes_with
from tasks.grammar.scene import FAR, Scene, Spot
from tasks.grammar.story import Story
from warehouse import vocabulary

# How much nearer a commodity counts for standing beside the word of the metric, in characters.
_JOINED = 30
_CRUDE_METRICS = frozenset({"trade", "trade_count", "production", "stocks", "price", "refining"})


@dataclass(frozen=True, slots=True)
class Matter:
    """What a number is of; `commodity` None with a `reason` where it is nothing of ours."""

    commodity: str | None
    grade: str | None
    cue: Mention | None
    cost: float
    rule: str
    reason: str | None = None


def matter(scene: Scene, spot: Spot, unit: str, story: Story, metric: tuple[int, int] | None = None) -> Matter | None:
    """The commodity nearest to the number in its sentence, or None where the sentence names none.

    `metric` is the span of the word for the metric: a commodity joined to it ("gasoline demand", "stocks of crude") is
    the number's even where another stands nearer.
    """
    best: Matter | None = None
    vague = vocabulary.trait("vague")
    for mention in scene.of("commodity"):
        if mention.value and not goes_with(mention.value, unit):
            continue
        if mention.form.endswith(".ambiguous") and not story.ours(mention):
            continue
        cost = scene.cost(spot, mention.start, mention.end, before=1.15, after=1.0, crossing=22)
        cost += float(vague.get(mention.value, 0))
        if (
            metric is not None
            and not (metric[0] < spot.end and spot.start < metric[1])
            and _joined(scene, mention, metric)
        ):
            cost -= _JOINED
        if best is None or cost < best.cost:
            if not story.ours(mention):
                best = Matter(None, None, mention, cost, "another commodity", "non_energy_commodity")
            else:
                best = Matter(mention.value, None, mention, cost, "the commodity nearest to the number")
    grades = vocabulary.index("grade")
    for mention in scene.of("grade"):
        cost = scene.cost(spot, mention.start, mention.end, crossing=22)
        commodity = grades[mention.value]["commodity"]
        if not goes_with(commodity, unit):
            continue
        if best is None or cost < best.cost or (best.commodity == commodity and cost < best.cost + 40):
            best = Matter(commodity, mention.value, mention, cost, "the grade nearest to the number")
    return best if best is not None and best.cost < FAR else None


def _joined(scene: Scene, mention: Mention, metric: tuple[int, int]) -> bool:
    start, end = metric
    if mention.end <= start:
        return start - mention.end <= 2 or (start - mention.end <= 5 and not scene.first("break", mention.end, start))
    return 0 <= mention.start - end <= 5 and not scene.first("break", end, mention.start)


def hinted(scene: Scene, spot: Spot, unit: str) -> Mention | None:
    """The nearest company, place or word of the sentence that is known for goods which can be told in a unit."""
    fitting = [hint for hint in scene.around("hint", spot) if goes_with(hint.value, unit)]
    return min(fitting, key=lambda hint: scene.cost(spot, hint.start, hint.end), default=None)


def most_named(unit: str, story: Story) -> str | None:
    """The commodity that can be told in a unit and that a story about energy names most often, else that it speaks of
    without a name most often; or None."""
    if story.foreign:
        return None
    for told in (story.named, story.hinted):
        fitting = {value: count for value, count in told.items() if value and goes_with(value, unit)}
        if fitting:
            return max(fitting, key=fitting.__getitem__)
    return None


def refined(commodity: str, metric: str, scene: Scene) -> str:
    """A commodity made precise by another word of the sentence, as "crude" makes oil crude for the same flow."""
    precise = vocabulary.trait("precise").get(commodity)
    if precise is None or metric not in _CRUDE_METRICS:
        return commodity
    named = any(mention.value == precise for mention in scene.of("commodity"))
    return precise if named or metric == "refining" else commodity
