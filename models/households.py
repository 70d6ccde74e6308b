"""Households (户), which earn; their members, ways to join, relatives and proxy acts."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, clear, hashed, impersonal, sealed
from models.retention import Kept
from models.vocabulary import FoundBy, HouseholdStatus, JoinState, ProxyChannel, Relation, Zone

STILL_THERE = text("left_at IS NULL")
STILL_PENDING = text("state = 'pending'")
STILL_DECLARED = text("withdrawn_at IS NULL")


@about(Subject.HOUSEHOLD, Purpose.REGISTRY, Kept.REGISTRY)
class Household(Base):
    """A household in a village; `number` (户号) is unique there, `zone` picks its standards."""

    __tablename__ = "households"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    number: Mapped[str] = mapped_column(info=clear("it hangs at the door"))
    group_name: Mapped[str] = mapped_column(info=clear("leaders find the house by it"))
    zone: Mapped[Zone] = mapped_column(words(Zone))
    status: Mapped[HouseholdStatus] = mapped_column(words(HouseholdStatus))
    registered_at: Mapped[datetime]
    registered_by: Mapped[int | None]

    __table_args__ = (UniqueConstraint("village_id", "number"),)


@about(Subject.PERSON, Purpose.REGISTRY, Kept.REGISTRY)
class Member(Base):
    """A member of a household; `person_id` is set once she has joined with her own phone.

    Of a minor `adult_on` says from when on she is none; of adults, and of whom nobody knows it, it
    is null.
    """

    __tablename__ = "members"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    person_id: Mapped[int | None] = reference("people.id")
    name: Mapped[str] = mapped_column(
        info=clear("her household and its leaders know her by it; masked for others")
    )
    relation: Mapped[Relation] = mapped_column(words(Relation))
    phone_sealed: Mapped[str | None] = mapped_column(info=sealed(Purpose.PHONE, Kept.LEFT_PHONES))
    phone_index: Mapped[str | None] = mapped_column(
        index=True, info=hashed("HMAC under INDEX_KEY", Purpose.PHONE, Kept.LEFT_PHONES)
    )
    adult_on: Mapped[date | None] = mapped_column(
        info=clear("the day she comes of age, nothing else; null of adults", Purpose.MINORS)
    )
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
        Index(
            "uq_members_person_in_one_household",
            "person_id",
            unique=True,
            postgresql_where=STILL_THERE,
            sqlite_where=STILL_THERE,
        ),
        Index(
            "uq_members_one_head",
            "household_id",
            unique=True,
            postgresql_where=text("left_at IS NULL AND relation = 'head'"),
            sqlite_where=text("left_at IS NULL AND relation = 'head'"),
        ),
    )


@about(Subject.HOUSEHOLD, Purpose.REGISTRY, Kept.JOIN_CODES)
class JoinCode(Base):
    """A single-use code with which one person may ask to join (入户码)."""

    __tablename__ = "join_codes"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    code_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=hashed("HMAC under INDEX_KEY")
    )
    created_by: Mapped[int] = reference("people.id")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_by: Mapped[int | None]
    used_at: Mapped[datetime | None]


@about(Subject.PERSON, Purpose.REGISTRY, Kept.JOINING)
class JoinRequest(Base):
    """A person's request to join a household.

    One made with a join code is decided by a member or a leader. One found by her phone number has
    no code; it may propose a member, and only a leader decides it.
    """

    __tablename__ = "join_requests"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    person_id: Mapped[int] = reference("people.id")
    join_code_id: Mapped[int | None] = reference("join_codes.id")
    proposed_member_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(info=clear("whoever decides must know who asks"))
    relation: Mapped[Relation] = mapped_column(words(Relation))
    phone_sealed: Mapped[str | None] = mapped_column(info=sealed(Purpose.PHONE))
    adult_on: Mapped[date | None] = mapped_column(
        info=clear("the day she comes of age, nothing else; null of adults", Purpose.MINORS)
    )
    state: Mapped[JoinState] = mapped_column(words(JoinState))
    requested_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    member_id: Mapped[int | None]

    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
        Index(
            "uq_join_requests_one_pending",
            "person_id",
            unique=True,
            postgresql_where=STILL_PENDING,
            sqlite_where=STILL_PENDING,
        ),
    )

    @property
    def found_by(self) -> FoundBy:
        """How the household was found."""
        return FoundBy.PHONE if self.join_code_id is None else FoundBy.CODE


@about(Subject.OFFICER, Purpose.OFFICES, Kept.BOOKS)
class DeclaredRelative(Base):
    """A household declared as a relative's (回避): the office-holder confirms nothing there."""

    __tablename__ = "declared_relatives"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    person_id: Mapped[int] = reference("people.id")
    declared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "uq_declared_relatives_once",
            "person_id",
            "household_id",
            unique=True,
            postgresql_where=STILL_DECLARED,
            sqlite_where=STILL_DECLARED,
        ),
    )


@about(Subject.PERSON, Purpose.OFFICES, Kept.BOOKS)
class ProxyAct(Base):
    """An act a leader did for a member (代办): for whom, why, in person or by telephone (GOV-2)."""

    __tablename__ = "proxy_acts"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    member_id: Mapped[int] = reference("members.id")
    action: Mapped[str] = mapped_column(info=impersonal())
    object_type: Mapped[str] = mapped_column(info=impersonal())
    object_id: Mapped[int]
    reason: Mapped[str] = mapped_column(
        info=clear("her household reads why somebody acted for her", kept=Kept.PROXY_REASONS)
    )
    channel: Mapped[ProxyChannel] = mapped_column(words(ProxyChannel))
    acted_by: Mapped[int] = reference("people.id")
    acted_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("length(reason) BETWEEN 2 AND 200", name="reason_given"),)


@about(Subject.OFFICER, Purpose.SECURITY, Kept.WORKING)
class DisclosureAllowance(Base):
    """How many names of minors a person was told on her last such day; claimed, never counted."""

    __tablename__ = "disclosure_allowances"

    person_id: Mapped[int] = mapped_column(BigInt, ForeignKey("people.id"), primary_key=True)
    day: Mapped[date] = mapped_column(info=impersonal())
    taken: Mapped[int]

    __table_args__ = (CheckConstraint("taken > 0", name="taken_positive"),)
