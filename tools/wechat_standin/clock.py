"""The time of the whole system: the real one plus an offset that only grows."""

import time
from abc import ABC, abstractmethod

from sqlalchemy import create_engine, text

_READ = text("SELECT seconds FROM clock_offsets WHERE id = 1")
_ADVANCE = text(
    "INSERT INTO clock_offsets (id, seconds) VALUES (1, :seconds) "
    "ON CONFLICT (id) DO UPDATE SET seconds = clock_offsets.seconds + excluded.seconds"
)
_RAISE = text(
    "INSERT INTO clock_offsets (id, seconds) VALUES (1, :seconds) "
    "ON CONFLICT (id) DO UPDATE SET seconds = excluded.seconds "
    "WHERE excluded.seconds >= clock_offsets.seconds"
)


class BackwardInTime(Exception):
    """Time only moves forward: deadlines that have passed must stay passed."""


class StandinClock(ABC):
    """The real time plus an offset in seconds."""

    def now(self) -> float:
        """Return the present in seconds since 1970, as every process of the system counts it."""
        return time.time() + self.offset()

    @abstractmethod
    def offset(self) -> int:
        """Return the seconds the system is ahead of the real time."""

    @abstractmethod
    def advance(self, seconds: int) -> None:
        """Add to the offset; a negative number raises BackwardInTime."""

    @abstractmethod
    def raise_to(self, offset: int) -> None:
        """Set the offset; a smaller one than it is raises BackwardInTime."""

    def close(self) -> None:
        """Give back what the clock holds."""
        return


class MemoryClock(StandinClock):
    """A clock for one process, when no database is given."""

    def __init__(self) -> None:
        self._offset = 0

    def offset(self) -> int:
        """Return the offset."""
        return self._offset

    def advance(self, seconds: int) -> None:
        """Add to the offset."""
        self.raise_to(self._offset + seconds)

    def raise_to(self, offset: int) -> None:
        """Set the offset."""
        if offset < self._offset:
            raise BackwardInTime
        self._offset = offset


class DatabaseClock(StandinClock):
    """The row `clock_offsets(id=1)` of the service's database, which all its processes read."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_engine(database_url, pool_pre_ping=True)

    def offset(self) -> int:
        """Read the row; a missing one is zero."""
        with self._engine.connect() as connection:
            return int(connection.execute(_READ).scalar() or 0)

    def advance(self, seconds: int) -> None:
        """Add to the row in one statement, so that two movers add up."""
        if seconds < 0:
            raise BackwardInTime
        with self._engine.begin() as connection:
            connection.execute(_ADVANCE, {"seconds": seconds})

    def raise_to(self, offset: int) -> None:
        """Set the row unless it is ahead already, in one statement."""
        if offset < 0:
            raise BackwardInTime
        with self._engine.begin() as connection:
            if connection.execute(_RAISE, {"seconds": offset}).rowcount != 1:
                raise BackwardInTime

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()
