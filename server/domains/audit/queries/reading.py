"""Read entries and anomalies within a scope."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.audit import Anomaly, AuditEntry
from models.organisations import Organisation
from models.vocabulary import AuditOutcome
from server.kernel.clock import start_of
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries are wanted; days are dates in Chongqing, both included."""

    village_id: int | None = None
    person_id: int | None = None
    action: str | None = None
    outcome: AuditOutcome | None = None
    since_on: date | None = None
    until_on: date | None = None

    def as_detail(self) -> dict[str, Any]:
        """Return what was looked for, for the audit."""
        return {
            "village": self.village_id,
            "person": self.person_id,
            "action": self.action,
            "outcome": self.outcome and self.outcome.value,
            "since": self.since_on and self.since_on.isoformat(),
            "until": self.until_on and self.until_on.isoformat(),
        }

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what every wanted entry fulfils."""
        columns: tuple[tuple[InstrumentedAttribute[Any], object], ...] = (
            (AuditEntry.village_id, self.village_id),
            (AuditEntry.person_id, self.person_id),
            (AuditEntry.action, self.action),
            (AuditEntry.outcome, self.outcome),
        )
        wanted = [column == value for column, value in columns if value is not None]
        if self.since_on is not None:
            wanted.append(AuditEntry.at >= start_of(self.since_on))
        if self.until_on is not None:
            wanted.append(AuditEntry.at < start_of(self.until_on + timedelta(days=1)))
        return wanted


def list_entries(
    scope: Scope, session: Session, wanted: EntryFilter, page: PageRequest
) -> Page[AuditEntry]:
    """Return wanted entries of a scope's villages, newest first; `after` is the last id seen."""
    older = true() if page.after is None else AuditEntry.id < page.after
    rows = session.scalars(
        select(AuditEntry)
        .where(_in_sight(scope, AuditEntry.village_id), older, *wanted.conditions())
        .order_by(AuditEntry.id.desc())
        .limit(page.size + 1)
    ).all()
    return Page[AuditEntry].cut(rows, page.size, lambda row: row.id)


def list_anomalies(scope: Scope, session: Session, page: PageRequest) -> Page[Anomaly]:
    """Return the anomalies of a scope's villages, newest first; `after` is the last id seen."""
    older = true() if page.after is None else Anomaly.id < page.after
    rows = session.scalars(
        select(Anomaly)
        .where(_in_sight(scope, Anomaly.village_id), older)
        .order_by(Anomaly.id.desc())
        .limit(page.size + 1)
    ).all()
    return Page[Anomaly].cut(rows, page.size, lambda row: row.id)


def find_path(session: Session, village_id: int) -> str | None:
    """Return where a village stands in the tree, which is public."""
    return session.scalar(select(Organisation.path).where(Organisation.id == village_id))


def count_by_person(
    session: Session, person_id: int | None, action: str, *, since: datetime
) -> int:
    """Count a person's own acts of one kind since an instant; nothing foreign is read.

    Without a person: those of strangers.
    """
    counted = select(func.count()).where(
        AuditEntry.person_id == person_id, AuditEntry.action == action, AuditEntry.at >= since
    )
    return session.scalar(counted) or 0


def _in_sight(scope: Scope, village_id: InstrumentedAttribute[int | None]) -> ColumnElement[bool]:
    """Admit the rows of a scope's villages.

    Those of no village (somebody guesses codes) are shown to whoever oversees the whole tree.
    """
    inside = [Organisation.path.startswith(path, autoescape=True) for path in scope.paths]
    villages = select(Organisation.id).where(or_(false(), *inside))
    sees_all = villages.where(Organisation.parent_id.is_(None)).exists()
    return or_(village_id.in_(villages), and_(village_id.is_(None), sees_all))
