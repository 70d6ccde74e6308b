"""Answers kept so that the same request acts once (重复提交)."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigInt
from models.personal import Purpose, Subject, about, clear, hashed, impersonal
from models.retention import Kept


@about(Subject.PERSON, Purpose.SECURITY, Kept.ANSWERS)
class IdempotencyKey(Base):
    """The stored answer of one unsafe request, written in the transaction of its effect."""

    __tablename__ = "idempotency_keys"

    person_id: Mapped[int] = mapped_column(BigInt, primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True, info=impersonal())
    key: Mapped[str] = mapped_column(String(64), primary_key=True, info=impersonal())
    request_hash: Mapped[str] = mapped_column(String(64), info=hashed("HMAC under INDEX_KEY"))
    status: Mapped[int | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(
        info=clear("it is answered again; secrets are left out and derived anew")
    )
    created_at: Mapped[datetime] = mapped_column(index=True)
