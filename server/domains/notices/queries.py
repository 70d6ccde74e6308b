"""Read public notices; what hangs on the village's wall is open to everybody (ID-2)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.notices import Notice, NoticeEntry
from models.vocabulary import NoticeKind, NoticeState
from server.kernel.pages import Page, PageRequest


def list_of_village(session: Session, village_id: int, page: PageRequest) -> Page[Notice]:
    """Return a village's notices, newest first."""
    wanted = select(Notice).where(Notice.village_id == village_id)
    if page.after is not None:
        wanted = wanted.where(Notice.id < page.after)
    rows = session.scalars(wanted.order_by(Notice.id.desc()).limit(page.size + 1)).all()
    return Page[Notice].cut(rows, page.size, lambda row: row.id)


def find(session: Session, notice_id: int) -> Notice | None:
    """Return one notice."""
    return session.get(Notice, notice_id)


def find_of_month(session: Session, village_id: int, kind: NoticeKind, month: str) -> int | None:
    """Return the id of the village's notice of a month."""
    return session.scalar(
        select(Notice.id).where(
            Notice.village_id == village_id, Notice.kind == kind, Notice.month == month
        )
    )


def list_entries(session: Session, notice_id: int) -> Sequence[NoticeEntry]:
    """Return the lines of a notice in their order."""
    return session.scalars(
        select(NoticeEntry).where(NoticeEntry.notice_id == notice_id).order_by(NoticeEntry.position)
    ).all()


def list_due(session: Session, today: date, after: int, most: int) -> Sequence[int]:
    """Return open notices whose days are over, with ids above `after`, in order."""
    return session.scalars(
        select(Notice.id)
        .where(Notice.state == NoticeState.OPEN, Notice.usable_on <= today, Notice.id > after)
        .order_by(Notice.id)
        .limit(most)
    ).all()
