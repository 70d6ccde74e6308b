"""Read the audit."""

from datetime import datetime

from sqlalchemy import and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from models.audit import Anomaly, AuditEntry
from models.organisations import Organisation
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


def list_anomalies(scope: Scope, session: Session, page: PageRequest) -> Page[Anomaly]:
    """Return the anomalies of a scope's villages, newest first; `after` is the last id seen.

    Those of no village (somebody guesses codes) are shown to whoever oversees the whole tree.
    """
    inside = [Organisation.path.startswith(path, autoescape=True) for path in scope.paths]
    villages = select(Organisation.id).where(or_(false(), *inside))
    sees_all = villages.where(Organisation.parent_id.is_(None)).exists()
    nowhere = and_(Anomaly.village_id.is_(None), sees_all)
    older = true() if page.after is None else Anomaly.id < page.after
    rows = session.scalars(
        select(Anomaly)
        .where(or_(Anomaly.village_id.in_(villages), nowhere), older)
        .order_by(Anomaly.id.desc())
        .limit(page.size + 1)
    ).all()
    return Page[Anomaly].cut(rows, page.size, lambda row: row.id)


def count_by_person(session: Session, person_id: int, action: str, *, since: datetime) -> int:
    """Count a person's own acts of one kind since an instant; nothing foreign is read."""
    counted = select(func.count()).where(
        AuditEntry.person_id == person_id, AuditEntry.action == action, AuditEntry.at >= since
    )
    return session.scalar(counted) or 0
