"""Keyset paging: a page is asked for by the last key seen, never by an offset."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE_SIZE_DEFAULT = 20
PAGE_SIZE_MAX = 100


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which rows are wanted: at most `size` after the key `after` (None: from the start)."""

    after: int | None = None
    size: int = PAGE_SIZE_DEFAULT


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the key to go on with; `next_after` is None on the last page."""

    items: Sequence[Row]
    next_after: int | None

    @classmethod
    def cut(cls, rows: Sequence[Row], size: int, key: Callable[[Row], int]) -> "Page[Row]":
        """Cut a page from `size + 1` rows that were read to see whether more follow."""
        items = rows[:size]
        return cls(items, key(items[-1]) if len(rows) > size else None)
