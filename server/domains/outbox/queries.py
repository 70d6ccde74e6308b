"""Look up what waits in the outbox, and the jobs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.outbox import JobLease, OutboxRow


def find_backlog(
    session: Session, now: datetime, *, attempts_max: int
) -> tuple[int, datetime | None, int]:
    """Return how many rows are due, since when the oldest is, and how many were given up."""
    waiting = OutboxRow.done_at.is_(None)
    trying = OutboxRow.attempts < attempts_max
    due = select(func.count(), func.min(OutboxRow.due_at)).where(
        waiting, trying, OutboxRow.due_at <= now
    )
    given_up = select(func.count()).where(waiting, ~trying)
    count, oldest = session.execute(due).one()
    return count, oldest, session.scalar(given_up) or 0


def list_jobs(session: Session) -> Sequence[JobLease]:
    """Return every job that a worker ever took."""
    return session.scalars(select(JobLease).order_by(JobLease.name)).all()
