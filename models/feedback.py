"""Complaints, suggestions and questions (投诉建议), each with a day by which it is answered."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, clear, impersonal
from models.retention import Kept
from models.vocabulary import FeedbackKind, FeedbackState

WHOLE_ANSWER = """
(state <> 'answered' OR answer IS NOT NULL)
AND (answer IS NULL) = (answered_by IS NULL)
AND (answer IS NULL) = (answered_at IS NULL)
"""


@about(Subject.PERSON, Purpose.COMPLAINTS, Kept.LETTERS)
class Feedback(Base):
    """What somebody told a village's federation, for a household or for herself alone."""

    __tablename__ = "feedback"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int | None] = reference("households.id")
    person_id: Mapped[int] = reference("people.id")
    kind: Mapped[FeedbackKind] = mapped_column(words(FeedbackKind))
    text: Mapped[str] = mapped_column(info=clear("the village reads and answers it"))
    state: Mapped[FeedbackState] = mapped_column(words(FeedbackState))
    sent_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(info=impersonal())
    answer: Mapped[str | None] = mapped_column(info=clear("she reads it"))
    answered_by: Mapped[int | None] = reference("people.id")
    answered_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("length(text) BETWEEN 2 AND 500", name="text_length"),
        CheckConstraint("length(answer) BETWEEN 2 AND 500", name="answer_length"),
        CheckConstraint(WHOLE_ANSWER.strip(), name="answered_whole"),
        CheckConstraint("answered_by <> person_id", name="answered_by_another"),
        Index("ix_feedback_waiting", "village_id", "state", "id"),
    )
