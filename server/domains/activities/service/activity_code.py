"""What the code on an activity's poster opens (活动码)."""

from models.activities import Activity
from models.vocabulary import ActivityState
from server.domains.activities import queries
from server.domains.activities.errors import ActivityNotFound
from server.domains.activities.queries import ActivityView
from server.domains.activities.service.organising import get_activity
from server.domains.organisations import service as organisations
from server.kernel.permissions import Permission
from server.kernel.ports import CodeOpening
from server.kernel.work import Work


class ActivityCode:
    """The code target for `CodeKind.ACTIVITY`; a poster hangs in public and tells all."""

    def village_of(self, work: Work, target_id: int) -> int:
        """Return the village of an activity whose poster the actor may print."""
        scope = work.actor.office_scope(Permission.CODE_ISSUE)
        missing = ActivityNotFound("没有找到这个活动，请返回刷新。")
        return organisations.get_within(
            scope, work.session, Activity, target_id, missing
        ).village_id

    def open(self, work: Work, target_id: int) -> CodeOpening:
        """Return title, time and place, and what the actor may do; a draft opens for organisers."""
        view = get_activity(work, target_id)
        facts = {
            "title": view.activity.title,
            "place": view.activity.place,
            "shifts": [
                {"id": shift.id, "starts_at": shift.starts_at.isoformat()} for shift in view.shifts
            ],
        }
        return CodeOpening(target_id=target_id, facts=facts, actions=_actions(work, view))


def _actions(work: Work, view: ActivityView) -> tuple[str, ...]:
    actor, village_id = work.actor, view.activity.village_id
    if actor.person_id is None:
        return ("sign_in",)
    actions = ["open_activity"]
    is_open = view.activity.state is ActivityState.PUBLISHED
    if is_open and queries.is_home(actor.scope(Permission.SIGN_UP), work.session, village_id):
        actions.append("sign_up")
    if queries.is_led(actor.office_scope(Permission.ROLL_CALL), work.session, village_id):
        actions += ["sign_up_for_household", "call_roll"]
    return tuple(actions)
