"""Sheets that were ordered to be printed (打印)."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
KINDS = "door_plates", "cards", "activity_poster", "shop_poster"
STATES = "ordered", "ready", "failed"


def upgrade() -> None:
    """Make room for them."""
    op.create_table(
        "prints",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("kind", _words("printkind_words", *KINDS), nullable=False),
        sa.Column("state", _words("printstate_words", *STATES), nullable=False),
        sa.Column("target_ids", sa.JSON(), nullable=False),
        sa.Column("next_after", BIGINT, nullable=True),
        sa.Column("file_name", sa.String(64), nullable=False),
        sa.Column("ordered_by", BIGINT, nullable=True),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("attempts", BIGINT, nullable=False),
        sa.Column("pages", BIGINT, nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (made_at IS NOT NULL AND pages IS NOT NULL)",
            name=op.f("ck_prints_ready_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_prints_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prints")),
    )
    op.create_index(op.f("ix_prints_village_id"), "prints", ["village_id"], unique=False)


def downgrade() -> None:
    """Take it back: the files stay in their store until they are discarded."""
    op.execute("DELETE FROM outbox_rows WHERE topic = 'print_ordered'")
    op.drop_table("prints")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
