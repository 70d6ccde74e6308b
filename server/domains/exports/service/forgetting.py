"""Forget what was ordered long ago; who ordered what and why stays in the audit."""

from sqlalchemy import delete, func, select

from models.exports import Export, ExportAllowance
from models.retention import Kept
from server.kernel.clock import local_date
from server.kernel.work import Work


def forget_exports(work: Work) -> int:
    """Forget orders of a month ago and the counts of days that are over; return how many went.

    The newest order stays: SQLite would give its number anew, which the audit and the file bear.
    """
    newest = select(func.max(Export.id)).scalar_subquery()
    is_old = Export.ordered_at < work.now - Kept.EXPORTS.period
    old = delete(Export).where(is_old, Export.id < newest)
    last = local_date(work.now - Kept.DAILY_EXPORTS.period)
    over = delete(ExportAllowance).where(ExportAllowance.ordered_on < last)
    gone = work.session.scalars(
        old.returning(Export.id), execution_options={"synchronize_session": False}
    ).all()
    return len(gone) + len(work.session.scalars(over.returning(ExportAllowance.taken)).all())
