"""A number beside the words that stand next to it: its own unit, or its own reason. What neighbours share comes
later (`share`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tasks.grammar import canonical, numeral, period, unit
from tasks.grammar.fold import fold
from tasks.grammar.number import Number, numbers
from tasks.grammar.numeral import BEFORE, LETTER
from tasks.lexicon import Lexicon

_PERIOD_REASONS = {"duration": "duration", "clock": "clock_time"}
_SHAPES = frozenset(["clock_time", "calendar_date", "year", "phone", "identifier", "ordinal", "ambiguous_number"])
_LIST_MARK = re.compile(r"[ \n]{0,4}[(]?\d{1,2}[.)](?= |$)")
_MARKED = re.compile(r"(?:^|[ (])[#№] ?$")
_SHORT_SENTENCE = 15


@dataclass(slots=True)
class Draft:
    """One number on its way to a Quantity; offsets are into the folded view."""

    number: Number
    start: int
    end: int
    number_end: int
    value: Decimal
    step: Decimal
    unit: str | None = None
    reason: str | None = None
    reported: tuple[int, int] | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    multiple: bool = False
    rated: bool = False
    scale: Decimal = Decimal(1)
    bare: Decimal = Decimal(0)
    money: str | None = None
    """The currency sign in front, which a neighbour may share."""

    @property
    def open(self) -> bool:
        """Whether it has neither unit nor reason yet."""
        return self.unit is None and self.reason is None


@cache
def _before(lexicon: Lexicon) -> dict[str, str]:
    table = lexicon["number"].get("before", {})
    return {fold(word).lower: reason for reason, words in table.items() for word in words}


def drafts(context: unit.Context, lexicon: Lexicon) -> list[Draft]:
    """Every number of the sentence with what stands beside it. Numbers inside another's unit ("per 1,000 cubic
    metres") are its."""
    text = context.view.lower
    words = numeral.grammar(lexicon)
    units = unit.grammar(lexicon)
    every = numbers(text, lexicon)
    phrases = period.find(context.view, lexicon) if every else ()
    phrase = 0
    found: list[Draft] = []
    covered = 0
    for number in every:
        if number.start < covered:
            if number.end > covered and found:
                found[-1].end = covered = number.end
            continue
        while phrase < len(phrases) and phrases[phrase].end <= number.start:
            phrase += 1
        draft = Draft(
            number,
            number.start,
            number.end,
            number.end,
            number.value,
            number.step,
            scale=number.scale,
            bare=number.bare,
        )
        if number.form in _SHAPES and number.form != "ambiguous_number":
            draft.reason = number.form
        else:
            _beside(context, draft, words, units)
        within = phrase < len(phrases) and phrases[phrase].start <= number.start and number.end <= phrases[phrase].end
        if (
            within
            and number.form == "fraction"
            and (phrases[phrase].start, phrases[phrase].end) == (number.start, number.end)
        ):
            within = False  # "three-quarters of imports"
        if within and (draft.unit is None or draft.end <= phrases[phrase].end):
            role = phrases[phrase].role
            draft.reason = _PERIOD_REASONS.get(role, "year" if _is_year(number) else "calendar_date")
            draft.unit = None
        if draft.open:
            _alone(text, draft, words, lexicon)
        if draft.reason is None and number.form == "ambiguous_number":
            draft.reason = "ambiguous_number"
        if number.lone_one and _is_article(text, draft, words):
            continue
        found.append(draft)
        covered = draft.end
    return found


def _is_article(text: str, draft: Draft, words: numeral.Grammar) -> bool:
    """ "एक टैंकर" is a tanker, "one of them" nobody's count; "one mile" is a mile, and "एक" alone a one."""
    if draft.reason is not None:
        return draft.number.idle or draft.reason not in (
            "other_measure",
            "calendar_date",
            "clock_time",
            "duration",
            "age",
            "ambiguous_unit",
        )
    if draft.unit is not None:
        return bool(words.lone_scales) and canonical.dimension(draft.unit) == "count"
    return draft.number.idle or (bool(words.lone_scales) and len(text.strip()) > draft.end - draft.start)


def _beside(context: unit.Context, draft: Draft, words: numeral.Grammar, units: unit.Grammar) -> None:
    number = draft.number
    sign = unit.sign_before(context, number.start, units)
    if sign is not None:
        draft.money, draft.start = sign
    _short_magnitude(context, draft, words, units, sign is not None)
    if number.form == "growth":
        draft.unit, draft.multiple = "percent", True
        return
    if number.form == "share":
        counted = unit.after(context, draft.number_end, units, draft.value, False)
        if counted is not None and counted.reason is not None:
            _take(context, draft, counted, words, units)
        elif len(context.view.lower) > number.end - number.start + _SHORT_SENTENCE:
            draft.unit, draft.value, draft.bare = "percent", number.value * 100, number.value * 100
        return
    if number.form == "times":
        draft.reason = "duration"
        return
    reason = _behind(context.view.lower, draft.number_end, units)
    if reason is not None and draft.money is None:
        draft.reason = reason
        return
    found = unit.after(context, draft.number_end, units, draft.value, draft.scale != 1, draft.money)
    if found is not None and not (found.reason == "duration" and _is_year(number)):
        _take(context, draft, found, words, units)


def _is_year(number: Number) -> bool:
    return (
        number.end - number.start == 4
        and not number.words
        and number.value == int(number.value)
        and 1800 <= number.value <= 2100
    )


def _behind(text: str, position: int, units: unit.Grammar) -> str | None:
    """ "67.7 mln vs", "12 out of": a reason that the next words give without being a unit."""
    found = unit.longest(units.behind, text, position)
    return str(found[0][0].value) if found else None


def _take(context: unit.Context, draft: Draft, found: unit.Unit, words: numeral.Grammar, units: unit.Grammar) -> None:
    draft.unit, draft.reason, draft.rated = found.expression, found.reason, found.rated
    draft.end = draft.number_end if found.apart else max(found.end, draft.number_end)
    draft.reported = (found.start, found.end) if found.end > found.start else (draft.start, draft.number.start)
    if found.scale != 1:
        draft.value *= found.scale
        draft.step *= found.scale
    if draft.unit is None or draft.rated:
        return
    kind = canonical.dimension(draft.unit)
    if kind == "money" and draft.scale == 1 and draft.money is None:
        _late_magnitude(context, draft, words)
    if kind == "money":
        _minor(context, draft, units)
        before = unit.denominator_before(context, draft.start, units) if not draft.rated else None
        if before is not None:
            draft.unit, draft.start, draft.rated = f"{draft.unit}/{before[0]}", before[1], True
    elif kind in ("mass", "volume", "energy"):
        rate = unit.rate_before(context, draft.start, units)
        if rate is not None:
            draft.unit, draft.start, draft.rated = f"{draft.unit}/{rate[0]}", rate[1], True
        elif (time := unit.adjective_rate(context, draft.start, units)) is not None:
            draft.unit, draft.rated = f"{draft.unit}/{time}", True


def _late_magnitude(context: unit.Context, draft: Draft, words: numeral.Grammar) -> None:
    """ "75 USD million": the magnitude behind the currency."""
    match = unit.TOKEN.match(context.view.lower, draft.end)
    token = words.words.get(match[1]) if match else None
    if match is not None and token is not None and token.kind == "scale" and token.value >= 1000:
        draft.value, draft.step, draft.scale, draft.end = (
            draft.value * token.value,
            draft.step * token.value,
            token.value,
            match.end(),
        )


def _minor(context: unit.Context, draft: Draft, units: unit.Grammar) -> None:
    """ "61 डॉलर 45 सेंट प्रति बैरल": the hundredths belong to the sum before them."""
    text = context.view.lower
    match = re.compile(r"[ ]{1,2}(\d{1,2}+)(?!\d|[.,]\d)").match(text, draft.end)
    if match is None or draft.unit is None or draft.value != int(draft.value):
        return
    minor = unit.minor_after(context, match.end(), units, draft.unit)
    if minor is None:
        return
    rest = unit.after(context, match.end(), units, Decimal(match[1]), False)
    if rest is None or rest.expression is None:
        return
    draft.value += Decimal(match[1]) / 100
    draft.bare, draft.step = draft.value, Decimal("0.01")
    draft.unit = draft.unit + rest.expression.removeprefix(minor)
    draft.end, draft.rated = rest.end, rest.rated


def _short_magnitude(
    context: unit.Context, draft: Draft, words: numeral.Grammar, units: unit.Grammar, money: bool
) -> None:
    """ "$5m", "3.5M bpd", "10k": a letter is a magnitude behind a currency, before a unit, or where it is no unit
    itself."""
    number = draft.number
    if number.form != "plain" or number.scale != 1 or number.words:
        return
    text = context.view.lower
    match = re.compile(rf"[ -]?({LETTER}{{1,7}})(?![\w])").match(text, number.end)
    if match is None or (scale := words.short.get(match[1])) is None:
        return
    glued = match.start(1) == number.end
    if match[1] == "mm" and not money and context.view.cased[match.start(1)] == "m":  # millimetres
        return
    behind = unit.after(context, match.end(), units, number.value * scale, True, draft.money)
    follows = behind is not None and behind.expression is not None and behind.end > match.end()
    itself = unit.after(context, number.end, units, number.value, False)
    if itself is not None and itself.expression is not None and itself.end > match.end():
        return
    unknown = (
        itself is None
        or itself.reason == "ambiguous_unit"
        or (match[1] in ("g", "m") and context.view.cased[match.start(1)].isupper())
    )
    if not (money or follows or (unknown and (glued or match[1] not in ("b", "g")))):
        return
    draft.number_end = draft.end = match.end()
    draft.value = number.value * scale
    draft.step, draft.scale = number.step * scale, scale


def _alone(text: str, draft: Draft, words: numeral.Grammar, lexicon: Lexicon) -> None:
    """A number with nothing beside it: what its place says of it."""
    number = draft.number
    if number.form == "fraction":
        if number.words and len(text) > number.end - number.start + _SHORT_SENTENCE:
            draft.unit, draft.value, draft.bare = "percent", number.value * 100, number.value * 100
        return
    before = BEFORE.search(text, max(0, number.start - 24), number.start)
    reason = _before(lexicon).get(before[1]) if before is not None else None
    whole = number.scale == 1 and number.step == 1 and "," not in text[number.start : number.end]
    if reason is not None and whole and (reason != "calendar_date" or number.value <= 31):
        draft.reason = reason
        return
    if _MARKED.search(text, max(0, number.start - 6), number.start):
        draft.reason = "identifier"
        return
    if _is_year(number):
        draft.reason = "year"
        return
    mark = _LIST_MARK.match(text)
    if mark is not None and mark.end() >= number.end and not number.words:
        draft.reason = "list_marker"
