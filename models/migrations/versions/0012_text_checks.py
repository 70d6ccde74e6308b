"""Texts that wait for their content check (内容检查)."""

import hashlib

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
TOPICS = ("message_created", "push_received", "send_claimed")
SUBMITTED = "text_submitted"
COMMENT = 2
DECIDED_WHOLE = """
(state IN ('passed', 'refused')) = (decided_at IS NOT NULL)
AND (decided_by IS NULL OR decided_at IS NOT NULL)
"""


def upgrade() -> None:
    """Make room for checks; what the village has read already counts as passed."""
    _create_text_checks()
    _change_topics(TOPICS, (*TOPICS, SUBMITTED))
    _let_what_was_read_pass()


def downgrade() -> None:
    """Take it back: every text is shown again, as before."""
    op.execute(f"DELETE FROM outbox_rows WHERE topic = '{SUBMITTED}'")  # noqa: S608 - a fixed word
    _change_topics((*TOPICS, SUBMITTED), TOPICS)
    op.drop_table("text_checks")


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


def _create_text_checks() -> None:
    op.create_table(
        "text_checks",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("kind", _words("checkedtext_words", "feedback"), nullable=False),
        sa.Column("object_id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("scene", BIGINT, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column(
            "state",
            _words("textcheckstate_words", "pending", "for_people", "passed", "refused"),
            nullable=False,
        ),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("attempts", BIGINT, nullable=False),
        sa.Column("label", BIGINT, nullable=True),
        sa.Column("decided_by", BIGINT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.CheckConstraint("scene BETWEEN 1 AND 4", name=op.f("ck_text_checks_scene_known")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_text_checks_attempts_counted")),
        sa.CheckConstraint(DECIDED_WHOLE.strip(), name=op.f("ck_text_checks_decided_whole")),
        sa.CheckConstraint(
            "decided_by <> person_id", name=op.f("ck_text_checks_decided_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_text_checks_village_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_text_checks_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_text_checks_decided_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_checks")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_text_checks_kind_object_id")),
    )
    for column in ("village_id", "person_id", "decided_by"):
        op.create_index(op.f(f"ix_text_checks_{column}"), "text_checks", [column], unique=False)
    op.create_index("ix_text_checks_waiting", "text_checks", ["state", "submitted_at"])


def _let_what_was_read_pass() -> None:
    """Give each letter that leaders have had before them a check that was passed."""
    connection = op.get_bind()
    columns = "id", "village_id", "person_id", "text", "sent_at"
    feedback = sa.table("feedback", *map(sa.column, columns))
    checks = sa.table(
        "text_checks",
        *map(
            sa.column,
            (
                "kind",
                "object_id",
                "village_id",
                "person_id",
                "scene",
                "text_hash",
                "state",
                "submitted_at",
                "attempts",
                "decided_at",
            ),
        ),
    )
    letters = connection.execute(sa.select(feedback)).mappings().all()
    rows = [
        {
            "kind": "feedback",
            "object_id": letter["id"],
            "village_id": letter["village_id"],
            "person_id": letter["person_id"],
            "scene": COMMENT,
            "text_hash": hashlib.sha256(letter["text"].encode()).hexdigest(),
            "state": "passed",
            "submitted_at": letter["sent_at"],
            "attempts": 0,
            "decided_at": letter["sent_at"],
        }
        for letter in letters
    ]
    if rows:
        connection.execute(checks.insert(), rows)
