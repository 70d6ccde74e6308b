"""The stretches of deed dates that caps count over, by the calendar of Chongqing."""

from datetime import date

from models.vocabulary import CapPeriod

QUARTER_MONTHS = 3
HALF_YEAR_MONTHS = 6
DECEMBER = 12


def period_of(day: date, period: CapPeriod) -> str:
    """Return the name of the period a day lies in: 2026-11, 2026-Q4, 2026-H2 or 2026."""
    if period == CapPeriod.MONTH:
        return month_of(day)
    if period == CapPeriod.QUARTER:
        return f"{day.year}-Q{(day.month - 1) // QUARTER_MONTHS + 1}"
    if period == CapPeriod.HALF_YEAR:
        return f"{day.year}-H{(day.month - 1) // HALF_YEAR_MONTHS + 1}"
    return str(day.year)


def month_of(day: date) -> str:
    """Return the month of a day, like 2026-11."""
    return f"{day.year}-{day.month:02d}"


def first_of_next_month(day: date) -> date:
    """Return the first day of the month after a day: when a resolution takes effect (PT-7)."""
    if day.month == DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)
