"""Publish and close public notices (公示); what they list is their caller's business."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from models.notices import Notice, NoticeEntry
from models.vocabulary import Door, NoticeKind, NoticeState
from server.domains.households import service as households
from server.domains.notices import queries, rules
from server.domains.notices.errors import NoticeNotFound, already_published
from server.kernel import walls
from server.kernel.pages import Page, PageRequest
from server.kernel.ports import Shown
from server.kernel.work import Work

LISTED_AT_ONCE_MAX = 100
"""Due notices read at a time; each is closed in a transaction of its own."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line: what it stands for and what the wall shows. Frozen, masked, JSON values only.

    `member_id` is whose masked name it bears.
    """

    subject_id: int
    content: dict[str, Any]
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as it is read now: frozen but for the names of those who show theirs."""

    subject_id: int
    position: int
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """A notice with its lines."""

    notice: Notice
    entries: Sequence[ShownLine]


class ShownNotices:
    """Notices can be reported by everybody (the port of moderation); nobody wrote them."""

    def find_shown(self, work: Work, object_id: int) -> Shown:
        """Return a notice. Raises NoticeNotFound."""
        return Shown(read_notice(work, object_id).notice.village_id, author_id=None)


def is_published(work: Work, village_id: int, kind: NoticeKind, month: str) -> bool:
    """Tell whether a village has a notice of a kind and month."""
    return queries.find_of_month(work.session, village_id, kind, month) is not None


def check_month_is_free(work: Work, village_id: int, kind: NoticeKind, month: str) -> None:
    """Refuse a second notice of a kind and month. Raises NoticeAlreadyPublished."""
    if is_published(work, village_id, kind, month):
        raise already_published()


def publish(  # noqa: PLR0913 - one argument for each part of a notice
    work: Work,
    *,
    village_id: int,
    kind: NoticeKind,
    month: str,
    title: str,
    lines: Sequence[NoticeLine],
    working_days: int,
) -> Notice:
    """Publish a notice and freeze its lines; the caller has checked who may.

    Raises NoticeAlreadyPublished when the village has one of this kind and month.
    """
    check_month_is_free(work, village_id, kind, month)
    calendar = work.ports.working_days
    days = rules.days_of(
        work.today, working_days, add=calendar.add, is_provisional=calendar.is_provisional
    )
    notice = Notice(
        village_id=village_id,
        kind=kind,
        month=month,
        title=title,
        state=NoticeState.OPEN,
        working_days=working_days,
        published_on=days.published_on,
        usable_on=days.usable_on,
        is_provisional=days.is_provisional,
        content_hash=rules.content_hash(title, days, [line.content for line in lines]),
        published_by=work.actor.person_id,
        published_at=work.now,
    )
    work.session.add(notice)
    work.session.flush()
    _freeze(work, notice, lines)
    work.audit("publish_notice", "notice", notice.id, village_id=village_id, lines=len(lines))
    return notice


def _freeze(work: Work, notice: Notice, lines: Sequence[NoticeLine]) -> None:
    rows = [
        {
            "notice_id": notice.id,
            "village_id": notice.village_id,
            "position": position,
            "subject_id": line.subject_id,
            "member_id": line.member_id,
            "content": line.content,
        }
        for position, line in enumerate(lines, start=1)
    ]
    if rows:
        work.session.execute(insert(NoticeEntry), rows)


def list_due(work: Work, after: int = 0) -> Sequence[int]:
    """Return open notices whose days are over with ids above `after`, in order, a lot at a time."""
    return queries.list_due(work.session, work.today, after, LISTED_AT_ONCE_MAX)


def close(work: Work, notice_id: int) -> bool:
    """Close a notice whose days are over; True for the one caller who closed it."""
    claimed = work.session.execute(
        update(Notice)
        .where(
            Notice.id == notice_id,
            Notice.state == NoticeState.OPEN,
            Notice.usable_on <= work.today,
        )
        .values(state=NoticeState.CLOSED, closed_at=work.now)
        .returning(Notice.village_id)
    ).scalar_one_or_none()
    if claimed is None:
        return False
    work.audit("close_notice", "notice", notice_id, village_id=claimed)
    return True


def list_notices(work: Work, village_id: int, page: PageRequest) -> Page[Notice]:
    """Return a village's notices for everybody, newest first."""
    walls.enter(work.session, [village_id])
    return queries.list_of_village(work.session, village_id, page)


def read_notice(work: Work, notice_id: int) -> NoticeSheet:
    """Return a notice with its lines for everybody. Raises NoticeNotFound.

    What was frozen stays masked; the name of somebody who lets it be read stands in its place as
    long as she does.
    """
    shown = select(Notice.village_id).where(Notice.id == notice_id)
    walls.enter_through(work.session, Door.PUBLIC, shown)
    notice = queries.find(work.session, notice_id)
    if notice is None:
        raise NoticeNotFound("没有找到这期公示，请返回刷新。")
    entries = queries.list_entries(work.session, notice_id)
    ids = {entry.member_id for entry in entries if entry.member_id is not None}
    names = households.names_in_public(work, ids)
    return NoticeSheet(notice, [_shown(entry, names) for entry in entries])


def _shown(entry: NoticeEntry, names: Mapping[int, str]) -> ShownLine:
    name = None if entry.member_id is None else names.get(entry.member_id)
    content = entry.content if name is None else rules.named(entry.content, name)
    return ShownLine(entry.subject_id, entry.position, content)
