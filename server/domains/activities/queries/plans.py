"""Look up types, activities and their shifts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivitySession, ActivityType, SignUp
from models.households import Household
from models.organisations import Organisation
from models.vocabulary import ActivityState, CheckedText, CheckState, SignUpState
from server.domains.activities.rules import Span
from server.domains.moderation.service import is_shown
from server.domains.organisations.service import within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift: how many places, how many taken, how many wait.

    What it earns and what the caller may do there is added when it is shown.
    """

    id: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    waiting: int
    points: int | None = None
    actions: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """When it takes place."""
        return Span(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity with its shifts in order of time.

    Whose it is, how far its check is, and what the caller may do with it is added when it is shown.
    """

    activity: Activity
    shifts: tuple[ShiftView, ...]
    text_state: CheckState = CheckState.PENDING
    organisation_name: str = ""
    actions: tuple[str, ...] = ()

    @property
    def points(self) -> int | None:
        """What the shift that gives most earns; None when none gives any."""
        return max((shift.points for shift in self.shifts if shift.points), default=None)


def list_types(session: Session) -> Sequence[ActivityType]:
    """Return the catalogue of types; it is public."""
    return session.scalars(select(ActivityType).order_by(ActivityType.code)).all()


def find_type(session: Session, code: str) -> ActivityType | None:
    """Return a type of the catalogue."""
    return session.get(ActivityType, code)


def find_activity(
    scope: Scope, session: Session, activity_id: int, *, person_id: int | None
) -> ActivityView | None:
    """Return an activity that is published, or a draft in the scope of its organiser.

    One whose texts have not passed their check is there for who wrote them.
    """
    activity = session.scalar(_visible(scope, person_id).where(Activity.id == activity_id))
    return None if activity is None else _with_shifts(session, [activity])[0]


def find_village(session: Session, activity_id: int) -> int | None:
    """Return the village of an activity, in sight or not, to record who reached for it."""
    return session.scalar(select(Activity.village_id).where(Activity.id == activity_id))


def list_activities(
    scope: Scope, session: Session, village_id: int, page: PageRequest, *, person_id: int | None
) -> Page[ActivityView]:
    """Return those of a village, newest first, as far as a person may see them."""
    wanted = _visible(scope, person_id).where(Activity.village_id == village_id)
    if page.after is not None:
        wanted = wanted.where(Activity.id < page.after)
    rows = session.scalars(wanted.order_by(Activity.id.desc()).limit(page.size + 1)).all()
    return Page[ActivityView].cut(
        _with_shifts(session, rows), page.size, lambda view: view.activity.id
    )


def is_home(scope: Scope, session: Session, village_id: int) -> bool:
    """Tell whether a household in scope lives in the village."""
    own = exists().where(Household.id.in_(scope.household_ids), Household.village_id == village_id)
    return bool(session.scalar(select(own)))


def is_led(scope: Scope, session: Session, village_id: int) -> bool:
    """Tell whether the village lies in a scope of offices."""
    led = exists().where(Organisation.id == village_id, within(scope, Organisation.id))
    return bool(session.scalar(select(led)))


def _visible(scope: Scope, person_id: int | None) -> Select[tuple[Activity]]:
    return select(Activity).where(
        or_(Activity.state == ActivityState.PUBLISHED, within(scope, Activity.village_id)),
        is_shown(CheckedText.ACTIVITY, Activity.id, person_id),
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
