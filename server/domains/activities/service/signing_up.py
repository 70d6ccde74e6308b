"""Sign up, wait in order, cancel: places are claimed, never counted (VO-1, AB-9)."""

from sqlalchemy import exists, select, update

from models.activities import ActivitySession, SignUp
from models.households import Member
from models.vocabulary import Door, SignUpState
from server.domains.activities import queries
from server.domains.activities.errors import (
    NotOfHousehold,
    OtherVillage,
    ShiftNotFound,
    ShiftStarted,
    SignUpClosed,
    SignUpNotFound,
)
from server.domains.activities.queries import LockedShift, SignUpView
from server.domains.activities.rules import may_change_places
from server.domains.activities.service import telling
from server.domains.households import service as households
from server.domains.messages import service as messages
from server.domains.organisations import service as organisations
from server.kernel import walls
from server.kernel.errors import NotFound
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.personal_data import NOBODY, Subject
from server.kernel.scopes import Scope
from server.kernel.work import OnBehalf, Work


def sign_up(
    work: Work, shift_id: int, *, household_id: int, member_id: int, behalf: OnBehalf | None = None
) -> SignUpView:
    """Give a member of the household a place, or the next number on the waiting list (候补).

    A member signs up herself or her family; a leader does it on behalf of somebody (VO-7).
    Raises ShiftNotFound, ShiftStarted, OtherVillage, NotOfHousehold, and for a child under 14
    ConsentRequired and GuardianAsked; by constraint AlreadySignedUp, which gives the place back.
    """
    acting = households.acting_for(work, household_id, Permission.SIGN_UP, behalf)
    shift = queries.find_published_shift(work.session, shift_id)
    if shift is None and _visit(work, shift_id):
        shift = queries.find_published_shift(work.session, shift_id)
    if shift is None:
        raise _out_of_sight(work, shift_id)
    _check_not_started(work, shift)
    if acting.household.village_id != shift.village_id:
        raise OtherVillage("只有本村（社区）的住户能报名，请看看您村里的活动。")
    member = _get_member(work, household_id, member_id)
    households.check_guardian_agreed(work, member)
    row = _claim(work, shift, member)
    households.record_proxy(work, acting, "sign_up", "sign_up", row.id)
    work.audit(
        "sign_up", "sign_up", row.id, village_id=shift.village_id, waiting=row.waiting_number
    )
    view = queries.get_sign_up(work.session, row.id)
    messages.tell_many(work, [_told(work, shift, view)])
    return view


def cancel_sign_up(work: Work, sign_up_id: int, *, behalf: OnBehalf | None = None) -> SignUpView:
    """Give a place or a number back before the start; the first who waits moves up at once.

    Raises SignUpNotFound outside her household and villages, ShiftStarted, SignUpClosed.
    """
    scope = work.actor.scope(Permission.SIGN_UP)
    missing = SignUpNotFound("没有找到这个报名，请到“我的报名”里看。")
    row = organisations.get_within(scope, work.session, SignUp, sign_up_id, missing)
    acting = households.acting_for(
        work, row.household_id, Permission.SIGN_UP, behalf, needs_consent=False
    )
    shift = queries.lock_shift(work.session, row.session_id)
    _check_not_started(work, shift)
    promoted = _free(work, shift, sign_up_id)
    households.record_proxy(work, acting, "cancel_sign_up", "sign_up", sign_up_id)
    work.audit(
        "cancel_sign_up", "sign_up", sign_up_id, village_id=shift.village_id, promoted=promoted
    )
    view = queries.get_sign_up(work.session, sign_up_id)
    name = households.name_in_writing(work, view.member)
    told = [telling.cancelled(shift, row.household_id, name, today=work.today)]
    messages.tell_many(work, told + _told_promoted(work, shift, promoted))
    return view


def give_up_places(work: Work, shift: LockedShift, subject: Subject) -> None:
    """Cancel what somebody who is forgotten holds of a shift; who moves up is told.

    So is the family of who has no account: they signed her up, and she is a child.
    """
    hers = SignUp.session_id == shift.id, SignUp.member_id.in_(subject.member_ids)
    standing = SignUp.state.in_((SignUpState.REGISTERED, SignUpState.WAITING))
    for row in work.session.scalars(select(SignUp).where(*hers, standing)).all():
        promoted = _free(work, shift, row.id)
        work.audit(
            "cancel_sign_up", "sign_up", row.id, village_id=shift.village_id, promoted=promoted
        )
        told = _told_promoted(work, shift, promoted)
        if subject.person_id == NOBODY:
            gone = telling.cancelled(shift, row.household_id, households.CHILD, today=work.today)
            told.append(gone)
        messages.tell_many(work, told)


def list_own_sign_ups(work: Work, page: PageRequest) -> Page[SignUpView]:
    """Return the sign-ups of the actor's own household, newest first; none without a household."""
    own = Scope(household_ids=work.actor.scope(Permission.SIGN_UP).household_ids)
    return queries.list_own_sign_ups(own, work.session, page)


def _visit(work: Work, shift_id: int) -> bool:
    """Enter the village of a shift elsewhere, to say that its places are for who lives there."""
    shown = select(ActivitySession.village_id).where(ActivitySession.id == shift_id)
    return walls.enter_through(work.session, Door.PUBLIC, shown) is not None


def _out_of_sight(work: Work, shift_id: int) -> NotFound:
    """Return the refusal of a shift that is not published, recorded, or of one that is missing."""
    with walls.look_through(work.session, Door.TRACE):
        village_id = queries.find_village_of_shift(work.session, shift_id)
    missing = ShiftNotFound("没有找到这一场活动，可能还没有发布。")
    return organisations.out_of_sight(missing, ActivitySession.__tablename__, shift_id, village_id)


def _check_not_started(work: Work, shift: LockedShift) -> None:
    if not may_change_places(shift.span, work.now):
        detail = "这一场已经开始，不能再报名或取消了，有事请跟现场的干部说。"
        raise ShiftStarted(detail, started_at=shift.starts_at.isoformat())


def _get_member(work: Work, household_id: int, member_id: int) -> Member:
    member = queries.find_member(work.session, household_id, member_id)
    if member is None:
        raise NotOfHousehold("只能给这一户现在的成员报名，请重新选。")
    return member


def _claim(work: Work, shift: LockedShift, member: Member) -> SignUp:
    number = None if _take_place(work, shift.id) else _take_number(work, shift.id)
    row = SignUp(
        village_id=shift.village_id,
        session_id=shift.id,
        household_id=member.household_id,
        member_id=member.id,
        state=SignUpState.REGISTERED if number is None else SignUpState.WAITING,
        waiting_number=number,
        signed_up_by=work.actor.person_id,
        signed_up_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _take_place(work: Work, shift_id: int) -> bool:
    somebody_waits = exists().where(
        SignUp.session_id == shift_id, SignUp.state == SignUpState.WAITING
    )
    taken = work.session.scalar(
        update(ActivitySession)
        .where(ActivitySession.id == shift_id, ActivitySession.taken < ActivitySession.capacity)
        .where(~somebody_waits)
        .values(taken=ActivitySession.taken + 1)
        .returning(ActivitySession.id)
        .execution_options(synchronize_session=False)
    )
    return taken is not None


def _take_number(work: Work, shift_id: int) -> int:
    return work.session.execute(
        update(ActivitySession)
        .where(ActivitySession.id == shift_id)
        .values(waiting_issued=ActivitySession.waiting_issued + 1)
        .returning(ActivitySession.waiting_issued)
        .execution_options(synchronize_session=False)
    ).scalar_one()


def _free(work: Work, shift: LockedShift, sign_up_id: int) -> int | None:
    """Close a sign-up; return who moved up to its place, if it had one and somebody waits."""
    if _close(work, sign_up_id, SignUpState.REGISTERED):
        promoted = _promote_first(work, shift.id)
        if promoted is None:
            _give_place_back(work, shift.id)
        return promoted
    if not _close(work, sign_up_id, SignUpState.WAITING):
        raise _closed(work, sign_up_id)
    return None


def _closed(work: Work, sign_up_id: int) -> SignUpClosed:
    state = work.session.scalar(select(SignUp.state).where(SignUp.id == sign_up_id))
    if state is SignUpState.CANCELLED:
        return SignUpClosed("这个报名已经取消了，不用再取消。")
    return SignUpClosed("这一场已经点过名，不能再取消。点错了请告诉妇联干部。")


def _close(work: Work, sign_up_id: int, state: SignUpState) -> bool:
    closed = work.session.scalar(
        update(SignUp)
        .where(SignUp.id == sign_up_id, SignUp.state == state)
        .values(state=SignUpState.CANCELLED, closed_by=work.actor.person_id, closed_at=work.now)
        .returning(SignUp.id)
        .execution_options(synchronize_session=False)
    )
    return closed is not None


def _promote_first(work: Work, shift_id: int) -> int | None:
    first = (
        select(SignUp.id)
        .where(SignUp.session_id == shift_id, SignUp.state == SignUpState.WAITING)
        .order_by(SignUp.waiting_number)
        .limit(1)
        .scalar_subquery()
    )
    return work.session.scalar(
        update(SignUp)
        .where(SignUp.id == first, SignUp.state == SignUpState.WAITING)
        .values(state=SignUpState.REGISTERED, promoted_at=work.now)
        .returning(SignUp.id)
        .execution_options(synchronize_session=False)
    )


def _give_place_back(work: Work, shift_id: int) -> None:
    work.session.execute(
        update(ActivitySession)
        .where(ActivitySession.id == shift_id)
        .values(taken=ActivitySession.taken - 1)
        .execution_options(synchronize_session=False)
    )


def _told(work: Work, shift: LockedShift, view: SignUpView) -> messages.Tell:
    household_id, name = view.sign_up.household_id, households.name_in_writing(work, view.member)
    if view.waiting_position is None:
        return telling.signed_up(shift, household_id, name, today=work.today)
    position = view.waiting_position
    return telling.waiting(shift, household_id, name, position=position, today=work.today)


def _told_promoted(work: Work, shift: LockedShift, promoted: int | None) -> list[messages.Tell]:
    if promoted is None:
        return []
    view = queries.get_sign_up(work.session, promoted)
    household_id, name = view.sign_up.household_id, households.name_in_writing(work, view.member)
    return [telling.promoted(shift, household_id, name, today=work.today)]
