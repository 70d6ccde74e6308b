"""Printed codes (二维码): a random scene that opens one thing and tells a stranger nothing."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.vocabulary import CodeKind

STILL_VALID = text("revoked_at IS NULL")


class Code(Base):
    """One code; reprinting revokes the old one, so a target has one valid code of a kind."""

    __tablename__ = "codes"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    kind: Mapped[CodeKind] = mapped_column(words(CodeKind))
    target_id: Mapped[int]
    scene: Mapped[str] = mapped_column(String(32), unique=True)
    issued_by: Mapped[int | None]
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("length(scene) BETWEEN 8 AND 32", name="scene_length"),
        Index(
            "uq_codes_one_valid",
            "kind",
            "target_id",
            unique=True,
            postgresql_where=STILL_VALID,
            sqlite_where=STILL_VALID,
        ),
    )
