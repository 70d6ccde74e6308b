"""Look up households and their members."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from models.households import Household, Member
from models.vocabulary import HouseholdStatus, Relation
from server.domains.organisations.service import within
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which households a list is asked for; None: all.

    `words` stand in a number, a group or a member's name; `phone_index` is hers exactly. Names and
    phones count only in `named`, where the caller reads them, and a minor's name (by `today`) in
    her own household only: a search must not spell out what masking hides.
    """

    named: Scope
    today: date
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
    is_meant = and_(
        Member.name.contains(wanted.words, autoescape=True),
        or_(is_adult(wanted.today), Member.household_id.in_(wanted.named.household_ids)),
    )
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


def sizes_of_homes(session: Session, village_id: int) -> dict[int, int]:
    """Map the households of a village to how many live there; empty ones are left out."""
    there = Member.village_id == village_id, Member.left_at.is_(None)
    sizes = select(Member.household_id, func.count(Member.id)).where(*there)
    return dict(session.execute(sizes.group_by(Member.household_id)).tuples().all())


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
            Member.adult_on,
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


def is_adult(today: date) -> ColumnElement[bool]:
    """Return the condition that a member is not known to be a minor."""
    return or_(Member.adult_on.is_(None), Member.adult_on <= today)


def children_of(
    session: Session, household_ids: Collection[int], today: date
) -> dict[int, list[int]]:
    """Map households to the minors who live there, in the order in which they came."""
    there = Member.household_id.in_(household_ids), Member.left_at.is_(None)
    rows = session.execute(
        select(Member.household_id, Member.id)
        .where(*there, Member.adult_on > today)
        .order_by(Member.id)
    )
    children: dict[int, list[int]] = defaultdict(list)
    for household_id, child_id in rows:
        children[household_id].append(child_id)
    return children


def speakers_of(session: Session, household_ids: Collection[int], today: date) -> dict[int, Member]:
    """Map households to the member they are named after: the head, else whoever came first.

    A minor is it only where there is no adult.
    """
    rows = session.scalars(
        select(Member)
        .where(Member.household_id.in_(household_ids), Member.left_at.is_(None))
        .order_by(Member.household_id, case((is_adult(today), 0), else_=1), _HEAD_FIRST, Member.id)
    )
    speakers: dict[int, Member] = {}
    for member in rows:
        speakers.setdefault(member.household_id, member)
    return speakers


def places_of(session: Session, household_ids: Collection[int]) -> Sequence[Row[Any]]:
    """Return where households are: (id, number, group)."""
    columns = (Household.id, Household.number, Household.group_name)
    return session.execute(select(*columns).where(Household.id.in_(household_ids))).all()


def members_by_id(session: Session, member_ids: Iterable[int | None]) -> dict[int | None, Member]:
    """Map ids to members; what is None or gone is left out."""
    rows = session.scalars(select(Member).where(Member.id.in_(member_ids)))
    return {row.id: row for row in rows}


def own_households(session: Session, person_id: int) -> frozenset[int]:
    """Return the households a person belongs to."""
    return frozenset(
        session.scalars(
            select(Member.household_id).where(
                Member.person_id == person_id, Member.left_at.is_(None)
            )
        )
    )


_HEAD_FIRST = case((Member.relation == Relation.HEAD, 0), else_=1)


def count_households(scope: Scope, session: Session) -> int:
    """Count the households in scope, all of them."""
    inside = within(scope, Household.village_id)
    return session.scalars(select(func.count(Household.id)).where(inside)).one()
