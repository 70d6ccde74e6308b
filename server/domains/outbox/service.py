"""The transactional outbox: written with the effect, drained by lease, done exactly once inside."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, text, update

from models.base import UtcDateTime
from models.outbox import JobLease, OutboxRow
from models.vocabulary import OutboxTopic
from server.domains.outbox import queries
from server.kernel.work import Work

LEASE = timedelta(seconds=60)
BATCH_MAX = 50
ATTEMPTS_MAX = 20

Deliver = Callable[[Work, dict[str, Any]], None]


def put(work: Work, topic: OutboxTopic, payload: dict[str, Any]) -> None:
    """Keep something to be done after commit; a rollback takes it back."""
    work.session.add(
        OutboxRow(topic=topic, payload=payload, created_at=work.now, due_at=work.now, attempts=0)
    )


def lease_due(work: Work) -> tuple[str, list[int]]:
    """Lease up to `BATCH_MAX` due rows and return the lease token with their ids.

    Two workers never lease the same row: the update is conditional on the lease being free.
    """
    token = secrets.token_hex(8)
    free = or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= work.now)
    due = (
        select(OutboxRow.id)
        .where(OutboxRow.done_at.is_(None), OutboxRow.due_at <= work.now, free)
        .where(OutboxRow.attempts < ATTEMPTS_MAX)
        .order_by(OutboxRow.id)
        .limit(BATCH_MAX)
        .with_for_update(skip_locked=True)
    )
    ids = list(work.session.scalars(due))
    work.session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids), free)
        .values(leased_until=work.now + LEASE, lease_token=token, attempts=OutboxRow.attempts + 1)
    )
    return token, ids


def deliver(work: Work, row_id: int, token: str, topics: Mapping[str, Deliver]) -> bool:
    """Do one leased row and mark it done in the same transaction; False when the lease was lost."""
    row = work.session.scalar(
        select(OutboxRow)
        .where(OutboxRow.id == row_id, OutboxRow.lease_token == token, OutboxRow.done_at.is_(None))
        .with_for_update()
    )
    if row is None:
        return False
    topics[row.topic](work, row.payload)
    row.done_at = work.now
    return True


def postpone(work: Work, row_id: int, token: str, failure: str) -> None:
    """Put a failed row back, later each time; the failure's kind is kept, never its data."""
    row = work.session.get_one(OutboxRow, row_id)
    if row.lease_token == token and row.done_at is None:
        row.failure = failure
        row.leased_until = None
        row.due_at = work.now + timedelta(seconds=min(3600, 2**row.attempts))


_LEASE_JOB = text(
    """
    INSERT INTO job_leases (name, leased_until, lease_token) VALUES (:name, :until, :token)
    ON CONFLICT (name) DO UPDATE SET leased_until = :until, lease_token = :token
     WHERE (job_leases.leased_until IS NULL OR job_leases.leased_until <= :now)
       AND (job_leases.succeeded_at IS NULL OR job_leases.succeeded_at <= :due)
    RETURNING name
    """
).bindparams(
    bindparam("until", type_=UtcDateTime()),
    bindparam("now", type_=UtcDateTime()),
    bindparam("due", type_=UtcDateTime()),
)


def lease_job(work: Work, name: str, *, lasting: timedelta, every: timedelta) -> str | None:
    """Take the lease of a periodic job; None when it is not due or another worker holds it."""
    token = secrets.token_hex(8)
    values = {
        "name": name,
        "until": work.now + lasting,
        "token": token,
        "now": work.now,
        "due": work.now - every,
    }
    taken = work.session.execute(_LEASE_JOB, values).scalar_one_or_none()
    return token if taken is not None else None


def end_job(work: Work, name: str, token: str) -> None:
    """Give a lease back after success."""
    job = work.session.get_one(JobLease, name, with_for_update=True)
    if job.lease_token == token:
        job.leased_until, job.succeeded_at = None, work.now


@dataclass(frozen=True, slots=True)
class Condition:
    """How background work stands, in rows and in seconds ago."""

    due: int
    oldest_seconds: float
    given_up: int
    job_seconds: dict[str, float]

    @property
    def worker_seconds(self) -> float | None:
        """How long ago a worker last finished anything; None when none ever did."""
        return min(self.job_seconds.values(), default=None)


def condition(work: Work) -> Condition:
    """Return how background work stands now."""
    due, oldest, given_up = queries.find_backlog(work.session, work.now, attempts_max=ATTEMPTS_MAX)
    successes = queries.last_successes(work.session)
    return Condition(
        due=due,
        oldest_seconds=(work.now - oldest).total_seconds() if oldest else 0.0,
        given_up=given_up,
        job_seconds={name: (work.now - at).total_seconds() for name, at in successes.items()},
    )
