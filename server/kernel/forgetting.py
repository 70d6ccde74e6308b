"""Forgetting (到期清除): what has been kept its time goes, lot by lot, and leaves an entry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from server.kernel.work import Work

LOT_IDS = 500
"""So many ids are one lot: one transaction, a few hundredths of a second."""
GONE = "已过保存期，内容已清除。"
"""What stands in the place of a text whose time is over."""

LetGo = Callable[[Work, ColumnElement[bool]], Sequence[int]]
"""Lets go of the rows of a condition and returns their ids."""


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Of which rows time lets something go: a table with ids, how long, what is over, what goes.

    `is_over` is told the latest instant that is old enough. It leaves out what has gone already, so
    that repeating it changes nothing.
    """

    name: str
    rows: Any
    kept: timedelta
    is_over: Callable[[datetime], ColumnElement[bool]]
    let_go: LetGo

    def list_lots(self, work: Work, after: int) -> Sequence[int]:
        """Return the number of the next lot in which something is over."""
        later = self.is_over(work.now - self.kept), self.rows.id > after * LOT_IDS
        first = work.session.scalar(select(func.min(self.rows.id)).where(*later))
        return [] if first is None else [-(-first // LOT_IDS)]

    def forget(self, work: Work, lot: int) -> int:
        """Let go of what is over in one lot; return of how many rows."""
        mine = self.rows.id.between((lot - 1) * LOT_IDS + 1, lot * LOT_IDS)
        gone = self.let_go(work, self.is_over(work.now - self.kept) & mine)
        if gone:
            work.audit("forget", self.rows.__tablename__, None, lot=lot, number=len(gone))
        return len(gone)


def removing(rows: Any) -> LetGo:  # noqa: ANN401 - any mapped class with ids
    """Return what removes whole rows. The newest stays: SQLite would give its number anew."""

    def let_go(work: Work, over: ColumnElement[bool]) -> Sequence[int]:
        newest = select(func.max(rows.id)).scalar_subquery()
        gone = delete(rows).where(over, rows.id < newest).returning(rows.id)
        return work.session.scalars(gone, execution_options={"synchronize_session": False}).all()

    return let_go


def blanking(rows: Any, **values: object) -> LetGo:  # noqa: ANN401 - any mapped class with ids
    """Return what leaves the rows and takes what they say."""

    def let_go(work: Work, over: ColumnElement[bool]) -> Sequence[int]:
        gone = update(rows).where(over).values(values).returning(rows.id)
        return work.session.scalars(gone, execution_options={"synchronize_session": False}).all()

    return let_go
