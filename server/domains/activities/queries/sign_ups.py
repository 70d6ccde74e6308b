"""Look up who signed up, who waits and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from models.activities import Activity, ActivitySession, SignUp
from models.households import Household, Member
from models.vocabulary import SignUpState
from server.domains.activities.queries.words import SHOWN_WORDS
from server.domains.organisations.service import within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class SignUpView:
    """A sign-up with whom and what it is for; `waiting_position` counts from 1.

    How the caller reads her name, and what she may do with it, is added when it is shown.
    """

    sign_up: SignUp
    activity: Activity
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    member: Member
    household_number: str
    waiting_position: int | None
    member_name: str = ""
    actions: tuple[str, ...] = ()


def get_sign_up(session: Session, sign_up_id: int) -> SignUpView:
    """Return a sign-up that the work has looked up in scope before, or has just made."""
    row = session.execute(_sign_ups().where(SignUp.id == sign_up_id)).one()
    return SignUpView(*row)


def list_own_sign_ups(scope: Scope, session: Session, page: PageRequest) -> Page[SignUpView]:
    """Return the sign-ups of the households in scope, newest first."""
    wanted = _sign_ups().where(_inside(scope))
    if page.after is not None:
        wanted = wanted.where(SignUp.id < page.after)
    rows = session.execute(wanted.order_by(SignUp.id.desc()).limit(page.size + 1))
    return _sign_up_page([SignUpView(*row) for row in rows], page)


def list_roll(scope: Scope, session: Session, shift_id: int, page: PageRequest) -> Page[SignUpView]:
    """Return who signed up for a shift, first come first; cancelled sign-ups are left out."""
    rows = session.execute(
        _sign_ups()
        .where(_inside(scope), SignUp.session_id == shift_id, SignUp.state != SignUpState.CANCELLED)
        .where(SignUp.id > (page.after or 0))
        .order_by(SignUp.id)
        .limit(page.size + 1)
    )
    return _sign_up_page([SignUpView(*row) for row in rows], page)


def sign_ups_of(session: Session, shift_id: int, ids: Iterable[int]) -> dict[int, SignUp]:
    """Return the sign-ups of a locked shift among these ids, as they are now."""
    rows = session.scalars(
        select(SignUp)
        .where(SignUp.session_id == shift_id, SignUp.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


def find_sign_up_of(session: Session, shift_id: int, member_id: int) -> SignUp | None:
    """Return a member's sign-up of a locked shift that was not cancelled, as it is now."""
    return session.scalar(
        select(SignUp)
        .where(
            SignUp.session_id == shift_id,
            SignUp.member_id == member_id,
            SignUp.state != SignUpState.CANCELLED,
        )
        .execution_options(populate_existing=True)
    )


_SignUpRow = tuple[SignUp, Activity, str, str, datetime, datetime, Member, str, int | None]


def _inside(scope: Scope) -> ColumnElement[bool]:
    return within(scope, SignUp.village_id, SignUp.household_id)


def _sign_ups() -> Select[_SignUpRow]:
    ahead = aliased(SignUp)
    ahead_of_her = (
        select(func.count())
        .where(ahead.session_id == SignUp.session_id, ahead.state == SignUpState.WAITING)
        .where(ahead.waiting_number < SignUp.waiting_number)
        .scalar_subquery()
    )
    position = case((SignUp.state == SignUpState.WAITING, ahead_of_her + 1), else_=None)
    return (
        select(
            SignUp,
            Activity,
            *SHOWN_WORDS,
            ActivitySession.starts_at,
            ActivitySession.ends_at,
            Member,
            Household.number,
            position,
        )
        .join(ActivitySession, ActivitySession.id == SignUp.session_id)
        .join(Activity, Activity.id == ActivitySession.activity_id)
        .join(Member, Member.id == SignUp.member_id)
        .join(Household, Household.id == SignUp.household_id)
        .execution_options(populate_existing=True)
    )


def _sign_up_page(views: Sequence[SignUpView], page: PageRequest) -> Page[SignUpView]:
    return Page[SignUpView].cut(views, page.size, lambda view: view.sign_up.id)
