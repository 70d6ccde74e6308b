"""Read accounts and transfers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.points import (
    EarningRule,
    PointsAccount,
    PointsClaim,
    PointsTransfer,
)
from models.vocabulary import AccountKind, TransferCode
from server.kernel.pages import Page, PageRequest


class Held(NamedTuple):
    """Points of one year that a cause holds."""

    household_id: int
    village_id: int
    points_year: int
    amount: int


def list_held(session: Session, caused_by: str) -> list[Held]:
    """Return what a cause ("order:5") holds and has neither given back nor handed over."""
    ended = aliased(PointsTransfer)
    is_ended = (
        select(ended.id)
        .where(
            ended.caused_by == caused_by,
            ended.code.in_([TransferCode.ORDER_RELEASED, TransferCode.ORDER_FULFILLED]),
            ended.debit_account_id == PointsTransfer.credit_account_id,
        )
        .exists()
    )
    rows = session.execute(
        select(
            PointsAccount.household_id,
            PointsTransfer.village_id,
            PointsAccount.points_year,
            PointsTransfer.amount,
        )
        .join(PointsAccount, PointsAccount.id == PointsTransfer.credit_account_id)
        .where(
            PointsTransfer.caused_by == caused_by,
            PointsTransfer.code == TransferCode.ORDER_HELD,
            ~is_ended,
        )
        .order_by(PointsTransfer.id)
    )
    return [Held(int(owner or 0), village, year, amount) for owner, village, year, amount in rows]


def list_balances(session: Session, household_id: int) -> list[tuple[int, AccountKind, int]]:
    """Return a household's balances: (points year, kind, points)."""
    rows = session.execute(
        select(PointsAccount.points_year, PointsAccount.kind, PointsAccount.balance).where(
            PointsAccount.household_id == household_id
        )
    )
    return list(rows.tuples())


class TransferLine(NamedTuple):
    """A transfer with its two accounts and the rule behind its award."""

    transfer: PointsTransfer
    debit: PointsAccount
    credit: PointsAccount
    rule_title: str | None


def _transfer_lines() -> Select[Any]:
    debit, credit = aliased(PointsAccount), aliased(PointsAccount)
    return (
        select(PointsTransfer, debit, credit, EarningRule.title)
        .join(debit, debit.id == PointsTransfer.debit_account_id)
        .join(credit, credit.id == PointsTransfer.credit_account_id)
        .outerjoin(PointsClaim, PointsClaim.id == PointsTransfer.award_id)
        .outerjoin(EarningRule, EarningRule.id == PointsClaim.rule_id)
    )


def list_statement(session: Session, household_id: int, page: PageRequest) -> Page[TransferLine]:
    """Return the transfers of a household the caller may see, newest first."""
    own = select(PointsAccount.id).where(PointsAccount.household_id == household_id)
    wanted = _transfer_lines().where(
        or_(
            PointsTransfer.debit_account_id.in_(own),
            PointsTransfer.credit_account_id.in_(own),
        )
    )
    if page.after is not None:
        wanted = wanted.where(PointsTransfer.id < page.after)
    rows = session.execute(wanted.order_by(PointsTransfer.id.desc()).limit(page.size + 1))
    lines = [TransferLine(*row) for row in rows]
    return Page[TransferLine].cut(lines, page.size, lambda line: line.transfer.id)


def list_transfers_of(session: Session, award_id: int) -> list[TransferLine]:
    """Return what moved because of one award, oldest first."""
    wanted = _transfer_lines().where(PointsTransfer.award_id == award_id)
    return [TransferLine(*row) for row in session.execute(wanted.order_by(PointsTransfer.id))]


def count_posted(session: Session, village_id: int, since: datetime, until: datetime) -> int:
    """Count a village's transfers of a span of time."""
    posted = select(func.count(PointsTransfer.id)).where(*_posted(village_id, since, until))
    return session.scalars(posted).one()


def list_posted(
    session: Session, village_id: int, since: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """Return a village's transfers of a span of time, oldest first.

    Each as (posted_at, code, amount, household_id, rule_title).
    """
    debit, credit = aliased(PointsAccount), aliased(PointsAccount)
    owner = func.coalesce(debit.household_id, credit.household_id).label("household_id")
    return session.execute(
        select(
            PointsTransfer.posted_at,
            PointsTransfer.code,
            PointsTransfer.amount,
            owner,
            EarningRule.title.label("rule_title"),
        )
        .join(debit, debit.id == PointsTransfer.debit_account_id)
        .join(credit, credit.id == PointsTransfer.credit_account_id)
        .outerjoin(PointsClaim, PointsClaim.id == PointsTransfer.award_id)
        .outerjoin(EarningRule, EarningRule.id == PointsClaim.rule_id)
        .where(*_posted(village_id, since, until))
        .order_by(PointsTransfer.posted_at, PointsTransfer.id)
    ).all()


def _posted(village_id: int, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    at = PointsTransfer.posted_at
    return PointsTransfer.village_id == village_id, at >= since, at < until
