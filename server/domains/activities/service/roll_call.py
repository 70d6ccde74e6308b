"""Call the roll of a shift (点名): who was there, who was not, who was elsewhere meanwhile."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, text, update

from models.activities import ActivitySession, SignUp
from models.base import UtcDateTime
from models.vocabulary import SignUpState
from server.domains.activities import queries
from server.domains.activities.errors import RollCallClosed, ShiftNotFound
from server.domains.activities.queries import LockedShift, SignUpView
from server.domains.activities.rules import (
    PointsOutcome,
    RollResult,
    judge_absent,
    judge_present,
    roll_call_fault,
    roll_call_window,
)
from server.domains.activities.service import telling
from server.domains.activities.service.awarding import award
from server.domains.messages import service as messages
from server.domains.organisations import service as organisations
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work

_MARK_PRESENT = text(
    """
    INSERT INTO attendances (village_id, sign_up_id, session_id, member_id, starts_at, ends_at,
                             marked_by, marked_at)
    SELECT s.village_id, s.id, s.session_id, s.member_id, a.starts_at, a.ends_at,
           CAST(:marked_by AS bigint), :now
      FROM sign_ups AS s JOIN activity_sessions AS a ON a.id = s.session_id
     WHERE s.id IN (SELECT CAST(j.key AS bigint) FROM json_each(:ids) AS j)
     ORDER BY s.id
    ON CONFLICT DO NOTHING RETURNING sign_up_id
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


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
    scope = work.actor.office_scope(Permission.ROLL_CALL)
    missing = ShiftNotFound("没有找到这一场活动，请返回刷新。")
    organisations.get_within(scope, work.session, ActivitySession, shift_id, missing)
    shift = queries.lock_shift(work.session, shift_id)
    _check_window(work, shift, marks_absent=bool(absent))
    rows = queries.sign_ups_of(work.session, shift.id, [*present, *absent])
    results = {each: judge_present(_state(rows.get(each))) for each in present}
    results |= {each: judge_absent(_state(rows.get(each))) for each in absent}
    results |= _mark_present(
        work, shift, [rows[each] for each in _those(results, RollResult.PRESENT)]
    )
    _close(work, _those(results, RollResult.PRESENT), SignUpState.ATTENDED)
    _close(work, _those(results, RollResult.ABSENT), SignUpState.ABSENT)
    came = [rows[each] for each in _those(results, RollResult.PRESENT)]
    points = _award_and_tell(work, shift, came)
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
    """Return who signed up for a shift, with full names, to those who call its roll."""
    scope = work.actor.office_scope(Permission.ROLL_CALL)
    missing = ShiftNotFound("没有找到这一场活动，请返回刷新。")
    organisations.get_within(scope, work.session, ActivitySession, shift_id, missing)
    return queries.list_roll(scope, work.session, shift_id, page)


def _check_window(work: Work, shift: LockedShift, *, marks_absent: bool) -> None:
    fault = roll_call_fault(shift.span, work.now, marks_absent=marks_absent)
    if fault is not None:
        window = roll_call_window(shift.span)
        raise RollCallClosed(
            fault, opens_at=window.starts_at.isoformat(), closes_at=window.ends_at.isoformat()
        )


def _state(row: SignUp | None) -> SignUpState | None:
    return None if row is None else row.state


def _those(results: dict[int, RollResult], wanted: RollResult) -> list[int]:
    return [each for each, result in results.items() if result is wanted]


def _mark_present(work: Work, shift: LockedShift, rows: Sequence[SignUp]) -> dict[int, RollResult]:
    """Write attendance where it fits, and return what became of each row.

    The members are held meanwhile, so that their other shifts stand still; the unique keys refuse,
    row by row, what another writer might slip in.
    """
    members = [row.member_id for row in rows]
    queries.lock_members(work.session, members)
    elsewhere = queries.attended_spans(work.session, members, shift.span)
    fitting = [
        row.id
        for row in rows
        if not any(span.overlaps(shift.span) for span in elsewhere.get(row.member_id, []))
    ]
    written = _insert(work, fitting)
    return {row.id: RollResult.PRESENT if row.id in written else RollResult.CLASH for row in rows}


def _insert(work: Work, sign_up_ids: Iterable[int]) -> frozenset[int]:
    values = {
        "ids": json.dumps(dict.fromkeys(sign_up_ids, 1)),
        "marked_by": work.person_id,
        "now": work.now,
    }
    return frozenset(work.session.scalars(_MARK_PRESENT, values))


def _close(work: Work, sign_up_ids: Sequence[int], state: SignUpState) -> None:
    work.session.execute(
        update(SignUp)
        .where(SignUp.id.in_(sign_up_ids))
        .values(state=state, closed_by=work.person_id, closed_at=work.now)
        .execution_options(synchronize_session=False)
    )


def _award_and_tell(
    work: Work, shift: LockedShift, came: Sequence[SignUp]
) -> dict[int, PointsOutcome]:
    outcomes = award(work, shift, came)
    names = queries.member_names(work.session, [row.member_id for row in came])
    tells = [
        telling.attended(
            shift,
            row.household_id,
            names[row.member_id],
            points=outcomes[row.id],
            today=work.today,
        )
        for row in came
    ]
    messages.tell_many(work, tells)
    return outcomes
