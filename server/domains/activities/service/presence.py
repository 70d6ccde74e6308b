"""What a roll call and a walk-in share: where, when, attendance that fits, points, messages."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, text, update

from models.activities import ActivitySession, SignUp
from models.base import UtcDateTime
from models.vocabulary import SignUpState
from server.domains.activities import queries
from server.domains.activities.errors import RollCallClosed, ShiftNotFound
from server.domains.activities.queries import LockedShift
from server.domains.activities.rules import (
    PointsOutcome,
    RollResult,
    roll_call_fault,
    roll_call_window,
)
from server.domains.activities.service import telling
from server.domains.activities.service.awarding import award
from server.domains.households import service as households
from server.domains.messages import service as messages
from server.domains.organisations import service as organisations
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
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


def scope_of_roll(work: Work, shift_id: int) -> Scope:
    """Return where the actor calls rolls, when a shift lies there. Raises ShiftNotFound."""
    scope = work.actor.office_scope(Permission.ROLL_CALL)
    missing = ShiftNotFound("没有找到这一场活动，请返回刷新。")
    organisations.get_within(scope, work.session, ActivitySession, shift_id, missing)
    return scope


def check_window(work: Work, shift: LockedShift, *, marks_absent: bool) -> None:
    """Refuse a roll call outside its hours. Raises RollCallClosed."""
    fault = roll_call_fault(shift.span, work.now, marks_absent=marks_absent)
    if fault is not None:
        window = roll_call_window(shift.span)
        raise RollCallClosed(
            fault, opens_at=window.starts_at.isoformat(), closes_at=window.ends_at.isoformat()
        )


def mark_present(work: Work, shift: LockedShift, rows: Sequence[SignUp]) -> dict[int, RollResult]:
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


def close(work: Work, sign_up_ids: Sequence[int], state: SignUpState) -> None:
    """Note what became of sign-ups that the roll was called for."""
    work.session.execute(
        update(SignUp)
        .where(SignUp.id.in_(sign_up_ids))
        .values(state=state, closed_by=work.person_id, closed_at=work.now)
        .execution_options(synchronize_session=False)
    )


def award_and_tell(
    work: Work, shift: LockedShift, came: Sequence[SignUp]
) -> dict[int, PointsOutcome]:
    """Give those who came the activity's points and tell their households; return the outcomes."""
    outcomes = award(work, shift, came)
    members = queries.members_by_id(work.session, [row.member_id for row in came])
    tells = [
        telling.attended(
            shift,
            row.household_id,
            households.name_in_writing(work, members[row.member_id]),
            points=outcomes[row.id],
            today=work.today,
        )
        for row in came
    ]
    messages.tell_many(work, tells)
    return outcomes
