"""Dollars that do not say whose: Canadian ones where the weights say so, in a story that tells "Canadian dlrs"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from tasks.grammar.beside import SEEN, after, alike, before, form, goods
from tasks.grammar.canonical import dimension, minor_units
from tasks.grammar.datum import Quantity
from tasks.grammar.fold import fold
from tasks.grammar.near import clause, near, words_around
from tasks.grammar.scene import Scene, Spot
from tasks.grammar.weigh import Option, choose
from tasks.lexicon import Lexicon


def _shared(lexicon: Lexicon) -> str:
    """The money whose word others share, and that it means where nothing else is told; "" for none."""
    return str(lexicon["unit"].get("shared_money", ""))


def named(scenes: Sequence[Scene]) -> list[str]:
    """The dollars other than the American that a story tells by name: "Canadian dlrs"."""
    if not scenes:
        return []
    told = {
        (quantity.unit or "").partition("/")[0].partition("_")[0]
        for scene in scenes
        for quantity in scene.quantities
        if quantity.reason is None
    }
    return sorted(told & _dollars(scenes[0].lexicon))


@cache
def _dollars(lexicon: Lexicon) -> frozenset[str]:
    """The currencies that share the American one's word."""
    money, ours = lexicon["unit"].get("money", {}), _shared(lexicon)
    bare = {word for word in money.get(ours, ()) if " " not in word and word.isalpha()}
    return (
        frozenset(
            code for code, words in money.items() if code != ours and any(word.split()[-1] in bare for word in words)
        )
        - minor_units()
    )


def bare(quantity: Quantity, scene: Scene) -> bool:
    """Whether a sum is in dollars, or cents, that do not say of which country."""
    ours = _shared(scene.lexicon)
    if quantity.reason is not None or not quantity.unit or not ours or not quantity.unit.startswith(ours):
        return False
    words = (quantity.unit_reported or "").lower().split()
    return not words or words[0] in _bare_words(scene.lexicon)


@cache
def _bare_words(lexicon: Lexicon) -> frozenset[str]:
    money = lexicon["unit"].get("money", {})
    words = (*money.get(_shared(lexicon), ()), *lexicon["unit"].get("own_cent", ()))
    return frozenset(fold(word).lower for word in words if " " not in word and word.isalpha() and word != "usd")


def exchanged(
    scene: Scene, behind: Sequence[tuple[Scene, Sequence[Spot]]], style: tuple[str, ...], money: Sequence[str]
) -> Scene:
    """The scene with bare dollars told in the story's own, where that is likelier."""
    spots = list(scene.spots)
    for index, spot in enumerate(spots):
        quantity = spot.quantity
        if not bare(quantity, scene):
            continue
        common = [*clause(scene, spot), *words_around(scene, spot, 3), *goods(scene, spot), *form(quantity)]
        common.append(f"a {dimension(quantity.unit or '')}")
        common += [f"beside {grade.value}" for grade in scene.around("grade", spot)[:2]]
        options = [Option(quantity.unit, ["as it is", "ruled"], names=("as it is",), common=common)]
        for code in money:
            unit = (quantity.unit or "").replace(_shared(scene.lexicon), code, 1)
            if unit.partition("/")[0].partition("_")[2] and unit.partition("/")[0] not in minor_units():
                continue
            options.append(
                Option(unit, ["own", *_told(scene, spots, index, behind, code)], names=("own",), common=common)
            )
        choice = choose("money", style, options, quantity)
        scene.sure[spot.start] = scene.sure.get(spot.start, 1.0) * choice.chance
        if choice.option.value != quantity.unit:
            scene.lent[spot.start] = (0, 0), "the dollars that the story tells"
        spots[index] = Spot(quantity._replace(unit=str(choice.option.value)), spot.start, spot.end)
    quantities = [spot.quantity for spot in spots]
    return scene if quantities == list(scene.quantities) else scene.told_anew(quantities)


def _told(
    scene: Scene, spots: Sequence[Spot], index: int, behind: Sequence[tuple[Scene, Sequence[Spot]]], code: str
) -> Iterator[str]:
    """Where a currency is told: traits of its nearest sums, and of its country."""
    spot = spots[index]
    for side, others in (("before", before(spots, index)), ("after", after(spots, index))):
        for other in [other for other in others if (other.quantity.unit or "").startswith(code)][:1]:
            yield f"told {side}"
            yield from (f"told {trait}" for trait in near(scene, spot, other.start, other.end))
            yield from (f"told {trait}" for trait in alike(spot, other, side))
    for age, (_, others) in enumerate(behind):
        if any((other.quantity.unit or "").startswith(code) for other in others[-SEEN:]):
            yield f"told behind {age}"
    if any(mention.value == code[:2] for mention in scene.of("party")):
        yield "its country here"
