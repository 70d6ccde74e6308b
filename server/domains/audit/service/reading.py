"""Read the audit and the anomalies, within the reader's scope; reading the audit is audited."""

from models.audit import Anomaly, AuditEntry
from server.domains.audit import queries
from server.domains.audit.queries import EntryFilter
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work


def list_anomalies(work: Work, page: PageRequest) -> Page[Anomaly]:
    """Return what the level above should look at, newest first (PT-11)."""
    scope = work.actor.office_scope(Permission.ANOMALY_READ)
    return queries.list_anomalies(scope, work.session, page)


def list_entries(work: Work, wanted: EntryFilter, page: PageRequest) -> Page[AuditEntry]:
    """Return what was done and refused in the reader's villages, newest first (SEC-1).

    A village out of sight has no entries, like one that is missing; what was asked for is kept.
    """
    scope = work.actor.office_scope(Permission.AUDIT_READ)
    work.audit("read_audit", "audit_entry", None, **wanted.as_detail(), page=page.after)
    return queries.list_entries(scope, work.session, wanted, page)
