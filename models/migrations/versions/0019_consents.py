"""Consents (同意): the texts in force, who agreed to which, and when she took it back."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
PURPOSES = "service", "phone", "public_name", "public_photo", "location"
CHANNELS = "self", "guardian", "paper"
REFERRED = "village_id", "person_id", "member_id", "given_by"
STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Make room for them; nobody has agreed to anything yet."""
    _create_texts()
    _create_consents()
    op.add_column("notice_entries", sa.Column("member_id", BIGINT, nullable=True))


def downgrade() -> None:
    """Take them back."""
    op.drop_column("notice_entries", "member_id")
    op.drop_table("consents")
    op.drop_table("consent_texts")


def _create_texts() -> None:
    op.create_table(
        "consent_texts",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("purpose", _words("consentpurpose_words", *PURPOSES), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("needed_for", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("loaded_at", INSTANT, nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_consent_texts_version_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_texts")),
        sa.UniqueConstraint("purpose", "version", name=op.f("uq_consent_texts_purpose_version")),
    )


def _create_consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=True),
        sa.Column("person_id", BIGINT, nullable=True),
        sa.Column("member_id", BIGINT, nullable=True),
        sa.Column("purpose", _words("consentpurpose_words", *PURPOSES), nullable=False),
        sa.Column("version", BIGINT, nullable=False),
        sa.Column("channel", _words("consentchannel_words", *CHANNELS), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("given_by", BIGINT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", BIGINT, nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (member_id IS NULL)", name=op.f("ck_consents_one_subject")
        ),
        sa.CheckConstraint(
            "(member_id IS NULL) = (village_id IS NULL)",
            name=op.f("ck_consents_member_of_a_village"),
        ),
        _refers("village_id", "organisations"),
        _refers("person_id", "people"),
        _refers("member_id", "members"),
        _refers("given_by", "people"),
        sa.ForeignKeyConstraint(
            ["purpose", "version"],
            ["consent_texts.purpose", "consent_texts.version"],
            name=op.f("fk_consents_purpose_version_consent_texts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    for column in REFERRED:
        op.create_index(op.f(f"ix_consents_{column}"), "consents", [column], unique=False)
    _admit_one("uq_consents_one_of_a_person", "person_id")
    _admit_one("uq_consents_one_of_a_member", "member_id")


def _refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=op.f(f"fk_consents_{column}_{table}")
    )


def _admit_one(name: str, subject: str) -> None:
    """Let at most one consent of a subject to a purpose stand."""
    op.create_index(
        name,
        "consents",
        [subject, "purpose"],
        unique=True,
        postgresql_where=STANDING,
        sqlite_where=STANDING,
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
