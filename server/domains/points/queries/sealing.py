"""Read what is to be sealed and what was sealed; the chain spans the whole city by its nature."""

from collections.abc import Sequence

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from models.points import PointsAccount, PointsTransfer
from models.seals import SealBatch, SealEntry
from server.domains.points.rules.sealing import Leaf


def list_unsealed(session: Session, limit: int) -> list[tuple[int, Leaf]]:
    """Return transfers that no batch holds yet, oldest first: (village, leaf).

    Ids may commit out of order: what commits late is simply found the next time.
    """
    rows = session.execute(
        _leaves()
        .outerjoin(SealEntry, SealEntry.transfer_id == PointsTransfer.id)
        .where(SealEntry.transfer_id.is_(None))
        .order_by(PointsTransfer.id)
        .limit(limit)
    )
    return [(row.village_id, _leaf(row)) for row in rows]


def find_newest_batch(session: Session, village_id: int) -> SealBatch | None:
    """Return the last link of a village's chain."""
    return session.scalar(
        select(SealBatch)
        .where(SealBatch.village_id == village_id)
        .order_by(SealBatch.number.desc())
        .limit(1)
    )


def list_batches(session: Session) -> Sequence[SealBatch]:
    """Return every link, village by village, in order."""
    return session.scalars(select(SealBatch).order_by(SealBatch.village_id, SealBatch.number)).all()


def list_leaves(session: Session, batch_id: int) -> list[Leaf]:
    """Return what a batch's transfers say now, in their order; missing ones are missing."""
    rows = session.execute(
        _leaves()
        .join(SealEntry, SealEntry.transfer_id == PointsTransfer.id)
        .where(SealEntry.batch_id == batch_id)
        .order_by(SealEntry.position)
    )
    return [_leaf(row) for row in rows]


def _leaves() -> Select[tuple[PointsTransfer, int, int, int]]:
    debit, credit = aliased(PointsAccount), aliased(PointsAccount)
    return (
        select(
            PointsTransfer,
            PointsTransfer.village_id.label("village_id"),
            debit.points_year.label("debit_year"),
            credit.points_year.label("credit_year"),
        )
        .join(debit, debit.id == PointsTransfer.debit_account_id)
        .join(credit, credit.id == PointsTransfer.credit_account_id)
    )


def _leaf(row: Row[tuple[PointsTransfer, int, int, int]]) -> Leaf:
    transfer, _, debit_year, credit_year = row
    return Leaf(
        transfer_id=transfer.id,
        debit_account_id=transfer.debit_account_id,
        credit_account_id=transfer.credit_account_id,
        amount=transfer.amount,
        code=transfer.code.value,
        debit_year=debit_year,
        credit_year=credit_year,
        award_id=transfer.award_id,
        posted_at=transfer.posted_at.isoformat(),
    )
