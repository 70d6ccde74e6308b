"""Corrections (更正申请): their table, their content checks, and the message that they are decided."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
UNREAD = sa.text("read_at IS NULL")
FIELDS = "name", "phone", "relation", "household", "other"
STATES = "open", "accepted", "declined", "withdrawn"
CHANNELS = "inbox", "in_person"
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
    "content_refused",
)
NEW_KINDS = ("correction_decided",)
CHECK_STATES = "pending", "for_people", "passed", "refused"
TEXTS = (
    "feedback",
    "feedback_answer",
    "claim_note",
    "claim_reason",
    "review_remark",
    "activity",
    "goods",
    "join_name",
)
NEW_TEXTS = "correction", "correction_answer"
CHECKED_WHOLE = """
(state IN ('passed', 'refused')) = (decided_at IS NOT NULL)
AND (decided_by IS NULL OR decided_at IS NOT NULL)
"""
DECIDED_WHOLE = (
    "(state = 'open') = (decided_at IS NULL)"
    " AND (decided_by IS NULL OR decided_at IS NOT NULL)"
    " AND (state <> 'accepted' OR decided_by IS NOT NULL)"
)


def upgrade() -> None:
    """Make room for corrections."""
    _create_corrections()
    _change("messages", "kind", KINDS, (*KINDS, *NEW_KINDS))
    _change("text_checks", "kind", TEXTS, (*TEXTS, *NEW_TEXTS))


def downgrade() -> None:
    """Take it back: what was corrected stays as it is."""
    _forget("messages", "kind", NEW_KINDS)
    _change("messages", "kind", (*KINDS, *NEW_KINDS), KINDS)
    _forget("text_checks", "kind", NEW_TEXTS)
    _change("text_checks", "kind", (*TEXTS, *NEW_TEXTS), TEXTS)
    op.drop_table("corrections")


def _create_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("household_id", BIGINT, nullable=False),
        sa.Column("member_id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("field", _words("correctionfield_words", *FIELDS), nullable=False),
        sa.Column("wanted_sealed", sa.Text(), nullable=True),
        sa.Column("state", _words("correctionstate_words", *STATES), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("decided_by", BIGINT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "length(answer) BETWEEN 2 AND 200", name=op.f("ck_corrections_answer_length")
        ),
        sa.CheckConstraint(DECIDED_WHOLE, name=op.f("ck_corrections_decided_whole")),
        sa.CheckConstraint(
            "decided_by <> person_id", name=op.f("ck_corrections_decided_by_another")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_corrections_{column}_{table}")
            )
            for column, table in (
                ("village_id", "organisations"),
                ("household_id", "households"),
                ("member_id", "members"),
                ("person_id", "people"),
                ("decided_by", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    for column in ("village_id", "household_id", "member_id", "person_id", "decided_by"):
        op.create_index(op.f(f"ix_corrections_{column}"), "corrections", [column], unique=False)
    op.create_index("ix_corrections_waiting", "corrections", ["village_id", "state", "id"])


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


def _text_checks(kinds: sa.Enum) -> sa.Table:
    return _table(
        "text_checks",
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("object_id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("person_id", BIGINT, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("scene", BIGINT, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("state", _words("checkstate_words", *CHECK_STATES), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("attempts", BIGINT, nullable=False),
        sa.Column("label", BIGINT, nullable=True),
        sa.Column("decided_by", BIGINT, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.CheckConstraint("scene BETWEEN 1 AND 4", name="scene_known"),
        sa.CheckConstraint("attempts >= 0", name="attempts_counted"),
        sa.CheckConstraint(CHECKED_WHOLE.strip(), name="decided_whole"),
        sa.CheckConstraint("decided_by <> person_id", name="decided_by_another"),
        sa.UniqueConstraint("kind", "object_id"),
        sa.Index("ix_text_checks_village_id", "village_id"),
        sa.Index("ix_text_checks_person_id", "person_id"),
        sa.Index("ix_text_checks_decided_by", "decided_by"),
        sa.Index("ix_text_checks_waiting", "state", "submitted_at"),
    )


_TABLES = {"messages": _messages, "text_checks": _text_checks}
WORDS_OF = {"messages": "messagekind_words", "text_checks": "checkedtext_words"}
