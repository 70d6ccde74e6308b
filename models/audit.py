"""Who did what, when, to which (留痕), and what the level above should look at (异常提示)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, words
from models.vocabulary import AnomalyKind, AuditOutcome


class AuditEntry(Base):
    """One act or refusal. Never updated, never deleted; holds no names and no secrets."""

    __tablename__ = "audit_entries"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None]
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[int | None]
    village_id: Mapped[int | None] = mapped_column(index=True)
    outcome: Mapped[AuditOutcome] = mapped_column(words(AuditOutcome))
    detail: Mapped[dict[str, Any]]
    request_id: Mapped[str]

    __table_args__ = (Index("ix_audit_entries_person_id_action", "person_id", "action", "at"),)


class Anomaly(Base):
    """Something to look at, for the level above. Never updated, never deleted."""

    __tablename__ = "anomalies"

    id: Mapped[Id]
    at: Mapped[datetime]
    kind: Mapped[AnomalyKind] = mapped_column(words(AnomalyKind))
    person_id: Mapped[int | None]
    village_id: Mapped[int | None] = mapped_column(index=True)
    object_type: Mapped[str]
    object_id: Mapped[int | None]
