"""Content checks of every text that one person writes and another reads."""

import hashlib
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
STATES = ("pending", "for_people", "passed", "refused")
NEW_KINDS = (
    "feedback_answer",
    "claim_note",
    "claim_reason",
    "review_remark",
    "activity",
    "goods",
    "join_name",
)
LETTERS = ("complaint", "suggestion", "question")
COMMENT = 2
DECIDED_WHOLE = """
(state IN ('passed', 'refused')) = (decided_at IS NOT NULL)
AND (decided_by IS NULL OR decided_at IS NOT NULL)
"""
ANSWERED_WHOLE = """
(state = 'answered') = (answer IS NOT NULL)
AND (answer IS NULL) = (answered_by IS NULL)
AND (answer IS NULL) = (answered_at IS NULL)
"""
ANSWER_MAY_BE_REFUSED = """
(state <> 'answered' OR answer IS NOT NULL)
AND (answer IS NULL) = (answered_by IS NULL)
AND (answer IS NULL) = (answered_at IS NULL)
"""


class Checks(NamedTuple):
    """How the table of checks stands."""

    kinds: tuple[str, ...]
    state_list: str
    is_author_optional: bool

    @property
    def kind_words(self) -> sa.Enum:
        """The type of `kind`."""
        return _words("checkedtext_words", self.kinds)

    @property
    def state_words(self) -> sa.Enum:
        """The type of `state`."""
        return _words(self.state_list, STATES)


OF_LETTERS = Checks(("feedback",), "textcheckstate_words", is_author_optional=False)
OF_EVERYBODY = Checks((*OF_LETTERS.kinds, *NEW_KINDS), "checkstate_words", is_author_optional=True)


class Source(NamedTuple):
    """Where texts of a kind stand, who wrote them and when; of goods that is not known."""

    kind: str
    table: str
    texts: tuple[str, ...]
    author: str | None
    at: str | None


SHOWN = (
    Source("feedback_answer", "feedback", ("answer",), "answered_by", "answered_at"),
    Source("claim_note", "points_claims", ("note",), "submitted_by", "submitted_at"),
    Source("claim_reason", "points_claims", ("reason",), "decided_by", "decided_at"),
    Source("review_remark", "review_remarks", ("reason",), "remarked_by", "remarked_at"),
    Source(
        "activity",
        "activities",
        ("title", "place", "content", "contact", "risk_notes", "insurance"),
        "created_by",
        "created_at",
    ),
    Source("join_name", "join_requests", ("name",), "person_id", "requested_at"),
    Source("goods", "goods", ("name", "unit"), None, None),
)


def upgrade() -> None:
    """Admit texts of every kind; what others have read already counts as passed."""
    _change_checks(OF_LETTERS, OF_EVERYBODY)
    _change_answers(ANSWERED_WHOLE, ANSWER_MAY_BE_REFUSED)
    for source in SHOWN:
        _let_pass(source)


def downgrade() -> None:
    """Take it back: every other text is shown again, as before; a refused answer is forgotten."""
    checks = sa.table("text_checks", sa.column("kind"))
    op.execute(checks.delete().where(checks.c.kind.in_(NEW_KINDS)))
    forgotten = {"answer": None, "answered_by": None, "answered_at": None}
    letters = sa.table("feedback", sa.column("state"), *map(sa.column, forgotten))
    op.execute(letters.update().where(letters.c.state == "open").values(forgotten))
    _change_answers(ANSWER_MAY_BE_REFUSED, ANSWERED_WHOLE)
    _change_checks(OF_EVERYBODY, OF_LETTERS)


def _change_checks(before: Checks, after: Checks) -> None:
    """Admit other kinds, name the list of states anew, and let the author be the operator."""
    with op.batch_alter_table("text_checks", copy_from=_text_checks(before)) as batch:
        batch.alter_column(
            "kind", existing_type=before.kind_words, type_=after.kind_words, nullable=False
        )
        batch.alter_column(
            "state", existing_type=before.state_words, type_=after.state_words, nullable=False
        )
        batch.alter_column("person_id", existing_type=BIGINT, nullable=after.is_author_optional)


def _change_answers(before: str, after: str) -> None:
    """Say anew when a letter has an answer; SQLite copies the table, so it is told all it has."""
    with op.batch_alter_table("feedback", copy_from=_feedback(before)) as batch:
        batch.drop_constraint(op.f("ck_feedback_answered_whole"), type_="check")
        batch.create_check_constraint(op.f("ck_feedback_answered_whole"), after.strip())


def _let_pass(source: Source) -> None:
    """Give each text that others have had before them a check that was passed."""
    known = [name for name in (source.author, source.at) if name]
    rows = sa.table(source.table, *map(sa.column, ("id", "village_id", *known, *source.texts)))
    author = rows.c[source.author] if source.author else sa.null()
    at = rows.c[source.at] if source.at else sa.func.current_timestamp()
    texts = [rows.c[name] for name in source.texts]
    written = sa.select(rows.c.id, rows.c.village_id, author, at, *texts).where(texts[0] != "")
    checks = [_passed(source.kind, *row) for row in op.get_bind().execute(written)]
    if checks:
        table = sa.table("text_checks", *map(sa.column, checks[0]))
        op.get_bind().execute(table.insert(), checks)


def _passed(
    kind: str,
    object_id: int,
    village_id: int,
    author_id: int | None,
    at: object,
    *texts: str | None,
) -> dict[str, Any]:
    whole = "\n".join(text for text in texts if text)
    return {
        "kind": kind,
        "object_id": object_id,
        "village_id": village_id,
        "person_id": author_id,
        "scene": COMMENT,
        "text_hash": hashlib.sha256(whole.encode()).hexdigest(),
        "state": "passed",
        "submitted_at": at,
        "attempts": 0,
        "decided_at": at,
    }


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _table(name: str, *parts: sa.schema.SchemaItem) -> sa.Table:
    conventions = models.base.Base.metadata.naming_convention
    return sa.Table(name, sa.MetaData(naming_convention=conventions), *parts)


def _text_checks(stand: Checks) -> sa.Table:
    return _table(
        "text_checks",
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("kind", stand.kind_words, nullable=False),
        sa.Column("object_id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column(
            "person_id", BIGINT, sa.ForeignKey("people.id"), nullable=stand.is_author_optional
        ),
        sa.Column("scene", BIGINT, nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("state", stand.state_words, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("attempts", BIGINT, nullable=False),
        sa.Column("label", BIGINT, nullable=True),
        sa.Column("decided_by", BIGINT, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.CheckConstraint("scene BETWEEN 1 AND 4", name="scene_known"),
        sa.CheckConstraint("attempts >= 0", name="attempts_counted"),
        sa.CheckConstraint(DECIDED_WHOLE.strip(), name="decided_whole"),
        sa.CheckConstraint("decided_by <> person_id", name="decided_by_another"),
        sa.UniqueConstraint("kind", "object_id"),
        *_indexes("text_checks", "village_id", "person_id", "decided_by"),
        sa.Index("ix_text_checks_waiting", "state", "submitted_at"),
    )


def _feedback(answered_whole: str) -> sa.Table:
    return _table(
        "feedback",
        sa.Column("id", BIGINT, primary_key=True),
        sa.Column("village_id", BIGINT, sa.ForeignKey("organisations.id"), nullable=False),
        sa.Column("household_id", BIGINT, sa.ForeignKey("households.id"), nullable=True),
        sa.Column("person_id", BIGINT, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("kind", _words("feedbackkind_words", LETTERS), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", _words("feedbackstate_words", ("open", "answered")), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", BIGINT, sa.ForeignKey("people.id"), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.CheckConstraint("length(text) BETWEEN 2 AND 500", name="text_length"),
        sa.CheckConstraint("length(answer) BETWEEN 2 AND 500", name="answer_length"),
        sa.CheckConstraint(answered_whole.strip(), name="answered_whole"),
        sa.CheckConstraint("answered_by <> person_id", name="answered_by_another"),
        *_indexes("feedback", "village_id", "household_id", "person_id", "answered_by"),
        sa.Index("ix_feedback_waiting", "village_id", "state", "id"),
    )


def _indexes(table: str, *columns: str) -> list[sa.Index]:
    return [sa.Index(f"ix_{table}_{column}", column) for column in columns]
