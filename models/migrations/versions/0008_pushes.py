"""What WeChat pushed to us (推送), and the envelopes it came in."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
TOPICS = ("message_created",)
RECEIVED = "push_received"


def upgrade() -> None:
    """Make room for pushes, and let the worker be told of them."""
    op.create_table(
        "pushes",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushes")),
        sa.UniqueConstraint("digest", name=op.f("uq_pushes_digest")),
    )
    op.create_table(
        "push_envelopes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_push_envelopes")),
    )
    for table in ("pushes", "push_envelopes"):
        op.create_index(op.f(f"ix_{table}_received_at"), table, ["received_at"], unique=False)
    _change_topics(TOPICS, (*TOPICS, RECEIVED))


def downgrade() -> None:
    """Take it back; what waited to be handed on goes with the pushes."""
    op.execute(f"DELETE FROM outbox_rows WHERE topic = '{RECEIVED}'")  # noqa: S608 - a fixed word
    _change_topics((*TOPICS, RECEIVED), TOPICS)
    for table in ("pushes", "push_envelopes"):
        op.drop_index(op.f(f"ix_{table}_received_at"), table_name=table)
        op.drop_table(table)


def _words(*words: str) -> sa.Enum:
    return sa.Enum(
        *words, name="outboxtopic_words", native_enum=False, create_constraint=True, length=32
    )


def _change_topics(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Admit other topics; SQLite copies the table, so it is told all its checks."""
    with op.batch_alter_table("outbox_rows", copy_from=_outbox_rows(_words(*before))) as batch:
        batch.alter_column(
            "topic", existing_type=_words(*before), type_=_words(*after), nullable=False
        )


def _outbox_rows(topics: sa.Enum) -> sa.Table:
    return sa.Table(
        "outbox_rows",
        sa.MetaData(naming_convention=models.base.Base.metadata.naming_convention),
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
