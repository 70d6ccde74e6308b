"""Printed codes (二维码): a random scene that opens one thing and tells a stranger nothing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, impersonal
from models.retention import Kept
from models.vocabulary import CodeKind, RevokeReason

STILL_VALID = text("revoked_at IS NULL")


@about(Subject.HOUSEHOLD, Purpose.REGISTRY, Kept.REGISTRY)
class Code(Base):
    """One code; a target has one valid code of a kind, and keeps those that were revoked.

    `picture_file` is where the mini-program's own code is kept, once `pictured_at` says that it is.
    """

    __tablename__ = "codes"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    kind: Mapped[CodeKind] = mapped_column(words(CodeKind))
    target_id: Mapped[int]
    scene: Mapped[str] = mapped_column(String(32), unique=True, info=impersonal())
    issued_by: Mapped[int | None]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]
    revoke_reason: Mapped[RevokeReason | None] = mapped_column(words(RevokeReason))
    picture_file: Mapped[str | None] = mapped_column(String(64), info=impersonal())
    pictured_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("length(scene) BETWEEN 8 AND 32", name="scene_length"),
        CheckConstraint(
            "(revoked_at IS NULL) = (revoke_reason IS NULL)", name="revoked_for_a_reason"
        ),
        CheckConstraint("pictured_at IS NULL OR picture_file IS NOT NULL", name="picture_named"),
        Index("ix_codes_target", "kind", "target_id"),
        Index(
            "uq_codes_one_valid",
            "kind",
            "target_id",
            unique=True,
            postgresql_where=STILL_VALID,
            sqlite_where=STILL_VALID,
        ),
    )

    @property
    def is_valid(self) -> bool:
        """Whether it still opens something."""
        return self.revoked_at is None
