"""Content checks (内容检查): which texts may be shown to others; the texts stay where they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.vocabulary import CheckedText, CheckState

DECIDED_WHOLE = """
(state IN ('passed', 'refused')) = (decided_at IS NOT NULL)
AND (decided_by IS NULL OR decided_at IS NOT NULL)
"""


class TextCheck(Base):
    """The check of one text as it stands now; `text_hash` is that of the normalised text.

    `person_id` is its author, empty where the operator wrote it, whose texts pass at once.
    `decided_by` is empty where WeChat decided; `label` is what it found.
    """

    __tablename__ = "text_checks"

    id: Mapped[Id]
    kind: Mapped[CheckedText] = mapped_column(words(CheckedText))
    object_id: Mapped[int]
    village_id: Mapped[int] = reference("organisations.id")
    person_id: Mapped[int | None] = reference("people.id")
    scene: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[CheckState] = mapped_column(words(CheckState))
    submitted_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    label: Mapped[int | None]
    decided_by: Mapped[int | None] = reference("people.id")
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("kind", "object_id"),
        CheckConstraint("scene BETWEEN 1 AND 4", name="scene_known"),
        CheckConstraint("attempts >= 0", name="attempts_counted"),
        CheckConstraint(DECIDED_WHOLE.strip(), name="decided_whole"),
        CheckConstraint("decided_by <> person_id", name="decided_by_another"),
        Index("ix_text_checks_waiting", "state", "submitted_at"),
    )
