"""The federation tree, the divisions and the offices; also the wall between scopes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models.base import Base
from models.organisations import Division, Organisation, RoleGrant
from models.vocabulary import AnomalyKind, OrganisationLevel, Role, Zone
from server.domains.organisations import queries
from server.domains.organisations.errors import DivisionNotFound, OrganisationNotFound
from server.domains.organisations.queries import (
    count_up_to_limit,
    last_end_of_office,
    offices_in_force,
    organisations_by_id,
    villages_within,
    within,
)
from server.domains.organisations.rules import TITLES, parse_divisions, zone_of_code
from server.kernel.actors import Grant
from server.kernel.errors import NotFound
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work, refusal

__all__ = [
    "Office",
    "count_up_to_limit",
    "create_organisation",
    "end_role",
    "ensure_top",
    "find_grants",
    "get_any_village",
    "get_division",
    "get_organisation",
    "get_village",
    "get_within",
    "grant_role",
    "last_end_of_office",
    "list_children",
    "list_organisations",
    "load_divisions",
    "name_offices",
    "offices_in_force",
    "organisations_by_id",
    "search_divisions",
    "villages_within",
    "within",
    "zone_of_code",
]

Scoped = TypeVar("Scoped", bound=Base)
_NO_VILLAGE = "没有找到这个村（社区）妇联，请重新选。"


@dataclass(frozen=True, slots=True)
class Office:
    """An office in the words people use for it."""

    role: Role
    title: str
    level: OrganisationLevel
    organisation_id: int
    organisation_name: str


def get_within(
    scope: Scope, session: Session, model: type[Scoped], row_id: int, missing: NotFound
) -> Scoped:
    """Return a row in scope, or raise `missing`.

    The model has `village_id` and perhaps `household_id`. A foreign row answers exactly as a
    missing one, and the attempt is recorded (AB-13).
    """
    columns: Any = model
    inside = within(scope, columns.village_id, getattr(columns, "household_id", None))
    row = session.scalar(select(model).where(columns.id == row_id, inside))
    if row is None:
        village_id = session.scalar(select(columns.village_id).where(columns.id == row_id))
        raise _missing(missing, model.__tablename__, row_id, village_id)
    return row


def _missing(missing: NotFound, table: str, row_id: int, village_id: int | None) -> NotFound:
    if village_id is not None:
        record = refusal(
            "foreign_id", table, row_id, village_id=village_id, anomaly=AnomalyKind.FOREIGN_ID
        )
        missing.records += (record,)
    return missing


def get_village(scope: Scope, session: Session, village_id: int) -> Organisation:
    """Return a village federation in scope; OrganisationNotFound otherwise."""
    found = get_organisation(scope, session, village_id)
    if found.level is not OrganisationLevel.VILLAGE:
        raise OrganisationNotFound(_NO_VILLAGE)
    return found


def get_organisation(scope: Scope, session: Session, organisation_id: int) -> Organisation:
    """Return a federation in scope; OrganisationNotFound otherwise, and the attempt is recorded."""
    found = queries.find_organisation(scope, session, organisation_id)
    if found is not None:
        return found
    known = session.scalar(select(Organisation.id).where(Organisation.id == organisation_id))
    raise _missing(
        OrganisationNotFound(_NO_VILLAGE), Organisation.__tablename__, organisation_id, known
    )


def get_any_village(session: Session, village_id: int) -> Organisation:
    """Return a village federation wherever it lies, for the tree is public.

    Raises OrganisationNotFound.
    """
    found = session.get(Organisation, village_id)
    if found is None or found.level is not OrganisationLevel.VILLAGE:
        raise OrganisationNotFound(_NO_VILLAGE)
    return found


def name_offices(session: Session, grants: Sequence[Grant]) -> list[Office]:
    """Return offices with their titles and federations, in the same order."""
    nodes = organisations_by_id(session, [grant.organisation_id for grant in grants])
    return [
        Office(
            role=grant.role,
            title=TITLES[grant.role],
            level=nodes[grant.organisation_id].level,
            organisation_id=grant.organisation_id,
            organisation_name=nodes[grant.organisation_id].name,
        )
        for grant in grants
    ]


def create_organisation(
    work: Work,
    *,
    level: OrganisationLevel,
    name: str,
    parent_id: int | None,
    division_code: str | None = None,
    zone: Zone | None = None,
) -> int:
    """Create a federation under a parent and return its id; a village needs its zone."""
    parent = work.session.get_one(Organisation, parent_id) if parent_id is not None else None
    node = Organisation(
        level=level,
        name=name,
        parent_id=parent_id,
        path="",
        division_code=division_code,
        zone=zone,
        created_at=work.now,
    )
    node.path = f"new:{division_code or name}"
    work.session.add(node)
    work.session.flush()
    node.path = f"{parent.path if parent else '/'}{node.id}/"
    work.session.flush()
    work.audit("create_organisation", "organisation", node.id, level=level.value)
    return node.id


def ensure_top(work: Work, *, level: OrganisationLevel, name: str) -> int:
    """Return the top of the tree, created at first use."""
    top = work.session.scalar(select(Organisation.id).where(Organisation.parent_id.is_(None)))
    return top or create_organisation(work, level=level, name=name, parent_id=None)


def grant_role(work: Work, *, person_id: int, organisation_id: int, role: Role) -> int:
    """Put a person into an office from now on; AlreadyInOffice (by constraint) when she is."""
    grant = RoleGrant(
        person_id=person_id,
        organisation_id=organisation_id,
        role=role,
        since_at=work.now,
        granted_by=work.actor.person_id,
    )
    work.session.add(grant)
    work.session.flush()
    work.audit("grant_role", "role_grant", grant.id, role=role.value, person=person_id)
    return grant.id


def end_role(work: Work, grant_id: int) -> None:
    """End an office now (ID-5): her next request has no such office and asks her to sign in anew.

    Repeating changes nothing.
    """
    grant = work.session.get_one(RoleGrant, grant_id, with_for_update=True)
    if grant.until_at is None:
        grant.until_at = work.now
        work.audit("end_role", "role_grant", grant.id, role=grant.role.value)


def find_grants(work: Work) -> Sequence[Any]:
    """Return the offices in force where the actor may see them: (grant, federation)."""
    scope = work.actor.office_scope(Permission.GRANT_READ)
    return queries.list_grants(scope, work.session, work.now)


def list_organisations(work: Work, parent_id: int | None, page: PageRequest) -> Page[Organisation]:
    """Return the federations directly under a node (the top: None)."""
    return queries.list_organisations(work.session, parent_id, page)


def load_divisions(work: Work, rows: Iterable[Mapping[str, str]]) -> int:
    """Replace the table of divisions by a checked one and return its size; quick when unchanged."""
    divisions = parse_divisions(rows)
    if queries.is_same_table(work.session, divisions):
        return len(divisions)
    work.session.execute(delete(Division))
    fields = Division.__table__.columns.keys()
    work.session.execute(
        insert(Division), [{name: getattr(row, name) for name in fields} for row in divisions]
    )
    work.audit("load_divisions", "division", None, rows=len(divisions))
    return len(divisions)


def get_division(work: Work, code: str) -> Division:
    """Return a division, abolished ones as well; DivisionNotFound otherwise."""
    found = queries.find_division(work.session, code)
    if found is None:
        raise DivisionNotFound("没有这个区划代码，请看清12位数字再查。")
    return found


def list_children(work: Work, parent_code: str | None, on: date | None) -> Sequence[Division]:
    """Return the divisions under a parent on a day (default: today), at most 200."""
    return queries.list_children(work.session, parent_code, on or work.today)


def search_divisions(work: Work, name: str, on: date | None) -> Sequence[Division]:
    """Return divisions by name with their full paths, at most 50."""
    return queries.search_divisions(work.session, name, on or work.today)
