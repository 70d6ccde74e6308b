"""Exports (导出): who ordered which file and why, and the link that opens it once."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
KINDS = "households", "points_transfers", "orders", "my_data"
FORMATS = "xlsx", "csv", "json", "html"
REASONS = "monthly_report", "wall", "check", "own"
STATES = "ordered", "ready", "failed", "gone"
TOPICS = (
    "message_created",
    "push_received",
    "send_claimed",
    "text_submitted",
    "photo_stored",
    "photo_submitted",
    "code_issued",
    "print_ordered",
    "files_discarded",
)
NEW_TOPICS = (*TOPICS, "export_ordered")


def upgrade() -> None:
    """Make room for them."""
    _change_topics(TOPICS, NEW_TOPICS)
    op.create_table(
        "exports",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("kind", _words("exportkind_words", *KINDS), nullable=False),
        sa.Column("format", _words("exportformat_words", *FORMATS), nullable=False),
        sa.Column("reason", _words("exportreason_words", *REASONS), nullable=False),
        sa.Column("is_masked", sa.Boolean(), nullable=False),
        sa.Column("of_village_id", BIGINT, nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("state", _words("exportstate_words", *STATES), nullable=False),
        sa.Column("ordered_by", BIGINT, nullable=False),
        sa.Column("ordered_as", sa.Text(), nullable=False),
        sa.Column("ordered_at", INSTANT, nullable=False),
        sa.Column("attempts", BIGINT, nullable=False),
        sa.Column("file_name", sa.String(64), nullable=False),
        sa.Column("rows", BIGINT, nullable=True),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.Column("links", BIGINT, nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=True),
        sa.Column("link_until", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(state = 'ready') = (made_at IS NOT NULL AND rows IS NOT NULL)",
            name=op.f("ck_exports_ready_whole"),
        ),
        sa.CheckConstraint(
            "(kind = 'my_data') = (of_village_id IS NULL)",
            name=op.f("ck_exports_own_or_a_villages"),
        ),
        sa.CheckConstraint(
            "(link_hash IS NULL) = (link_until IS NULL)", name=op.f("ck_exports_link_whole")
        ),
        sa.ForeignKeyConstraint(
            ["of_village_id"],
            ["organisations.id"],
            name=op.f("fk_exports_of_village_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by"], ["people.id"], name=op.f("fk_exports_ordered_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_exports_link_hash")),
    )
    op.create_index(op.f("ix_exports_ordered_by"), "exports", ["ordered_by"], unique=False)
    op.create_table(
        "export_allowances",
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("taken", BIGINT, nullable=False),
        sa.CheckConstraint("taken BETWEEN 1 AND 5", name=op.f("ck_export_allowances_five_a_day")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_export_allowances_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "is_own", name=op.f("pk_export_allowances")),
    )


def downgrade() -> None:
    """Take it back: the files stay in their store until they are discarded."""
    op.drop_table("export_allowances")
    op.drop_table("exports")
    op.execute("DELETE FROM outbox_rows WHERE topic = 'export_ordered'")
    _change_topics(NEW_TOPICS, TOPICS)


def _change_topics(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Admit other topics; SQLite copies the table, so it is told all that it has."""
    old = _words("outboxtopic_words", *before)
    with op.batch_alter_table("outbox_rows", copy_from=_outbox_rows(old)) as batch:
        batch.alter_column(
            "topic",
            existing_type=old,
            type_=_words("outboxtopic_words", *after),
            nullable=False,
        )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _outbox_rows(topics: sa.Enum) -> sa.Table:
    conventions = models.base.Base.metadata.naming_convention
    return sa.Table(
        "outbox_rows",
        sa.MetaData(naming_convention=conventions),
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("topic", topics, nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("attempts", BIGINT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Index("ix_outbox_rows_due", "done_at", "due_at"),
    )
