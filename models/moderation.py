"""Content checks (内容检查): what may be shown to others; texts and photos stay where they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, about_nobody, hashed
from models.retention import Kept
from models.vocabulary import CheckedText, CheckState, ReportedKind, ReportReason

DECIDED_WHOLE = """
(state IN ('passed', 'refused')) = (decided_at IS NOT NULL)
AND (decided_by IS NULL OR decided_at IS NOT NULL)
"""


@about(Subject.PERSON, Purpose.CONTENT_CHECKS, Kept.CHECKS)
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
    text_hash: Mapped[str] = mapped_column(String(64), info=hashed("SHA-256 of the text"))
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


@about(Subject.PERSON, Purpose.CONTENT_CHECKS, Kept.CHECKS)
class PhotoCheck(Base):
    """The check of one photo; `asked` counts how often WeChat took it in, `attempts` how often not.

    `reported_at` is set while a report hides what had passed.
    """

    __tablename__ = "photo_checks"

    id: Mapped[Id]
    photo_id: Mapped[int] = mapped_column(BigInt, ForeignKey("photos.id"), unique=True)
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    person_id: Mapped[int] = reference("people.id")
    state: Mapped[CheckState] = mapped_column(words(CheckState))
    submitted_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    asked: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    label: Mapped[int | None]
    reported_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = reference("people.id")
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("attempts >= 0 AND asked >= 0", name="attempts_counted"),
        CheckConstraint("(asked = 0) = (asked_at IS NULL)", name="asked_whole"),
        CheckConstraint(DECIDED_WHOLE.strip(), name="decided_whole"),
        CheckConstraint("decided_by <> person_id", name="decided_by_another"),
        CheckConstraint("reported_at IS NULL OR state = 'passed'", name="reported_when_shown"),
        Index("ix_photo_checks_waiting", "state", "submitted_at"),
    )


@about_nobody(Kept.BOOKS)
class PhotoQuestion(Base):
    """One question to WeChat about a photo, with a link of its own; `fetched_at` is our own log."""

    __tablename__ = "photo_questions"

    id: Mapped[Id]
    check_id: Mapped[int] = reference("photo_checks.id")
    asked_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]


@about_nobody(Kept.TRACES)
class PhotoTrace(Base):
    """What bears one id of WeChat: our question and its verdict, whichever was there first."""

    __tablename__ = "photo_traces"

    trace_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    question_id: Mapped[int | None] = reference("photo_questions.id")
    outcome: Mapped[CheckState | None] = mapped_column(words(CheckState))
    label: Mapped[int | None]
    seen_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("question_id IS NOT NULL OR outcome IS NOT NULL", name="of_one_at_least"),
        CheckConstraint("label IS NULL OR outcome IS NOT NULL", name="label_of_an_outcome"),
    )


@about(Subject.PERSON, Purpose.CONTENT_CHECKS, Kept.BOOKS)
class Report(Base):
    """A reader's complaint about what is shown (举报), once for each person and thing.

    `author_id` is empty where nobody wrote it: a notice is an official record. Who reports is told
    to nobody.
    """

    __tablename__ = "reports"

    id: Mapped[Id]
    kind: Mapped[ReportedKind] = mapped_column(words(ReportedKind))
    object_id: Mapped[int]
    village_id: Mapped[int] = reference("organisations.id")
    person_id: Mapped[int] = reference("people.id")
    author_id: Mapped[int | None] = reference("people.id")
    household_id: Mapped[int | None] = reference("households.id")
    reason: Mapped[ReportReason] = mapped_column(words(ReportReason))
    reported_at: Mapped[datetime]
    hides: Mapped[bool | None]
    decided_by: Mapped[int | None] = reference("people.id")
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("person_id", "kind", "object_id"),
        CheckConstraint(
            "(hides IS NULL) = (decided_by IS NULL) AND (hides IS NULL) = (decided_at IS NULL)",
            name="decided_whole",
        ),
        CheckConstraint("decided_by <> author_id", name="decided_by_another"),
        CheckConstraint("kind <> 'notice' OR NOT hides", name="notices_stay"),
        Index("ix_reports_object", "kind", "object_id"),
    )
