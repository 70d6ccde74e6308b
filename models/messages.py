"""What a household is told (消息): an inbox, and a list of those who must be told in person."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, clear
from models.retention import Kept
from models.vocabulary import MessageChannel, MessageKind

UNREAD = text("read_at IS NULL")


@about(Subject.HOUSEHOLD, Purpose.TELLING, Kept.MESSAGES)
class Message(Base):
    """One message; the worker decides the channel once it is committed."""

    __tablename__ = "messages"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    kind: Mapped[MessageKind] = mapped_column(words(MessageKind))
    title: Mapped[str] = mapped_column(info=clear("her household reads it"))
    body: Mapped[str] = mapped_column(info=clear("her household reads it"))
    channel: Mapped[MessageChannel | None] = mapped_column(words(MessageChannel))
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    told_by: Mapped[int | None]

    __table_args__ = (
        Index("ix_messages_inbox", "household_id", "id"),
        Index(
            "ix_messages_unread",
            "village_id",
            "id",
            postgresql_where=UNREAD,
            sqlite_where=UNREAD,
        ),
    )
