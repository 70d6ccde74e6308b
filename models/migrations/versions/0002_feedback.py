"""Feedback (投诉建议) with its message, and a phone number handed in when asking to join."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ANSWERED = "feedback_answered"
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
)
CHANNELS = ("inbox", "in_person")
WHOLE_ANSWER = """
(state = 'answered') = (answer IS NOT NULL)
AND (answer IS NULL) = (answered_by IS NULL)
AND (answer IS NULL) = (answered_at IS NULL)
"""


def upgrade() -> None:
    """Make room for feedback, its message and the applicant's phone number."""
    _create_feedback()
    _change_kinds(KINDS, (*KINDS, ANSWERED))
    op.add_column("join_requests", sa.Column("phone_sealed", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take it back; messages about an answer go with the feedback they speak of."""
    op.drop_column("join_requests", "phone_sealed")
    op.execute(f"DELETE FROM messages WHERE kind = '{ANSWERED}'")  # noqa: S608 - a fixed word
    _change_kinds((*KINDS, ANSWERED), KINDS)
    op.drop_table("feedback")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _change_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Admit other kinds of messages; SQLite copies the table, so it is told all its checks."""
    old = _words("messagekind_words", *before)
    with op.batch_alter_table("messages", copy_from=_messages(old)) as batch:
        batch.alter_column(
            "kind", existing_type=old, type_=_words("messagekind_words", *after), nullable=False
        )


def _messages(kinds: sa.Enum) -> sa.Table:
    return sa.Table(
        "messages",
        sa.MetaData(naming_convention=models.base.Base.metadata.naming_convention),
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("household_id", BIGINT, sa.ForeignKey("households.id"), nullable=False),
        sa.Column("kind", kinds, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("channel", _words("messagechannel_words", *CHANNELS), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_by", BIGINT, nullable=True),
        sa.Index("ix_messages_household_id", "household_id"),
        sa.Index("ix_messages_inbox", "household_id", "id"),
        sa.Index("ix_messages_village_id", "village_id"),
    )


def _create_feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("household_id", BIGINT, nullable=True),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column(
            "kind",
            _words("feedbackkind_words", "complaint", "suggestion", "question"),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", _words("feedbackstate_words", "open", "answered"), nullable=False),
        sa.Column("sent_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", BIGINT, nullable=True),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) BETWEEN 2 AND 500", name=op.f("ck_feedback_text_length")),
        sa.CheckConstraint(
            "length(answer) BETWEEN 2 AND 500", name=op.f("ck_feedback_answer_length")
        ),
        sa.CheckConstraint(WHOLE_ANSWER.strip(), name=op.f("ck_feedback_answered_whole")),
        sa.CheckConstraint(
            "answered_by <> person_id", name=op.f("ck_feedback_answered_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_feedback_village_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_feedback_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_feedback_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["people.id"], name=op.f("fk_feedback_answered_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    for column in ("village_id", "household_id", "person_id", "answered_by"):
        op.create_index(op.f(f"ix_feedback_{column}"), "feedback", [column], unique=False)
    op.create_index("ix_feedback_waiting", "feedback", ["village_id", "state", "id"], unique=False)
