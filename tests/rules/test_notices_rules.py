from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.adapters.working_days import OfficialWorkingDays
from server.domains.notices.rules import NoticeDays, content_hash, days_of

CALENDAR = OfficialWorkingDays()


def days(published_on: date, working_days: int = 5) -> NoticeDays:
    return days_of(
        published_on, working_days, add=CALENDAR.add, is_provisional=CALENDAR.is_provisional
    )


def test_a_notice_stands_for_five_working_days_after_its_own() -> None:
    found = days(date(2026, 11, 10))
    assert found == NoticeDays(date(2026, 11, 10), date(2026, 11, 18), is_provisional=False)


def test_national_day_does_not_count() -> None:
    assert days(date(2026, 9, 30)).usable_on > date(2026, 10, 12)


def test_a_notice_that_reaches_into_an_unknown_year_is_provisional() -> None:
    assert days(date(2026, 12, 29)).is_provisional == CALENDAR.is_provisional(2027)
    assert days(date(2035, 3, 1)).is_provisional


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(3, 10))
def test_points_are_never_usable_before_the_days_are_over(day: date, count: int) -> None:
    found = days(day, count)
    assert found.usable_on > day + timedelta(days=count)


def test_the_hash_freezes_title_days_and_lines() -> None:
    found = days(date(2026, 11, 10))
    lines = [{"household": "王** · 三组", "points": 10}]
    same = content_hash("公示", found, lines)
    assert same == content_hash("公示", found, [dict(lines[0])])
    assert same != content_hash("公示", found, [{**lines[0], "points": 11}])
    assert same != content_hash("公示", found, [])
