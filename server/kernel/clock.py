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


def start_of(day: date) -> datetime:
    """Return the instant at which a civil date begins in Chongqing."""
    return datetime.combine(day, time(), tzinfo=CHONGQING).astimezone(UTC)
