"""Call the roll of a shift (点名): who was there, who was not, who was elsewhere meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.activities import SignUp
from models.vocabulary import SignUpState
from server.domains.activities import policy, queries
from server.domains.activities.queries import SignUpView
from server.domains.activities.rules import (
    PointsOutcome,
    RollResult,
    judge_absent,
    judge_present,
)
from server.domains.activities.service import presence
from server.domains.households import service as households
from server.kernel.pages import Page, PageRequest
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class RollItem:
    """What the roll call did with one sign-up, and what became of its points."""

    sign_up_id: int
    result: RollResult
    points: PointsOutcome


def call_roll(
    work: Work, shift_id: int, *, present: Sequence[int], absent: Sequence[int]
) -> list[RollItem]:
    """Mark sign-ups of a shift as present or absent, each by itself; repeating changes nothing.

    A member cannot be at two shifts at once: the second is a clash (AB-8). Whoever is present
    gets the activity's points by its rule. Raises ShiftNotFound outside her villages,
    RollCallClosed outside the window.
    """
    presence.scope_of_roll(work, shift_id)
    shift = queries.lock_shift(work.session, shift_id)
    presence.check_window(work, shift, marks_absent=bool(absent))
    rows = queries.sign_ups_of(work.session, shift.id, [*present, *absent])
    results = {each: judge_present(_state(rows.get(each))) for each in present}
    results |= {each: judge_absent(_state(rows.get(each))) for each in absent}
    results |= presence.mark_present(
        work, shift, [rows[each] for each in _those(results, RollResult.PRESENT)]
    )
    presence.close(work, _those(results, RollResult.PRESENT), SignUpState.ATTENDED)
    presence.close(work, _those(results, RollResult.ABSENT), SignUpState.ABSENT)
    came = [rows[each] for each in _those(results, RollResult.PRESENT)]
    points = presence.award_and_tell(work, shift, came)
    work.audit(
        "call_roll",
        "activity_session",
        shift.id,
        village_id=shift.village_id,
        **{result.value: len(_those(results, result)) for result in RollResult},
    )
    return [
        RollItem(each, result, points.get(each, PointsOutcome.NONE))
        for each, result in results.items()
    ]


def list_roll(work: Work, shift_id: int, page: PageRequest) -> Page[SignUpView]:
    """Return who signed up for a shift, and who can be marked, to its callers.

    Names are whole; a minor is known by her household's number and which child she is there.
    """
    scope = presence.scope_of_roll(work, shift_id)
    found = queries.list_roll(scope, work.session, shift_id, page)
    names = households.names_to(work, [view.member for view in found.items])
    return replace(found, items=[_roll_line(view, names[view.member.id]) for view in found.items])


def _roll_line(view: SignUpView, name: str) -> SignUpView:
    may_be_marked = judge_present(view.sign_up.state) is RollResult.PRESENT
    return replace(
        view,
        member_name=name,
        actions=policy.roll_actions(may_be_marked=may_be_marked),
    )


def _state(row: SignUp | None) -> SignUpState | None:
    return None if row is None else row.state


def _those(results: dict[int, RollResult], wanted: RollResult) -> list[int]:
    return [each for each, result in results.items() if result is wanted]
