"""Prices that leave out what they are for: "to 43 cents" after "four cents a gallon", "Brent at 83.40 dollars"."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from tasks.grammar.canonical import canonical, dimension
from tasks.grammar.commodity import hinted
from tasks.grammar.metric import nearest
from tasks.grammar.scene import FAR, Scene, Spot
from tasks.grammar.slots import OWN, PRICES
from tasks.grammar.topic import Topic
from warehouse import vocabulary

# No barrel, tonne or gallon costs so much in any of the big currencies: above it, money is a sum and no price.
_HIGHEST = 100_000
# Amounts of one kind are of one size; and only a neighbour lends its rate.
_LIKE = Decimal("0.2")
_NEAR = 60


def priced(scene: Scene, spot: Spot, topic: Topic) -> str | None:
    """The unit of a price for a sum of money beside words of price, or None where it is no price.

    What it is for is what the last price of the story was for, else the unit in which the grade beside it is quoted.
    """
    unit = spot.quantity.unit or ""
    if dimension(unit) != "money" or abs(canonical(spot.quantity.value, unit, None).value) > _HIGHEST:
        return None
    if "=" in scene.words(spot.start - 3, spot.start) + scene.words(spot.end, spot.end + 3):
        return None  # "$1 = 6.37 yuan"
    late = scene.lexicon.verbs_last
    word = nearest(scene, spot, "metric", None, late)
    last = topic.inside or topic.before
    chained = last is not None and last.metric in PRICES and not scene.of("commerce")
    told = word is not None and word[0].value in PRICES and word[1] <= OWN
    if not (chained or told or _sold(scene, spot)):
        return None
    return unpriced(scene, spot, topic)


def unpriced(scene: Scene, spot: Spot, topic: Topic) -> str | None:
    """The unit that a sum of money has if it is a price, or None where nothing says what it would be for."""
    unit = spot.quantity.unit or ""
    if dimension(unit) != "money" or abs(canonical(spot.quantity.value, unit, None).value) > _HIGHEST:
        return None
    thing = _sold(scene, spot) or _quoted(scene, spot, OWN) or topic.price_of
    if thing is None and topic.story.dense:
        thing = _quoted(scene, spot, FAR)
    if thing is None and topic.story.dense and topic.commodity is not None:
        thing = vocabulary.index("quoted").get(topic.commodity, {}).get("unit")
    if thing is None and not topic.story.foreign:
        hint = hinted(scene, spot, unit)
        signs = topic.story.hinted
        goods = hint.value if hint is not None else max(signs, key=signs.__getitem__, default="")
        thing = vocabulary.index("quoted").get(goods, {}).get("unit")
    return f"{unit}/{thing}" if thing else None


def rated(scene: Scene, spot: Spot) -> str | None:
    """The unit of an amount whose "a day" was left out beside a rate: "14.6 lakh barrels" after "15.4 lakh a day"."""
    unit = spot.quantity.unit or ""
    if dimension(unit) not in ("mass", "volume") or not spot.quantity.value:
        return None
    for other in scene.figures:
        theirs = other.quantity.unit or ""
        ratio = abs(other.quantity.value / spot.quantity.value)
        if other is not spot and theirs.startswith(f"{unit}/") and _LIKE <= ratio <= 1 / _LIKE:
            low, high = scene.gap(spot.start, spot.end, other.start, other.end)
            if high - low <= _NEAR and not scene.first("commodity", spot.end, spot.end + 12):
                return theirs
    return None


def _sold(scene: Scene, spot: Spot) -> str | None:
    """What the amount right before the sum is counted in, where the sum is paid for it: "3,000 bpd at 14.51 dlrs"."""
    end = scene.previous(spot)
    amount = next((other for other in scene.figures if other.end == end), None) if end else None
    unit = (amount.quantity.unit or "").partition("/")[0] if amount is not None else ""
    if unit not in _units() or scene.words(end, spot.start).strip() not in scene.lexicon["cue"]["sold_at"]["word"]:
        return None
    return unit


@cache
def _units() -> frozenset[str]:
    """The units that commodities are quoted by."""
    return frozenset(row["unit"] for row in vocabulary.table("quoted"))


def _quoted(scene: Scene, spot: Spot, reach: float) -> str | None:
    """What the nearest grade or commodity within `reach` is quoted by, as an id of factor.csv."""
    quoted = vocabulary.index("quoted")
    goods = sorted((scene.cost(spot, mention.start, mention.end), mention.value) for mention in scene.of("commodity"))
    if goods and goods[0][0] <= reach and goods[0][1] in quoted:
        return quoted[goods[0][1]]["unit"]
    grades = sorted((scene.cost(spot, mention.start, mention.end), mention.value) for mention in scene.of("grade"))
    if not grades or grades[0][0] > reach:
        return None
    symbol = vocabulary.index("grade")[grades[0][1]]["unit"]
    return vocabulary.index("symbol").get(symbol, {}).get("unit")
