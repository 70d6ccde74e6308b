"""Look up federations and divisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models.identity import Person
from models.organisations import Division, Organisation, RoleGrant
from models.vocabulary import OrganisationLevel, Role
from server.domains.organisations.rules.divisions import DivisionRow
from server.domains.organisations.rules.offices import HEADS
from server.kernel.actors import Grant
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope

CHILDREN_MAX = 200
FOUND_MAX = 50
COUNTED_MAX = 1_000


@dataclass(frozen=True, slots=True)
class OfficeFilter:
    """Which offices are wanted: of one federation or of all in sight, ended ones as well or not."""

    organisation_id: int | None = None
    has_history: bool = False


def villages_within(scope: Scope) -> Select[tuple[int]]:
    """Select the ids of the federations in a scope's subtrees."""
    inside = [Organisation.path.startswith(path, autoescape=True) for path in scope.paths]
    return select(Organisation.id).where(or_(false(), *inside))


def villages_served(person_id: int) -> Select[tuple[int]]:
    """Select the federations in the subtrees of every office a person holds or has held."""
    node = aliased(Organisation)
    return (
        select(Organisation.id)
        .join(node, Organisation.path.startswith(node.path))
        .join(RoleGrant, RoleGrant.organisation_id == node.id)
        .where(RoleGrant.person_id == person_id)
    )


def within(
    scope: Scope,
    village_id: InstrumentedAttribute[int],
    household_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None] | None = None,
) -> ColumnElement[bool]:
    """Return the condition that a row lies in the scope, by village or by own household."""
    if scope.is_everything:
        return true()
    conditions: list[ColumnElement[bool]] = []
    if scope.paths:
        conditions.append(village_id.in_(villages_within(scope)))
    if scope.household_ids and household_id is not None:
        conditions.append(household_id.in_(scope.household_ids))
    return or_(false(), *conditions)


def count_up_to_limit(session: Session, rows: Select[Any]) -> int:
    """Count rows, exactly up to `COUNTED_MAX`: nobody reads a larger number off a tile."""
    counted = select(func.count()).select_from(rows.limit(COUNTED_MAX).subquery())
    return session.scalars(counted).one()


def find_organisation(scope: Scope, session: Session, organisation_id: int) -> Organisation | None:
    """Return a federation in scope."""
    found = session.get(Organisation, organisation_id)
    return found if found is not None and scope.covers_path(found.path) else None


def organisations_by_id(session: Session, ids: Collection[int]) -> dict[int, Organisation]:
    """Return federations by their ids, read at once; the tree itself is public."""
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {row.id: row for row in rows}


def list_organisations(
    session: Session, parent_id: int | None, page: PageRequest
) -> Page[Organisation]:
    """Return the federations under a node; the tree itself is public."""
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.parent_id == parent_id, Organisation.id > (page.after or 0))
        .order_by(Organisation.id)
        .limit(page.size + 1)
    ).all()
    return Page[Organisation].cut(rows, page.size, lambda row: row.id)


def offices_in_force(session: Session, person_id: int, now: datetime) -> tuple[Grant, ...]:
    """Return the offices a person holds at an instant."""
    rows = session.execute(
        select(RoleGrant.role, Organisation.id, Organisation.path)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.person_id == person_id, in_force(now))
        .order_by(RoleGrant.id)
    )
    return tuple(Grant(role, organisation_id, path) for role, organisation_id, path in rows)


def last_change_of_office(session: Session, person_id: int, now: datetime) -> datetime | None:
    """Return when an office of a person began or ended last, up to an instant."""
    changed_at = case((RoleGrant.until_at <= now, RoleGrant.until_at), else_=RoleGrant.since_at)
    begun = RoleGrant.person_id == person_id, RoleGrant.since_at <= now
    changed: datetime | None = session.scalar(select(func.max(changed_at)).where(*begun))
    return changed


def holds_office(session: Session, person_id: int, now: datetime) -> bool:
    """Tell whether a person holds an office, or will."""
    lasts = or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > now)
    held = exists().where(RoleGrant.person_id == person_id, lasts)
    return bool(session.scalar(select(held)))


def in_force(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a grant holds at an instant (`until` is exclusive)."""
    open_ended = or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > now)
    return and_(RoleGrant.since_at <= now, open_ended)


def list_grants(
    scope: Scope, session: Session, now: datetime, wanted: OfficeFilter, page: PageRequest
) -> Page[Any]:
    """Return the offices of a scope, (grant, federation): in force, or all there ever were."""
    conditions = [within(scope, RoleGrant.organisation_id), RoleGrant.id > (page.after or 0)]
    if not wanted.has_history:
        conditions.append(in_force(now))
    if wanted.organisation_id is not None:
        conditions.append(RoleGrant.organisation_id == wanted.organisation_id)
    rows = session.execute(
        _offices().where(*conditions).order_by(RoleGrant.id).limit(page.size + 1)
    ).all()
    return Page[Any].cut(rows, page.size, lambda row: row[0].id)


def find_grant(scope: Scope, session: Session, grant_id: int) -> Any:  # noqa: ANN401 - a row of two
    """Return an office of a scope, in force or ended: (grant, federation)."""
    inside = within(scope, RoleGrant.organisation_id)
    return session.execute(_offices().where(RoleGrant.id == grant_id, inside)).one_or_none()


def place_of_grant(session: Session, grant_id: int) -> int | None:
    """Return the federation of an office, wherever it lies."""
    return session.scalar(select(RoleGrant.organisation_id).where(RoleGrant.id == grant_id))


def find_successor(session: Session, grant_id: int) -> RoleGrant | None:
    """Return the grant that follows an ended one; the unique key admits one."""
    return session.scalar(select(RoleGrant).where(RoleGrant.succeeds_id == grant_id))


def roles_held(session: Session, person_id: int) -> Sequence[Role]:
    """Return the roles of a person's offices that have no end yet."""
    held = RoleGrant.person_id == person_id, RoleGrant.until_at.is_(None)
    return session.scalars(select(RoleGrant.role).where(*held)).all()


def lock_person(session: Session, person_id: int) -> bool:
    """Hold a person's row, so that her offices are decided one by one.

    False when there is no such person or she closed her account.
    """
    open_account = Person.id == person_id, Person.closed_at.is_(None)
    held = select(Person.id).where(*open_account).with_for_update(key_share=True)
    return session.scalar(held) is not None


def has_child_named(session: Session, parent_id: int, name: str) -> bool:
    """Tell whether a federation of this name lies directly under a node."""
    named = exists().where(Organisation.parent_id == parent_id, Organisation.name == name)
    return bool(session.scalar(select(named)))


def list_vacancies(scope: Scope, session: Session, now: datetime, page: PageRequest) -> Page[Any]:
    """Return the federations of a scope with nobody at their head: (federation, since or None)."""
    here = RoleGrant.organisation_id == Organisation.id
    lacking = [
        and_(
            Organisation.level == level,
            ~exists().where(here, RoleGrant.role == role, in_force(now)),
        )
        for level, role in HEADS.items()
    ]
    since = select(func.max(RoleGrant.until_at)).where(here, RoleGrant.role.in_(HEADS.values()))
    rows = session.execute(
        select(Organisation, since.correlate(Organisation).scalar_subquery())
        .where(within(scope, Organisation.id), or_(*lacking), Organisation.id > (page.after or 0))
        .order_by(Organisation.id)
        .limit(page.size + 1)
    ).all()
    return Page[Any].cut(rows, page.size, lambda row: row[0].id)


def _offices() -> Select[tuple[RoleGrant, Organisation]]:
    return select(RoleGrant, Organisation).join(
        Organisation, Organisation.id == RoleGrant.organisation_id
    )


def villages_by_code(session: Session, codes: Sequence[str]) -> dict[str, int]:
    """Map division codes to the village federations there."""
    rows = session.execute(
        select(Organisation.division_code, Organisation.id).where(
            Organisation.division_code.in_(codes),
            Organisation.level == OrganisationLevel.VILLAGE,
        )
    )
    return {str(code): village_id for code, village_id in rows}


def find_division(session: Session, code: str) -> Division | None:
    """Return a division, abolished ones as well."""
    return session.get(Division, code)


def list_children(session: Session, parent_code: str | None, on: date) -> Sequence[Division]:
    """Return the divisions under a parent on a day, at most `CHILDREN_MAX` (DV-4).

    Villages of abolished towns are found under the successor.
    """
    return session.scalars(
        select(Division)
        .where(_below(session, parent_code), _valid(on))
        .order_by(Division.code)
        .limit(CHILDREN_MAX)
    ).all()


def _below(session: Session, parent_code: str | None) -> ColumnElement[bool]:
    if parent_code is None:
        return Division.parent_code.is_(None)
    predecessors = session.scalars(
        select(Division.code).where(Division.successor_code == parent_code)
    ).all()
    # not "IS NULL", for which SQLite would read the index of nearly all rows
    is_current = func.coalesce(Division.successor_code, "") == ""
    return and_(
        Division.parent_code.in_([parent_code, *predecessors]),
        or_(Division.parent_code == parent_code, is_current),
    )


def search_divisions(session: Session, name: str, on: date) -> Sequence[Division]:
    """Return at most `FOUND_MAX` divisions whose name contains the words, on a day (DV-3)."""
    return session.scalars(
        select(Division)
        .where(Division.name.contains(name, autoescape=True), _valid(on))
        .order_by(Division.code)
        .limit(FOUND_MAX)
    ).all()


def is_same_table(session: Session, rows: Sequence[DivisionRow]) -> bool:
    """Tell whether the table holds exactly these rows."""
    names = [field.name for field in fields(DivisionRow)]
    stored = session.execute(select(*(getattr(Division, name) for name in names)))
    wanted = {tuple(getattr(row, name) for name in names) for row in rows}
    return {tuple(row) for row in stored} == wanted


def _valid(on: date) -> ColumnElement[bool]:
    return and_(
        or_(Division.valid_from.is_(None), Division.valid_from <= on),
        or_(Division.valid_until.is_(None), Division.valid_until > on),
    )
