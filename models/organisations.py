"""The federation tree (妇联组织), the administrative divisions (行政区划), and offices (任职)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference, words
from models.personal import Purpose, Subject, about, about_nobody
from models.retention import Kept
from models.vocabulary import DivisionLevel, OrganisationLevel, Role, Zone

IN_FORCE = text("until_at IS NULL")
ADMINISTERS = text(
    "role IN ('system_administrator', 'security_administrator', 'audit_administrator')"
    " AND until_at IS NULL"
)
PATH = String(collation="C").with_variant(String(), "sqlite")


@about_nobody(Kept.REFERENCE)
class Organisation(Base):
    """A federation at one of four levels; `path` is "/1/7/52/" down to its own id."""

    __tablename__ = "organisations"

    id: Mapped[Id]
    level: Mapped[OrganisationLevel] = mapped_column(words(OrganisationLevel))
    name: Mapped[str]
    parent_id: Mapped[int | None] = reference("organisations.id")
    path: Mapped[str] = mapped_column(PATH, unique=True)
    division_code: Mapped[str | None]
    zone: Mapped[Zone | None] = mapped_column(words(Zone))
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_organisations_division_code", "division_code", unique=True),
        CheckConstraint("(level = 'village') = (zone IS NOT NULL)", name="village_has_zone"),
    )


@about_nobody(Kept.REFERENCE)
class Division(Base):
    """An administrative unit with its validity and, when abolished, its successor."""

    __tablename__ = "divisions"

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str]
    level: Mapped[DivisionLevel] = mapped_column(words(DivisionLevel))
    parent_code: Mapped[str | None] = mapped_column(String(12), index=True)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(String(12), index=True)
    full_name: Mapped[str]

    __table_args__ = (CheckConstraint("length(code) = 12", name="code_has_12_digits"),)


@about(Subject.OFFICER, Purpose.OFFICES, Kept.BOOKS)
class RoleGrant(Base):
    """An office: a role on a node, from `since_at` until `until_at` (open end: None).

    `succeeds_id` names the ended office that was handed over: to one successor at most.
    """

    __tablename__ = "role_grants"

    id: Mapped[Id]
    person_id: Mapped[int] = reference("people.id")
    organisation_id: Mapped[int] = reference("organisations.id")
    role: Mapped[Role] = mapped_column(words(Role))
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    granted_by: Mapped[int | None] = reference("people.id")
    ended_by: Mapped[int | None] = reference("people.id")
    succeeds_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("role_grants.id"))

    __table_args__ = (
        CheckConstraint("until_at IS NULL OR until_at > since_at", name="ends_after_start"),
        Index("uq_role_grants_succeeds_id", "succeeds_id", unique=True),
        Index(
            "uq_role_grants_in_force",
            "person_id",
            "organisation_id",
            "role",
            unique=True,
            postgresql_where=IN_FORCE,
            sqlite_where=IN_FORCE,
        ),
        Index(
            "uq_role_grants_one_administrator",
            "person_id",
            unique=True,
            postgresql_where=ADMINISTERS,
            sqlite_where=ADMINISTERS,
        ),
    )
