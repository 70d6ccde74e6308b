"""Write audit entries and anomalies; both are append-only."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.audit import Anomaly, AuditEntry
from models.vocabulary import AuditOutcome, Door
from server.domains.audit import queries
from server.kernel import walls
from server.kernel.records import Record
from server.kernel.work import Work

STRANGERS_MAX = 60
"""Refusals of one kind that strangers leave within `STRANGERS_WITHIN`; the rest leave none."""
STRANGERS_WITHIN = timedelta(hours=1)


def write_records(work: Work, records: Sequence[Record]) -> None:
    """Write what a piece of work left behind, in its own transaction.

    Strangers are not to fill the audit: of their refusals only so many are kept. What a record is
    about may lie in any village: the record is written there.
    """
    records = [record for record in records if not _is_beyond_measure(work, record)]
    walls.enter(work.session, {one.village_id for one in records if one.village_id is not None})
    if records:
        work.session.execute(insert(AuditEntry), [_entry(work, record) for record in records])
    anomalies = [_anomaly(work, record) for record in records if record.anomaly]
    if anomalies:
        work.session.execute(insert(Anomaly), anomalies)


def count_recent(work: Work, action: str, *, within: timedelta) -> int:
    """Count the acting person's own acts of one kind within a time, for lock-outs."""
    return queries.count_by_person(work.session, work.person_id, action, since=work.now - within)


def is_recorded(session: Session, person_id: int, action: str, *, since: datetime) -> bool:
    """Tell whether a person has left a record of a kind since an instant."""
    return queries.count_by_person(session, person_id, action, since=since) > 0


def _is_beyond_measure(work: Work, record: Record) -> bool:
    if work.actor.is_system or record.outcome is AuditOutcome.DONE or _who(work, record):
        return False
    since = work.now - STRANGERS_WITHIN
    with walls.look_through(work.session, Door.TRACE):
        kept = queries.count_by_person(work.session, None, record.action, since=since)
    return kept >= STRANGERS_MAX


def _who(work: Work, record: Record) -> int | None:
    return work.actor.person_id if record.person_id is None else record.person_id


def _entry(work: Work, record: Record) -> dict[str, object]:
    return {
        "at": work.now,
        "person_id": _who(work, record),
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
        "person_id": _who(work, record),
        "village_id": record.village_id,
        "object_type": record.object_type,
        "object_id": record.object_id,
    }
