"""The unit that a number leaves out: "3.1 mln" after "2.9 mln bpd", "a capacity of 8.7 mln tonnes" for a year's.

Three kinds of numbers are asked about: one that has no unit at all, which may have that of a number near it, in its own
sentence or in the last ones; an amount without a rate, which may be by the day or by the year; and dollars that do not
say whose, in a story that tells of Canadian ones (`dollars`). What is likeliest is learned (`weigh`); a number that is
likeliest bare stays as it was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tasks.grammar import dollars
from tasks.grammar.beside import SEEN, after, alike, before, form, goods, magnitude
from tasks.grammar.canonical import dimension, major
from tasks.grammar.datum import Quantity
from tasks.grammar.mention import Mention
from tasks.grammar.near import clause, near, pairs_around, word_after, word_before, words_around
from tasks.grammar.price import rated
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.weigh import Option, choose

_BARE = "no_unit"
_BEHIND = 3
"""Sentences back from which a unit may come."""
_EACH = 3
"""Numbers of each such sentence, and on each side of its own, that may lend theirs."""
_AMOUNTS = frozenset({"mass", "volume"})
_RATES = frozenset({"mass_rate", "volume_rate"})
_TIMES = ("day", "year")


def complete(scenes: Sequence[Scene], style: tuple[str, ...]) -> list[Scene]:
    """The sentences of an article, with the units that their numbers leave out."""
    made: list[Scene] = []
    behind: list[tuple[Scene, list[Spot]]] = []
    money = dollars.named(scenes)
    for scene in scenes:
        if any(_asked(quantity) for quantity in scene.quantities):
            scene = _completed(scene, behind, style)
        if money and any(dollars.bare(quantity, scene) for quantity in scene.quantities):
            scene = dollars.exchanged(scene, behind, style, money)
        made.append(scene)
        lenders = [spot for spot in scene.figures if _lends(spot.quantity)] if scene.quantities else []
        if lenders or behind:
            behind = [(scene, lenders), *behind][:_BEHIND]
    return made


def _asked(quantity: Quantity) -> bool:
    if quantity.reason == _BARE:
        return quantity.value > 0
    if quantity.reason is not None or quantity.unit is None:
        return False
    return dimension(quantity.unit) in (_RATES if quantity.lent else _AMOUNTS)


def _lends(quantity: Quantity) -> bool:
    return quantity.reason is None and quantity.unit is not None and not quantity.multiple


def _completed(scene: Scene, behind: list[tuple[Scene, list[Spot]]], style: tuple[str, ...]) -> Scene:
    """The scene with some of its quantities changed; what has been given a unit lends it on."""
    spots = list(scene.spots)
    sure: dict[int, float] = {}
    for index, spot in enumerate(spots):
        quantity = spot.quantity
        if not _asked(quantity):
            continue
        bare = quantity.reason == _BARE
        options = _lent(scene, spots, index, behind) if bare else _rated(scene, spots, index, behind)
        if len(options) < 2:
            continue
        choice = choose("unit" if bare else "rate", style, options, quantity)
        sure[spot.start] = choice.chance
        if choice.option.value != quantity.unit:
            cue = choice.option.cue
            scene.lent[spot.start] = (cue.start, cue.end) if cue is not None else (0, 0), choice.option.rule
            told = quantity._replace(unit=str(choice.option.value), reason=None)
            spots[index] = Spot(told, spot.start, spot.end)
    scene.sure = sure
    quantities = [spot.quantity for spot in spots]
    return scene if quantities == list(scene.quantities) else scene.told_anew(quantities)


def _lent(
    scene: Scene, spots: Sequence[Spot], index: int, behind: Sequence[tuple[Scene, Sequence[Spot]]]
) -> list[Option]:
    spot = spots[index]
    common = [*form(spot.quantity), *words_around(scene, spot, 3), *pairs_around(scene, spot)]
    common += [*clause(scene, spot), *goods(scene, spot)]
    common.append(f"between {word_before(scene, spot.start)}, {word_after(scene, spot.end)}")
    options = [Option(None, ["bare", "ruled"], names=("bare",), common=common)]
    here = {
        side: [other for other in others if _lends(other.quantity)][:_EACH]
        for side, others in (("before", before(spots, index)), ("after", after(spots, index)))
    }
    for side, others in here.items():
        for rank, other in enumerate(others):
            traits = [f"{side} {rank}", *near(scene, spot, other.start, other.end)]
            options += _offers(spot, other, side, [*traits, *alike(spot, other, side)], common)
    for age, (_, lenders) in enumerate(behind):
        for name, chosen in (("last", lenders[-_EACH:][::-1]), ("first", lenders[:1])):
            for rank, other in enumerate(chosen):
                traits = [f"behind {age}", f"behind {age} {name} {rank}", f"behind {name} {rank}"]
                told = "figures here" if any(here.values()) else "no figures here"
                traits.append(f"behind {age}, {told}")
                options += _offers(spot, other, "behind", [*traits, *alike(spot, other, "behind")], common)
    return options if len(options) > 1 else []


def _offers(spot: Spot, other: Spot, side: str, traits: list[str], common: Sequence[str]) -> Iterator[Option]:
    """The unit of another number; and, of a hundredth part of a currency, the whole: "80 cents to 15.10"."""
    unit = other.quantity.unit or ""
    size = dimension(unit)
    told = ["lent", *traits, f"of {size}", f"of {size} {side}", f"of {unit}"]
    # The other number may stand in another sentence: its place is told in the article's offsets.
    cue, rule = Mention(other.quantity.start, other.quantity.end, "unit", unit), f"the unit of a number {side}"
    yield Option(unit, told, cue, rule, ("lent", f"lent {size}"), common)
    if (whole := major(unit)) != unit:
        told = [f"whole {trait}" for trait in (*traits, *_written(spot, other))]
        traits = ["whole", *told, f"of {whole}"]
        yield Option(whole, traits, cue, f"{rule}, whole", ("lent", f"lent {size}", "whole"), common)


def _written(spot: Spot, other: Spot) -> Iterator[str]:
    """With how many digits behind the point two numbers are written."""
    one, two = (max(0, -int(number.quantity.value.as_tuple().exponent)) for number in (spot, other))
    yield f"digits {min(one, 3)} {min(two, 3)}"


def _rated(
    scene: Scene, spots: Sequence[Spot], index: int, behind: Sequence[tuple[Scene, Sequence[Spot]]]
) -> list[Option]:
    spot = spots[index]
    told = spot.quantity.unit or ""
    unit = told.partition("/")[0]
    size = dimension(unit)
    common = [*words_around(scene, spot, 3), *pairs_around(scene, spot), *clause(scene, spot), *goods(scene, spot)]
    common += [f"unit {unit}"]
    common.append(f"unit {unit} size {magnitude(spot.quantity.value)}")
    words = scene.around("metric", spot)
    if words:
        word = min(words, key=lambda mention: scene.cost(spot, mention.start, mention.end))
        place = near(scene, spot, word.start, word.end)
        common += [f"of {word.value}", f"of {word.value} {unit}", f"of {word.value} {place[0]}"]
    ruled = told if spot.quantity.lent else rated(scene, spot)
    kept = ["as it is", *(["ruled"] if ruled is None else [])]
    options = [Option(unit, kept, None, "no rate", ("as it is",), common)]
    for time in _TIMES:
        rate = f"{unit}/{time}"
        traits = ["rated", f"rated {time}", f"rated {time} {size}", f"rated {time} {unit}"]
        for side, beside in (("before", before(spots, index)), ("after", after(spots, index))):
            found = [other for other in beside if (other.quantity.unit or "").endswith(f"/{time}")][:1]
            for other in found:
                same = "same" if other.quantity.unit == rate else "other"
                traits += [
                    f"{side} {same}",
                    *(f"{same} {trait}" for trait in near(scene, spot, other.start, other.end)),
                ]
                traits += [f"{same} {trait}" for trait in alike(spot, other, side)]
        for age, (_, others) in enumerate(behind):
            for other in [other for other in others[-SEEN:] if other.quantity.unit == rate][-1:]:
                traits += [f"behind {age}", *(f"behind {trait}" for trait in alike(spot, other, "behind"))]
        if rate == ruled:
            traits.append("ruled")
        options.append(Option(rate, traits, None, f"by the {time}", ("rated", f"rated {time}"), common))
    return options
