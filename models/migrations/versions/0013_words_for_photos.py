"""Words for photos, codes and print-outs: what the worker does, what is told, what is looked at."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
UNREAD = sa.text("read_at IS NULL")
TOPICS = ("message_created", "push_received", "send_claimed", "text_submitted")
NEW_TOPICS = ("photo_stored", "photo_submitted", "code_issued", "print_ordered")
ANOMALIES = ("own_or_relative", "foreign_id", "code_guessing")
NEW_ANOMALIES = ("reused_photo", "reported")
CHANNELS = ("inbox", "in_person")
KINDS = (
    "join_requested",
    "join_approved",
    "assessment_returned",
    "assessment_confirmed",
    "claim_submitted",
    "claim_confirmed",
    "claim_returned",
    "claim_revoked",
    "notice_opened",
    "points_effective",
    "order_reserved",
    "order_fulfilled",
    "order_cancelled",
    "order_expired",
    "signed_up",
    "waiting",
    "promoted",
    "sign_up_cancelled",
    "attended",
    "feedback_answered",
)
NEW_KINDS = ("content_refused",)
SQLITE_REFUSAL = """
CREATE TRIGGER anomalies_no_{verb} BEFORE {verb} ON anomalies
BEGIN SELECT RAISE(ABORT, 'anomalies is append-only'); END
"""
POSTGRESQL_REFUSAL = """
CREATE TRIGGER anomalies_append_only BEFORE UPDATE OR DELETE ON anomalies
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    """Admit the new words."""
    _change("outbox_rows", "topic", TOPICS, (*TOPICS, *NEW_TOPICS))
    _change("messages", "kind", KINDS, (*KINDS, *NEW_KINDS))
    _let_anomalies_change()
    _change("anomalies", "kind", ANOMALIES, (*ANOMALIES, *NEW_ANOMALIES))
    _keep_anomalies()


def downgrade() -> None:
    """Forget what was said in the new words."""
    _forget("outbox_rows", "topic", NEW_TOPICS)
    _change("outbox_rows", "topic", (*TOPICS, *NEW_TOPICS), TOPICS)
    _forget("messages", "kind", NEW_KINDS)
    _change("messages", "kind", (*KINDS, *NEW_KINDS), KINDS)
    _let_anomalies_change()
    _forget("anomalies", "kind", NEW_ANOMALIES)
    _change("anomalies", "kind", (*ANOMALIES, *NEW_ANOMALIES), ANOMALIES)
    _keep_anomalies()


def _let_anomalies_change() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER anomalies_append_only ON anomalies")
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(f"DROP TRIGGER anomalies_no_{verb}")


def _keep_anomalies() -> None:
    """Forbid changes again; on SQLite the copied table came without its triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_REFUSAL)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(SQLITE_REFUSAL.format(verb=verb))


def _forget(table: str, column: str, words: tuple[str, ...]) -> None:
    rows = sa.table(table, sa.column(column))
    op.execute(rows.delete().where(rows.c[column].in_(words)))


def _change(table: str, column: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Admit other words; SQLite copies the table, so it is told all that it has."""
    name = WORDS_OF[table]
    old = _words(name, *before)
    with op.batch_alter_table(table, copy_from=_TABLES[table](old)) as batch:
        batch.alter_column(column, existing_type=old, type_=_words(name, *after), nullable=False)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    conventions = models.base.Base.metadata.naming_convention
    return sa.Table(name, sa.MetaData(naming_convention=conventions), *parts)


def _outbox_rows(topics: sa.Enum) -> sa.Table:
    return _table(
        "outbox_rows",
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


def _messages(kinds: sa.Enum) -> sa.Table:
    return _table(
        "messages",
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("household_id", BIGINT, sa.ForeignKey("households.id"), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("channel", _words("messagechannel_words", *CHANNELS), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("delivered_at", INSTANT, nullable=True),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("told_by", BIGINT, nullable=True),
        sa.Index("ix_messages_household_id", "household_id"),
        sa.Index("ix_messages_inbox", "household_id", "id"),
        sa.Index(
            "ix_messages_unread",
            "village_id",
            "id",
            postgresql_where=UNREAD,
            sqlite_where=UNREAD,
        ),
        sa.Index("ix_messages_village_id", "village_id"),
    )


def _anomalies(kinds: sa.Enum) -> sa.Table:
    return _table(
        "anomalies",
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("person_id", BIGINT, nullable=True),
        sa.Column("village_id", BIGINT, nullable=True),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", BIGINT, nullable=True),
        sa.Index("ix_anomalies_village_id", "village_id"),
    )


_TABLES = {"outbox_rows": _outbox_rows, "messages": _messages, "anomalies": _anomalies}
WORDS_OF = {
    "outbox_rows": "outboxtopic_words",
    "messages": "messagekind_words",
    "anomalies": "anomalykind_words",
}
