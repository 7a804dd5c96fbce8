"""Arithmetic with spans of days: months, quarters, weeks, fiscal years. No words, no clock, no guesses.

A `Days` is its first and its last day, both inclusive. Functions raise ValueError or OverflowError for days that no
calendar has (30 February, year 0); `dating` turns that into "no period".
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date, date]

MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Units that are whole months, and how many."""
DAYS_OF = {"day": 1, "week": 7, "fortnight": 14}
"""Units that are whole days, and how many."""


def month_first(year: int, month: int) -> date:
    """The first day of a month, counted on beyond December (month 13 is the next January) and before January."""
    index = year * 12 + month - 1
    return date(index // 12, index % 12 + 1, 1)


def months(year: int, month: int, count: int = 1) -> Days:
    """`count` whole months from the given one on."""
    return month_first(year, month), month_first(year, month + count) - timedelta(days=1)


def year_of(year: int, first_month: int = 1) -> Days:
    """The twelve months that begin with `first_month` of `year`."""
    return months(year, first_month, 12)


def week_of(day: date) -> Days:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def iso_week(year: int, week: int) -> Days:
    """Monday to Sunday of an ISO week."""
    return week_of(date.fromisocalendar(year, week, 1))


def unit_around(day: date, unit: str, shift: int = 0) -> Days | None:
    """The calendar day, week, month, quarter, half or year around `day`, `shift` units on."""
    if unit == "week":
        return week_of(day + timedelta(weeks=shift))
    if unit == "day":
        return day + timedelta(days=shift), day + timedelta(days=shift)
    size = MONTHS_OF.get(unit)
    if size is None:
        return None
    first = (day.month - 1) // size * size + 1
    return months(day.year, first + shift * size, size)


def is_month_end(day: date) -> bool:
    """Is this the last day of its month?"""
    return day.day == monthrange(day.year, day.month)[1]


def add_months(day: date, count: int) -> date:
    """The same day of the month `count` months on; the month's last day where it is shorter."""
    first = month_first(day.year, day.month + count)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def shift(days: Days, unit: str, count: int) -> Days | None:
    """A span moved by `count` units: whole months stay whole months, other days keep their number in the month."""
    first, last = days
    if unit in DAYS_OF:
        delta = timedelta(days=DAYS_OF[unit] * count)
        return first + delta, last + delta
    size = MONTHS_OF.get(unit)
    if size is None:
        return None
    moved_last = add_months(last, size * count)
    if is_month_end(last) and (first.day == 1 or first == last):
        moved_last = months(moved_last.year, moved_last.month)[1]
    moved_first = moved_last if first == last else add_months(first, size * count)
    return moved_first, moved_last


def back_from(last: date, unit: str, count: int) -> Days | None:
    """The `count` units that end with the day `last`."""
    if unit in DAYS_OF:
        return last - timedelta(days=DAYS_OF[unit] * count - 1), last
    size = MONTHS_OF.get(unit)
    if size is None:
        return None
    if is_month_end(last):
        return month_first(last.year, last.month - size * count + 1), last
    return add_months(last, -size * count) + timedelta(days=1), last


def fortnight_to(last: date) -> Days:
    """The fortnight that ends with a day: half of a month where that is the 15th or the month's last."""
    if last.day == 15:
        return last.replace(day=1), last
    return (last.replace(day=16), last) if is_month_end(last) else (last - timedelta(days=13), last)


def forward_from(first: date, unit: str, count: int) -> Days | None:
    """The `count` units that begin with the day `first`."""
    if unit in DAYS_OF:
        return first, first + timedelta(days=DAYS_OF[unit] * count - 1)
    size = MONTHS_OF.get(unit)
    return None if size is None else (first, add_months(first, size * count) - timedelta(days=1))


def weekend_around(day: date, shift: int = 0) -> Days:
    """Saturday and Sunday of the week around a day, `shift` weeks on."""
    monday = week_of(day)[0] + timedelta(weeks=shift)
    return monday + timedelta(days=5), monday + timedelta(days=6)


def seventh_of_month(year: int, month: int, number: int) -> Days:
    """The first, second, ... week of a month: days 1 to 7, 8 to 14, ...; the last one (-1) its last seven days."""
    first, last = months(year, month)
    if number == -1:
        return last - timedelta(days=6), last
    begin = first + timedelta(days=7 * (number - 1))
    if begin > last:
        raise ValueError("no such week in that month")
    return begin, min(begin + timedelta(days=6), last)
