"""What a household sees of its village's activities at first sight, and which rolls wait."""

from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import SignUpState
from server.domains.activities import queries
from server.domains.activities.rules import Span
from server.domains.activities.service.earning import EarningBook
from server.kernel.clock import start_of
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NextActivity:
    """The shift that begins soonest, with the places left and the household's own sign-up."""

    activity_id: int
    session_id: int
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    places_left: int
    points: int | None
    sign_up_id: int | None
    sign_up_state: SignUpState | None
    waiting_position: int | None


def next_activity(work: Work, village_id: int, household_id: int) -> NextActivity | None:
    """Return the coming shift of the village that a household sees first, or None."""
    found = queries.find_next_shift(work.session, village_id, household_id, work.now)
    if found is None:
        return None
    shift, activity = found.shift, found.activity
    mine = queries.get_sign_up(work.session, found.sign_up_id) if found.sign_up_id else None
    earning = EarningBook.read(work, [activity])
    return NextActivity(
        activity_id=activity.id,
        session_id=shift.id,
        title=activity.title,
        place=activity.place,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        places_left=shift.capacity - shift.taken,
        points=earning.points_for(activity, Span(shift.starts_at, shift.ends_at)),
        sign_up_id=found.sign_up_id,
        sign_up_state=mine.sign_up.state if mine else None,
        waiting_position=mine.waiting_position if mine else None,
    )


def count_rolls_to_call(work: Work, scope: Scope) -> int:
    """Count the shifts whose roll waits to be called within a scope of the actor's offices."""
    return queries.count_rolls(scope, work.session, work.now)


def count_published(work: Work, scope: Scope) -> int:
    """Count the activities of a scope that were published this year and still stand."""
    return queries.count_published(
        scope, work.session, start_of(work.today.replace(month=1, day=1))
    )
