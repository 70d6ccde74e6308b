"""What WeChat pushed to us (推送), each event once; old rows are purged."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id


class Push(Base):
    """An event that WeChat told; the same words told again have the same digest."""

    __tablename__ = "pushes"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    event: Mapped[str]
    payload: Mapped[dict[str, Any]]
    received_at: Mapped[datetime] = mapped_column(index=True)


class PushEnvelope(Base):
    """An envelope that was opened: nonce and signature, so that it is never opened again."""

    __tablename__ = "push_envelopes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
