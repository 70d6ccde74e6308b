"""When a person's privileges changed, when her account was closed (注销), and requests withdrawn."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
BEFORE = ("pending", "approved", "refused")
AFTER = (*BEFORE, "withdrawn")
RELATIONS = ("head", "spouse", "child", "parent", "other")


def upgrade() -> None:
    """Keep both instants and admit the new state."""
    op.add_column("people", sa.Column("privileges_changed_at", INSTANT, nullable=True))
    op.add_column("people", sa.Column("closed_at", INSTANT, nullable=True))
    _change_states(BEFORE, AFTER)


def downgrade() -> None:
    """Take it back; a request withdrawn counts as refused."""
    op.execute("UPDATE join_requests SET state = 'refused' WHERE state = 'withdrawn'")
    _change_states(AFTER, BEFORE)
    op.drop_column("people", "closed_at")
    op.drop_column("people", "privileges_changed_at")


def _change_states(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """SQLite copies the table, so it is told all its checks and indexes."""
    old = _words("joinstate", *before)
    with op.batch_alter_table("join_requests", copy_from=_join_requests(old)) as batch:
        batch.alter_column(
            "state", existing_type=old, type_=_words("joinstate", *after), nullable=False
        )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(
        *words, name=f"{name}_words", native_enum=False, create_constraint=True, length=32
    )


def _join_requests(states: sa.Enum) -> sa.Table:
    still_pending = sa.text("state = 'pending'")
    return sa.Table(
        "join_requests",
        sa.MetaData(naming_convention=models.base.Base.metadata.naming_convention),
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("household_id", BIGINT, sa.ForeignKey("households.id"), nullable=False),
        sa.Column("person_id", BIGINT, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("join_code_id", BIGINT, sa.ForeignKey("join_codes.id"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", _words("relation", *RELATIONS), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("decided_by", BIGINT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("member_id", BIGINT, nullable=True),
        sa.Column("phone_sealed", sa.Text(), nullable=True),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
        sa.Index("ix_join_requests_household_id", "household_id"),
        sa.Index("ix_join_requests_join_code_id", "join_code_id"),
        sa.Index("ix_join_requests_person_id", "person_id"),
        sa.Index("ix_join_requests_village_id", "village_id"),
        sa.Index(
            "uq_join_requests_one_pending",
            "person_id",
            unique=True,
            postgresql_where=still_pending,
            sqlite_where=still_pending,
        ),
    )
