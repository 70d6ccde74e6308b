"""Hold a shift and the members who come to it, so that they change one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivitySession, Attendance
from models.households import Member
from models.vocabulary import ActivityState, CheckedText
from server.domains.activities.queries.words import SHOWN_WORDS
from server.domains.activities.rules import Span
from server.domains.moderation.service import has_passed


@dataclass(frozen=True, slots=True)
class LockedShift:
    """What a shift is, read under the lock that every change of its places takes."""

    id: int
    village_id: int
    activity_id: int
    title: str
    place: str
    rule_code: str | None
    starts_at: datetime
    ends_at: datetime

    @property
    def span(self) -> Span:
        """When it takes place."""
        return Span(self.starts_at, self.ends_at)


def lock_shift(session: Session, shift_id: int) -> LockedShift:
    """Return a shift and hold its row until the end, so that its places change one by one.

    Columns, not objects: what is read here is fresh after the wait for the lock.
    """
    row = session.execute(_locking(shift_id)).one()
    return LockedShift(*row)


def find_published_shift(session: Session, shift_id: int) -> LockedShift | None:
    """Return a shift that everybody may see and join, held like `lock_shift`."""
    published = _locking(shift_id).where(
        Activity.state == ActivityState.PUBLISHED, has_passed(CheckedText.ACTIVITY, Activity.id)
    )
    row = session.execute(published).one_or_none()
    return LockedShift(*row) if row else None


def find_village_of_shift(session: Session, shift_id: int) -> int | None:
    """Return the village of a shift, in sight or not, to record who reached for it."""
    return session.scalar(select(ActivitySession.village_id).where(ActivitySession.id == shift_id))


def find_member(session: Session, household_id: int, member_id: int) -> Member | None:
    """Return a member of a household who is there, and stays until the work is done."""
    there = Member.household_id == household_id, Member.left_at.is_(None)
    return session.scalar(
        select(Member).where(Member.id == member_id, *there).with_for_update(read=True)
    )


def lock_members(session: Session, member_ids: Iterable[int]) -> None:
    """Hold members, by id: roll calls of one member at two places go one after the other."""
    session.execute(
        select(Member.id)
        .where(Member.id.in_(member_ids))
        .order_by(Member.id)
        .with_for_update(key_share=True)
    ).all()


def members_by_id(session: Session, member_ids: Iterable[int]) -> dict[int, Member]:
    """Return members by id, for what their own household is told."""
    rows = session.scalars(select(Member).where(Member.id.in_(member_ids)))
    return {row.id: row for row in rows}


def attended_spans(
    session: Session, member_ids: Iterable[int], around: Span
) -> dict[int, list[Span]]:
    """Return the shifts members were present at near a stretch of time."""
    spans: dict[int, list[Span]] = {}
    rows = session.execute(
        select(Attendance.member_id, Attendance.starts_at, Attendance.ends_at).where(
            Attendance.member_id.in_(member_ids),
            Attendance.starts_at < around.ends_at,
            Attendance.ends_at > around.starts_at,
        )
    )
    for member_id, starts_at, ends_at in rows:
        spans.setdefault(member_id, []).append(Span(starts_at, ends_at))
    return spans


_LockedRow = tuple[int, int, int, str, str, str | None, datetime, datetime]


def _locking(shift_id: int) -> Select[_LockedRow]:
    return (
        select(
            ActivitySession.id,
            ActivitySession.village_id,
            ActivitySession.activity_id,
            *SHOWN_WORDS,
            Activity.rule_code,
            ActivitySession.starts_at,
            ActivitySession.ends_at,
        )
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(ActivitySession.id == shift_id)
        .with_for_update(of=ActivitySession)
    )
