"""Leases of periodic jobs: of several workers one runs a job, and only its holder may commit."""

import secrets
from datetime import timedelta

from sqlalchemy import bindparam, text, update

from models.base import UtcDateTime
from models.outbox import JobLease
from server.domains.outbox.service.rows import CLOCKS_APART_MAX
from server.kernel.work import Work

# A lease, or a success, later than `latest` stems from a clock that was wrong.
_LEASE_JOB = text(
    """
    INSERT INTO job_leases (name, leased_until, lease_token, failures)
    VALUES (:name, :until, :token, 0)
    ON CONFLICT (name) DO UPDATE SET leased_until = :until, lease_token = :token
     WHERE (job_leases.leased_until IS NULL OR job_leases.leased_until <= :now
            OR job_leases.leased_until > :latest)
       AND (job_leases.succeeded_at IS NULL OR job_leases.succeeded_at <= :due
            OR job_leases.succeeded_at > :latest)
    RETURNING name
    """
).bindparams(
    bindparam("until", type_=UtcDateTime()),
    bindparam("now", type_=UtcDateTime()),
    bindparam("due", type_=UtcDateTime()),
    bindparam("latest", type_=UtcDateTime()),
)

WAIT_MAX = timedelta(hours=1)


class LeaseLost(Exception):
    """Another worker has taken the job meanwhile; nothing of this one may be kept."""


def lease_job(work: Work, name: str, *, lasting: timedelta, every: timedelta) -> str | None:
    """Take the lease of a periodic job; None when it is not due or another worker holds it."""
    token = secrets.token_hex(8)
    values = {
        "name": name,
        "until": work.now + lasting,
        "token": token,
        "now": work.now,
        "due": work.now - every,
        "latest": work.now + CLOCKS_APART_MAX,
    }
    taken = work.session.execute(_LEASE_JOB, values).scalar_one_or_none()
    return token if taken is not None else None


def keep_job(work: Work, name: str, token: str, *, lasting: timedelta) -> None:
    """Prolong a lease, last in the transaction of an effect. Raises LeaseLost, which undoes it."""
    _change(work, name, token, leased_until=work.now + lasting)


def end_job(work: Work, name: str, token: str, *, failure: str | None = None) -> None:
    """Give a lease back after a run, last in its transaction. Raises LeaseLost, which undoes it.

    `failure` says what could not be done although the rest was.
    """
    failures = 0 if failure is None else JobLease.failures + 1
    _change(
        work,
        name,
        token,
        leased_until=None,
        succeeded_at=work.now,
        failures=failures,
        failure=failure,
    )


def postpone_job(work: Work, name: str, token: str, failure: str) -> None:
    """Keep a job that failed from being tried at once, longer each time. Raises LeaseLost.

    The failure's kind is kept, never its data.
    """
    job = work.session.get_one(JobLease, name)
    wait = min(WAIT_MAX, timedelta(seconds=2 ** min(job.failures + 1, 12)))
    _change(
        work,
        name,
        token,
        leased_until=work.now + wait,
        failures=JobLease.failures + 1,
        failure=failure,
    )


def _change(work: Work, name: str, token: str, **values: object) -> None:
    changed = work.session.scalar(
        update(JobLease)
        .where(JobLease.name == name, JobLease.lease_token == token)
        .values(**values)
        .returning(JobLease.name)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise LeaseLost(name)
