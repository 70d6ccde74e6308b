"""Working days by China's official calendar; a year not announced yet counts Monday to Friday."""

from datetime import date, timedelta

import chinese_calendar

FRIDAY = 4


class OfficialWorkingDays:
    """Working days with `chinese_calendar`, and dates an operator adds for years it lacks.

    `overrides` maps a date to whether it is a working day (config/reference/calendar.yaml).
    """

    def __init__(self, overrides: dict[date, bool] | None = None) -> None:
        """Keep the operator's dates."""
        self._overrides = overrides or {}
        self._years = {day.year for day in chinese_calendar.holidays}

    def add(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`."""
        while count > 0:
            day += timedelta(days=1)
            count -= self._is_working_day(day)
        return day

    def is_provisional(self, year: int) -> bool:
        """Tell whether the year's holidays are not known yet."""
        return year not in self._years and not any(d.year == year for d in self._overrides)

    def _is_working_day(self, day: date) -> bool:
        if day in self._overrides:
            return self._overrides[day]
        if day.year in self._years:
            return bool(chinese_calendar.is_workday(day))
        return day.weekday() <= FRIDAY
