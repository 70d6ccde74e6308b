"""Content checks of photos, and reports (举报) of what others show."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
STATES = ("pending", "for_people", "passed", "refused")
KINDS = ("activity", "notice", "photo", "feedback_answer", "claim_note")
REASONS = ("untrue", "offensive", "private", "advert", "other")
DECIDED_WHOLE = """
(state IN ('passed', 'refused')) = (decided_at IS NOT NULL)
AND (decided_by IS NULL OR decided_at IS NOT NULL)
"""
REPORT_DECIDED_WHOLE = (
    "(hides IS NULL) = (decided_by IS NULL) AND (hides IS NULL) = (decided_at IS NULL)"
)


def upgrade() -> None:
    """Make room for them."""
    _create_photo_checks()
    _create_photo_questions()
    _create_photo_traces()
    _create_reports()


def downgrade() -> None:
    """Take it back."""
    for table in ("reports", "photo_traces", "photo_questions", "photo_checks"):
        op.drop_table(table)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _create_photo_checks() -> None:
    table = "photo_checks"
    op.create_table(
        table,
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("photo_id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("household_id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("state", _words("checkstate_words", *STATES), nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("attempts", BIGINT, nullable=False),
        sa.Column("asked", BIGINT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("label", BIGINT, nullable=True),
        sa.Column("reported_at", INSTANT, nullable=True),
        sa.Column("decided_by", BIGINT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "attempts >= 0 AND asked >= 0", name=op.f("ck_photo_checks_attempts_counted")
        ),
        sa.CheckConstraint(
            "(asked = 0) = (asked_at IS NULL)", name=op.f("ck_photo_checks_asked_whole")
        ),
        sa.CheckConstraint(DECIDED_WHOLE.strip(), name=op.f("ck_photo_checks_decided_whole")),
        sa.CheckConstraint(
            "decided_by <> person_id", name=op.f("ck_photo_checks_decided_by_another")
        ),
        sa.CheckConstraint(
            "reported_at IS NULL OR state = 'passed'",
            name=op.f("ck_photo_checks_reported_when_shown"),
        ),
        _foreign(table, "photo_id", "photos"),
        _foreign(table, "village_id", "organisations"),
        _foreign(table, "household_id", "households"),
        _foreign(table, "person_id", "people"),
        _foreign(table, "decided_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_checks")),
        sa.UniqueConstraint("photo_id", name=op.f("uq_photo_checks_photo_id")),
    )
    _index(table, "village_id", "household_id", "person_id", "decided_by")
    op.create_index("ix_photo_checks_waiting", table, ["state", "submitted_at"])


def _create_photo_questions() -> None:
    table = "photo_questions"
    op.create_table(
        table,
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("check_id", BIGINT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=True),
        _foreign(table, "check_id", "photo_checks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo_questions")),
    )
    _index(table, "check_id")


def _create_photo_traces() -> None:
    table = "photo_traces"
    op.create_table(
        table,
        sa.Column("trace_id", sa.String(128), nullable=False),
        sa.Column("question_id", BIGINT, nullable=True),
        sa.Column("outcome", _words("checkstate_words", *STATES), nullable=True),
        sa.Column("label", BIGINT, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "question_id IS NOT NULL OR outcome IS NOT NULL",
            name=op.f("ck_photo_traces_of_one_at_least"),
        ),
        sa.CheckConstraint(
            "label IS NULL OR outcome IS NOT NULL", name=op.f("ck_photo_traces_label_of_an_outcome")
        ),
        _foreign(table, "question_id", "photo_questions"),
        sa.PrimaryKeyConstraint("trace_id", name=op.f("pk_photo_traces")),
    )
    _index(table, "question_id")


def _create_reports() -> None:
    table = "reports"
    op.create_table(
        table,
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("kind", _words("reportedkind_words", *KINDS), nullable=False),
        sa.Column("object_id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("author_id", BIGINT, nullable=True),
        sa.Column("household_id", BIGINT, nullable=True),
        sa.Column("reason", _words("reportreason_words", *REASONS), nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("hides", sa.Boolean(), nullable=True),
        sa.Column("decided_by", BIGINT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.CheckConstraint(REPORT_DECIDED_WHOLE, name=op.f("ck_reports_decided_whole")),
        sa.CheckConstraint("decided_by <> author_id", name=op.f("ck_reports_decided_by_another")),
        sa.CheckConstraint("kind <> 'notice' OR NOT hides", name=op.f("ck_reports_notices_stay")),
        _foreign(table, "village_id", "organisations"),
        _foreign(table, "person_id", "people"),
        _foreign(table, "author_id", "people"),
        _foreign(table, "household_id", "households"),
        _foreign(table, "decided_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint(
            "person_id", "kind", "object_id", name=op.f("uq_reports_person_id_kind_object_id")
        ),
    )
    _index(table, "village_id", "person_id", "author_id", "household_id", "decided_by")
    op.create_index("ix_reports_object", table, ["kind", "object_id"])
