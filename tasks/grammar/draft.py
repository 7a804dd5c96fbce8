"""A number beside the words that stand next to it: its own unit, or its own reason. What neighbours share comes
later (`share`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from tasks.grammar import canonical, numeral, period, timewords, unit
from tasks.grammar.fold import fold
from tasks.grammar.hedge import Hedges, hedges
from tasks.grammar.numeral import LETTER, WORD, Number
from tasks.grammar.spelling import signed
from tasks.lexicon import Lexicon

_PERIOD_REASONS = {"duration": "duration", "clock": "clock_time"}
_SHAPES = frozenset(["clock_time", "calendar_date", "year", "phone", "identifier", "ordinal"])
_LIST_MARK = re.compile(r"[ \n]{0,4}[(]?\d{1,2}[.)](?= |$)")
_LONGEST_MARK = 8
# What a number in a name may seem to count.
_NAMED = frozenset([None, "count_out_of_scope", "futures_volume", "people", "finance"])
_ONE_WORD = 14
_NAME_BEFORE = re.compile(rf"((?:{WORD}|[&.])++)[ -]{{1,2}}\Z")
_NAME_BACK = 24
_NO_WORD = frozenset("0123456789,;:()%$\"'")
# "2.5m-3m tonnes": the same letter again, which is a magnitude if a unit follows it there.
_AGAIN = re.compile(rf"(?:-| ?[^\W\d]{{1,3}} )(\d[\d.,]*)({LETTER}{{1,2}})(?![\w])")
_SHORT = re.compile(rf"(?:-| {{0,2}})({LETTER}{{1,7}})(?![\w])")
_CENTS = re.compile(r"[ ]{1,2}(\d{1,2}+)(?!\d|[.,]\d)")
_MARKS = frozenset("#№")
_TRILLION = 10**12
# A figure that is no day, year or hour: "1,234", "2.5", "3-1/2", and not "10.30".
_UNDATED = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{3,}\.\d+|\d+\.(?:\d|\d{3,})|\d{1,3} ?- ?\d{1,3} ?/ ?\d{1,3}")
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
    scale: Decimal = numeral.ONE
    bare: Decimal = numeral.ZERO
    unit: str | None = None
    reason: str | None = None
    reported: tuple[int, int] | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    multiple: bool = False
    rated: bool = False
    money: str | None = None
    """The currency sign in front, which a neighbour may share."""
    money_start: int = 0
    """Where that sign begins: behind a minus, if there is one."""
    lent: bool = False
    """The rate of the unit is another number's."""
    left: _Left | None = None
    """The word before the number, if there is one with a space between."""

    @property
    def open(self) -> bool:
        """Whether it has neither unit nor reason yet."""
        return self.unit is None and self.reason is None


class _Left(NamedTuple):
    """The word before a number, and what it can say of it: most say nothing, and spare all searches."""

    word: str
    money: bool
    """It may be a currency."""
    marks: bool
    """It may be the last of "percent of"."""
    hedges: bool


@dataclass(frozen=True, slots=True)
class Grammars:
    """Everything of a language that a number's surroundings are read with."""

    words: numeral.Grammar
    units: unit.Grammar
    reasons: Mapping[str, str]
    """What the word before a number may say of it."""
    spans: frozenset[str]
    """First words of what makes a length of time or an hour of the number before it."""
    lefts: Mapping[str, _Left | None]
    """By the token before a number; None for one that is no plain word."""
    hedges: Hedges
    times: timewords.Table


@cache
def grammars(lexicon: Lexicon) -> Grammars:
    """The sections of a language that are read around a number."""
    table = lexicon["number"].get("before", {})
    reasons = {fold(word).lower: reason for reason, words in table.items() for word in words}
    units, signs = unit.grammar(lexicon), hedges(lexicon)
    time = lexicon["time"]
    code = time.get("code", {})
    following = [word for words in time.get("unit", {}).values() for word in words]
    following += [*code.get("clock", ()), *code.get("zone", ())]
    spans = frozenset(match[1] for word in following if (match := unit.TOKEN.match(fold(word).lower)))

    partitives = tuple(words.split()[-1] for words in units.partitive_ends)

    def left(word: str) -> _Left | None:
        if not word.isalpha() or len(word) > _ONE_WORD:
            return None
        return _Left(word, word in units.signs, word.endswith(partitives), word in signs.ends)

    lefts = timewords.Memory(left)
    return Grammars(numeral.grammar(lexicon), units, reasons, spans, lefts, signs, period.compiled(lexicon))


def drafts(context: unit.Context, grammars: Grammars, numbers: Sequence[Number]) -> list[Draft]:
    """The numbers of the sentence, each with what stands beside it. Numbers inside another's unit ("per 1,000 cubic
    metres") are its."""
    text = context.text
    words, units, reasons, natures = grammars.words, grammars.units, grammars.reasons, grammars.times.natures
    cover: period.Cover | None = None
    found: list[Draft] = []
    covered = 0
    for number in numbers:
        start, end, value, step, bare, scale, form, spelled, _, lone_one, idle, undated = number
        if start < covered:
            if end > covered and found:
                found[-1].end = covered = end
            continue
        left = None
        if start > 1 and text[start - 1] == " ":
            left = grammars.lefts[text[text.rfind(" ", 0, start - 1) + 1 : start - 1]]
        draft = Draft(number, start, end, end, value, step, scale, bare)
        draft.left = left
        if form in _SHAPES:
            draft.reason = form
        else:
            _beside(context, draft, words, units, covered)
        if undated and left is not None and not left.marks:  # no name, no list and no time has such a number
            found.append(draft)
            covered = draft.end
            continue
        counted = draft.unit is not None and canonical.dimension(draft.unit) == "count"
        if idle and lone_one and draft.open and not _marked(text, draft, units):
            continue  # "one of them": nobody's count, whatever stands around it
        before, told = None, None
        if counted or draft.unit is None:
            before = left.word if left is not None else _word_before(text, start)
        if draft.unit is None and draft.reason is None and form == "plain" and not spelled:
            told = _told(context, draft, before, grammars)
        if told is not None:
            draft.reason = told
        elif not (_undated(text, number) if undated is None else undated) and (
            draft.unit is None or counted or draft.end == end or natures[period.word_to(text, draft.end)]
        ):
            cover = cover or period.Cover(context.view, grammars.times)
            _dated(draft, counted and not spelled, cover)
        if draft.reason in _NAMED and (counted or draft.unit is None):
            if _is_name(text, number, before, found, words, reasons):
                draft.unit, draft.reason, draft.end, draft.reported = None, "identifier", draft.number_end, None
            elif draft.reason is None and draft.unit is None:
                _alone(context, draft, before, words, units, reasons, covered)
        if draft.reason is None and form == "ambiguous_number":
            draft.reason = "ambiguous_number"
        if lone_one and _is_article(text, draft, words):
            continue
        found.append(draft)
        covered = draft.end
    return found


def _dated(draft: Draft, day_of_things: bool, cover: period.Cover) -> None:
    """A number in a phrase that says when or how long. "March 15 shipments" are of the 15th."""
    number = draft.number
    phrase = cover.of(number.start, number.end, number.end if draft.unit is None or day_of_things else draft.end)
    # "three-quarters of imports" is no time.
    if phrase is None or (number.form == "fraction" and phrase[:2] == number[:2]):
        return
    draft.reason = _PERIOD_REASONS.get(phrase[2], "year" if _is_year(number) else "calendar_date")
    draft.unit = None
    if day_of_things:
        draft.end, draft.reported = draft.number_end, None


def _told(context: unit.Context, draft: Draft, before: str | None, grammars: Grammars) -> str | None:
    """ "in 1986,", "March 5 to": a year, or a day behind its month, and no length of time. The
    phrase it stands in says the same of it, and takes longer to find."""
    number = draft.number
    text, start = context.text, number.start
    if text[start - 1 : start] != " ":
        return None
    reason = grammars.reasons.get(before or "")
    if reason == "calendar_date":
        is_day = 1 <= number.value <= 31 and _whole(text, number)
    elif reason is not None or number.end - start != 4:
        return None
    is_year = _is_year(number) and not _marked(text, draft, grammars.units)
    if not (is_year or (reason and is_day)):
        return None
    behind = context.token(number.end)[0]
    if behind in grammars.spans or behind[0].isdecimal():
        return None
    return "year" if is_year else "calendar_date"


def _undated(text: str, number: Number) -> bool:
    """A number with a magnitude, groups, decimals or a fraction: no phrase of time has one in it."""
    if number.scale != 1:
        return number.scale >= 1000
    return (
        number.form == "plain" and not number.words and _UNDATED.fullmatch(text, number.start, number.end) is not None
    )


def _marked(text: str, draft: Draft, units: unit.Grammar) -> bool:
    """Whether the words before a number may make it a base of percents or a number of a thing ("#5")."""
    if draft.left is not None and not draft.left.marks:
        return False
    start = draft.number.start
    return text.endswith(units.partitive_ends, 0, start) or not _MARKS.isdisjoint(text[max(0, start - 2) : start])


def _is_name(
    text: str,
    number: Number,
    before: str | None,
    found: list[Draft],
    words: numeral.Grammar,
    reasons: Mapping[str, str],
) -> bool:
    """ "Boeing 757", "S&P 500", "737-400": a name's number, whatever is counted behind it."""
    if before is not None and reasons.get(before) == "identifier" and (not number.words or before in words.names):
        return _whole(text, number)
    last = found[-1] if found else None
    linked = last is not None and last.reason == "identifier" and text[last.end : number.start] in ("-", "/")
    return linked and _whole(text, number)


def _word_before(text: str, start: int) -> str | None:
    """The word that a number follows, if nothing but a space or hyphen parts them."""
    if start < 2 or text[start - 1] not in " -" or text[start - 2] in _NO_WORD:
        return None
    word = text[max(0, start - _NAME_BACK) : start - 1].rpartition(" ")[2]
    if word.isalpha():
        return word
    match = _NAME_BEFORE.search(text, max(0, start - _NAME_BACK), start)
    return match[1] if match is not None else None


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
    left = draft.left
    silent = left is not None and not left.money and not context.view.cased[number.start - 2].isupper()
    sign = None if silent else unit.money_before(context, number.start, units)
    if sign is not None and sign.start < covered:  # "10 $ 30 cent": the first sum's
        sign = None
    if sign is not None:
        draft.money, draft.start, draft.money_start = sign.code, sign.start, sign.start
        below = signed(context.text, number._replace(start=sign.start), words)
        if not number.signed and covered <= below.start < sign.start:  # "-$5", "minus $5"
            draft.start, draft.value, draft.bare = below.start, below.value, below.bare
            draft.number = number = number._replace(signed=True)
        if sign.scale != 1:
            draft.value, draft.step, draft.scale = draft.value * sign.scale, number.step * sign.scale, sign.scale
    form = number.form
    if form == "plain":
        if draft.money is None and (simple := unit.simply(context, number.end, units)) is not None:
            if simple.expression is not None:
                draft.unit, draft.end, draft.reported = simple.expression, simple.end, (simple.start, simple.end)
            return
        if context.token(number.end)[0] in words.short:
            _short_magnitude(context, draft, words, units, sign is not None)
    elif form == "growth":
        draft.unit, draft.multiple = "percent", True
        return
    elif form == "share":
        counted = unit.after(context, draft.number_end, units, draft.value, False)
        if counted is not None and counted.reason is not None:
            _take(context, draft, counted, words, units)
        else:
            draft.unit = "whole"
        return
    elif form == "times":
        draft.reason = "duration"
        return
    found = unit.after(context, draft.number_end, units, draft.value, draft.scale != 1, draft.money)
    if found is None and form == "fraction":  # "half a cent"
        word, _, end = context.token(draft.number_end)
        found = unit.after(context, end, units, draft.value, False) if word in units.loose_per else None
    if found is not None and found.reason == "calendar_date" and number.words:
        # "three December-loading cargoes" are no third of December.
        found = unit.counted(context, draft.number_end, units) or found
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
    word, _, end = context.token(draft.end)
    token = words.words.get(word)
    if token is not None and token.kind == "scale" and token.value >= 1000:
        draft.value, draft.step, draft.scale, draft.end = (
            draft.value * token.value,
            draft.step * token.value,
            token.value,
            end,
        )


def _minor(context: unit.Context, draft: Draft, units: unit.Grammar) -> None:
    """ "61 डॉलर 45 सेंट प्रति बैरल": the hundredths belong to the sum before them."""
    text = context.text
    match = _CENTS.match(text, draft.end) if context.token(draft.end)[0][0].isdecimal() else None
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
    if draft.scale != 1 or number.scale != 1 or number.words:
        return
    text = context.text
    match = _SHORT.match(text, number.end)
    if match is None or (scale := words.short.get(match[1])) is None:
        return
    glued = match.start(1) == number.end
    if match[1] == "mm" and not money and context.view.cased[match.start(1)] == "m":  # millimetres
        return
    again = _AGAIN.match(text, match.end())
    place = again.end() if again is not None and again[2] == match[1] else match.end()
    behind = unit.after(context, place, units, number.value * scale, True, draft.money)
    follows = (
        behind is not None
        and behind.end > place
        and (behind.expression is not None or (glued and behind.reason == "people"))
    )
    itself = unit.after(context, number.end, units, number.value, False)
    if itself is not None and itself.expression is not None and itself.end > match.end():
        return
    # What is counted in trillions is money, or said with its unit.
    unknown = scale < _TRILLION and (
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
    context: unit.Context,
    draft: Draft,
    before: str | None,
    words: numeral.Grammar,
    units: unit.Grammar,
    reasons: Mapping[str, str],
    covered: int,
) -> None:
    """A number with nothing beside it: what its place says of it."""
    text = context.text
    number = draft.number
    if number.form == "fraction":
        following = numeral.NEXT.match(text, number.end)
        if number.words or (following is not None and following[1] in words.ofs | words.parts):
            draft.unit = "whole"
        return
    reason = reasons.get(before) if before is not None else None
    if reason is not None and _whole(text, number) and (reason != "calendar_date" or number.value <= 31):
        draft.reason = reason
        return
    if _marked(text, draft, units):
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
    if number.end <= _LONGEST_MARK and not number.words:
        listed = _LIST_MARK.match(text)
        if listed is not None and listed.end() >= number.end:
            draft.reason = "list_marker"
