"""Look up what comes next for a household, and which rolls wait to be called."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivitySession, SignUp
from models.households import Household, Member
from models.vocabulary import ActivityState, CheckedText, SignUpState
from server.domains.activities.rules import ROLL_CLOSES_AFTER, ROLL_OPENS_BEFORE
from server.domains.moderation.service import has_passed
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class NextShift:
    """A coming shift with what it belongs to, and the household's own sign-up if there is one."""

    shift: ActivitySession
    activity: Activity
    sign_up_id: int | None


def find_next_shift(
    session: Session, village_id: int, household_id: int, now: datetime
) -> NextShift | None:
    """Return the shift of the village's published activities that begins soonest."""
    mine = and_(
        SignUp.session_id == ActivitySession.id,
        SignUp.household_id == household_id,
        SignUp.state.in_([SignUpState.REGISTERED, SignUpState.WAITING]),
    )
    row = session.execute(
        select(ActivitySession, Activity, SignUp.id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .outerjoin(SignUp, mine)
        .where(
            ActivitySession.village_id == village_id,
            ActivitySession.starts_at > now,
            Activity.state == ActivityState.PUBLISHED,
            has_passed(CheckedText.ACTIVITY, Activity.id),
        )
        .order_by(ActivitySession.starts_at, ActivitySession.id, SignUp.id)
        .limit(1)
    ).one_or_none()
    return NextShift(*row) if row else None


def home_of(session: Session, household_id: int) -> int | None:
    """Return the village of the caller's own household."""
    return session.scalar(select(Household.village_id).where(Household.id == household_id))


def count_rolls(scope: Scope, session: Session, now: datetime) -> int:
    """Count the shifts in scope whose roll may be called and still has somebody to mark."""
    unmarked = exists().where(
        SignUp.session_id == ActivitySession.id, SignUp.state == SignUpState.REGISTERED
    )
    open_now = select(ActivitySession.id).where(
        within(scope, ActivitySession.village_id),
        ActivitySession.starts_at <= now + ROLL_OPENS_BEFORE,
        ActivitySession.ends_at > now - ROLL_CLOSES_AFTER,
        unmarked,
    )
    return count_up_to_limit(session, open_now)


def members_without_sign_up(
    session: Session, household_id: int, shift_ids: Collection[int]
) -> dict[int, int]:
    """Return for each shift how many members of a household could still sign up."""
    members = set(
        session.scalars(
            select(Member.id).where(Member.household_id == household_id, Member.left_at.is_(None))
        )
    )
    left = {shift_id: set(members) for shift_id in shift_ids}
    standing = select(SignUp.session_id, SignUp.member_id).where(
        SignUp.household_id == household_id,
        SignUp.session_id.in_(shift_ids),
        SignUp.state != SignUpState.CANCELLED,
    )
    for shift_id, member_id in session.execute(standing):
        left[shift_id].discard(member_id)
    return {shift_id: len(ids) for shift_id, ids in left.items()}


def count_published(scope: Scope, session: Session, since: datetime) -> int:
    """Count the activities in scope that were published since an instant and still stand."""
    published = select(func.count(Activity.id)).where(
        within(scope, Activity.village_id),
        Activity.state == ActivityState.PUBLISHED,
        Activity.published_at >= since,
    )
    return session.scalars(published).one()
