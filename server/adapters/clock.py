"""The clock: the system's, or the system's moved by the shared offset row outside production."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

_OFFSET = text("SELECT seconds FROM clock_offsets WHERE id = 1")


class SystemClock:
    """The real time; all that production knows."""

    def now(self, session: Session) -> datetime:
        """Return the present instant."""
        del session
        return datetime.now(UTC)


class SharedClock:
    """The real time plus the offset row that every process reads (demo and tests move it)."""

    def now(self, session: Session) -> datetime:
        """Return the present instant as this installation counts it."""
        return datetime.now(UTC) + timedelta(seconds=seconds_moved(session))


def seconds_moved(session: Session) -> int:
    """Return by how much the offset row moves time; production must find 0."""
    return session.execute(_OFFSET).scalar_one_or_none() or 0
