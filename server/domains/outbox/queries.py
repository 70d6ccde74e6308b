"""Look up what waits in the outbox and when the jobs last succeeded."""

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


def last_successes(session: Session) -> dict[str, datetime]:
    """Return when each job last succeeded; a job that never did is missing."""
    succeeded = select(JobLease.name, JobLease.succeeded_at).where(
        JobLease.succeeded_at.is_not(None)
    )
    return {name: at for name, at in session.execute(succeeded) if at is not None}
