"""What WeChat pushed to us (推送), each event once; old rows are purged."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id
from models.personal import Purpose, Subject, about, about_nobody, clear, hashed, impersonal
from models.retention import Kept


@about(Subject.PERSON, Purpose.TELLING, Kept.PUSHES)
class Push(Base):
    """An event that WeChat told; the same words told again have the same digest."""

    __tablename__ = "pushes"

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(
        String(64), unique=True, info=hashed("SHA-256 of what WeChat told")
    )
    event: Mapped[str] = mapped_column(info=impersonal())
    payload: Mapped[dict[str, Any]] = mapped_column(
        info=clear("as WeChat sent it, with her openid")
    )
    received_at: Mapped[datetime] = mapped_column(index=True)


@about_nobody(Kept.PUSHES)
class PushEnvelope(Base):
    """An envelope that was opened: nonce and signature, so that it is never opened again."""

    __tablename__ = "push_envelopes"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
