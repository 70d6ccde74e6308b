"""Look up households, members, requests to join and declared relatives."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from models.households import DeclaredRelative, Household, JoinRequest, Member
from models.vocabulary import HouseholdStatus, JoinState, Relation
from server.domains.organisations.service import count_up_to_limit, within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which households a list is asked for; None: all.

    `words` stand in a number, a group or a member's name; `phone_index` is hers exactly. Names and
    phones count only in `named`, where the caller reads them: a search must not spell out what
    masking hides.
    """

    named: Scope
    village_id: int | None = None
    status: HouseholdStatus | None = None
    words: str | None = None
    phone_index: str | None = None


def list_households(
    scope: Scope, session: Session, wanted: Wanted, page: PageRequest
) -> Page[Household]:
    """Return the households in scope that are wanted."""
    rows = session.scalars(
        select(Household)
        .where(
            within(scope, Household.village_id, Household.id),
            Household.id > (page.after or 0),
            *_conditions(wanted),
        )
        .order_by(Household.id)
        .limit(page.size + 1)
    ).all()
    return Page[Household].cut(rows, page.size, lambda row: row.id)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.village_id is not None:
        yield Household.village_id == wanted.village_id
    if wanted.status is not None:
        yield Household.status == wanted.status
    if wanted.words:
        yield or_(
            Household.number.contains(wanted.words, autoescape=True),
            Household.group_name.contains(wanted.words, autoescape=True),
            Household.id.in_(_homes_of_members(wanted)),
        )


def _homes_of_members(wanted: Wanted) -> Select[tuple[int]]:
    is_meant = Member.name.contains(wanted.words, autoescape=True)
    if wanted.phone_index is not None:
        is_meant = or_(is_meant, Member.phone_index == wanted.phone_index)
    return select(Member.household_id).where(
        within(wanted.named, Member.village_id, Member.household_id),
        Member.left_at.is_(None),
        is_meant,
    )


def lies_within(scope: Scope, session: Session, household_id: int) -> bool:
    """Tell whether a household lies in a scope, without leaving a trace."""
    inside = within(scope, Household.village_id, Household.id)
    return bool(session.scalar(select(exists().where(Household.id == household_id, inside))))


def live_in(session: Session, household_ids: Collection[int], village_id: int) -> bool:
    """Tell whether one of the actor's own households lives in a village."""
    own = exists().where(Household.id.in_(household_ids), Household.village_id == village_id)
    return bool(session.scalar(select(own)))


def numbers_in(session: Session, village_id: int) -> Sequence[str]:
    """Return every household number of a village; the caller holds the village's row."""
    return session.scalars(select(Household.number).where(Household.village_id == village_id)).all()


def households_of(session: Session, village_id: int) -> Sequence[Row[Any]]:
    """Return the whole register of a village, by number: (id, number, group, zone, status)."""
    columns = (Household.id, Household.number, Household.group_name, Household.zone)
    return session.execute(
        select(*columns, Household.status)
        .where(Household.village_id == village_id)
        .order_by(func.length(Household.number), Household.number)
    ).all()


def homes_with_phone(session: Session, village_id: int) -> Collection[int]:
    """Return the households of a village in which somebody has joined with her own phone."""
    joined = Member.person_id.is_not(None), Member.left_at.is_(None)
    homes = select(Member.household_id).where(Member.village_id == village_id, *joined)
    return frozenset(session.scalars(homes))


def members_by_household(session: Session, village_id: int) -> dict[int, list[Row[Any]]]:
    """Return every member of a village, head first, those who have left as well."""
    rows = session.execute(
        select(
            Member.id,
            Member.household_id,
            Member.name,
            Member.relation,
            Member.phone_sealed,
            Member.phone_index,
            Member.left_at,
        )
        .where(Member.village_id == village_id)
        .order_by(_HEAD_FIRST, Member.id)
    )
    members: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        members[row.household_id].append(row)
    return members


def members_of(session: Session, household_id: int) -> Sequence[Member]:
    """Return the members still there, the head first; the caller may see the household."""
    return session.scalars(
        select(Member)
        .where(Member.household_id == household_id, Member.left_at.is_(None))
        .order_by(_HEAD_FIRST, Member.id)
    ).all()


def find_member(session: Session, household_id: int, member_id: int) -> Member | None:
    """Return a member still there of a household the caller may act for."""
    return session.scalar(
        select(Member).where(
            Member.id == member_id,
            Member.household_id == household_id,
            Member.left_at.is_(None),
        )
    )


def speakers_of(session: Session, household_ids: Collection[int]) -> dict[int, Member]:
    """Map households to the member they are named after: the head, else whoever came first."""
    rows = session.scalars(
        select(Member)
        .where(Member.household_id.in_(household_ids), Member.left_at.is_(None))
        .order_by(Member.household_id, _HEAD_FIRST, Member.id)
    )
    speakers: dict[int, Member] = {}
    for member in rows:
        speakers.setdefault(member.household_id, member)
    return speakers


def groups_of(session: Session, household_ids: Collection[int]) -> dict[int, str]:
    """Map households to the name of their villagers' group."""
    rows = session.execute(
        select(Household.id, Household.group_name).where(Household.id.in_(household_ids))
    )
    return dict(rows.tuples().all())


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


def members_by_id(session: Session, member_ids: Iterable[int | None]) -> dict[int | None, Member]:
    """Map ids to members; what is None or gone is left out."""
    rows = session.scalars(select(Member).where(Member.id.in_(member_ids)))
    return {row.id: row for row in rows}


def find_latest_request(session: Session, person_id: int) -> JoinRequest | None:
    """Return the last request to join that a person made."""
    return session.scalar(
        select(JoinRequest)
        .where(JoinRequest.person_id == person_id)
        .order_by(JoinRequest.id.desc())
        .limit(1)
    )


def list_declared(session: Session, person_id: int, page: PageRequest) -> Page[DeclaredRelative]:
    """Return a person's own declarations that stand."""
    rows = session.scalars(
        select(DeclaredRelative)
        .where(
            DeclaredRelative.person_id == person_id,
            DeclaredRelative.withdrawn_at.is_(None),
            DeclaredRelative.id > (page.after or 0),
        )
        .order_by(DeclaredRelative.id)
        .limit(page.size + 1)
    ).all()
    return Page[DeclaredRelative].cut(rows, page.size, lambda row: row.id)


def own_households(session: Session, person_id: int) -> frozenset[int]:
    """Return the households a person belongs to."""
    return frozenset(
        session.scalars(
            select(Member.household_id).where(
                Member.person_id == person_id, Member.left_at.is_(None)
            )
        )
    )


def declared_households(session: Session, person_id: int) -> frozenset[int]:
    """Return the households a person declared as relatives' and has not withdrawn."""
    return frozenset(
        session.scalars(
            select(DeclaredRelative.household_id).where(
                DeclaredRelative.person_id == person_id, DeclaredRelative.withdrawn_at.is_(None)
            )
        )
    )


_HEAD_FIRST = case((Member.relation == Relation.HEAD, 0), else_=1)


def count_households(scope: Scope, session: Session) -> int:
    """Count the households in scope, all of them."""
    inside = within(scope, Household.village_id)
    return session.scalars(select(func.count(Household.id)).where(inside)).one()
