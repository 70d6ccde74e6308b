"""Who did what (留痕), the seals over it, and what the level above should look at (异常提示)."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, words
from models.personal import Purpose, Subject, about, about_nobody, clear, impersonal
from models.retention import Kept
from models.vocabulary import AnomalyKind, AuditOutcome


@about(Subject.PERSON, Purpose.SECURITY, Kept.AUDIT)
class AuditEntry(Base):
    """One act or refusal. Never updated, kept for 190 days at least; no names and no secrets."""

    __tablename__ = "audit_entries"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(info=impersonal())
    object_type: Mapped[str] = mapped_column(info=impersonal())
    object_id: Mapped[int | None]
    village_id: Mapped[int | None] = mapped_column(index=True)
    outcome: Mapped[AuditOutcome] = mapped_column(words(AuditOutcome))
    detail: Mapped[dict[str, Any]] = mapped_column(
        info=clear("ids, words and numbers only: names and texts are refused")
    )
    request_id: Mapped[str] = mapped_column(info=impersonal())

    __table_args__ = (Index("ix_audit_entries_person_id_action", "person_id", "action", "at"),)


@about_nobody(Kept.BOOKS)
class AuditSeal(Base):
    """A link of an audit chain: `seal` covers the one before and all that stands in this row.

    `chain` is a village's id, or 0 for the entries of no village. When the entries have been purged
    the link stays, and the chain still holds.
    """

    __tablename__ = "audit_seals"

    id: Mapped[Id]
    chain: Mapped[int]
    number: Mapped[int]
    size: Mapped[int]
    newest_at: Mapped[datetime] = mapped_column(index=True)
    entries_hash: Mapped[str] = mapped_column(String(64))
    previous_seal: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("chain", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("size >= 1", name="not_empty"),
    )


@about_nobody(Kept.AUDIT)
class SealedAuditEntry(Base):
    """The place of an entry under its seal; the entry itself is left untouched."""

    __tablename__ = "sealed_audit_entries"

    seal_id: Mapped[int] = mapped_column(BigInt, ForeignKey("audit_seals.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigInt, unique=True)


@about(Subject.PERSON, Purpose.SECURITY, Kept.BOOKS)
class Anomaly(Base):
    """Something to look at, for the level above. Never updated, never deleted."""

    __tablename__ = "anomalies"

    id: Mapped[Id]
    at: Mapped[datetime]
    kind: Mapped[AnomalyKind] = mapped_column(words(AnomalyKind))
    person_id: Mapped[int | None]
    village_id: Mapped[int | None] = mapped_column(index=True)
    object_type: Mapped[str] = mapped_column(info=impersonal())
    object_id: Mapped[int | None]
