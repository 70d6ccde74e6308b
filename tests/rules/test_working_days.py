"""Working days: the official calendar with its shifts, dates an operator adds, years unknown."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.adapters.working_days import OfficialWorkingDays
from server.outside import reference

OFFICIAL = OfficialWorkingDays()
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(0, 30)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        # National Day 2026: off 1-7 October; the Sunday before and the Saturday after are worked.
        (date(2026, 9, 25), 1, date(2026, 9, 28)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        # Spring Festival 2026: off 15-23 February; worked on Saturdays 14 and 28 February.
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 27), 1, date(2026, 2, 28)),
        # an ordinary week
        (date(2026, 11, 6), 1, date(2026, 11, 9)),
        (date(2026, 11, 10), 5, date(2026, 11, 17)),
        # New Year 2026: off 1-3 January; worked on Sunday 4 January.
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
    ],
)
def test_days_are_counted_by_the_official_calendar(day: date, count: int, due: date) -> None:
    assert OFFICIAL.add(day, count) == due


def test_no_working_day_later_is_the_day_itself() -> None:
    assert OFFICIAL.add(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_a_year_without_an_announcement_counts_monday_to_friday() -> None:
    assert OFFICIAL.add(date(2027, 9, 30), 1) == date(2027, 10, 1)
    assert OFFICIAL.add(date(2027, 10, 1), 1) == date(2027, 10, 4)


def test_such_a_year_is_provisional() -> None:
    assert [OFFICIAL.is_provisional(year) for year in (2025, 2026, 2027, 2030)] == [
        False,
        False,
        True,
        True,
    ]


def test_the_operator_adds_the_dates_of_a_new_announcement() -> None:
    announced = OfficialWorkingDays({date(2027, 10, 1): False, date(2027, 10, 9): True})
    assert announced.add(date(2027, 9, 30), 1) == date(2027, 10, 4)
    assert announced.add(date(2027, 10, 8), 1) == date(2027, 10, 9)
    assert not announced.is_provisional(2027)
    assert announced.is_provisional(2028)


def test_the_operators_word_wins_over_the_calendar() -> None:
    corrected = OfficialWorkingDays({date(2026, 10, 8): False})
    assert corrected.add(date(2026, 9, 30), 1) == date(2026, 10, 9)


def test_the_shipped_file_holds_dates_and_nothing_else() -> None:
    days = reference("calendar.yaml")["days"]
    assert all(type(day) is date and type(works) is bool for day, works in days.items())


@given(DAYS, COUNTS, COUNTS)
def test_waiting_in_two_parts_is_waiting_once(day: date, first: int, second: int) -> None:
    assert OFFICIAL.add(OFFICIAL.add(day, first), second) == OFFICIAL.add(day, first + second)


@given(DAYS, st.integers(1, 30))
def test_more_working_days_end_later_and_never_too_early(day: date, count: int) -> None:
    due = OFFICIAL.add(day, count)
    assert due >= day + timedelta(days=count)
    assert due > OFFICIAL.add(day, count - 1)
