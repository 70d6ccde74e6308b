"""Photos as evidence (佐证照片): uploads in chunks, stored files, and the acts that name them."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIGINT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = models.base.UtcDateTime(timezone=True)
TOPICS = (
    "message_created",
    "push_received",
    "send_claimed",
    "text_submitted",
    "photo_stored",
    "photo_submitted",
    "code_issued",
    "print_ordered",
)
DISCARDED = "files_discarded"


def upgrade() -> None:
    """Make room for them, and let files be discarded after commit."""
    _create_photos()
    _create_uploads()
    _create_upload_chunks()
    _create_photo_allowances()
    _create_named_photos()
    _create_photo_pairs()
    _change_topics(TOPICS, (*TOPICS, DISCARDED))


def downgrade() -> None:
    """Take it back: the files stay in their store, and nothing points at them."""
    op.execute(f"DELETE FROM outbox_rows WHERE topic = '{DISCARDED}'")  # noqa: S608 - a fixed word
    _change_topics((*TOPICS, DISCARDED), TOPICS)
    for table in ("photo_pairs", "named_photos", "photo_allowances"):
        op.drop_table(table)
    for table in ("upload_chunks", "uploads", "photos"):
        op.drop_table(table)


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


def _create_photos() -> None:
    op.create_table(
        "photos",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("household_id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", BIGINT, nullable=False),
        sa.Column("width", BIGINT, nullable=False),
        sa.Column("height", BIGINT, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "bytes > 0 AND width > 0 AND height > 0", name=op.f("ck_photos_is_a_picture")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_photos_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_photos_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_photos_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
        sa.UniqueConstraint("household_id", "sha256", name=op.f("uq_photos_household_id_sha256")),
        sa.UniqueConstraint("name", name=op.f("uq_photos_name")),
    )
    op.create_index(op.f("ix_photos_household_id"), "photos", ["household_id"], unique=False)
    op.create_index(op.f("ix_photos_person_id"), "photos", ["person_id"], unique=False)
    op.create_index(op.f("ix_photos_stored_at"), "photos", ["stored_at"], unique=False)
    op.create_index(op.f("ix_photos_village_id"), "photos", ["village_id"], unique=False)


def _create_uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", BIGINT, nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("household_id", BIGINT, nullable=False),
        sa.Column("person_id", BIGINT, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", BIGINT, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("photo_id", BIGINT, nullable=True),
        sa.CheckConstraint("bytes > 0", name=op.f("ck_uploads_bytes_positive")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_uploads_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_uploads_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photos.id"], name=op.f("fk_uploads_photo_id_photos")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["organisations.id"], name=op.f("fk_uploads_village_id_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("name", name=op.f("uq_uploads_name")),
        sa.UniqueConstraint(
            "person_id",
            "household_id",
            "sha256",
            name=op.f("uq_uploads_person_id_household_id_sha256"),
        ),
        sa.UniqueConstraint("token", name=op.f("uq_uploads_token")),
    )
    op.create_index(op.f("ix_uploads_expires_at"), "uploads", ["expires_at"], unique=False)
    op.create_index(op.f("ix_uploads_household_id"), "uploads", ["household_id"], unique=False)
    op.create_index(op.f("ix_uploads_person_id"), "uploads", ["person_id"], unique=False)
    op.create_index(op.f("ix_uploads_photo_id"), "uploads", ["photo_id"], unique=False)
    op.create_index(op.f("ix_uploads_village_id"), "uploads", ["village_id"], unique=False)


def _create_upload_chunks() -> None:
    op.create_table(
        "upload_chunks",
        sa.Column("upload_id", BIGINT, nullable=False),
        sa.Column("position", BIGINT, nullable=False),
        sa.Column("stored_at", INSTANT, nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_upload_chunks_position_counted")),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["uploads.id"], name=op.f("fk_upload_chunks_upload_id_uploads")
        ),
        sa.PrimaryKeyConstraint("upload_id", "position", name=op.f("pk_upload_chunks")),
    )


def _create_photo_allowances() -> None:
    op.create_table(
        "photo_allowances",
        sa.Column("household_id", BIGINT, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken", BIGINT, nullable=False),
        sa.CheckConstraint("taken > 0", name=op.f("ck_photo_allowances_taken_positive")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_photo_allowances_household_id_households"),
        ),
        sa.PrimaryKeyConstraint("household_id", "day", name=op.f("pk_photo_allowances")),
    )


def _create_named_photos() -> None:
    op.create_table(
        "named_photos",
        sa.Column("act", _words("evidencedact_words", "claim", "answer"), nullable=False),
        sa.Column("object_id", BIGINT, nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("position", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("household_id", BIGINT, nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_named_photos_position_counted")),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_named_photos_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_named_photos_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("act", "object_id", "part", "sha256", name=op.f("pk_named_photos")),
    )
    op.create_index(
        "ix_named_photos_household_id_sha256",
        "named_photos",
        ["household_id", "sha256"],
        unique=False,
    )
    op.create_index(
        op.f("ix_named_photos_village_id"), "named_photos", ["village_id"], unique=False
    )


def _create_photo_pairs() -> None:
    op.create_table(
        "photo_pairs",
        sa.Column("earlier_id", BIGINT, nullable=False),
        sa.Column("later_id", BIGINT, nullable=False),
        sa.Column("village_id", BIGINT, nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("flagged_at", INSTANT, nullable=True),
        sa.CheckConstraint("earlier_id <= later_id", name=op.f("ck_photo_pairs_in_order")),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["photos.id"], name=op.f("fk_photo_pairs_earlier_id_photos")
        ),
        sa.ForeignKeyConstraint(
            ["later_id"], ["photos.id"], name=op.f("fk_photo_pairs_later_id_photos")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"],
            ["organisations.id"],
            name=op.f("fk_photo_pairs_village_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("earlier_id", "later_id", name=op.f("pk_photo_pairs")),
    )
    op.create_index(op.f("ix_photo_pairs_later_id"), "photo_pairs", ["later_id"], unique=False)
    op.create_index(op.f("ix_photo_pairs_village_id"), "photo_pairs", ["village_id"], unique=False)
