"""Exports (导出): who ordered which file, why, and the link that opens it once."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, clear, hashed, impersonal
from models.retention import Kept
from models.vocabulary import ExportFormat, ExportKind, ExportReason, ExportState


@about(Subject.OFFICER, Purpose.SECURITY, Kept.EXPORTS)
class Export(Base):
    """One file that a person ordered; it is hers alone, also where it is `of_village_id`.

    `month` is the first day of the month it is about, `ordered_as` her office in words. Of its link
    only the hash is kept, until it is used or the next one is made; `links` counts them.
    """

    __tablename__ = "exports"

    id: Mapped[Id]
    kind: Mapped[ExportKind] = mapped_column(words(ExportKind))
    format: Mapped[ExportFormat] = mapped_column(words(ExportFormat))
    reason: Mapped[ExportReason] = mapped_column(words(ExportReason))
    is_masked: Mapped[bool]
    of_village_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("organisations.id"))
    month: Mapped[date | None] = mapped_column(info=impersonal())
    state: Mapped[ExportState] = mapped_column(words(ExportState))
    ordered_by: Mapped[int] = reference("people.id")
    ordered_as: Mapped[str] = mapped_column(info=clear("an office and its federation, no name"))
    ordered_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str] = mapped_column(String(64), info=impersonal())
    rows: Mapped[int | None]
    made_at: Mapped[datetime | None]
    links: Mapped[int] = mapped_column(default=0)
    link_hash: Mapped[str | None] = mapped_column(
        String(64), unique=True, info=hashed("SHA-256 of 256 bits")
    )
    link_until: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "(state = 'ready') = (made_at IS NOT NULL AND rows IS NOT NULL)", name="ready_whole"
        ),
        CheckConstraint("(kind = 'my_data') = (of_village_id IS NULL)", name="own_or_a_villages"),
        CheckConstraint("(link_hash IS NULL) = (link_until IS NULL)", name="link_whole"),
    )


@about(Subject.OFFICER, Purpose.SECURITY, Kept.DAILY_EXPORTS)
class ExportAllowance(Base):
    """How many files a person ordered on her last day: of villages, or of herself."""

    __tablename__ = "export_allowances"

    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("people.id"), primary_key=True)
    is_own: Mapped[bool] = mapped_column(primary_key=True)
    ordered_on: Mapped[date] = mapped_column(info=clear("the day on which orders are counted"))
    taken: Mapped[int]

    __table_args__ = (CheckConstraint("taken BETWEEN 1 AND 5", name="five_a_day"),)
