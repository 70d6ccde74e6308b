"""The day somebody comes of age is all that is kept, and it is enough."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domains.households import rules

TODAY = date(2026, 11, 27)
births = st.dates(date(1907, 1, 1), TODAY)
days = st.dates(date(2000, 1, 1), date(2050, 1, 1))


def years_between(born_on: date, day: date) -> int:
    """Count whole years as people do: by the birthday."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


@given(births, days)
def test_age_follows_from_the_day_of_coming_of_age_alone(born_on: date, day: date) -> None:
    adult_on = rules.comes_of_age_on(born_on)

    assert rules.is_minor(adult_on, day) == (years_between(born_on, day) < 18)
    assert rules.is_under_14(adult_on, day) == (years_between(born_on, day) < 14)


@given(births)
def test_of_an_adult_nothing_is_kept(born_on: date) -> None:
    kept = rules.adult_on_to_keep(born_on, TODAY)

    assert (kept is None) == (years_between(born_on, TODAY) >= 18)


@given(births)
def test_a_minor_comes_of_age_once(born_on: date) -> None:
    adult_on = rules.comes_of_age_on(born_on)

    assert rules.is_minor(adult_on, adult_on - timedelta(days=1))
    assert not rules.is_minor(adult_on, adult_on)


def test_who_was_born_on_29_february_comes_of_age_on_1_march() -> None:
    adult_on = rules.comes_of_age_on(date(2012, 2, 29))

    assert adult_on == date(2030, 3, 1)
    assert rules.is_under_14(adult_on, date(2026, 2, 28))
    assert not rules.is_under_14(adult_on, date(2026, 3, 1))


def test_whose_age_nobody_told_counts_as_an_adult() -> None:
    assert rules.adult_on_to_keep(None, TODAY) is None
    assert not rules.is_minor(None, TODAY)
    assert not rules.is_under_14(None, TODAY)


@pytest.mark.parametrize(
    ("born_on", "is_good"),
    [
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
        (date(1906, 11, 27), True),
        (date(1906, 11, 26), False),
    ],
)
def test_a_day_of_birth_is_neither_to_come_nor_too_long_ago(
    *, born_on: date, is_good: bool
) -> None:
    assert (rules.birthday_fault(born_on, TODAY) is None) == is_good


def test_children_of_one_household_are_told_apart_without_a_name() -> None:
    assert rules.names_of_children([7]) == {7: "孩子"}
    assert rules.names_of_children([7, 9]) == {7: "孩子一", 9: "孩子二"}
    assert list(rules.names_of_children(range(12)).values())[9:] == ["孩子十", "孩子11", "孩子12"]
