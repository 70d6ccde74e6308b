"""The journal of calls: which were made, with which parameters by name, and how they ended."""

from collections import deque
from dataclasses import dataclass

_LIMIT = 10_000


@dataclass(slots=True, kw_only=True)
class JournalEntry:
    """One call. Values are left out on purpose: they hold secrets, tokens and codes."""

    at: float
    method: str
    path: str
    parameters: list[str]
    fault: str | None = None
    errcode: int | None = None


class Journal:
    """The last 10 000 calls."""

    def __init__(self) -> None:
        self._entries: deque[JournalEntry] = deque(maxlen=_LIMIT)

    def note(self, entry: JournalEntry) -> None:
        """Add a call."""
        self._entries.append(entry)

    def entries(self) -> list[JournalEntry]:
        """Return the calls, oldest first."""
        return list(self._entries)
