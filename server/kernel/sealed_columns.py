"""Sealed columns (加密列): what a value in one is bound to, and how all follow a change of the key.

When `FIELD_KEY` changes, the worker seals every value anew under today's key, lot by lot. A value
is replaced only while it is still the one that was read: whoever changed it meanwhile wins.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, TableClause, bindparam, column, func, select, table, update

from server.kernel.work import Work

log = logging.getLogger(__name__)

LOT_IDS = 500
"""So many ids are one lot: one transaction, a few hundredths of a second."""


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed texts in a table with ids; a value's place is `thing` and the row's id."""

    table: str
    name: str
    thing: str

    def place(self, row_id: int) -> str:
        """Return what a value of one row is bound to."""
        return f"{self.thing}:{row_id}"

    def __str__(self) -> str:
        """Name it for the operator."""
        return f"{self.table}.{self.name}"

    def _rows(self) -> TableClause:
        return table(self.table, column("id"), column(self.name))

    def list_lots(self, work: Work, after: int) -> Sequence[int]:
        """Return the number of the next lot that holds a value under a former key."""
        rows = self._rows()
        stale = self._stale(work, rows).where(rows.c.id > after * LOT_IDS)
        first = work.session.scalar(stale.with_only_columns(func.min(rows.c.id)))
        return [] if first is None else [-(-first // LOT_IDS)]

    def reseal(self, work: Work, lot: int) -> int:
        """Seal one lot anew under today's key; return how many values. Repeating it is harmless.

        What cannot be opened is left as it is, and logged.
        """
        rows = self._rows()
        mine = rows.c.id.between((lot - 1) * LOT_IDS + 1, lot * LOT_IDS)
        found = work.session.execute(self._stale(work, rows).where(mine)).all()
        changes = list(self._changes(work, found))
        if changes:
            unchanged = (rows.c.id == bindparam("row")) & (rows.c[self.name] == bindparam("old"))
            replace = update(rows).where(unchanged).values({self.name: bindparam("new")})
            work.session.connection().execute(replace, changes)
            work.audit("reseal", self.table, None, lot=lot, number=len(changes))
        return len(changes)

    def count(self, work: Work) -> tuple[int, int]:
        """Return how many values there are, and how many of them a former key has sealed."""
        rows = self._rows()
        kept = select(func.count()).where(rows.c[self.name].is_not(None))
        stale = self._stale(work, rows).with_only_columns(func.count())
        return work.session.scalar(kept) or 0, work.session.scalar(stale) or 0

    def _stale(self, work: Work, rows: TableClause) -> Any:  # noqa: ANN401 - a select of two columns
        value = rows.c[self.name]
        is_stale = ~value.startswith(work.ports.cipher.prefix, autoescape=True)
        return select(rows.c.id, value).where(value.is_not(None), is_stale)

    def _changes(self, work: Work, found: Sequence[Row[Any]]) -> Iterator[dict[str, Any]]:
        cipher = work.ports.cipher
        for row_id, old in found:
            place = self.place(row_id)
            try:
                plain = cipher.decrypt(old, place=place)
            except ValueError:
                log.error("%s of row %s cannot be opened: its key is not here", self, row_id)  # noqa: TRY400 - which row says all
                continue
            yield {"row": row_id, "old": old, "new": cipher.encrypt(plain, place=place)}
