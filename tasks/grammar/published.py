"""The day that a source gives as the day of publication: text in, date out. Nothing is guessed and no clock is read.

The day is the calendar day in the zone that the text itself names: "Tue, 17 Oct 2023 00:30:00 IST" is the 17th,
although it was still the 16th in Greenwich. "03/04/2023" is two days and so none.
"""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_tz

_TIME = r"(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s*[APap]\.?[Mm]\.?)?)"
_ZONE = (
    r"(?:\s*(?:Z|[+-]\d{1,2}:?\d{2}(?::?\d{2})?|[A-Za-z]{1,5}(?:[+-]\d{1,2}(?::?\d{2})?)?|\([A-Za-z ]{1,40}\))){0,2}"
)
_ISO = re.compile(rf"(\d{{4}})([-/.]?)(\d{{2}})\2(\d{{2}})(?:[Tt\s]\s*{_TIME}{_ZONE})?")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})T\d{4}(?:\d{2})?(?:Z|[+-]\d{2}:?\d{2})?")
_REST = rf"(?:,?\s+(?:at\s+)?{_TIME}{_ZONE})?"
_WEEKDAY = r"(?:[A-Za-z]{3,9}\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{{3,9}})\.?,?[\s-]+(\d{{4}}|\d{{2}}(?=\s)){_REST}"
)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}([A-Za-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_REST}")
_ASCTIME = re.compile(rf"[A-Za-z]{{3}}\s+([A-Za-z]{{3}})\s+(\d{{1,2}})\s+{_TIME}(?:\s+[A-Z]{{1,5}})?\s+(\d{{4}})")
_LONGEST = 80
_OLDEST_YEAR = 1600
"""No newspaper is older; a year before it is a slip of the pen (0023) or a default (0001)."""


def day(text: str) -> date | None:
    """The day of publication, or None where `text` cannot be read, or can be read in two ways.

    Reads ISO 8601 dates and times ("2023-10-17", "20231017", "2023-10-17T23:30:00+05:30", "2023/10/17"), RFC 822 and
    its kin ("Tue, 17 Oct 2023 23:30:00 IST", also with a year of two digits), "17 October 2023" and "October 17, 2023".
    """
    text = text.strip()
    if not text or len(text) > _LONGEST or not text.isascii():
        return None
    if match := _ISO.fullmatch(text):
        return _checked(int(match[1]), int(match[3]), int(match[4]))
    if match := _BASIC.fullmatch(text):
        return _checked(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_MONTH.fullmatch(text):
        return _worded(match[1], match[2], match[3])
    if match := _MONTH_DAY.fullmatch(text):
        return _worded(match[2], match[1], match[3])
    if match := _ASCTIME.fullmatch(text):
        return _worded(match[2], match[1], match[3])
    return None


def _worded(number: str, month: str, year: str) -> date | None:
    # The month names of RFC 822 are part of that protocol; `email` has them, in full too, but for one habit of news.
    month = month[:3] if month.lower() == "sept" else month
    parsed = parsedate_tz(f"{number} {month} {year} 00:00:00")
    return _checked(parsed[0], parsed[1], parsed[2]) if parsed else None


def _checked(year: int, month: int, number: int) -> date | None:
    if year < _OLDEST_YEAR:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
