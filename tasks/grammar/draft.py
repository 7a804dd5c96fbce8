"""A number beside the words that stand next to it: its own unit, or its own reason. What neighbours share comes
later (`share`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from tasks.grammar import canonical, numeral, period, unit
from tasks.grammar.fold import fold
from tasks.grammar.number import Number, numbers
from tasks.grammar.numeral import LETTER
from tasks.grammar.spelling import signed
from tasks.lexicon import Lexicon

_PERIOD_REASONS = {"duration": "duration", "clock": "clock_time"}
_SHAPES = frozenset(["clock_time", "calendar_date", "year", "phone", "identifier", "ordinal", "ambiguous_number"])
_LIST_MARK = re.compile(r"[ \n]{0,4}[(]?\d{1,2}[.)](?= |$)")
# What a number in a name may seem to count.
_NAMED = frozenset([None, "count_out_of_scope", "futures_volume", "people", "finance"])
_ONE_WORD = 14
_NAME_BEFORE = re.compile(rf"((?:{LETTER}|[&.])++)[ -]{{1,2}}\Z")
_SHORT = re.compile(rf"(?:-| {{0,2}})({LETTER}{{1,7}})(?![\w])")
_CENTS = re.compile(r"[ ]{1,2}(\d{1,2}+)(?!\d|[.,]\d)")
_MARKED = re.compile(r"(?:^|[ (])[#№] ?\Z")


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
    money_start: int = 0
    """Where that sign begins: behind a minus, if there is one."""

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
    every = numbers(text, lexicon)
    if not every:
        return []
    words = numeral.grammar(lexicon)
    units = unit.grammar(lexicon)
    cover = period.Cover(context.view, lexicon)
    found: list[Draft] = []
    covered = 0
    for number in every:
        if number.start < covered:
            if number.end > covered and found:
                found[-1].end = covered = number.end
            continue
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
            _beside(context, draft, words, units, covered)
        # "March 15 shipments" are of the 15th.
        counted = draft.unit is not None and not number.words and canonical.dimension(draft.unit) == "count"
        phrase = cover.of(number.start, number.end, number.end if draft.unit is None or counted else draft.end)
        # "three-quarters of imports" is no time.
        if phrase is not None and not (
            number.form == "fraction" and (phrase.start, phrase.end) == (number.start, number.end)
        ):
            role = phrase.role
            draft.reason = _PERIOD_REASONS.get(role, "year" if _is_year(number) else "calendar_date")
            draft.unit = None
            if counted:
                draft.end, draft.reported = draft.number_end, None
        if (
            draft.reason in _NAMED
            and (draft.unit is None or canonical.dimension(draft.unit) == "count")
            and _is_name(text, draft, found, words, lexicon)
        ):
            draft.unit, draft.reason, draft.end, draft.reported = None, "identifier", draft.number_end, None
        if draft.open:
            _alone(text, draft, words, units, lexicon, covered)
        if draft.reason is None and number.form == "ambiguous_number":
            draft.reason = "ambiguous_number"
        if number.lone_one and _is_article(text, draft, words):
            continue
        found.append(draft)
        covered = draft.end
    return found


def _is_name(text: str, draft: Draft, found: list[Draft], words: numeral.Grammar, lexicon: Lexicon) -> bool:
    """ "Boeing 757", "S&P 500", "737-400": a name's number, whatever is counted behind it."""
    number = draft.number
    if not _whole(text, number):
        return False
    if found and found[-1].reason == "identifier" and text[found[-1].end : number.start] in ("-", "/"):
        return True
    before = _NAME_BEFORE.search(text, max(0, number.start - 24), number.start)
    if before is None or _before(lexicon).get(before[1]) != "identifier":
        return False
    return not number.words or before[1] in words.names


def _whole(text: str, number: Number) -> bool:
    return number.scale == 1 and number.step == 1 and "," not in text[number.start : number.end]


def _is_article(text: str, draft: Draft, words: numeral.Grammar) -> bool:
    """ "एक टैंकर" is a tanker, "one of them" nobody's count; "one mile" is a mile, and "एक" alone a one."""
    if draft.reason is not None:
        return (draft.number.idle and draft.reason != "other_measure") or draft.reason not in (
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


def _beside(context: unit.Context, draft: Draft, words: numeral.Grammar, units: unit.Grammar, covered: int) -> None:
    number = draft.number
    sign = unit.sign_before(context, number.start, units) or unit.code_before(context, number.start, units)
    if sign is not None and sign.start < covered:  # "10 $ 30 cent": the first sum's
        sign = None
    if sign is not None:
        draft.money, draft.start, draft.money_start = sign.code, sign.start, sign.start
        below = signed(context.view.lower, replace(number, start=sign.start), words)
        if not number.signed and covered <= below.start < sign.start:  # "-$5", "minus $5"
            draft.start, draft.value, draft.bare = below.start, below.value, below.bare
            draft.number = number = replace(number, signed=True)
        if sign.scale != 1:
            draft.value, draft.step, draft.scale = draft.value * sign.scale, number.step * sign.scale, sign.scale
    _short_magnitude(context, draft, words, units, sign is not None)
    if number.form == "growth":
        draft.unit, draft.multiple = "percent", True
        return
    if number.form == "share":
        counted = unit.after(context, draft.number_end, units, draft.value, False)
        if counted is not None and counted.reason is not None:
            _take(context, draft, counted, words, units)
        else:
            draft.unit = "whole"
        return
    if number.form == "times":
        draft.reason = "duration"
        return
    found = unit.after(context, draft.number_end, units, draft.value, draft.scale != 1, draft.money)
    if found is not None and not (_is_year(number) and _by_chance(found)):
        _take(context, draft, found, words, units)


def _by_chance(found: unit.Unit) -> bool:
    """Whether a year may stand before the words without counting them: "1985 excludes discontinued operations"."""
    if found.expression is not None:  # "in 2023 ships carried"
        return canonical.dimension(found.expression) == "count"
    return found.reason == "duration" or (found.reason in _NAMED and found.end - found.start > _ONE_WORD)


def _is_year(number: Number) -> bool:
    return (
        number.end - number.start == 4
        and not number.words
        and number.value == int(number.value)
        and 1800 <= number.value <= 2100
    )


def _take(context: unit.Context, draft: Draft, found: unit.Unit, words: numeral.Grammar, units: unit.Grammar) -> None:
    draft.unit, draft.reason, draft.rated = found.expression, found.reason, found.rated
    draft.end = draft.number_end if found.apart else max(found.end, draft.number_end)
    draft.reported = (found.start, found.end) if found.end > found.start else (draft.money_start, draft.number.start)
    if found.scale != 1:
        draft.value *= found.scale
        draft.step *= found.scale
    if (
        draft.reason == "other_measure"
        and (lesser := unit.compound_after(context, found, draft.end, units)) is not None
    ):
        draft.value, draft.end, draft.step = draft.value + lesser[0], lesser[1], Decimal(0)
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
    match = _CENTS.match(text, draft.end)
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
    if number.form != "plain" or draft.scale != 1 or number.scale != 1 or number.words:
        return
    text = context.view.lower
    match = _SHORT.match(text, number.end)
    if match is None or (scale := words.short.get(match[1])) is None:
        return
    glued = match.start(1) == number.end
    if match[1] == "mm" and not money and context.view.cased[match.start(1)] == "m":  # millimetres
        return
    behind = unit.after(context, match.end(), units, number.value * scale, True, draft.money)
    follows = (
        behind is not None
        and behind.end > match.end()
        and (behind.expression is not None or (glued and behind.reason == "people"))
    )
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
    draft.value *= scale
    draft.step, draft.scale = number.step * scale, scale


def _alone(
    text: str, draft: Draft, words: numeral.Grammar, units: unit.Grammar, lexicon: Lexicon, covered: int
) -> None:
    """A number with nothing beside it: what its place says of it."""
    number = draft.number
    if number.form == "fraction":
        following = numeral.NEXT.match(text, number.end)
        if number.words or (following is not None and following[1] in words.ofs | words.parts):
            draft.unit = "whole"
        return
    before = _NAME_BEFORE.search(text, max(0, number.start - 24), number.start)
    reason = _before(lexicon).get(before[1]) if before is not None else None
    if reason is not None and _whole(text, number) and (reason != "calendar_date" or number.value <= 31):
        draft.reason = reason
        return
    if units.partitive is not None and (
        part := units.partitive.search(text, max(covered, number.start - 24), number.start)
    ):  # "percent of 10", not "5 percent of 10"
        draft.unit, draft.start, draft.reported = "percent", part.start(), part.span(1)
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
