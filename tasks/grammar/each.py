"""What a sum is the price of, told in front of it: "one litre of petrol is at 96.72 rupees", "a 14.2 kg cylinder"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile

from tasks.grammar import canonical, unit
from tasks.grammar.datum import Quantity, Sentence
from tasks.grammar.draft import Draft
from tasks.grammar.unit import Context

_REACH = 48
"""How far its name may stand from what a container holds, in characters."""
_BRACKET = 14
"""How far behind its name what it holds may stand in brackets, likewise."""
_FAR = 70
"""How far a sum may stand from the thing that it is for, likewise."""
_DIGIT = re.compile(r"\d")
_CLAUSE_END = re.compile(r"[.;:!?](?=\s)|।")
_HIGHEST = 100_000
"""No barrel, tonne or litre costs so much in any of the big currencies."""
_MEASURED = frozenset({"mass", "volume", "energy"})
_LIKE = Decimal("0.2")
"""Prices of one thing are of one size."""
_CARRIED = 3
"""For how many sentences a container is remembered."""


def ones(context: Context, found: Sequence[Draft], units: unit.Grammar) -> None:
    """Gives sums the denominator of "one litre" or "the average litre" before them, and those that follow in the
    sentence."""
    if units.one_of is None or not any(draft.unit in units.sums and not draft.rated for draft in found):
        return
    thing: str | None = None
    last = 0
    for index, draft in enumerate(found):
        if draft.reason or draft.unit is None or draft.rated or draft.scale != 1:
            continue
        if draft.value == 1 and "/" not in draft.unit and canonical.dimension(draft.unit) in _MEASURED:
            following = found[index + 1] if index + 1 < len(found) else draft
            if _bare_sum(following) and _reached(context.text, draft.end, following.start):
                thing, last, draft.reason = draft.unit, draft.end, "other_measure"
        elif _bare_sum(draft):
            thing, last = _noun(context, found, index, units) or (thing, last)
            if thing is not None and _reached(context.text, last, draft.start):
                draft.unit, draft.rated = f"{draft.unit}/{thing}", True
                last = draft.end


def _bare_sum(draft: Draft) -> bool:
    return (
        draft.unit is not None
        and draft.reason is None
        and not draft.rated
        and draft.scale == 1
        and abs(draft.value) <= _HIGHEST
        and canonical.dimension(draft.unit) == "money"
    )


def _reached(text: str, start: int, end: int) -> bool:
    return end - start <= _FAR and not _CLAUSE_END.search(text, start, end)


def _noun(context: Context, found: Sequence[Draft], index: int, units: unit.Grammar) -> tuple[str, int] | None:
    """The last "the average litre" in front of a sum that is no number's own unit ("$70 a barrel"), and its end."""
    assert units.one_of is not None
    start = found[index].start
    first = max(0, start - _FAR)
    behind = list(takewhile(lambda other: other.end > first, (found[at] for at in range(index - 1, -1, -1))))
    for match in reversed(list(units.one_of.finditer(context.text, first, start))):
        told = unit.denominator(context, match.end(), units)
        # "A cargo was sold at $10.50" is not a price of the cargo.
        if told is None or told[1] > start or canonical.dimension(told[0]) not in _MEASURED:
            continue
        if not any(other.start < told[1] and match.start() < other.end for other in behind):
            return told
    return None


def containers(text: str, found: Sequence[Draft], units: unit.Grammar) -> None:
    """Sums beside "14.2 किलो का सिलेंडर" are prices of what is in it."""
    if units.container is None:
        return
    content = Decimal(0)
    for draft in found:
        if draft.unit == "kilogramme" and draft.reason is None and _contained(text, draft.start, draft.end, units):
            content = draft.value
            draft.reason = "other_measure"
    for draft in found if content > 0 else ():
        if draft.unit is None or draft.reason or draft.rated or draft.scale != 1:
            continue
        if canonical.dimension(draft.unit) == "money":
            draft.unit, draft.rated = f"{draft.unit}/kilogramme", True
            draft.value, draft.step = draft.value / content, draft.step / content
            if draft.low is not None and draft.high is not None:
                draft.low, draft.high = draft.low / content, draft.high / content


def _contained(text: str, start: int, end: int, units: unit.Grammar) -> bool:
    """Whether a weight is that of a container: "14.2 किलो का सिलेंडर", "सिलेंडर (14.2 किलो)"."""
    if units.container is None:
        return False
    held = units.container.search(text, end, end + _REACH)
    if held is not None and not _DIGIT.search(text, end, held.start()):
        return True
    return text[start - 1 : start] == "(" and units.container.search(text, max(0, start - _BRACKET), start) is not None


Measured = tuple[Sentence, tuple[Quantity, ...]]


def refilled(measured: Sequence[Measured], units: unit.Grammar) -> list[Measured]:
    """The same, where later sentences tell more prices of a container that an earlier one weighs.

    A sum counts that is of the size of one told beside the container, or stands beside the container's name.
    """
    content, least, most, age = Decimal(0), Decimal(0), Decimal(0), 0
    made: list[Measured] = []
    for sentence, quantities in measured:
        held = _held(sentence, quantities, units)
        if held is not None:
            content, age = held, 0
            sums = [abs(one.value * content) for one in quantities if (one.unit or "").endswith("/kilogramme")]
            least, most = (min(sums) * _LIKE, max(sums) / _LIKE) if sums else (Decimal(0), Decimal(0))
        elif content and (age := age + 1) <= _CARRIED:
            named = units.container is not None and units.container.search(sentence.folded.lower) is not None
            quantities = tuple(
                _per_content(one, content) if named or least <= abs(one.value) <= most else one for one in quantities
            )
        made.append((sentence, quantities))
    return made


def _held(sentence: Sentence, quantities: Sequence[Quantity], units: unit.Grammar) -> Decimal | None:
    """What the container of a sentence weighs, in kilogrammes."""
    view = sentence.folded
    for one in quantities:
        weight = one.unit == "kilogramme" and one.reason == "other_measure" and one.value > 0
        if weight and _contained(view.lower, view.back(one.start), view.back(one.end), units):
            return one.value
    return None


def _per_content(quantity: Quantity, content: Decimal) -> Quantity:
    if quantity.reason is not None or quantity.unit is None or abs(quantity.value) > _HIGHEST:
        return quantity
    if canonical.dimension(quantity.unit) != "money":
        return quantity
    return quantity._replace(
        unit=f"{quantity.unit}/kilogramme",
        value=quantity.value / content,
        low=None if quantity.low is None else quantity.low / content,
        high=None if quantity.high is None else quantity.high / content,
        step=quantity.step / content,
    )
