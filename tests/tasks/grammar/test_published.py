"""The day that a source gives: read where it is one day, refused where it could be two."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.grammar.published import day


@pytest.mark.parametrize(
    "text",
    [
        "2023-10-17",
        " 2023-10-17\n",
        "20231017",
        "2023/10/17",
        "2023.10.17",
        "2023-10-17T00:30:00+05:30",
        "2023-10-17T23:30:00Z",
        "2023-10-17T23:30:00.123456789-11:00",
        "2023-10-17 23:30",
        "2023-10-17 23:30:00 UTC",
        "20231017T233000Z",
        "Tue, 17 Oct 2023 00:30:00 IST",
        "Tue, 17 Oct 2023 23:30:00 +0530",
        "Tue, 17 Oct 23 10:00:00 GMT",
        "Tue, 17 Oct 2023 10:00:00 +0000 (UTC)",
        "17 October 2023",
        "17th October, 2023",
        "17-Oct-2023",
        "Tuesday, October 17, 2023",
        "October 17, 2023 10:30 PM IST",
        "Oct. 17, 2023",
        "Tue Oct 17 10:00:00 IST 2023",
    ],
)
def test_the_day_in_its_own_zone(text: str) -> None:
    assert day(text) == date(2023, 10, 17)


def test_sept_is_a_month_too() -> None:
    assert day("Sept. 5, 2023") == date(2023, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2023",  # March or April
        "17/10/2023",  # one day only, but its neighbours in the same column are two
        "17.10.2023",
        "2023-10",
        "October 2023",
        "2023-13-01",
        "2023-02-30",
        "31 June 2023",
        "2023-10/17",
        "1697500800",
        "0023-10-17",
        "0001-01-01",
        "17 Octember 2023",
        "yesterday",
        "",
        "null",
        "2023-10-17, or so they say",
        "१७ अक्टूबर २०२३",
        "2023-10-17" + " " * 10_000 + "x",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert day(text) is None


@given(st.text())
def test_any_text(text: str) -> None:
    day(text)


@given(st.dates(min_value=date(1600, 1, 1)))
def test_every_written_date_comes_back(written: date) -> None:
    assert day(written.isoformat()) == written
    assert day(f"{written:%a}, {written.day} {written:%b} {written.year:04} 23:59:59 +1400") == written
