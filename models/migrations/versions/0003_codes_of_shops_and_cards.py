"""Codes of a village's points shop (积分超市码) and of a household's card (积分卡)."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BEFORE = ("door_plate", "activity")
AFTER = (*BEFORE, "shop", "card")


def upgrade() -> None:
    """Admit the new kinds."""
    _change_kinds(BEFORE, AFTER)


def downgrade() -> None:
    """Take them back; their codes go with them."""
    op.execute("DELETE FROM codes WHERE kind IN ('shop', 'card')")
    _change_kinds(AFTER, BEFORE)


def _change_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """SQLite copies the table, so it is told all its checks and indexes."""
    old = _words(*before)
    with op.batch_alter_table("codes", copy_from=_codes(old)) as batch:
        batch.alter_column("kind", existing_type=old, type_=_words(*after), nullable=False)


def _words(*words: str) -> sa.Enum:
    return sa.Enum(
        *words, name="codekind_words", native_enum=False, create_constraint=True, length=32
    )


def _codes(kinds: sa.Enum) -> sa.Table:
    still_valid = sa.text("revoked_at IS NULL")
    return sa.Table(
        "codes",
        sa.MetaData(naming_convention=models.base.Base.metadata.naming_convention),
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("target_id", BIGINT, nullable=False),
        sa.Column("scene", sa.String(length=32), nullable=False),
        sa.Column("issued_by", BIGINT, nullable=True),
        sa.Column("issued_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("scene", name="uq_codes_scene"),
        sa.CheckConstraint("length(scene) BETWEEN 8 AND 32", name="scene_length"),
        sa.Index("ix_codes_village_id", "village_id"),
        sa.Index(
            "uq_codes_one_valid",
            "kind",
            "target_id",
            unique=True,
            postgresql_where=still_valid,
            sqlite_where=still_valid,
        ),
    )
