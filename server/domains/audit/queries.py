"""Read the audit."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.audit import AuditEntry


def count_by_person(session: Session, person_id: int, action: str, *, since: datetime) -> int:
    """Count a person's own acts of one kind since an instant; nothing foreign is read."""
    counted = select(func.count()).where(
        AuditEntry.person_id == person_id, AuditEntry.action == action, AuditEntry.at >= since
    )
    return session.scalar(counted) or 0
