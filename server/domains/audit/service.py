"""Write audit entries and anomalies; both are append-only."""

from datetime import timedelta

from sqlalchemy import insert

from models.audit import Anomaly, AuditEntry
from server.domains.audit import queries
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.records import Record
from server.kernel.work import Work


def write_records(work: Work, records: list[Record]) -> None:
    """Write what a piece of work left behind, in its own transaction."""
    if records:
        work.session.execute(insert(AuditEntry), [_entry(work, record) for record in records])
    anomalies = [_anomaly(work, record) for record in records if record.anomaly]
    if anomalies:
        work.session.execute(insert(Anomaly), anomalies)


def count_recent(work: Work, action: str, *, within: timedelta) -> int:
    """Count the acting person's own acts of one kind within a time, for lock-outs."""
    return queries.count_by_person(work.session, work.person_id, action, since=work.now - within)


def list_anomalies(work: Work, page: PageRequest) -> Page[Anomaly]:
    """Return what the level above should look at, newest first (PT-11)."""
    scope = work.actor.office_scope(Permission.ANOMALY_READ)
    return queries.list_anomalies(scope, work.session, page)


def _entry(work: Work, record: Record) -> dict[str, object]:
    return {
        "at": work.now,
        "person_id": work.actor.person_id,
        "action": record.action,
        "object_type": record.object_type,
        "object_id": record.object_id,
        "village_id": record.village_id,
        "outcome": record.outcome,
        "detail": record.detail,
        "request_id": work.request_id,
    }


def _anomaly(work: Work, record: Record) -> dict[str, object]:
    return {
        "at": work.now,
        "kind": record.anomaly,
        "person_id": work.actor.person_id,
        "village_id": record.village_id,
        "object_type": record.object_type,
        "object_id": record.object_id,
    }
