"""The 18 + 18 standards (绿色家庭标准) as versioned sets; a set is never edited once loaded."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import about_nobody
from models.retention import Kept
from models.vocabulary import Zone


@about_nobody(Kept.REFERENCE)
class StandardSet(Base):
    """One list of exactly 18 standards and its pass mark; `status` says whether it is official."""

    __tablename__ = "standard_sets"

    id: Mapped[Id]
    zone: Mapped[Zone] = mapped_column(words(Zone))
    version: Mapped[str]
    status: Mapped[str]
    effective_on: Mapped[date]
    pass_mark: Mapped[int]
    not_applicable_max: Mapped[int]
    valid_months: Mapped[int]
    content_hash: Mapped[str]
    loaded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("zone", "version"),
        CheckConstraint("pass_mark BETWEEN 1 AND 18", name="pass_mark_range"),
        CheckConstraint("not_applicable_max BETWEEN 0 AND 18", name="not_applicable_range"),
    )


@about_nobody(Kept.REFERENCE)
class Standard(Base):
    """One clause, with its wording and where it comes from."""

    __tablename__ = "standards"

    id: Mapped[Id]
    standard_set_id: Mapped[int] = reference("standard_sets.id")
    code: Mapped[str]
    position: Mapped[int]
    category: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    evidence: Mapped[list[str]]
    allows_not_applicable: Mapped[bool]
    is_required: Mapped[bool]
    provenance: Mapped[dict[str, Any]]

    __table_args__ = (
        UniqueConstraint("standard_set_id", "code"),
        UniqueConstraint("standard_set_id", "position"),
        CheckConstraint("position BETWEEN 1 AND 18", name="eighteen"),
    )
