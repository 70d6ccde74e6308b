"""Offices (任职): the whole list of roles, who ended and who follows, administrators kept apart."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IN_FORCE = sa.text("until_at IS NULL")
BEFORE = (
    "village_chair",
    "village_executive",
    "assessor",
    "shopkeeper",
    "supervisor",
    "town_officer",
    "district_officer",
    "city_officer",
)
AFTER = (
    *BEFORE,
    "partner",
    "system_administrator",
    "security_administrator",
    "audit_administrator",
)
ADMINISTRATORS = (
    "role IN ('system_administrator', 'security_administrator', 'audit_administrator')"
    " AND until_at IS NULL"
)


def upgrade() -> None:
    """Admit the new roles, and keep who ended an office and whom its holder follows."""
    with op.batch_alter_table("role_grants", copy_from=_role_grants(BEFORE)) as batch:
        _change_roles(batch, BEFORE, AFTER)
        batch.add_column(sa.Column("ended_by", BIGINT, nullable=True))
        batch.add_column(sa.Column("succeeds_id", BIGINT, nullable=True))
        batch.create_foreign_key("fk_role_grants_ended_by_people", "people", ["ended_by"], ["id"])
        batch.create_foreign_key(
            "fk_role_grants_succeeds_id_role_grants", "role_grants", ["succeeds_id"], ["id"]
        )
    op.create_index("ix_role_grants_ended_by", "role_grants", ["ended_by"])
    op.create_index("uq_role_grants_succeeds_id", "role_grants", ["succeeds_id"], unique=True)
    op.create_index(
        "uq_role_grants_one_administrator",
        "role_grants",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text(ADMINISTRATORS),
        sqlite_where=sa.text(ADMINISTRATORS),
    )


def downgrade() -> None:
    """Take it all back; grants of the new roles go with them."""
    op.execute("UPDATE role_grants SET succeeds_id = NULL")
    op.execute(
        "DELETE FROM role_grants WHERE role = 'partner' OR role LIKE '%\\_administrator' ESCAPE '\\'"
    )
    for index in ("one_administrator", "succeeds_id"):
        op.drop_index(f"uq_role_grants_{index}", "role_grants")
    op.drop_index("ix_role_grants_ended_by", "role_grants")
    with op.batch_alter_table("role_grants", copy_from=_role_grants(AFTER, *_new())) as batch:
        batch.drop_constraint("fk_role_grants_succeeds_id_role_grants", type_="foreignkey")
        batch.drop_constraint("fk_role_grants_ended_by_people", type_="foreignkey")
        batch.drop_column("succeeds_id")
        batch.drop_column("ended_by")
        _change_roles(batch, AFTER, BEFORE)


def _change_roles(batch: object, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    batch.alter_column(  # type: ignore[attr-defined]  # alembic exports no name for it
        "role", existing_type=_words(*before), type_=_words(*after), nullable=False
    )


def _words(*words: str) -> sa.Enum:
    return sa.Enum(*words, name="role_words", native_enum=False, create_constraint=True, length=32)


def _new() -> tuple[sa.Column[int], ...]:
    return (
        sa.Column(
            "ended_by",
            BIGINT,
            sa.ForeignKey("people.id", name="fk_role_grants_ended_by_people"),
            nullable=True,
        ),
        sa.Column(
            "succeeds_id",
            BIGINT,
            sa.ForeignKey("role_grants.id", name="fk_role_grants_succeeds_id_role_grants"),
            nullable=True,
        ),
    )


def _role_grants(roles: tuple[str, ...], *more: sa.Column[int]) -> sa.Table:
    """Describe the table; SQLite copies it, so it is told all its checks and indexes."""
    instant = models.base.UtcDateTime(timezone=True)
    return sa.Table(
        "role_grants",
        sa.MetaData(naming_convention=models.base.Base.metadata.naming_convention),
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("person_id", BIGINT, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("organisation_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("role", _words(*roles), nullable=False),
        sa.Column("since_at", instant, nullable=False),
        sa.Column("until_at", instant, nullable=True),
        sa.Column("granted_by", BIGINT, sa.ForeignKey("people.id"), nullable=True),
        *more,
        sa.CheckConstraint("until_at IS NULL OR until_at > since_at", name="ends_after_start"),
        sa.Index("ix_role_grants_granted_by", "granted_by"),
        sa.Index("ix_role_grants_organisation_id", "organisation_id"),
        sa.Index("ix_role_grants_person_id", "person_id"),
        sa.Index(
            "uq_role_grants_in_force",
            "person_id",
            "organisation_id",
            "role",
            unique=True,
            postgresql_where=IN_FORCE,
            sqlite_where=IN_FORCE,
        ),
    )
