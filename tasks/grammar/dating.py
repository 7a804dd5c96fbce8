"""Which days an expression of time is about, seen from a day of publication. Pure; never raises, never guesses.

An expression is a nested tuple, its first item the kind: `("month", 4, ("year_relative", 0))` is "April this year".
`None` where a year would stand means that the words name none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
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


def days_of(expression: Expression, view: View) -> Days | None:
    """First and last day of an expression, or None where its words or a missing date leave it open."""
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
    return None if whole is None else calendar.shift(view.anchor, "year", whole[1].year - view.anchor[1].year)


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


def _anaphor(view: View, unit: str | None) -> Days | None:
    """ "the period", "the week": the one just spoken of."""
    if view.anchor is None or unit is None:
        return view.anchor
    first, last = view.anchor
    size = (last - first).days + 1
    if unit in calendar.DAYS_OF:
        return view.anchor if size % calendar.DAYS_OF[unit] == 0 and size < 7 * calendar.DAYS_OF[unit] else None
    whole = calendar.unit_around(first, unit)
    return whole if whole is not None and whole[0] <= first and last <= whole[1] else None


def _week_of_month(view: View, number: int, month: Expression) -> Days | None:
    whole = days_of(month, view)
    return None if whole is None else calendar.seventh_of_month(whole[0].year, whole[0].month, number)


def _half_of_month(view: View, number: int, month: Expression) -> Days | None:
    whole = days_of(month, view)
    if whole is None:
        return None
    middle = whole[0] + timedelta(days=14)
    return (whole[0], middle) if number == 1 else (middle + timedelta(days=1), whole[1])


def _edge(view: View, last: bool, count: int, unit: str, whole: Expression | None) -> Days | None:
    """The first or the last `count` units of a year or month."""
    if unit in calendar.MONTHS_OF:
        size = calendar.MONTHS_OF[unit] * count
        return _part(view, whole, 12 - size if last else 0, size) if size <= 12 else None
    if whole is None or unit not in calendar.DAYS_OF:
        return None
    days = days_of(whole, view)
    if days is None:
        return None
    delta = timedelta(days=calendar.DAYS_OF[unit] * count - 1)
    return (days[1] - delta, days[1]) if last else (days[0], days[0] + delta)


def _ended(view: View, count: int, unit: str, end: Expression) -> Days | None:
    days = days_of(end, view)
    return None if days is None else calendar.back_from(days[1], unit, count)


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
    return None if first is None or last is None else (first[0], last[1])


def _yearless(expression: Expression) -> bool:
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
    "either_side": _either_side,
    "last_units": _last_units,
    "ago": _ago,
    "earlier": _earlier,
    "same": _same,
    "beside": _beside,
    "anaphor": _anaphor,
    "week_of_month": _week_of_month,
    "half_of_month": _half_of_month,
    "edge": _edge,
    "ended": _ended,
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
