"""Somebody came without signing up (没报名来了的): she was there, so she is marked present."""

from models.activities import SignUp
from models.households import Household
from models.vocabulary import SignUpState
from server.domains.activities import queries
from server.domains.activities.errors import (
    AttendedElsewhere,
    NotOfHousehold,
    OtherVillage,
    ShiftNotFound,
)
from server.domains.activities.queries import LockedShift
from server.domains.activities.rules import PointsOutcome, RollResult
from server.domains.activities.service import presence
from server.domains.activities.service.roll_call import RollItem
from server.domains.households import service as households
from server.domains.households.service import ActingFor
from server.kernel.work import OnBehalf, Work


def add_walk_in(
    work: Work, shift_id: int, *, household_id: int, member_id: int, behalf: OnBehalf | None = None
) -> RollItem:
    """Mark a member present who has no place: she takes none, so a full shift is no obstacle.

    Whoever calls the roll may, within its hours; a second time answers `already`. Who waited or
    was marked absent is present after all. Points as by roll call, her own household's wait for
    another confirmer. Raises ShiftNotFound, RollCallClosed, HouseholdNotFound, OtherVillage,
    NotOfHousehold, AttendedElsewhere.
    """
    scope = presence.scope_of_roll(work, shift_id)
    shift = queries.find_published_shift(work.session, shift_id)
    if shift is None:
        raise ShiftNotFound("这个活动还没有发布，请先发布。")
    presence.check_window(work, shift, marks_absent=False)
    household = households.get_household(scope, work.session, household_id)
    _check_member(work, shift, household, member_id)
    known = queries.find_sign_up_of(work.session, shift.id, member_id)
    if known is not None and known.state is SignUpState.ATTENDED:
        return RollItem(known.id, RollResult.ALREADY, PointsOutcome.NONE)
    row = known or _sign_up(work, shift, household.id, member_id)
    points = _mark(work, shift, row)
    households.record_proxy(
        work, ActingFor(household, member_id, behalf), "walk_in", "sign_up", row.id
    )
    work.audit("add_walk_in", "sign_up", row.id, village_id=shift.village_id)
    return RollItem(row.id, RollResult.PRESENT, points)


def _check_member(work: Work, shift: LockedShift, household: Household, member_id: int) -> None:
    if household.village_id != shift.village_id:
        raise OtherVillage("这一户是别的村（社区）的，不能记在这里。")
    if queries.find_member(work.session, household.id, member_id) is None:
        raise NotOfHousehold("这户现在没有这位成员，请重新选。")


def _sign_up(work: Work, shift: LockedShift, household_id: int, member_id: int) -> SignUp:
    row = SignUp(
        village_id=shift.village_id,
        session_id=shift.id,
        household_id=household_id,
        member_id=member_id,
        state=SignUpState.ATTENDED,
        signed_up_by=work.person_id,
        signed_up_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _mark(work: Work, shift: LockedShift, row: SignUp) -> PointsOutcome:
    if presence.mark_present(work, shift, [row])[row.id] is RollResult.CLASH:
        raise AttendedElsewhere("这位成员同一时间已经在另一场活动点过名，这里不能再记。")
    presence.close(work, [row.id], SignUpState.ATTENDED)
    return presence.award_and_tell(work, shift, [row])[row.id]
