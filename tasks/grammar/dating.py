"""Which days an expression of time is about, seen from a day of publication. Pure; never raises, never guesses.

An expression is a nested tuple, its first item the kind: `("month", 4, ("year_relative", 0))` is "April this year".
`None` where a year would stand means that the words name none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tasks.grammar import calendar
from tasks.grammar.calendar import Days

Expression = tuple[Any, ...]

NEAR = timedelta(days=60)
"""A day and month without a year this close to publication is meant, whatever the tense of its verb."""
LAST_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class View:
    """From where an expression is seen."""

    published: date | None
    tense: str
    anchor: Days | None = None
    fiscal_start: int = 4
    fiscal_by_start: bool = False
    price: bool = False
    compared: bool = False


@lru_cache(maxsize=1 << 12)
def days_of(expression: Expression, view: View) -> Days | None:
    """First and last day of an expression, or None where its words or a missing date leave it open.

    Remembered: every number of a sentence asks for the days of the same few phrases.
    """
    rule = _RULES.get(expression[0])
    if rule is None:
        return None
    try:
        days = rule(view, *expression[1:])
    except (ValueError, OverflowError):  # 30 February, the year 10000
        return None
    return days if days is not None and days[0] <= days[1] else None


def _nearest(view: View, make: Callable[[int], Days], complete: bool = False) -> Days | None:
    """The nearest of the yearly spans `make(year)` that fits the tense.

    `complete` asks of a past one that more than half of it had passed: nobody reports on a quarter that has just begun.
    """
    if view.published is None:
        return None
    spans: list[Days] = []
    for year in range(view.published.year - 3, view.published.year + 4):
        try:
            spans.append(make(year))
        except ValueError:  # 29 February
            continue
    if view.tense == "future":
        return next((days for days in spans if days[1] >= view.published), None)
    if view.tense == "past":
        begun = [days for days in spans if (_middle(days) if complete else days[0]) <= view.published]
        return begun[-1] if begun else None
    return min(spans, key=lambda days: _distance(days, view.published), default=None)


def _middle(days: Days) -> date:
    return days[0] + (days[1] - days[0]) / 2


def _distance(days: Days, day: date | None) -> int:
    assert day is not None
    if days[0] <= day <= days[1]:
        return 0
    return min(abs((days[0] - day).days), abs((days[1] - day).days))


def _year(view: View, year: int) -> Days:
    return calendar.year_of(year)


def _year_relative(view: View, shift: int) -> Days | None:
    if view.compared and shift < 0 and view.anchor is not None:
        return calendar.shift(view.anchor, "year", shift)
    return None if view.published is None else calendar.year_of(view.published.year + shift)


def _fiscal(view: View, label: int) -> Days:
    """The fiscal year known by one number: the year in which it ends, or in which it starts (Japan)."""
    late = view.fiscal_start > 1 and not view.fiscal_by_start
    return calendar.year_of(label - 1 if late else label, view.fiscal_start)


def _fiscal_split(view: View, first: int) -> Days:
    return calendar.year_of(first, view.fiscal_start)


def _fiscal_relative(view: View, shift: int) -> Days | None:
    if view.published is None:
        return None
    begun = view.published.year - (view.published.month < view.fiscal_start)
    return calendar.year_of(begun + shift, view.fiscal_start)


def _fiscal_the(view: View) -> Days | None:
    return _nearest(view, lambda year: calendar.year_of(year, view.fiscal_start))


def _part(view: View, year: Expression | None, first: int, count: int) -> Days | None:
    """`count` months of a year from its `first` one (0 is its first) on."""

    def cut(days: Days) -> Days:
        return calendar.months(days[0].year, days[0].month + first, count)

    if year is None or year[0] == "year_the":
        return _nearest(view, lambda number: cut(calendar.year_of(number)), complete=True)
    if year[0] == "fiscal_the":
        return _nearest(view, lambda number: cut(calendar.year_of(number, view.fiscal_start)), complete=True)
    whole = days_of(year, replace(view, compared=False))
    return None if whole is None else cut(whole)


def _months(view: View, first: int, last: int, year: Expression | None) -> Days | None:
    count = (last - first) % 12 + 1
    if year is None or year[0] in ("year_the", "fiscal_the"):
        back = last < first  # "November to March": told by the year in which it ends
        days = _nearest(view, lambda number: calendar.months(number - back, first, count))
        if days is not None and view.published is not None and view.tense == "future":
            just = calendar.shift(days, "year", -1)  # nobody calls the month eleven ahead by its bare name
            if just is not None and 0 < (view.published - just[1]).days <= LAST_MONTH.days:
                return just
        return days
    whole = days_of(year, replace(view, compared=False))
    if whole is None:
        return None
    begin = whole[0].month
    if last < first and begin == 1:
        return calendar.months(whole[0].year - 1, first, count)
    return calendar.months(whole[0].year, begin + (first - begin) % 12, count)


def _month(view: View, month: int, year: Expression | None) -> Days | None:
    return _months(view, month, month, year)


def _month_relative(view: View, month: int, shift: int) -> Days | None:
    if view.published is None:
        return None
    here = view.published
    if shift == 0:
        return calendar.months(here.year, month)
    if shift < 0:
        return calendar.months(here.year - (month >= here.month), month)
    return calendar.months(here.year + (month <= here.month), month)


def _day_relative(view: View, month: int, day: int, shift: int) -> Days | None:
    whole = _month_relative(view, month, shift)
    return None if whole is None else (whole[0].replace(day=day), whole[0].replace(day=day))


def _days(view: View, month: int, first: int, last: int, year: Expression | None) -> Days | None:
    def make(number: int) -> Days:
        return date(number, month, first), date(number, month, last)

    if year is not None and year[0] != "year_the":
        whole = days_of(("month", month, year), view)
        return None if whole is None else make(whole[0].year)
    close = _nearest(replace(view, tense="present"), make)
    if close is not None and view.published is not None and _distance(close, view.published) <= NEAR.days:
        return close
    return _nearest(view, make)


def _day(view: View, month: int, day: int, year: Expression | None) -> Days | None:
    return _days(view, month, day, day, year)


def _date(view: View, year: int, month: int, day: int) -> Days:
    return date(year, month, day), date(year, month, day)


def _weekday(view: View, weekday: int, shift: int | None) -> Days | None:
    if view.published is None:
        return None
    back = (view.published.weekday() - weekday) % 7
    if shift == 0:
        day = calendar.week_of(view.published)[0] + timedelta(days=weekday)
    elif shift is not None and shift < 0:
        day = view.published - timedelta(days=back or 7)
    elif shift is not None or view.tense == "future":
        ahead = -back % 7
        day = view.published + timedelta(days=(ahead or 7) if shift else ahead)
    else:
        day = view.published - timedelta(days=back)
    return day, day


def _unit(view: View, unit: str, shift: int) -> Days | None:
    return None if view.published is None else calendar.unit_around(view.published, unit, shift)


def _last_quarter(view: View) -> Days | None:
    """ "the last quarter": the one before this, but of what is to come the last of the year."""
    return _part(view, None, 9, 3) if view.tense == "future" else _unit(view, "quarter", -1)


def _weekend(view: View, shift: int | None) -> Days | None:
    if view.published is None:
        return None
    here = calendar.weekend_around(view.published)
    begun = here[0] <= view.published
    if shift is not None and shift > 0:
        return calendar.weekend_around(view.published, shift)
    if shift is not None and shift < 0:  # the last one that is over
        return here if here[1] < view.published else calendar.weekend_around(view.published, shift)
    return here if begun or view.tense == "future" else calendar.weekend_around(view.published, -1)


def _just_ended(view: View, unit: str) -> Days | None:
    """The last unit whose last day was not after publication; a week ends for this with its Friday."""
    running = _unit(view, unit, 0)
    if running is None or view.published is None:
        return None
    last = running[1] - timedelta(days=2) if unit == "week" else running[1]
    return running if last <= view.published else _unit(view, unit, -1)


def _latest(view: View, unit: str, count: int) -> Days | None:
    """The latest weeks are those of a weekly report: to the day of its other figures, or to the last Friday."""
    if unit != "week":
        return _last_units(view, unit, count)
    if view.published is None:
        return None
    if view.anchor is not None and _reported(view.anchor, view.published):
        return calendar.back_from(view.anchor[1], "week", count)
    friday = view.published - timedelta(days=(view.published.weekday() - 4) % 7 or 7)
    return calendar.back_from(friday, "week", count)


def _reported(days: Days, published: date) -> bool:
    """Whole weeks that a weekly report of these days is about."""
    return ((days[1] - days[0]).days + 1) % 7 == 0 and 0 <= (published - days[1]).days <= LAST_MONTH.days


def _either_side(view: View, count: int) -> Days | None:
    """A word for both yesterday and tomorrow, as Hindi has: the tense decides."""
    return _unit(view, "day", count if view.tense == "future" else -count)


def _last_units(view: View, unit: str, count: int) -> Days | None:
    """The whole units before the one that is running."""
    running = _unit(view, unit, 0)
    first = _unit(view, unit, -count)
    return None if running is None or first is None else (first[0], running[0] - timedelta(days=1))


def _ago(view: View, unit: str, count: int) -> Days | None:
    if view.anchor is not None and view.compared:
        return calendar.shift(view.anchor, unit, -count)
    return _unit(view, unit, -count)


def _earlier(view: View, unit: str, count: int) -> Days | None:
    """The same period `count` units before the newer figure's."""
    return None if view.anchor is None else calendar.shift(view.anchor, unit, -count)


def _same(view: View, year: Expression | None, count: int) -> Days | None:
    """The newer figure's period in another year: of a number, or `count` years before."""
    if view.anchor is None:
        return None
    if year is None:
        return calendar.shift(view.anchor, "year", -count)
    if year[0] == "year":
        return calendar.shift(view.anchor, "year", year[1] - view.anchor[1].year)
    if year[0] == "year_relative":
        return calendar.shift(view.anchor, "year", year[1])
    whole = days_of(year, view)
    return None if whole is None else _inside(view.anchor, whole)


def _inside(days: Days, whole: Days) -> Days | None:
    """The days moved by whole years into a (fiscal) year."""
    guess = whole[0].year - days[0].year
    moved = (calendar.shift(days, "year", guess + more) for more in (0, 1))
    return next((span for span in moved if span is not None and whole[0] <= span[0] and span[1] <= whole[1]), None)


def _half_beside(view: View, count: int) -> Days | None:
    """The half year before or after one just told of: by themselves its words do not say in which month it begins."""
    if view.anchor is None or calendar.forward_from(view.anchor[0], "half", 1) != view.anchor:
        return None
    return calendar.shift(view.anchor, "half", count)


def _beside(view: View, unit: str, count: int) -> Days | None:
    """The unit before (-1) or after (1) the newer figure's period."""
    if view.anchor is None:
        return None
    if unit == "session":
        unit = "day"
    length = (view.anchor[1] - view.anchor[0]).days + 1
    if unit == "period":
        return view.anchor[0] + timedelta(days=length * count), view.anchor[1] + timedelta(days=length * count)
    if length <= calendar.MONTHS_OF.get(unit, 0) * 31 - 20:  # "the previous month" beside a day or a week
        return calendar.unit_around(view.anchor[0], unit, count)
    return calendar.shift(view.anchor, unit, count)


def _anaphor(view: View, unit: str | None, shift: int | None = None) -> Days | None:
    """ "the period", "the week": the one just spoken of; with a `shift` one counted from publication where none was."""
    spoken = _spoken_of(view, unit) if shift is None or view.tense != "future" else None
    return spoken if spoken is not None or shift is None or unit is None else _unit(view, unit, shift)


def _spoken_of(view: View, unit: str | None) -> Days | None:
    if view.anchor is None or unit is None:
        return view.anchor
    first, last = view.anchor
    size = (last - first).days + 1
    if unit in calendar.DAYS_OF:
        return view.anchor if size % calendar.DAYS_OF[unit] == 0 and size < 7 * calendar.DAYS_OF[unit] else None
    whole = calendar.unit_around(first, unit)
    return whole if whole is not None and whole[0] <= first and last <= whole[1] else None


def _spoken_count(view: View, count: int, unit: str) -> Days | None:
    """ "those eleven months": the days just spoken of, if they are as many."""
    fits = view.anchor is not None and calendar.forward_from(view.anchor[0], unit, count) == view.anchor
    return view.anchor if fits else None


def _sibling(view: View, first: int, count: int, told: Expression) -> Days | None:
    """ "16.6 million in the third quarter and 18.3 million in the fourth": the one nearest to the one with its noun."""
    base = days_of(told, view)
    if base is None:
        return None
    near = [calendar.months(base[0].year + shift, first + 1, count) for shift in (-1, 0, 1)]
    if view.published is not None and view.tense == "future":
        near = [days for days in near if days[1] >= view.published] or near
    if view.published is not None and view.tense == "past":
        near = [days for days in near if days[0] <= view.published] or near
    return min(near, key=lambda days: min(_distance(days, base[0]), _distance(days, base[1])))


def _week_of_month(view: View, number: int, month: Expression) -> Days | None:
    whole = days_of(month, view)
    return None if whole is None else calendar.seventh_of_month(whole[0].year, whole[0].month, number)


def _half_of_month(view: View, number: int, month: Expression, fortnight: bool) -> Days | None:
    """Half of the days of a month; its first fortnight has fifteen, of February too."""
    whole = days_of(month, view)
    if whole is None:
        return None
    size = 15 if fortnight else ((whole[1] - whole[0]).days + 1) // 2
    middle = whole[0] + timedelta(days=size - 1)
    return (whole[0], middle) if number == 1 else (middle + timedelta(days=1), whole[1])


def _edge(view: View, last: bool, count: int, unit: str, whole: Expression | None) -> Days | None:
    """The first or the last `count` units of a year or month."""
    if unit in calendar.MONTHS_OF:
        size = calendar.MONTHS_OF[unit] * count
        return _part(view, whole, 12 - size if last else 0, size) if size <= 12 else None
    if whole is None or unit not in calendar.DAYS_OF:
        return None
    delta = timedelta(days=calendar.DAYS_OF[unit] * count - 1)

    def cut(days: Days) -> Days:
        return (days[1] - delta, days[1]) if last else (days[0], days[0] + delta)

    if whole[0] == "year_the":
        return _nearest(view, lambda number: cut(calendar.year_of(number)), complete=True)
    days = days_of(whole, view)
    return None if days is None else cut(days)


def _ended(view: View, count: int, unit: str, end: Expression) -> Days | None:
    days = days_of(end, view)
    if days is None:
        return None
    if unit == "fortnight" and count == 1:
        return calendar.fortnight_to(days[1])
    return calendar.back_from(days[1], unit, count)


def _begun(view: View, count: int, unit: str, begin: Expression) -> Days | None:
    days = days_of(begin, view)
    return None if days is None else calendar.forward_from(days[0], unit, count)


def _first(view: View, whole: Expression) -> Days | None:
    days = days_of(whole, view)
    return None if days is None else (days[0], days[0])


def _up_to(view: View, end: Expression) -> Days | None:
    """ "by September": that September; of what was counted this year, all from the year's first day on."""
    days = days_of(end, view)
    if days is None or view.published is None or view.tense != "past" or days[1] > view.published:
        return days
    year = end[-1] if end[0] in ("month", "day") else None
    if year not in (("year_relative", 0), ("fiscal_relative", 0)):
        return days
    whole = days_of(year, view)
    return days if whole is None else (whole[0], days[1])


def _mid(view: View, whole: Expression, begins: bool) -> Days | None:
    """The middle as a bound: the 15th of a month, the last of June, or the first of July where it begins."""
    days = days_of(whole, view)
    if days is None:
        return None
    if days == calendar.unit_around(days[0], "month"):
        return days[0].replace(day=15), days[0].replace(day=15)
    if days != calendar.unit_around(days[0], "year"):
        return None
    first = calendar.month_first(days[0].year, 7)
    day = first if begins else first - timedelta(days=1)
    return day, day


def _week_of(view: View, day: Expression) -> Days | None:
    days = days_of(day, view)
    return None if days is None or days[0] != days[1] else calendar.week_of(days[0])


def _end(view: View, whole: Expression) -> Days | None:
    days = days_of(whole, view)
    return None if days is None else (days[1], days[1])


def _end_near(view: View, unit: str) -> Days | None:
    """ "at year-end": the nearest that fits the tense."""
    ends = [days[1] for shift in (-1, 0) if (days := _unit(view, unit, shift)) is not None]
    if view.published is None or len(ends) < 2:
        return None
    past = view.tense == "past" or (view.tense != "future" and view.published - ends[0] < ends[1] - view.published)
    end = ends[0] if past and ends[1] > view.published else ends[1]
    return end, end


def _since(view: View, begin: Expression) -> Days | None:
    """Up to the day of publication, which the word itself says."""
    days = days_of(begin, view if view.tense == "past" else replace(view, tense="past"))
    if days is None or view.published is None:
        return None
    if days[0] > view.published and _yearless(begin):  # a near day ahead
        days = calendar.shift(days, "year", -1) or days
    return (days[0], view.published) if days[0] <= view.published else None


def _from(view: View, begin: Expression) -> Days | None:
    """Open at its end, so no period; but a price holds from its day on and has that day."""
    days = days_of(begin, view)
    if days is None or view.compared:
        return days
    return days if view.price and days[0] == days[1] else None


def _from_or_since(view: View, begin: Expression) -> Days | None:
    """One word for both, as Hindi has: what is past goes on to the day of publication."""
    if view.price or view.compared or view.tense == "future":
        return _from(view, begin)
    return _since(view, begin)


def _so_far(view: View, whole: Expression) -> Days | None:
    days = days_of(whole, replace(view, tense="past"))
    return None if days is None or view.published is None else (days[0], min(view.published, days[1]))


def _remaining(view: View, whole: Expression) -> Days | None:
    days = days_of(whole, view)
    return None if days is None or view.published is None else (max(view.published, days[0]), days[1])


def _range(view: View, begin: Expression, end: Expression) -> Days | None:
    """From the first day of one to the last of the other; a year that one of them names holds for both."""
    if end[0] == "around":
        return _range_to_end(view, begin, end[1])
    if not _yearless(end):
        last = days_of(end, view)
        near = None if last is None else replace(view, published=last[1], tense="past")
        first = days_of(begin, near if near is not None and _yearless(begin) else view)
    elif not _yearless(begin):
        first = days_of(begin, view)
        last = None if first is None else days_of(end, replace(view, published=first[0], tense="future"))
    else:
        last = days_of(end, view)
        first = None if last is None else days_of(begin, replace(view, published=last[1], tense="past"))
    if first is not None and last is not None and first[0] > last[1]:  # a near day is taken on either side of a date
        if _yearless(begin):
            first = calendar.shift(first, "year", -1)
        elif _yearless(end):
            last = calendar.shift(last, "year", 1)
    return None if first is None or last is None else (first[0], last[1])


def _range_to_end(view: View, begin: Expression, unit: str) -> Days | None:
    """ "from May until the end of the year": of the year that `begin` names, else of the running one."""
    if unit == "year" and _yearless(begin):
        return _range(view, begin, ("unit", "year", 0))
    first = days_of(begin, view)
    last = None if first is None else calendar.unit_around(first[0], unit)
    return None if first is None or last is None else (first[0], last[1])


def _yearless(expression: Expression) -> bool:
    if expression[0] == "mid":
        return _yearless(expression[1])
    return expression[0] in ("day", "days", "month", "months", "part", "weekday") and expression[-1] is None


_RULES: dict[str, Callable[..., Days | None]] = {
    "year": _year,
    "year_relative": _year_relative,
    "year_the": lambda view: _anaphor(view, "year"),
    "fiscal": _fiscal,
    "fiscal_split": _fiscal_split,
    "fiscal_relative": _fiscal_relative,
    "fiscal_the": _fiscal_the,
    "part": lambda view, first, count, year: _part(view, year, first, count),
    "months": _months,
    "month": _month,
    "month_relative": _month_relative,
    "days": _days,
    "day": _day,
    "date": _date,
    "day_relative": _day_relative,
    "iso_week": lambda view, year, week: calendar.iso_week(year, week),
    "weekday": _weekday,
    "unit": _unit,
    "last_quarter": _last_quarter,
    "weekend": _weekend,
    "just_ended": _just_ended,
    "latest": _latest,
    "either_side": _either_side,
    "last_units": _last_units,
    "ago": _ago,
    "earlier": _earlier,
    "same": _same,
    "beside": _beside,
    "half_beside": _half_beside,
    "anaphor": _anaphor,
    "spoken_count": _spoken_count,
    "sibling": _sibling,
    "week_of_month": _week_of_month,
    "half_of_month": _half_of_month,
    "edge": _edge,
    "ended": _ended,
    "begun": _begun,
    "first": _first,
    "up_to": _up_to,
    "mid": _mid,
    "week_of": _week_of,
    "end": _end,
    "end_near": _end_near,
    "since": _since,
    "from": _from,
    "from_or_since": _from_or_since,
    "so_far": _so_far,
    "remaining": _remaining,
    "range": _range,
}
