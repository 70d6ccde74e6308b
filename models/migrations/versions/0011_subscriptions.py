"""Subscription messages (订阅消息): credits and their ledger, allowances, and what was sent."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
UNREAD = sa.text("read_at IS NULL")
TOPICS = ("message_created", "push_received")
CLAIMED = "send_claimed"
CREDIT_REASONS = ("accepted", "reported", "given_back", "sent", "rejected", "used_up")
SIGN_FITS = "(change > 0) = (reason IN ('accepted', 'reported', 'given_back')) AND change <> 0"
SEND_STATES = (
    "waiting",
    "sending",
    "sent",
    "read",
    "no_credit",
    "given_up",
    "dropped",
    "unknown",
)
ENDED_WHOLE = "(ended_at IS NULL) = (state IN ('waiting', 'sending'))"
SQLITE_REFUSAL = """
CREATE TRIGGER credit_entries_no_{verb} BEFORE {verb} ON credit_entries
BEGIN SELECT RAISE(ABORT, 'credit_entries is append-only'); END
"""
POSTGRESQL_REFUSAL = """
CREATE TRIGGER credit_entries_append_only BEFORE UPDATE OR DELETE ON credit_entries
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    """Make room for the ledger and the sends, and find unread messages by village."""
    _create_credits()
    _create_sends()
    _create_entries()
    _change_topics(TOPICS, (*TOPICS, CLAIMED))
    op.create_index(
        "ix_messages_unread",
        "messages",
        ["village_id", "id"],
        unique=False,
        postgresql_where=UNREAD,
        sqlite_where=UNREAD,
    )


def downgrade() -> None:
    """Forget them; what waited to be sent stays in the inbox."""
    op.drop_index("ix_messages_unread", table_name="messages")
    op.execute(f"DELETE FROM outbox_rows WHERE topic = '{CLAIMED}'")  # noqa: S608 - a fixed word
    _change_topics((*TOPICS, CLAIMED), TOPICS)
    for table in ("credit_entries", "message_sends", "send_allowances", "subscription_credits"):
        op.drop_table(table)


def _create_credits() -> None:
    op.create_table(
        "subscription_credits",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("account_id", BIGINT, nullable=False),
        sa.Column("template_id", sa.Text(), nullable=False),
        sa.Column("balance", BIGINT, nullable=False),
        sa.Column("reported_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "balance >= 0", name=op.f("ck_subscription_credits_balance_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription_credits")),
        sa.UniqueConstraint(
            "account_id", "template_id", name=op.f("uq_subscription_credits_account_id_template_id")
        ),
    )
    op.create_table(
        "send_allowances",
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("taken", BIGINT, nullable=False),
        sa.Column("sending_id", BIGINT, nullable=True),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_send_allowances_taken_not_negative")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_send_allowances_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_send_allowances")),
    )


def _create_sends() -> None:
    op.create_table(
        "message_sends",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("message_id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("credit_id", BIGINT, nullable=False),
        sa.Column("state", _words("sendstate_words", *SEND_STATES), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("tries", BIGINT, nullable=False),
        sa.Column("error", BIGINT, nullable=True),
        sa.Column("claimed_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint(ENDED_WHOLE, name=op.f("ck_message_sends_ended_whole")),
        _key("message_sends", "message_id", "messages"),
        _key("message_sends", "person_id", "people"),
        _key("message_sends", "credit_id", "subscription_credits"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_sends")),
        sa.UniqueConstraint(
            "message_id", "person_id", name=op.f("uq_message_sends_message_id_person_id")
        ),
    )
    for column in ("message_id", "person_id", "credit_id"):
        op.create_index(op.f(f"ix_message_sends_{column}"), "message_sends", [column])


def _create_entries() -> None:
    op.create_table(
        "credit_entries",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("credit_id", BIGINT, nullable=False),
        sa.Column("reason", _words("creditreason_words", *CREDIT_REASONS), nullable=False),
        sa.Column("change", BIGINT, nullable=False),
        sa.Column("send_id", BIGINT, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint(SIGN_FITS, name=op.f("ck_credit_entries_sign_fits_reason")),
        _key("credit_entries", "credit_id", "subscription_credits"),
        _key("credit_entries", "send_id", "message_sends"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entries")),
        sa.UniqueConstraint("send_id", "reason", name=op.f("uq_credit_entries_send_id_reason")),
    )
    for column in ("credit_id", "send_id"):
        op.create_index(op.f(f"ix_credit_entries_{column}"), "credit_entries", [column])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_REFUSAL)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(SQLITE_REFUSAL.format(verb=verb))


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(name))


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _change_topics(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Admit other topics; SQLite copies the table, so it is told all its checks."""
    old = _words("outboxtopic_words", *before)
    with op.batch_alter_table("outbox_rows", copy_from=_outbox_rows(old)) as batch:
        batch.alter_column(
            "topic", existing_type=old, type_=_words("outboxtopic_words", *after), nullable=False
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
