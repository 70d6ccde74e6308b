"""The service's own condition: whether it is fit to serve, and the figures of background work."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import models
from models.vocabulary import CheckState, Door
from server.adapters.clock import seconds_moved
from server.domains.moderation import service as moderation
from server.domains.outbox import service as outbox
from server.kernel import walls
from server.kernel.errors import DomainError
from server.kernel.work import Work
from server.web.health import Health
from server.web.requests import ServiceFlask

log = logging.getLogger(__name__)

_HEAD_FILE = Path(models.__file__).parent / "migrations" / "versions" / ".current-head"
HEAD = _HEAD_FILE.read_text(encoding="utf-8").strip()
WORKER_SILENT_SECONDS = 60
_Backlogs = Mapping[CheckState, moderation.Backlog]
_MIGHTY = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
_NO_ANSWER = (SQLAlchemyError, DomainError)


def examine(app: ServiceFlask, *, is_production: bool) -> Health:
    """Look at the database, the worker and the limits' storage."""

    def look(work: Work) -> tuple[dict[str, str], outbox.Condition]:
        return _faults(work.session, is_production=is_production), outbox.condition(work)

    try:
        faults, condition = app.transactions.run(look, writes=False)
    except _NO_ANSWER:
        return Health({"database": "it does not answer or has not been migrated"})
    concerns = dict(_concerns(app, condition))
    return Health(faults, concerns, condition.worker_seconds)


class UnsafeDatabase(RuntimeError):
    """Real people are not to be served from production's database as it stands."""


def refuse_when_unsafe(app: ServiceFlask) -> None:
    """Raise UnsafeDatabase, which keeps a process from starting.

    Its clock was moved, or the service's role could pass the wall. A database that does not answer
    yet is no reason: /readyz looks again.
    """
    try:
        faults = app.transactions.run(lambda work: _dangers(work.session), writes=False)
    except _NO_ANSWER:
        log.warning("the database does not answer yet")
        return
    if faults:
        raise UnsafeDatabase("; ".join(f"{name}: {fault}" for name, fault in faults.items()))


def figures(app: ServiceFlask) -> Iterator[Metric]:
    """Yield what the database tells of background work; without it, that there is none."""

    def look(work: Work) -> tuple[outbox.Condition, _Backlogs, _Backlogs]:
        with walls.look_through(work.session, Door.DUE):
            return outbox.condition(work), moderation.backlog(work), moderation.photo_backlog(work)

    try:
        condition, texts, photos = app.transactions.run(look, writes=False)
    except _NO_ANSWER:
        yield GaugeMetricFamily("bayu_database_up", "Whether the database answers", value=0)
        return
    yield GaugeMetricFamily("bayu_database_up", "Whether the database answers", value=1)
    yield GaugeMetricFamily("bayu_outbox_due", "Outbox rows due", value=condition.due)
    yield GaugeMetricFamily(
        "bayu_outbox_oldest_seconds", "Age of the oldest due row", value=condition.oldest_seconds
    )
    yield GaugeMetricFamily(
        "bayu_outbox_given_up", "Outbox rows given up", value=condition.given_up
    )
    if condition.worker_seconds is not None:
        yield GaugeMetricFamily(
            "bayu_worker_seconds", "Since a worker finished a job", value=condition.worker_seconds
        )
    yield _by_job("bayu_job_seconds", "Since a job last succeeded", condition.job_seconds)
    yield _by_job("bayu_job_failures", "Failures of a job in a row", condition.job_failures)
    yield from _of_checks("bayu_text_checks", "Texts", texts)
    yield from _of_checks("bayu_photo_checks", "Photos", photos)


def _of_checks(name: str, what: str, backlogs: _Backlogs) -> Iterator[Metric]:
    waiting = GaugeMetricFamily(
        f"{name}_waiting", f"{what} not shown yet, by what they wait for", labels=["state"]
    )
    oldest = GaugeMetricFamily(
        f"{name}_oldest_seconds", "How long the oldest of them waits", labels=["state"]
    )
    for state, backlog in backlogs.items():
        waiting.add_metric([state], backlog.waiting)
        oldest.add_metric([state], backlog.oldest_seconds)
    yield waiting
    yield oldest


def _by_job(name: str, meaning: str, figures: Mapping[str, float]) -> Metric:
    metric = GaugeMetricFamily(name, meaning, labels=["job"])
    for job, figure in figures.items():
        metric.add_metric([job], figure)
    return metric


def _faults(session: Session, *, is_production: bool) -> dict[str, str]:
    behind = _migrations_fault(session)
    found = {"migrations": behind} if behind else {}
    return found | (_dangers(session) if is_production else {})


def _dangers(session: Session) -> dict[str, str]:
    """Return what production must not be served from."""
    found = {"clock": _clock_fault(session), "role": _role_fault(session)}
    return {name: fault for name, fault in found.items() if fault}


def _migrations_fault(session: Session) -> str | None:
    """Tell when the database is behind; one that is ahead belongs to an upgrade under way."""
    version = session.scalar(text("SELECT version_num FROM alembic_version")) or "none"
    return f"the database is at {version}, the code needs {HEAD}" if version < HEAD else None


def _clock_fault(session: Session) -> str | None:
    return "it was moved, which only development may do" if seconds_moved(session) else None


def _role_fault(session: Session) -> str | None:
    """Tell when the service signs in as somebody whom no wall in the database binds."""
    if not walls.has_walls(session) or not session.scalar(_MIGHTY):
        return None
    return "it is a superuser or may bypass row security"


def _concerns(app: ServiceFlask, condition: outbox.Condition) -> Iterator[tuple[str, str]]:
    silent = condition.worker_seconds
    if silent is None or silent > WORKER_SILENT_SECONDS:
        yield "worker", "none has finished a job for a minute or more"
    if app.limiter.enabled and not app.limiter.storage.check():
        yield "redis", "it does not answer: each process counts limits alone, workers wait"
