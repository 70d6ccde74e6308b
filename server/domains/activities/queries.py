"""Look up activities, shifts, sign-ups and attendance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.activities import Activity, ActivitySession, ActivityType, Attendance, SignUp
from models.households import Household, Member
from models.organisations import Organisation
from models.vocabulary import ActivityState, SignUpState
from server.domains.activities.rules import Span
from server.domains.organisations.service import within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift as everybody sees it: how many places, how many taken, how many wait."""

    id: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity with its shifts in order of time."""

    activity: Activity
    shifts: tuple[ShiftView, ...]


@dataclass(frozen=True, slots=True)
class SignUpView:
    """A sign-up with whom and what it is for; `waiting_position` counts from 1."""

    sign_up: SignUp
    activity: Activity
    starts_at: datetime
    ends_at: datetime
    member_name: str
    household_number: str
    waiting_position: int | None


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


def list_types(session: Session) -> Sequence[ActivityType]:
    """Return the catalogue of types; it is public."""
    return session.scalars(select(ActivityType).order_by(ActivityType.code)).all()


def find_type(session: Session, code: str) -> ActivityType | None:
    """Return a type of the catalogue."""
    return session.get(ActivityType, code)


def find_activity(scope: Scope, session: Session, activity_id: int) -> ActivityView | None:
    """Return an activity that is published, or a draft in the scope of its organiser."""
    activity = session.scalar(_visible(scope).where(Activity.id == activity_id))
    return None if activity is None else _with_shifts(session, [activity])[0]


def list_activities(
    scope: Scope, session: Session, village_id: int, page: PageRequest
) -> Page[ActivityView]:
    """Return a village's activities, newest first; drafts only in the scope of their organiser."""
    wanted = _visible(scope).where(Activity.village_id == village_id)
    if page.after is not None:
        wanted = wanted.where(Activity.id < page.after)
    rows = session.scalars(wanted.order_by(Activity.id.desc()).limit(page.size + 1)).all()
    return Page[ActivityView].cut(
        _with_shifts(session, rows), page.size, lambda view: view.activity.id
    )


def lock_shift(session: Session, shift_id: int) -> LockedShift:
    """Return a shift and hold its row until the end, so that its places change one by one.

    Columns, not objects: what is read here is fresh after the wait for the lock.
    """
    row = session.execute(_locking(shift_id)).one()
    return LockedShift(*row)


def find_published_shift(session: Session, shift_id: int) -> LockedShift | None:
    """Return a shift that everybody may join, held like `lock_shift`."""
    published = _locking(shift_id).where(Activity.state == ActivityState.PUBLISHED)
    row = session.execute(published).one_or_none()
    return LockedShift(*row) if row else None


def find_member(session: Session, household_id: int, member_id: int) -> Member | None:
    """Return a member of a household who is still there."""
    return session.scalar(
        select(Member).where(
            Member.id == member_id, Member.household_id == household_id, Member.left_at.is_(None)
        )
    )


def get_sign_up(session: Session, sign_up_id: int) -> SignUpView:
    """Return a sign-up that the work has looked up in scope before, or has just made."""
    row = session.execute(_sign_ups().where(SignUp.id == sign_up_id)).one()
    return SignUpView(*row)


def is_home(scope: Scope, session: Session, village_id: int) -> bool:
    """Tell whether a household in scope lives in the village."""
    own = exists().where(Household.id.in_(scope.household_ids), Household.village_id == village_id)
    return bool(session.scalar(select(own)))


def is_led(scope: Scope, session: Session, village_id: int) -> bool:
    """Tell whether the village lies in a scope of offices."""
    led = exists().where(Organisation.id == village_id, within(scope, Organisation.id))
    return bool(session.scalar(select(led)))


def list_own_sign_ups(scope: Scope, session: Session, page: PageRequest) -> Page[SignUpView]:
    """Return the sign-ups of the households in scope, newest first."""
    wanted = _sign_ups().where(_inside(scope))
    if page.after is not None:
        wanted = wanted.where(SignUp.id < page.after)
    rows = session.execute(wanted.order_by(SignUp.id.desc()).limit(page.size + 1))
    return _sign_up_page([SignUpView(*row) for row in rows], page)


def list_roll(scope: Scope, session: Session, shift_id: int, page: PageRequest) -> Page[SignUpView]:
    """Return who signed up for a shift, first come first; cancelled sign-ups are left out."""
    rows = session.execute(
        _sign_ups()
        .where(_inside(scope), SignUp.session_id == shift_id, SignUp.state != SignUpState.CANCELLED)
        .where(SignUp.id > (page.after or 0))
        .order_by(SignUp.id)
        .limit(page.size + 1)
    )
    return _sign_up_page([SignUpView(*row) for row in rows], page)


def sign_ups_of(session: Session, shift_id: int, ids: Iterable[int]) -> dict[int, SignUp]:
    """Return the sign-ups of a locked shift among these ids, as they are now."""
    rows = session.scalars(
        select(SignUp)
        .where(SignUp.session_id == shift_id, SignUp.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def lock_members(session: Session, member_ids: Iterable[int]) -> None:
    """Hold members, by id: roll calls of one member at two places go one after the other."""
    session.execute(
        select(Member.id)
        .where(Member.id.in_(member_ids))
        .order_by(Member.id)
        .with_for_update(key_share=True)
    ).all()


def member_names(session: Session, member_ids: Iterable[int]) -> dict[int, str]:
    """Return the names of members by id, for what their own household is told."""
    rows = session.execute(select(Member.id, Member.name).where(Member.id.in_(member_ids)))
    return {row.id: row.name for row in rows}


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
            Activity.title,
            Activity.place,
            Activity.rule_code,
            ActivitySession.starts_at,
            ActivitySession.ends_at,
        )
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .where(ActivitySession.id == shift_id)
        .with_for_update(of=ActivitySession)
    )


def _visible(scope: Scope) -> Select[tuple[Activity]]:
    return select(Activity).where(
        or_(Activity.state == ActivityState.PUBLISHED, within(scope, Activity.village_id))
    )


def _with_shifts(session: Session, activities: Sequence[Activity]) -> list[ActivityView]:
    ids = [activity.id for activity in activities]
    waiting = (
        select(func.count())
        .where(SignUp.session_id == ActivitySession.id, SignUp.state == SignUpState.WAITING)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ActivitySession.activity_id,
            ActivitySession.id,
            ActivitySession.starts_at,
            ActivitySession.ends_at,
            ActivitySession.capacity,
            ActivitySession.taken,
            waiting,
        )
        .where(ActivitySession.activity_id.in_(ids))
        .order_by(ActivitySession.starts_at, ActivitySession.id)
    )
    shifts: dict[int, list[ShiftView]] = {}
    for activity_id, *columns in rows:
        shifts.setdefault(activity_id, []).append(ShiftView(*columns))
    return [ActivityView(each, tuple(shifts.get(each.id, ()))) for each in activities]


_SignUpRow = tuple[SignUp, Activity, datetime, datetime, str, str, int | None]


def _inside(scope: Scope) -> ColumnElement[bool]:
    return within(scope, SignUp.village_id, SignUp.household_id)


def _sign_ups() -> Select[_SignUpRow]:
    ahead = aliased(SignUp)
    ahead_of_her = (
        select(func.count())
        .where(ahead.session_id == SignUp.session_id, ahead.state == SignUpState.WAITING)
        .where(ahead.waiting_number < SignUp.waiting_number)
        .scalar_subquery()
    )
    position = case((SignUp.state == SignUpState.WAITING, ahead_of_her + 1), else_=None)
    return (
        select(
            SignUp,
            Activity,
            ActivitySession.starts_at,
            ActivitySession.ends_at,
            Member.name,
            Household.number,
            position,
        )
        .join(ActivitySession, ActivitySession.id == SignUp.session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .join(Member, Member.id == SignUp.member_id)
        .join(Household, Household.id == SignUp.household_id)
        .execution_options(populate_existing=True)
    )


def _sign_up_page(views: Sequence[SignUpView], page: PageRequest) -> Page[SignUpView]:
    return Page[SignUpView].cut(views, page.size, lambda view: view.sign_up.id)
