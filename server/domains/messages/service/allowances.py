"""How much is sent to one person: some messages a week, and one on its way at a time."""

from datetime import date, timedelta

from sqlalchemy import Date, bindparam, or_, text, update

from models.subscriptions import SendAllowance
from server.kernel.work import Work

LEASE = timedelta(seconds=60)
"""A message is on its way no longer than a row of the outbox is leased."""

_TAKE = text(
    """
    INSERT INTO send_allowances (person_id, week_on, taken) VALUES (:person, :week, 1)
    ON CONFLICT (person_id) DO UPDATE SET
        taken = CASE WHEN send_allowances.week_on = :week THEN send_allowances.taken + 1 ELSE 1 END,
        week_on = :week
     WHERE send_allowances.week_on < :week
        OR (send_allowances.week_on = :week AND send_allowances.taken < :most)
    RETURNING person_id
    """
).bindparams(bindparam("week", type_=Date()))


def take(work: Work, person_id: int, week_on: date) -> bool:
    """Take one message of a person's week; False when she has had what she may have."""
    most = work.ports.subscriptions.sends_a_week
    values = {"person": person_id, "week": week_on, "most": most}
    return work.session.execute(_TAKE, values).scalar_one_or_none() is not None


def give_back(work: Work, person_id: int, week_on: date) -> None:
    """Let another message take the place of one that did not reach her."""
    work.session.execute(
        update(SendAllowance)
        .where(
            SendAllowance.person_id == person_id,
            SendAllowance.week_on == week_on,
            SendAllowance.taken > 0,
        )
        .values(taken=SendAllowance.taken - 1)
        .execution_options(synchronize_session=False)
    )


def begin_sending(work: Work, person_id: int, send_id: int) -> bool:
    """Take a person's turn; False while another message is on its way to her (43108)."""
    until = SendAllowance.leased_until
    begun = work.session.execute(
        update(SendAllowance)
        .where(SendAllowance.person_id == person_id, or_(until.is_(None), until <= work.now))
        .values(sending_id=send_id, leased_until=work.now + LEASE)
        .returning(SendAllowance.person_id)
        .execution_options(synchronize_session=False)
    )
    return begun.scalar_one_or_none() is not None


def end_sending(work: Work, person_id: int, send_id: int) -> None:
    """Give the turn back; it may be another's by now."""
    work.session.execute(
        update(SendAllowance)
        .where(SendAllowance.person_id == person_id, SendAllowance.sending_id == send_id)
        .values(sending_id=None, leased_until=None)
        .execution_options(synchronize_session=False)
    )
