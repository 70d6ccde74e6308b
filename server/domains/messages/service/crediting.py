"""Credits of subscription messages (订阅次数): claimed, never counted; a ledger says why."""

from datetime import timedelta

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import Session

from models.base import UtcDateTime
from models.subscriptions import CreditEntry, SubscriptionCredit
from models.vocabulary import CreditReason
from server.kernel.recounts import Check, Mismatch, recount
from server.kernel.work import Work

REPORTED_EVERY = timedelta(minutes=1)

_EARN = """
INSERT INTO subscription_credits (account_id, template_id, balance, reported_at)
VALUES (:account, :template, 1, :reported)
ON CONFLICT (account_id, template_id) DO UPDATE SET
    balance = subscription_credits.balance + 1,
    reported_at = coalesce(:reported, subscription_credits.reported_at)
"""
_AT_MOST_EVERY_MINUTE = """
WHERE subscription_credits.reported_at IS NULL OR subscription_credits.reported_at <= :before
"""
_MOMENTS = bindparam("reported", type_=UtcDateTime())
_ACCEPTED = text(f"{_EARN} RETURNING id").bindparams(_MOMENTS)
_REPORTED = text(f"{_EARN} {_AT_MOST_EVERY_MINUTE} RETURNING id").bindparams(
    _MOMENTS, bindparam("before", type_=UtcDateTime())
)

_CHECKS: tuple[Check, ...] = (
    (
        "credit",
        text(
            """
            SELECT c.id, c.balance, COALESCE(SUM(e.change), 0)
              FROM subscription_credits AS c LEFT JOIN credit_entries AS e ON e.credit_id = c.id
             GROUP BY c.id, c.balance HAVING c.balance <> COALESCE(SUM(e.change), 0)
             ORDER BY c.id
            """
        ),
    ),
)


def reconcile(session: Session) -> list[Mismatch]:
    """Recount every credit from its ledger and return those that differ."""
    return recount(session, _CHECKS)


def earn(work: Work, account_id: int, template_id: str) -> None:
    """Add what a person accepted, as WeChat says."""
    values = {"account": account_id, "template": template_id, "reported": None}
    _enter(work, work.session.execute(_ACCEPTED, values).scalar_one(), CreditReason.ACCEPTED, 1)


def earn_by_report(work: Work, account_id: int, template_id: str) -> None:
    """Add what a phone says that a person accepted, at most one a minute."""
    values = {
        "account": account_id,
        "template": template_id,
        "reported": work.now,
        "before": work.now - REPORTED_EVERY,
    }
    credit_id = work.session.execute(_REPORTED, values).scalar_one_or_none()
    if credit_id is not None:
        _enter(work, credit_id, CreditReason.REPORTED, 1)


def take(work: Work, credit_id: int) -> bool:
    """Take one; False when none is left. `enter_sent` says what for."""
    taken = work.session.execute(
        update(SubscriptionCredit)
        .where(SubscriptionCredit.id == credit_id, SubscriptionCredit.balance > 0)
        .values(balance=SubscriptionCredit.balance - 1)
        .returning(SubscriptionCredit.id)
        .execution_options(synchronize_session=False)
    )
    return taken.scalar_one_or_none() is not None


def enter_sent(work: Work, credit_id: int, send_id: int) -> None:
    """Say for which send one was taken."""
    _enter(work, credit_id, CreditReason.SENT, -1, send_id)


def give_back(work: Work, credit_id: int, send_id: int) -> None:
    """Add again what a send took and did not use; WeChat still has it."""
    work.session.execute(
        update(SubscriptionCredit)
        .where(SubscriptionCredit.id == credit_id)
        .values(balance=SubscriptionCredit.balance + 1)
        .execution_options(synchronize_session=False)
    )
    _enter(work, credit_id, CreditReason.GIVEN_BACK, 1, send_id)


def forfeit(work: Work, credit_id: int, reason: CreditReason) -> None:
    """Take all that is left: WeChat has none, or she said no."""
    left = work.session.scalars(
        select(SubscriptionCredit.balance)
        .where(SubscriptionCredit.id == credit_id)
        .with_for_update()
    ).one()
    if left:
        work.session.execute(
            update(SubscriptionCredit)
            .where(SubscriptionCredit.id == credit_id)
            .values(balance=0)
            .execution_options(synchronize_session=False)
        )
        _enter(work, credit_id, reason, -left)


def _enter(
    work: Work, credit_id: int, reason: CreditReason, change: int, send_id: int | None = None
) -> None:
    work.session.add(
        CreditEntry(credit_id=credit_id, reason=reason, change=change, send_id=send_id, at=work.now)
    )
