"""What people ask to be corrected in the registry (更正申请), each with a day for the answer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, clear, impersonal, sealed
from models.retention import Kept
from models.vocabulary import CorrectionField, CorrectionState


@about(Subject.PERSON, Purpose.REGISTRY, Kept.CORRECTIONS)
class Correction(Base):
    """What should stand there about a member instead; decided once, by somebody from outside.

    `decided_by` is empty where the content check refused the words, or where the account of who
    asked was closed.
    """

    __tablename__ = "corrections"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    member_id: Mapped[int] = reference("members.id")
    person_id: Mapped[int] = reference("people.id")
    field: Mapped[CorrectionField] = mapped_column(words(CorrectionField))
    wanted_sealed: Mapped[str | None] = mapped_column(info=sealed())
    state: Mapped[CorrectionState] = mapped_column(words(CorrectionState))
    asked_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(info=impersonal())
    answer: Mapped[str | None] = mapped_column(info=clear("she reads it"))
    decided_by: Mapped[int | None] = reference("people.id")
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("length(answer) BETWEEN 2 AND 200", name="answer_length"),
        CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)"
            " AND (decided_by IS NULL OR decided_at IS NOT NULL)"
            " AND (state <> 'accepted' OR decided_by IS NOT NULL)",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> person_id", name="decided_by_another"),
        Index("ix_corrections_waiting", "village_id", "state", "id"),
    )
