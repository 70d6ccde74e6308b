"""Read the audit and the anomalies, within the reader's scope; reading the audit is audited."""

from sqlalchemy.orm import Session

from models.audit import Anomaly, AuditEntry
from models.vocabulary import AnomalyKind
from server.domains.audit import queries
from server.domains.audit.queries import EntryFilter
from server.kernel.errors import NotFound
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work, refusal


def list_anomalies(work: Work, page: PageRequest) -> Page[Anomaly]:
    """Return what the level above should look at, newest first (PT-11)."""
    scope = work.actor.office_scope(Permission.ANOMALY_READ)
    return queries.list_anomalies(scope, work.session, page)


def list_entries(work: Work, wanted: EntryFilter, page: PageRequest) -> Page[AuditEntry]:
    """Return what was done and refused in the reader's villages, newest first (SEC-1).

    What was looked for is kept. A village out of sight is NotFound, like one that is missing.
    """
    scope = work.actor.office_scope(Permission.AUDIT_READ)
    _check_in_sight(scope, work.session, wanted.village_id)
    work.audit("read_audit", "audit_entry", None, wanted=wanted.as_detail(), after_id=page.after)
    return queries.list_entries(scope, work.session, wanted, page)


def _check_in_sight(scope: Scope, session: Session, village_id: int | None) -> None:
    path = None if village_id is None else queries.find_path(session, village_id)
    if village_id is None or (path is not None and scope.covers_path(path)):
        return
    record = refusal(
        "foreign_id",
        "organisations",
        village_id,
        village_id=village_id,
        anomaly=AnomalyKind.FOREIGN_ID,
    )
    raise NotFound("没有找到这个村（社区）。", records=() if path is None else (record,))
