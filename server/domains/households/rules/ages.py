"""Who is a minor (未成年人), from the one day that is kept: the day she comes of age.

An age is reached on the birthday (周岁, Civil Code art. 17: 18 and older is an adult). Who was born
on 29 February reaches it on 1 March of a common year: there the last day of the years before is
28 February (art. 202), so that nobody counts as older a day too soon.
"""

from collections.abc import Sequence
from datetime import date

ADULT_AT, ALONE_FROM = 18, 14
AGE_MAX = 120
CHILD = "孩子"
"""How a minor is named to everybody outside her household."""
_PLACES = "一二三四五六七八九十"


def birthday_fault(born_on: date, today: date) -> str | None:
    """Say what is wrong with a day of birth, or return None."""
    if born_on > today:
        return "出生日期还没有到，请再看看。"
    if born_on < _anniversary(today, -AGE_MAX):
        return f"出生日期在{AGE_MAX}年以前，请再看看。"
    return None


def comes_of_age_on(born_on: date) -> date:
    """Return the 18th birthday."""
    return _anniversary(born_on, ADULT_AT)


def adult_on_to_keep(born_on: date | None, today: date) -> date | None:
    """Return the day somebody comes of age; None of an adult, or of whom nobody told an age."""
    adult_on = comes_of_age_on(born_on) if born_on else None
    return adult_on if is_minor(adult_on, today) else None


def names_of_children(child_ids: Sequence[int]) -> dict[int, str]:
    """Name the children of one household to others: 孩子, or 孩子一, 孩子二 where they are more."""
    if len(child_ids) == 1:
        return {child_ids[0]: CHILD}
    places = [*_PLACES, *map(str, range(len(_PLACES) + 1, len(child_ids) + 1))]
    return {child: f"{CHILD}{place}" for child, place in zip(child_ids, places, strict=False)}


def is_minor(adult_on: date | None, today: date) -> bool:
    """Tell whether somebody has not come of age; who is not known to be a minor is an adult."""
    return adult_on is not None and today < adult_on


def is_under_14(adult_on: date | None, today: date) -> bool:
    """Tell whether somebody needs a guardian to join.

    The day kept is never 29 February: 18 years after a leap year there is none.
    """
    return adult_on is not None and today < _anniversary(adult_on, ALONE_FROM - ADULT_AT)


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
