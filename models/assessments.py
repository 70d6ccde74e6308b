"""A household's yearly self-assessment (自评) against the 18 standards."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, clear, impersonal
from models.retention import Kept
from models.vocabulary import AssessmentState, ClauseAnswer


@about(Subject.HOUSEHOLD, Purpose.CAMPAIGN, Kept.BOOKS)
class Assessment(Base):
    """One per household and year, pinned to the set it was answered against.

    The result columns are the server's own sums, written at submission. `valid_until_on` is the
    last day of 达标.
    """

    __tablename__ = "assessments"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    year: Mapped[int]
    standard_set_id: Mapped[int] = reference("standard_sets.id")
    state: Mapped[AssessmentState] = mapped_column(words(AssessmentState))
    started_at: Mapped[datetime]
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    submitted_by: Mapped[int | None]
    met: Mapped[int | None]
    not_applicable: Mapped[int | None]
    is_passed: Mapped[bool | None]
    reviewed_by: Mapped[int | None]
    reviewed_at: Mapped[datetime | None]
    confirmed_on: Mapped[date | None] = mapped_column(info=clear("the day her household passed"))
    valid_until_on: Mapped[date | None] = mapped_column(info=clear("the day until which it counts"))

    __table_args__ = (
        UniqueConstraint("household_id", "year"),
        CheckConstraint("submissions BETWEEN 0 AND 4", name="at_most_three_resubmissions"),
        CheckConstraint(
            "(state = 'confirmed') = (confirmed_on IS NOT NULL)", name="confirmed_has_date"
        ),
        CheckConstraint("valid_until_on IS NULL OR is_passed", name="only_passed_is_valid"),
    )


@about(Subject.HOUSEHOLD, Purpose.CAMPAIGN, Kept.BOOKS)
class AssessmentAnswer(Base):
    """The answer to one clause, saved on its own."""

    __tablename__ = "assessment_answers"

    assessment_id: Mapped[int] = mapped_column(
        BigInt, ForeignKey("assessments.id"), primary_key=True
    )
    code: Mapped[str] = mapped_column(primary_key=True, info=impersonal())
    village_id: Mapped[int] = reference("organisations.id")
    answer: Mapped[ClauseAnswer] = mapped_column(words(ClauseAnswer))
    answered_by: Mapped[int]
    answered_at: Mapped[datetime]


@about(Subject.HOUSEHOLD, Purpose.CAMPAIGN, Kept.BOOKS)
class ReviewRemark(Base):
    """Why a clause was sent back, kept for every round."""

    __tablename__ = "review_remarks"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    assessment_id: Mapped[int] = reference("assessments.id")
    submission: Mapped[int]
    code: Mapped[str] = mapped_column(info=impersonal())
    reason: Mapped[str] = mapped_column(info=clear("her household reads why, once checked"))
    remarked_by: Mapped[int] = reference("people.id")
    remarked_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("assessment_id", "submission", "code"),)
