"""What each rule of a lexicon's [time] means: the words that its pattern matched become an expression of `dating`.

A rule says None where its words turn out to mean no time ("2016-14"), and `("vague",)` where they leave it open. What
may not happen here: a word of any language, or a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tasks.grammar.dating import Expression
from tasks.grammar.timewords import Word

Kinds = dict[str, Any]
"""Classes of the word that the rule makes, each with its value; the first one holds the expression."""


def _all(words: Sequence[Word], kind: str) -> list[Any]:
    return [word.kinds[kind] for word in words if kind in word.kinds]


def _first(words: Sequence[Word], kind: str, default: Any = None) -> Any:
    return next((word.kinds[kind] for word in words if kind in word.kinds), default)


def _as_date(expression: Expression, more: str | None = None) -> Kinds:
    kinds: Kinds = {"date": expression, "when": expression}
    if more:
        kinds[more] = expression
    return kinds


def _as_year(expression: Expression) -> Kinds:
    kinds: Kinds = {"year": expression, "when": expression}
    if expression[0].startswith("fiscal"):
        kinds["fiscalref"] = expression
    return kinds


def _done(*expression: Any) -> Kinds:
    return {"done": expression}


_VAGUE = ("vague",)


def _year_in(words: Sequence[Word]) -> Expression | None:
    """The year that the words name; "the year" without a name counts as one."""
    years = _all(words, "year")
    if years:
        return tuple(years[-1])
    short = _first(words, "short_year")
    if short is not None:
        return ("year", _century(int(short[1:])))
    if _all(words, "fiscal"):
        return ("fiscal_the",)
    return ("year_the",) if _all(words, "YEAR") else None


def _year_number(words: Sequence[Word]) -> Kinds | None:
    years = _all(words, "y4")
    if len(years) > 1:
        return _done("range", ("year", years[0]), ("year", years[-1])) if years[0] < years[-1] else None
    return _as_year(("year", years[0]))


def _year_relative(words: Sequence[Word]) -> Kinds:
    return _as_year(("year_relative", _first(words, "shift")))


def _fiscal(words: Sequence[Word]) -> Kinds | None:
    code = _first(words, "fiscal_code")
    if code is not None:
        numbers = [int(number) for number in re.findall(r"\d+", code)]
    else:
        numbers = [
            word.kinds.get("y4", word.kinds.get("number")) for word in words if {"y4", "number"} & set(word.kinds)
        ]
    if not numbers:
        shift = _first(words, "shift")
        return _as_year(("fiscal_the",) if shift is None else ("fiscal_relative", shift))
    first = _century(numbers[0])
    if len(numbers) == 1:
        return _as_year(("fiscal", first))
    return _as_year(("fiscal_split", first)) if (first + 1 - numbers[1]) % 100 == 0 else None


def _century(number: int) -> int:
    if number >= 100:
        return number
    return 2000 + number if number < 70 else 1900 + number


def _split_year(words: Sequence[Word]) -> Kinds | None:
    years, second = _all(words, "y4"), words[-1].kinds.get("number")
    if second is None:  # "2022/2023"
        return _as_year(("fiscal_split", years[0])) if years[1] == years[0] + 1 else None
    if (years[0] + 1 - second) % 100 == 0:
        return _as_year(("fiscal_split", years[0]))
    if second > years[0] % 100:  # "2016-18"
        return _as_year(("range", ("year", years[0]), ("year", years[0] // 100 * 100 + second)))
    return None


def _day(words: Sequence[Word]) -> Kinds | None:
    day = _first(words, "dayth", _first(words, "day", 1 if _all(words, "first_of") else None))
    if day is None or not 1 <= day <= 31:
        return None
    shift = _first(words, "shift")
    if shift is not None:  # "last November 23"
        return _as_date(("day_relative", _first(words, "month"), day, shift), "dayref")
    return _as_date(("day", _first(words, "month"), day, _year_in(words)), "dayref")


def _iso_date(words: Sequence[Word]) -> Kinds | None:
    numbers = [int(number) for number in re.findall(r"\d+", words[0].kinds["iso_date"])]
    if numbers[0] > 31:
        year, month, day = numbers
    else:
        day, month, year = numbers
        if month > 12:
            day, month = month, day
        elif day <= 12 and day != month and "." not in words[0].kinds["iso_date"]:
            return _as_date(_VAGUE)  # 11/06: June in most of the world, November in America
    return _as_date(("date", year, month, day), "dayref")


def _day_list(words: Sequence[Word]) -> Kinds | None:
    days = [word.kinds.get("dayth", word.kinds.get("day")) for word in words if {"dayth", "day"} & set(word.kinds)]
    if "first_of" in words[0].kinds:
        days = [1, *days]
    if not days[0] < days[-1] <= 31:
        return None
    return _as_date(("days", _first(words, "month"), days[0], days[-1], _year_in(words)))


def _day_range(words: Sequence[Word]) -> Kinds:
    """ "October 1 to 31 March 2024"."""
    months = _all(words, "month")
    days = [word.kinds.get("dayth", word.kinds.get("day")) for word in words if {"dayth", "day"} & set(word.kinds)]
    return _as_date(("range", ("day", months[0], days[0], None), ("day", months[-1], days[-1], _year_in(words))))


def _month(words: Sequence[Word]) -> Kinds:
    return _as_date(("month", _first(words, "month"), _year_in(words)), "monthref")


def _month_relative(words: Sequence[Word]) -> Kinds:
    return _as_date(("month_relative", _first(words, "month"), _first(words, "shift")), "monthref")


def _month_list(words: Sequence[Word]) -> Kinds | None:
    months = _all(words, "month")
    if months[0] == months[-1]:
        return None
    return _as_date(("months", months[0], months[-1], _year_in(words)))


def _part_of_year(words: Sequence[Word], unit: str, code: str, size: int) -> Kinds | None:
    year = _year_in(words)
    text = _first(words, code)
    count = 1
    if text is not None:
        letters = re.sub(r"\d", "", text)
        numbers = re.findall(r"\d+", text)
        single = next((i for i, number in enumerate(numbers) if len(number) == 1), None)
        if single is None:
            return None  # "H10000" is no half of a year
        number, ordinals = int(numbers.pop(single)), []
        if numbers:
            fiscal = len(numbers) > 1 or len(letters.strip(" -'/")) > 1
            first = _century(int(numbers[0]))
            year = ("fiscal_split" if len(numbers) > 1 else "fiscal" if fiscal else "year", first)
    else:
        ordinals = _all(words, "ordinal")
        number, count = ordinals[0], len(ordinals)
    last = 12 // size
    if number == -1:
        if year is None and _all(words, "shift"):
            return None  # "last quarter" may be the one before this
        number = last
    if count > 1 and ordinals != list(range(number, number + count)):
        return None
    return _as_date(("part", size * (number - 1), size * count, year)) if 1 <= number <= last - count + 1 else None


def _quarter(words: Sequence[Word]) -> Kinds | None:
    return _part_of_year(words, "quarter", "quarter_code", 3)


def _half(words: Sequence[Word]) -> Kinds | None:
    number = _first(words, "ordinal")
    month = _month_in(words)
    if month is None:
        return _part_of_year(words, "half", "half_code", 6)
    number = 2 if number == -1 else number
    if number not in (1, 2):
        return None
    return _as_date(("half_of_month", number, month, bool(_all(words, "FORTNIGHT"))))


def _month_in(words: Sequence[Word]) -> Expression | None:
    """The month that the words name, or "this month" and its like."""
    if _all(words, "month"):
        return ("month", _first(words, "month"), _year_in(words))
    if _all(words, "MONTH") and _all(words, "shift"):
        return ("unit", "month", _first(words, "shift"))
    return ("anaphor", "month", 0) if _all(words, "MONTH") else None


def _quarter_months(words: Sequence[Word]) -> Kinds | None:
    months = _all(words, "month")
    first = months[0] if len(months) > 1 else (months[0] - 3) % 12 + 1
    return _as_date(("months", first, months[-1], _year_in(words)))


def _edge(words: Sequence[Word]) -> Kinds | None:
    """ "the first five months of 2018", "the last two weeks of March", "the first ten days of this month"."""
    at = next((i for i, word in enumerate(words) if "number" in word.kinds and "ordinal" not in word.kinds), None)
    if at is None:
        return None
    ordinal = words[at - 1].kinds.get("ordinal") if at else None
    if not _all(words, "ordinal"):
        ordinal = 1  # "in eight months of this year"
    after = next((i for i in range(at, len(words)) if "unit" in words[i].kinds), None)
    if after is None or ordinal is None:
        return None
    around = [*words[: max(at - 1, 0)], *words[after + 1 :]]
    whole = _month_in(around) or _year_in(around)
    if whole is None and ordinal == -1 and _all(words, "shift"):
        return None
    count, unit = words[at].kinds["number"], words[after].kinds["unit"]
    if ordinal > 1:  # "the second six months"
        fits = unit == "month" and ordinal * count <= 12
        return _as_date(("part", count * (ordinal - 1), count, whole)) if fits else None
    return _as_date(("edge", ordinal == -1, count, unit, whole))


def _edge_day(words: Sequence[Word]) -> Kinds | None:
    """ "the first day of March", "the last day of 2017"."""
    at = next(i for i, word in enumerate(words) if "DAY" in word.kinds)
    around = [word for word in words if "DAY" not in word.kinds]
    ordinal, whole = _first(words[:at], "ordinal"), _month_in(around) or _year_in(around)
    if ordinal not in (1, -1) or whole is None:
        return None
    return _as_date(("edge", ordinal == -1, 1, "day", whole), "dayref")


def _week_of_month(words: Sequence[Word]) -> Kinds | None:
    number, month = _first(words, "ordinal"), _month_in(words)
    if month is None or number not in (-1, 1, 2, 3, 4, 5):
        return None
    return _as_date(("week_of_month", number, month))


def _week_number(words: Sequence[Word]) -> Kinds | None:
    code = _first(words, "iso_week")
    if code is not None:
        year, week = (int(number) for number in re.findall(r"\d+", re.sub(r"(\d{4})", r"\1 ", code, count=1)))
    else:
        year, week = _first(words, "y4"), _first(words, "number")
    return _as_date(("iso_week", year, week)) if 1 <= week <= 53 else None


def _unit_relative(words: Sequence[Word]) -> Kinds | None:
    unit, shift = _first(words, "unit"), _first(words, "shift")
    if unit == "half" and shift != 0:
        return _as_date(("half_beside", shift))
    if unit in ("decade", "hour", "session", "half"):
        return _as_date(_VAGUE)
    if shift == 0 and unit != "day" and _all(words, "same"):  # "this same month", as Hindi says
        return _as_date(("anaphor", unit, 0))
    if unit == "quarter" and shift == -1 and _all(words, "the") and _all(words, "ordinal"):
        return _as_date(("last_quarter",))
    return _as_date(("unit", unit, shift), "monthref" if unit == "month" else None)


def _weekend(words: Sequence[Word]) -> Kinds:
    return _as_date(("weekend", _first(words, "shift")))


def _latest(words: Sequence[Word]) -> Kinds:
    return _as_date(("latest", _first(words, "unit"), _first(words, "number", 1)))


def _holiday(words: Sequence[Word]) -> Kinds:
    month, day = divmod(_first(words, "holiday"), 100)
    return _as_date(("day", month, day, _year_in(words)), "dayref")


def _deictic(words: Sequence[Word]) -> Kinds:
    either = _first(words, "either_side")
    if either is not None:
        return _as_date(("either_side", either), "dayref")
    return _as_date(("unit", "day", _first(words, "deictic", 0)), "dayref")


def _last_units(words: Sequence[Word]) -> Kinds | None:
    unit = _first(words, "unit")
    if unit in ("decade", "hour", "session", "half"):
        return _as_date(_VAGUE)
    return _as_date(("last_units", unit, _first(words, "number", 1)))


def _weekday(words: Sequence[Word]) -> Kinds:
    return _as_date(("weekday", _first(words, "weekday"), _first(words, "shift")), "dayref")


def _ago(words: Sequence[Word]) -> Kinds | None:
    """A year ago is the older of two periods; two weeks ago is a week of its own."""
    number, unit = _first(words, "number", 1), _first(words, "unit")
    if unit in ("decade", "hour", "session"):
        return _as_date(_VAGUE)
    if number == 1 and unit != "day":
        return {"comparison": ("earlier", unit, 1)}
    return _as_date(("ago", unit, number))


def _earlier(words: Sequence[Word]) -> Kinds | None:
    unit = _first(words, "unit")
    if unit in ("decade", "hour"):
        return _as_date(_VAGUE)
    return {"comparison": ("earlier", "day" if unit == "session" else unit, _first(words, "number", 1))}


def _same(words: Sequence[Word]) -> Kinds:
    """ "the same period last year", "the same month of 2016", "the same week a year ago"."""
    older = _first(words, "comparison")
    if older is not None:
        return {"comparison": older}
    year = _first(words, "year")
    return {"comparison": ("same", year, 1) if year is not None else ("earlier", "year", 1)}


def _previous(words: Sequence[Word]) -> Kinds:
    return {"comparison": ("beside", _first(words, "unit", "period"), -1)}


def _following(words: Sequence[Word]) -> Kinds:
    return _done("beside", _first(words, "unit", "period"), 1)


def _anaphor(words: Sequence[Word]) -> Kinds:
    count = _first(words, "number", 1)
    return _done("spoken_count", count, _first(words, "unit")) if count > 1 else _done("anaphor", _first(words, "unit"))


def _when(words: Sequence[Word]) -> list[Expression]:
    return [tuple(expression) for expression in _all(words, "when")]


def _ended(words: Sequence[Word]) -> Kinds | None:
    ends = _when(words) or [("month", _first(words, "month"), None)]
    fiscal = _first(words, "fiscalref")
    if fiscal is not None:
        end = next((end for end in ends if end != fiscal), None)
        return _done("ended", 1, "year", end) if end is not None else None
    unit, count = _first(words, "unit"), _first(words, "number", 1)
    if unit == "decade":
        unit, count = "year", 10 * count
    return _done("ended", count, unit, ends[-1]) if unit != "hour" else None


def _begun(words: Sequence[Word]) -> Kinds | None:
    """ "the year from April", "six months starting in May", "fiscal 1989, which starts July one"."""
    fiscal = _first(words, "fiscalref")
    begin = next((begin for begin in _when(words) if begin != fiscal), None)
    if begin is None or begin[0] == "vague":
        return None
    unit = "year" if fiscal is not None else _first(words, "unit")
    return _done("begun", _first(words, "number", 1), unit, begin)


def _just_ended(words: Sequence[Word]) -> Kinds:
    if _all(words, "fiscalref") or _all(words, "fiscal"):
        return _done("fiscal_relative", -1)
    return _done("just_ended", _first(words, "unit"))


def _start(words: Sequence[Word]) -> Kinds:
    """ "at the start of 2017": that day for what is counted on a day, no day for what flows; so it stays open."""
    whens = _when(words)
    return _done("open", ("first", whens[0] if whens else ("unit", _first(words, "unit"), 0)))


def _week_of(words: Sequence[Word]) -> Kinds:
    return _done("week_of", _when(words)[0])


def _around(kind: str) -> Callable[[Sequence[Word]], Kinds | None]:
    """A rule whose meaning is `kind` of the one period in its words; "the year" in them is the one of publication."""

    def build(words: Sequence[Word]) -> Kinds | None:
        whens = _when(words)
        if not whens:
            unit = _first(words, "unit")
            if unit is None:
                return None
            whens = [("year_relative", 0) if unit == "year" else ("unit", unit, 0)]
        if whens[-1][0] in ("vague", "open"):
            return _done(*_VAGUE)
        return _done(kind, whens[-1])

    return build


def _end(words: Sequence[Word]) -> Kinds | None:
    """ "at end-1986" is that day; "by the end of 2025" says only that it is not later, so it stays open by itself."""
    if any(_all(words, kind) for kind in ("by", "until", "to", "before")):
        bounded = (_around("end")(words) or _done(*_VAGUE))["done"]
        return _done("open", *bounded[1:])
    if not _when(words):
        return _done("end_near", _first(words, "unit"))
    made = _around("end")(words)
    if made is not None and made["done"][:1] == ("end",) and made["done"][1][:2] == ("unit", "week"):
        return _done(*_VAGUE)  # "at the end of last week" is no day
    return made


def _itself(words: Sequence[Word]) -> Kinds:
    return _done(*_when(words)[0])


def _by(words: Sequence[Word]) -> Kinds:
    end = _when(words)[0]
    return _done("up_to", end) if end[0] in ("month", "day") else _done(*end)


def _since(words: Sequence[Word]) -> Kinds | None:
    older = _first(words, "comparison")
    if older is not None:
        return {"comparison": older}
    made = _around("since")(words)
    if made is None or not _all(words, "end") or made["done"][0] == "vague":
        return made
    return _done("since", ("end", made["done"][1]))


def _from(words: Sequence[Word]) -> Kinds:
    begin = _when(words)[0]
    if begin[0] in ("range", "days", "months"):  # it has its other bound
        return _done(*begin)
    if begin[0] == "unit" and begin[2] < 0:
        return {"comparison": ("from", begin)}
    if begin[0] == "year_relative" and begin[1] < 0:
        return {"comparison": ("same", begin, 1)}
    return _done("from", begin)


def _from_or_since(words: Sequence[Word]) -> Kinds:
    made = _from(words)
    expression = made.get("done")
    return made if expression is None or expression[0] != "from" else _done("from_or_since", expression[1])


def _range(words: Sequence[Word]) -> Kinds | None:
    bounds = _bounds(words)
    if bounds is None:
        return None
    begin, end = bounds
    if begin[0] == "vague" or end[0] == "vague":
        return _done(*_VAGUE)
    if begin[0] == end[0] == "year":
        return _done("range", begin, end) if begin[1] < end[1] else None
    return _done("range", begin, end)


def _bounds(words: Sequence[Word]) -> tuple[Expression, Expression] | None:
    """What a range begins and ends with: "from May until the end of the year", "January to mid-September"."""
    whens = [i for i, word in enumerate(words) if "when" in word.kinds]
    begin, end = (tuple(words[i].kinds["when"]) for i in (whens[0], whens[-1]))
    if len(whens) == 1:
        if not _all(words, "unit"):  # "from mid-March to May", whose months are one phrase
            if begin[0] != "months":
                return None
            return ("mid", ("month", begin[1], begin[3]), True), ("month", *begin[2:])
        unit, at = next((word.kinds["unit"], i) for i, word in enumerate(words) if "unit" in word.kinds)
        if at < whens[0]:  # "since the start of the year to 30 November"
            return ("year_relative", 0) if unit == "year" else ("unit", unit, 0), end
        return begin, ("around", unit)
    middle = next((i for i, word in enumerate(words) if "mid" in word.kinds), None)
    if middle is None:
        return begin, end
    return (("mid", begin, True), end) if middle < whens[0] else (begin, ("mid", end, False))


def _within(kind: str) -> Callable[[Sequence[Word]], Kinds | None]:
    """ "earlier this month", "later this year": of the running month, week or year; of any other one vague."""

    def build(words: Sequence[Word]) -> Kinds | None:
        made = _around(kind)(words)
        if made is None or made["done"][0] == "vague":
            return made
        inner = made["done"][1]
        running = inner[0] in ("unit", "year_relative", "fiscal_relative") and inner[-1] == 0
        return made if running else _done(*_VAGUE)

    return build


def _so_far(words: Sequence[Word]) -> Kinds | None:
    if _all(words, "year_to_date") and _all(words, "fiscal"):
        return _done("so_far", ("fiscal_relative", 0))
    if _all(words, "year_to_date"):
        return _done("so_far", _first(words, "year", ("year_relative", 0)))
    if _all(words, "month_to_date"):
        return _done("so_far", ("unit", "month", 0))
    return _around("so_far")(words) or _done(*_VAGUE)


MEANINGS: Mapping[str, Callable[[Sequence[Word]], Kinds | None]] = {
    "year_number": _year_number,
    "year_relative": _year_relative,
    "fiscal": _fiscal,
    "split_year": _split_year,
    "day": _day,
    "iso_date": _iso_date,
    "day_list": _day_list,
    "day_range": _day_range,
    "month": _month,
    "month_relative": _month_relative,
    "month_list": _month_list,
    "quarter": _quarter,
    "quarter_months": _quarter_months,
    "half": _half,
    "edge": _edge,
    "edge_day": _edge_day,
    "week_of_month": _week_of_month,
    "week_number": _week_number,
    "unit_relative": _unit_relative,
    "weekend": _weekend,
    "latest": _latest,
    "holiday": _holiday,
    "deictic": _deictic,
    "last_units": _last_units,
    "weekday": _weekday,
    "ago": _ago,
    "earlier": _earlier,
    "same": _same,
    "previous": _previous,
    "following": _following,
    "anaphor": _anaphor,
    "ended": _ended,
    "begun": _begun,
    "just_ended": _just_ended,
    "start": _start,
    "part_of_day": _itself,
    "immediate": lambda words: _done("from", ("unit", "day", 0)),
    "week_of": _week_of,
    "end": _end,
    "by": _by,
    "since": _since,
    "until": lambda words: _done("open", _when(words)[0]),
    "from": _from,
    "from_its": lambda words: {"comparison": _when(words)[0]},
    "from_or_since": _from_or_since,
    "range": _range,
    "so_far": _so_far,
    "remaining": _around("remaining"),
    "earlier_in": _within("so_far"),
    "later_in": _within("remaining"),
    "rate_of_change": lambda words: {"comparison": ("rate",)},
    "vague": lambda words: _done(*_VAGUE),
    "duration": lambda words: _done("duration", _first(words, "number", 1), _first(words, "unit")),
    "clock": lambda words: _done("clock"),
}
