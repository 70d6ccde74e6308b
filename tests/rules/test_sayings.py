"""Days and moments are said as people say them."""

from datetime import UTC, date, datetime

import pytest

from server.kernel.clock import say_day, say_moment

TODAY = date(2026, 12, 30)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 2), "12月2日"),
        (date(2027, 1, 5), "2027年1月5日"),
        (date(2025, 12, 30), "2025年12月30日"),
    ],
)
def test_a_day_carries_its_year_only_when_it_is_another_one(day: date, words: str) -> None:
    assert say_day(day, today=TODAY) == words


def test_a_moment_is_told_in_the_time_of_chongqing() -> None:
    assert say_moment(datetime(2026, 12, 2, 1, 5, tzinfo=UTC), today=TODAY) == "12月2日 09:05"
    last_hour = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert say_moment(last_hour, today=TODAY) == "2027年1月1日 00:00"
