"""Seals over the points books (封账): each village's transfers, chained in batches by hash."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt, Id, reference
from models.personal import about_nobody
from models.retention import Kept


@about_nobody(Kept.BOOKS)
class SealBatch(Base):
    """A link of a village's chain: `seal` covers the one before and every entry of its own."""

    __tablename__ = "seal_batches"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    number: Mapped[int]
    size: Mapped[int]
    previous_seal: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("village_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("size >= 1", name="not_empty"),
    )


@about_nobody(Kept.BOOKS)
class SealEntry(Base):
    """The place of a transfer in its batch; the transfer itself is left untouched."""

    __tablename__ = "seal_entries"

    batch_id: Mapped[int] = mapped_column(BigInt, ForeignKey("seal_batches.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = reference("organisations.id")
    transfer_id: Mapped[int] = mapped_column(BigInt, unique=True)
