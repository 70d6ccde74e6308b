"""Activities (活动): types, shifts with places, sign-ups and attendance."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, about_nobody, clear, impersonal
from models.retention import Kept
from models.vocabulary import ActivityState, Risk, SignUpState

STANDING = text("state <> 'cancelled'")


@about_nobody(Kept.REFERENCE)
class ActivityType(Base):
    """A kind of activity from the plan, with its default length and earning rule."""

    __tablename__ = "activity_types"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    group_code: Mapped[str]
    name: Mapped[str]
    minutes: Mapped[int]
    is_voluntary_service: Mapped[bool]
    risk: Mapped[Risk] = mapped_column(words(Risk))
    age_min: Mapped[int]
    admits_minors_with_guardian: Mapped[bool]
    rule_code: Mapped[str | None]
    provenance: Mapped[str]


@about(Subject.OFFICER, Purpose.CAMPAIGN, Kept.BOOKS)
class Activity(Base):
    """Something people join. Risk notes from mid risk on, insurance for high risk (VO-5)."""

    __tablename__ = "activities"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    type_code: Mapped[str] = mapped_column(info=impersonal())
    title: Mapped[str] = mapped_column(info=clear("everybody reads it, once checked"))
    place: Mapped[str] = mapped_column(info=clear("everybody must find it"))
    content: Mapped[str] = mapped_column(info=clear("everybody reads it, once checked"))
    contact: Mapped[str] = mapped_column(info=clear("whom to call; the organiser gives her own"))
    risk: Mapped[Risk] = mapped_column(words(Risk))
    risk_notes: Mapped[str | None] = mapped_column(info=clear("whoever signs up must know them"))
    insurance: Mapped[str | None] = mapped_column(info=clear("whoever signs up may ask for it"))
    rule_code: Mapped[str | None] = mapped_column(info=impersonal())
    state: Mapped[ActivityState] = mapped_column(words(ActivityState))
    created_by: Mapped[int | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "state <> 'published' OR risk = 'low' OR risk_notes IS NOT NULL", name="risk_is_told"
        ),
        CheckConstraint(
            "state <> 'published' OR risk <> 'high' OR insurance IS NOT NULL",
            name="high_risk_insured",
        ),
    )


@about_nobody(Kept.BOOKS)
class ActivitySession(Base):
    """One shift (场次) with its places. `waiting_issued` hands out waiting-list numbers."""

    __tablename__ = "activity_sessions"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    activity_id: Mapped[int] = reference("activities.id")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting_issued: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity BETWEEN 1 AND 5000", name="capacity_range"),
        CheckConstraint("taken BETWEEN 0 AND capacity", name="within_capacity"),
    )


@about(Subject.PERSON, Purpose.CAMPAIGN, Kept.BOOKS)
class SignUp(Base):
    """A member's place in a shift, or her number on the waiting list (候补)."""

    __tablename__ = "sign_ups"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    session_id: Mapped[int] = reference("activity_sessions.id")
    household_id: Mapped[int] = reference("households.id")
    member_id: Mapped[int] = reference("members.id")
    state: Mapped[SignUpState] = mapped_column(words(SignUpState))
    waiting_number: Mapped[int | None]
    signed_up_by: Mapped[int | None]
    signed_up_at: Mapped[datetime]
    promoted_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "state <> 'waiting' OR waiting_number IS NOT NULL", name="waiting_has_number"
        ),
        UniqueConstraint("session_id", "waiting_number"),
        Index(
            "uq_sign_ups_once",
            "session_id",
            "member_id",
            unique=True,
            postgresql_where=STANDING,
            sqlite_where=STANDING,
        ),
    )


@about(Subject.PERSON, Purpose.CAMPAIGN, Kept.BOOKS)
class Attendance(Base):
    """A member was there (到场). Her shifts may not overlap; the key refuses equal starts."""

    __tablename__ = "attendances"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    sign_up_id: Mapped[int] = reference("sign_ups.id")
    session_id: Mapped[int] = reference("activity_sessions.id")
    member_id: Mapped[int] = reference("members.id")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    marked_by: Mapped[int] = reference("people.id")
    marked_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("sign_up_id"),
        UniqueConstraint("member_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
