"""Look up requests to join, and whom a phone number was registered for."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, exists, func, or_, select, union
from sqlalchemy.orm import Session

from models.feedback import Feedback
from models.households import JoinRequest, Member
from models.vocabulary import JoinState
from server.domains.organisations.service import count_up_to_limit, villages_served, within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


def list_pending(
    scope: Scope, session: Session, page: PageRequest, *, leads: Scope
) -> Page[JoinRequest]:
    """Return the undecided requests to join the households in scope, oldest first.

    Those that were found by a phone number are there for leaders only.
    """
    rows = session.scalars(
        select(JoinRequest)
        .where(
            within(scope, JoinRequest.village_id, JoinRequest.household_id),
            or_(JoinRequest.join_code_id.is_not(None), within(leads, JoinRequest.village_id)),
            JoinRequest.state == JoinState.PENDING,
            JoinRequest.id > (page.after or 0),
        )
        .order_by(JoinRequest.id)
        .limit(page.size + 1)
    ).all()
    return Page[JoinRequest].cut(rows, page.size, lambda row: row.id)


def count_pending(scope: Scope, session: Session, *, but_of: int, home_id: int | None) -> int:
    """Count the undecided requests in scope that somebody else made, and others do not decide.

    `home_id` is the household whose requests by phone number are for others.
    """
    pending = select(JoinRequest.id).where(
        within(scope, JoinRequest.village_id),
        JoinRequest.state == JoinState.PENDING,
        JoinRequest.person_id != but_of,
        or_(JoinRequest.join_code_id.is_not(None), JoinRequest.household_id != (home_id or 0)),
    )
    return count_up_to_limit(session, pending)


def homes_of_phone(
    scope: Scope, session: Session, phone_index: str, person_id: int
) -> Sequence[Row[Any]]:
    """Return up to two households where members without a phone of their own have this number.

    Each with its village, how many there have the number and the first of them; not the ones that
    turned this person down when she was found by her number before.
    """
    has_refused = exists().where(
        JoinRequest.household_id == Member.household_id,
        JoinRequest.person_id == person_id,
        JoinRequest.join_code_id.is_(None),
        JoinRequest.state == JoinState.REFUSED,
    )
    members = func.count(Member.id).label("members"), func.min(Member.id).label("member_id")
    return session.execute(
        select(Member.household_id, Member.village_id, *members)
        .where(
            within(scope, Member.village_id),
            Member.phone_index == phone_index,
            Member.person_id.is_(None),
            Member.left_at.is_(None),
            ~has_refused,
        )
        .group_by(Member.household_id, Member.village_id)
        .limit(2)
    ).all()


def requests_of_minors(
    session: Session, request_ids: Collection[int], today: date
) -> frozenset[int]:
    """Return which of these requests minors made."""
    made = JoinRequest.id.in_(request_ids), JoinRequest.adult_on > today
    return frozenset(session.scalars(select(JoinRequest.id).where(*made)))


def villages_of(session: Session, person_id: int) -> frozenset[int]:
    """Return where a person left traces: where she lived, asked to, wrote to, or held office."""
    traces = (
        select(Member.village_id).where(Member.person_id == person_id),
        select(JoinRequest.village_id).where(JoinRequest.person_id == person_id),
        select(Feedback.village_id).where(Feedback.person_id == person_id),
        villages_served(person_id),
    )
    return frozenset(session.scalars(union(*traces)))


def find_latest_request(session: Session, person_id: int) -> JoinRequest | None:
    """Return the last request to join that a person made."""
    return session.scalar(
        select(JoinRequest)
        .where(JoinRequest.person_id == person_id)
        .order_by(JoinRequest.id.desc())
        .limit(1)
    )
