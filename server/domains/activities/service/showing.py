"""Show activities and sign-ups with what they earn and what the caller may do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.activities import Activity
from models.vocabulary import CheckedText, CheckState
from server.domains.activities import policy, queries
from server.domains.activities.queries import ActivityView, ShiftView, SignUpView
from server.domains.activities.rules import Span, may_change_places, roll_call_fault
from server.domains.activities.service.earning import EarningBook
from server.domains.households import service as households
from server.domains.moderation import service as moderation
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class _Onlooker:
    """Who looks at a page of activities: what they earn, and where her family could still join."""

    work: Work
    earning: EarningBook
    free_members: Mapping[int, int]
    home_village_id: int | None
    text_states: Mapping[int, CheckState]

    def show(self, view: ActivityView) -> ActivityView:
        """Return an activity as she sees it."""
        activity = view.activity
        village = self.earning.villages[activity.village_id]
        organises = self._leads(Permission.ACTIVITY_ORGANISE, village.path)
        leads = self._leads(Permission.ROLL_CALL, village.path)
        return replace(
            view,
            organisation_name=village.name,
            text_state=self.text_states[activity.id],
            actions=policy.activity_actions(activity.state, organises=organises),
            shifts=tuple(self._shift(activity, shift, leads=leads) for shift in view.shifts),
        )

    def _shift(self, activity: Activity, shift: ShiftView, *, leads: bool) -> ShiftView:
        now = self.work.now
        standing = policy.ShiftStanding(
            state=activity.state,
            may_join=activity.village_id == self.home_village_id
            and self.free_members.get(shift.id, 0) > 0,
            leads=leads,
            is_coming=may_change_places(shift.span, now),
            is_roll_open=roll_call_fault(shift.span, now, marks_absent=False) is None,
        )
        return replace(
            shift,
            points=self.earning.points_for(activity, shift.span),
            actions=policy.shift_actions(standing),
        )

    def _leads(self, permission: Permission, path: str) -> bool:
        return self.work.actor.office_scope(permission).covers_path(path)


def show_activities(work: Work, views: Sequence[ActivityView]) -> list[ActivityView]:
    """Return activities as the caller sees them, in few queries however many there are."""
    household_id = work.actor.household_id
    free: Mapping[int, int] = {}
    home = None
    if household_id is not None:
        ids = [shift.id for view in views for shift in view.shifts]
        free = queries.members_without_sign_up(work.session, household_id, ids)
        home = queries.home_of(work.session, household_id)
    earning = EarningBook.read(work, [view.activity for view in views])
    states = moderation.states_of(work, CheckedText.ACTIVITY, [one.activity.id for one in views])
    onlooker = _Onlooker(work, earning, free, home, states)
    return [onlooker.show(view) for view in views]


def show_activity(work: Work, view: ActivityView) -> ActivityView:
    """Return one activity as the caller sees it."""
    return show_activities(work, [view])[0]


def show_sign_up(work: Work, view: SignUpView) -> SignUpView:
    """Return a sign-up with what the caller, who may act for that household, may do with it."""
    is_coming = may_change_places(Span(view.starts_at, view.ends_at), work.now)
    return replace(
        view,
        member_name=households.name_to(work, view.member),
        actions=policy.sign_up_actions(view.sign_up.state, is_coming=is_coming),
    )
