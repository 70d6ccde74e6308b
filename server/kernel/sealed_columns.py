"""Sealed columns (加密列): what a value in one is bound to, and how all follow a change of a key.

When `FIELD_KEY` changes, the worker seals every value anew under today's key, lot by lot; when
`INDEX_KEY` does, the operator has all indexed anew. A value is replaced only while it is still the
one that was read: whoever changed it meanwhile wins.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, TableClause, bindparam, column, func, select, table, update

from server.kernel.phones import PHONE_FIELD
from server.kernel.work import Work

log = logging.getLogger(__name__)

LOT_IDS = 500
"""So many ids are one lot: one transaction, a few hundredths of a second."""


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of sealed texts in a table with ids; a value's place is `thing` and the row's id.

    `index` is the column beside it by which equal phone numbers are found, if they are.
    """

    table: str
    name: str
    thing: str
    index: str | None = None

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

    def index_anew(self, work: Work, lot: int) -> int:
        """Index one lot under today's key; return how many digests were another key's.

        What has no digest (a number from abroad) gets none, what cannot be opened is left as it is.
        """
        index = str(self.index)
        rows = table(self.table, column("id"), column(self.name), column(index))
        mine = rows.c.id.between((lot - 1) * LOT_IDS + 1, lot * LOT_IDS)
        query = select(rows.c.id, rows.c[index], rows.c[self.name])
        kept = query.where(mine, rows.c[index].is_not(None), rows.c[self.name].is_not(None))
        changes = list(self._digests(work, work.session.execute(kept).all()))
        if changes:
            unchanged = (rows.c.id == bindparam("row")) & (rows.c[index] == bindparam("old"))
            replace = update(rows).where(unchanged).values({index: bindparam("new")})
            work.session.connection().execute(replace, changes)
            work.audit("index_anew", self.table, None, lot=lot, number=len(changes))
        return len(changes)

    def last_lot(self, work: Work) -> int:
        """Return the number of the lot with the greatest id; 0 when there is none."""
        return -(-(work.session.scalar(select(func.max(self._rows().c.id))) or 0) // LOT_IDS)

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
            plain = self._open(work, row_id, old)
            if plain is not None:
                new = cipher.encrypt(plain, place=self.place(row_id))
                yield {"row": row_id, "old": old, "new": new}

    def _digests(self, work: Work, found: Sequence[Row[Any]]) -> Iterator[dict[str, Any]]:
        for row_id, old, sealed in found:
            plain = self._open(work, row_id, sealed)
            new = old if plain is None else work.ports.cipher.index(plain, field=PHONE_FIELD)
            if new != old:
                yield {"row": row_id, "old": old, "new": new}

    def _open(self, work: Work, row_id: int, sealed: str) -> str | None:
        try:
            return work.ports.cipher.decrypt(sealed, place=self.place(row_id))
        except ValueError:
            log.error("%s of row %s cannot be opened: its key is not here", self, row_id)  # noqa: TRY400 - which row says all
            return None
