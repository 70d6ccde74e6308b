"""Public notices (公示): frozen, masked lists that stand open for objection before points count."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, clear, impersonal
from models.retention import Kept
from models.vocabulary import NoticeKind, NoticeState


@about(Subject.OFFICER, Purpose.PUBLICITY, Kept.BOOKS)
class Notice(Base):
    """One a month per village and kind; `usable_on` is the first day after its working days."""

    __tablename__ = "notices"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    kind: Mapped[NoticeKind] = mapped_column(words(NoticeKind))
    month: Mapped[str] = mapped_column(info=impersonal())
    title: Mapped[str] = mapped_column(info=impersonal())
    state: Mapped[NoticeState] = mapped_column(words(NoticeState))
    working_days: Mapped[int]
    published_on: Mapped[date] = mapped_column(info=impersonal())
    usable_on: Mapped[date] = mapped_column(info=impersonal())
    is_provisional: Mapped[bool]
    content_hash: Mapped[str] = mapped_column(info=impersonal())
    published_by: Mapped[int | None]
    published_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("village_id", "kind", "month"),
        CheckConstraint("usable_on > published_on", name="usable_later"),
        CheckConstraint("working_days BETWEEN 3 AND 10", name="working_days_range"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_instant"),
    )


@about(Subject.HOUSEHOLD, Purpose.PUBLICITY, Kept.BOOKS)
class NoticeEntry(Base):
    """One frozen line; `subject_id` is the claim it stands for, `content` what the wall shows.

    `member_id` is whose masked name it bears: she may let her full name be read in its place.
    """

    __tablename__ = "notice_entries"

    id: Mapped[Id]
    notice_id: Mapped[int] = reference("notices.id")
    village_id: Mapped[int] = reference("organisations.id")
    position: Mapped[int]
    subject_id: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(
        info=clear("whose full name is read in its place while she agrees", Purpose.PUBLIC_NAME)
    )
    content: Mapped[dict[str, Any]] = mapped_column(
        info=clear("the village reads it: names are masked before it is frozen")
    )

    __table_args__ = (
        UniqueConstraint("notice_id", "position"),
        UniqueConstraint("notice_id", "subject_id"),
    )
