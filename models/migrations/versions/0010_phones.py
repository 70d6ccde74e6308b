"""Phone numbers that WeChat vouches for, and requests to join that were found by one."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
RELATIONS = ("head", "spouse", "child", "parent", "other")
STATES = ("pending", "approved", "refused", "withdrawn")


def upgrade() -> None:
    """Make room for numbers, and for requests without a join code."""
    _create_phones()
    _create_tries()
    with op.batch_alter_table("join_requests", copy_from=_requests()) as batch:
        batch.alter_column("join_code_id", existing_type=BIGINT, nullable=True)
        batch.add_column(sa.Column("proposed_member_id", BIGINT, nullable=True))


def downgrade() -> None:
    """Forget the numbers; requests found by one go with them."""
    op.execute("DELETE FROM join_requests WHERE join_code_id IS NULL")
    proposed = sa.Column("proposed_member_id", BIGINT, nullable=True)
    with op.batch_alter_table("join_requests", copy_from=_requests(proposed)) as batch:
        batch.drop_column("proposed_member_id")
        batch.alter_column("join_code_id", existing_type=BIGINT, nullable=False)
    op.drop_table("phone_tries")
    op.drop_table("person_phones")


def _create_phones() -> None:
    op.create_table(
        "person_phones",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("phone_sealed", sa.Text(), nullable=False),
        sa.Column("phone_index", sa.Text(), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("bound_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_phones_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_phones")),
        sa.UniqueConstraint("person_id", name=op.f("uq_person_phones_person_id")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_person_phones_code_hash")),
    )
    op.create_index(op.f("ix_person_phones_phone_index"), "person_phones", ["phone_index"])


def _create_tries() -> None:
    op.create_table(
        "phone_tries",
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("taken", BIGINT, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("taken BETWEEN 1 AND 3", name=op.f("ck_phone_tries_three_a_day")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_phone_tries_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_phone_tries")),
    )


def _requests(*proposed: sa.Column[int]) -> sa.Table:
    """Return the table as it stands; SQLite copies it, so it is told all its checks and indexes."""
    pending = sa.text("state = 'pending'")
    return sa.Table(
        "join_requests",
        sa.MetaData(naming_convention=models.base.Base.metadata.naming_convention),
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("household_id", BIGINT, sa.ForeignKey("households.id"), nullable=False),
        sa.Column("person_id", BIGINT, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("join_code_id", BIGINT, sa.ForeignKey("join_codes.id"), nullable=bool(proposed)),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", _words("relation_words", RELATIONS), nullable=False),
        sa.Column("phone_sealed", sa.Text(), nullable=True),
        sa.Column("state", _words("joinstate_words", STATES), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("decided_by", BIGINT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("member_id", BIGINT, nullable=True),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 60", name="name_length"),
        sa.Index("ix_join_requests_village_id", "village_id"),
        sa.Index("ix_join_requests_household_id", "household_id"),
        sa.Index("ix_join_requests_person_id", "person_id"),
        sa.Index("ix_join_requests_join_code_id", "join_code_id"),
        sa.Index(
            "uq_join_requests_one_pending",
            "person_id",
            unique=True,
            postgresql_where=pending,
            sqlite_where=pending,
        ),
        *proposed,
    )


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
