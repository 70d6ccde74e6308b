"""Look up federations and divisions."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.organisations import Division, Organisation, RoleGrant
from models.vocabulary import OrganisationLevel
from server.domains.organisations.rules import DivisionRow
from server.kernel.actors import Grant
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope

CHILDREN_MAX = 200
FOUND_MAX = 50
COUNTED_MAX = 1_000


def villages_within(scope: Scope) -> Select[tuple[int]]:
    """Select the ids of the federations in a scope's subtrees."""
    inside = [Organisation.path.startswith(path, autoescape=True) for path in scope.paths]
    return select(Organisation.id).where(or_(false(), *inside))


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


def last_end_of_office(session: Session, person_id: int, now: datetime) -> datetime | None:
    """Return when an office of a person ended last, up to an instant."""
    return session.scalar(
        select(func.max(RoleGrant.until_at)).where(
            RoleGrant.person_id == person_id, RoleGrant.until_at <= now
        )
    )


def in_force(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a grant holds at an instant (`until` is exclusive)."""
    open_ended = or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > now)
    return and_(RoleGrant.since_at <= now, open_ended)


def list_grants(scope: Scope, session: Session, now: datetime) -> Sequence[Any]:
    """Return the offices in force in a scope: (grant, federation)."""
    return session.execute(
        select(RoleGrant, Organisation)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(in_force(now), within(scope, RoleGrant.organisation_id))
        .order_by(RoleGrant.id)
    ).all()


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
