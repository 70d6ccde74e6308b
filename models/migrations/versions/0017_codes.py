"""Printed codes: why one was revoked and by whom, and where its picture is kept."""

from typing import Any

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
KINDS = ("door_plate", "activity", "shop", "card")
REASONS = ("lost", "copied", "worn", "other")
CHECKS = {
    "revoked_for_a_reason": "(revoked_at IS NULL) = (revoke_reason IS NULL)",
    "picture_named": "pictured_at IS NULL OR picture_file IS NOT NULL",
}


def upgrade() -> None:
    """Make room for them; of what was revoked before nobody wrote down why."""
    plain = sa.String(32)
    for column in _new_columns(plain):
        op.add_column("codes", column)
    op.execute("UPDATE codes SET revoke_reason = 'other' WHERE revoked_at IS NOT NULL")
    with op.batch_alter_table("codes", copy_from=_codes(*_new_columns(plain))) as batch:
        batch.alter_column("revoke_reason", existing_type=plain, type_=_reasons())
        for name, condition in CHECKS.items():
            batch.create_check_constraint(name, condition)
    op.create_index("ix_codes_target", "codes", ["kind", "target_id"])


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_codes_target", "codes")
    checks = [sa.CheckConstraint(condition, name=name) for name, condition in CHECKS.items()]
    new = _new_columns(_reasons())
    with op.batch_alter_table("codes", copy_from=_codes(*new, *checks)) as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_codes_{name}"), type_="check")
        for column in new:
            batch.drop_column(column.name)


def _new_columns(reason: sa.String) -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("revoked_by", BIGINT, nullable=True),
        sa.Column("revoke_reason", reason, nullable=True),
        sa.Column("picture_file", sa.String(64), nullable=True),
        sa.Column("pictured_at", INSTANT, nullable=True),
    )


def _reasons() -> sa.Enum:
    return _words("revokereason_words", *REASONS)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _codes(*new: sa.schema.SchemaItem) -> sa.Table:
    """Return the table as it stands; SQLite copies it, so it is told all its checks and indexes."""
    still_valid = sa.text("revoked_at IS NULL")
    return sa.Table(
        "codes",
        sa.MetaData(naming_convention=models.base.Base.metadata.naming_convention),
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("kind", _words("codekind_words", *KINDS), nullable=False),
        sa.Column("target_id", BIGINT, nullable=False),
        sa.Column("scene", sa.String(length=32), nullable=False),
        sa.Column("issued_by", BIGINT, nullable=True),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        *new,
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
