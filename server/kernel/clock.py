"""Time: one port for "now", and the civil calendar of Chongqing."""

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

CHONGQING = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the present instant."""

    def now(self, session: Session) -> datetime:
        """Return the present instant, aware, in UTC; the session lets processes share an offset."""
        ...


def local_date(instant: datetime) -> date:
    """Return the civil date in Chongqing at an instant."""
    return instant.astimezone(CHONGQING).date()


def say_day(day: date, *, today: date) -> str:
    """Return a day as people say it: 12月2日, with the year only when it is another year."""
    year = "" if day.year == today.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def say_moment(instant: datetime, *, today: date) -> str:
    """Return a moment as people say it: 12月2日 14:00, in Chongqing."""
    local = instant.astimezone(CHONGQING)
    return f"{say_day(local.date(), today=today)} {local:%H:%M}"


def start_of(day: date) -> datetime:
    """Return the instant at which a civil date begins in Chongqing."""
    return datetime.combine(day, time(), tzinfo=CHONGQING).astimezone(UTC)
