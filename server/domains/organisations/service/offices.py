"""Offices: granted from above, ended at once, handed over; the history keeps who held what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.organisations import Organisation, RoleGrant
from models.vocabulary import OrganisationLevel, Role
from server.domains.organisations import policy, queries
from server.domains.organisations.errors import (
    DecidedAbove,
    OfficeEnded,
    OfficeNotFound,
    OfficesApart,
    OwnOffice,
    PersonNotFound,
)
from server.domains.organisations.queries import OfficeFilter, organisations_by_id
from server.domains.organisations.rules.offices import HEADS, TITLES, belongs_to, can_be_combined
from server.domains.organisations.service.wall import get_organisation, out_of_sight
from server.kernel.actors import Grant
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal

_SHORTEST = timedelta(microseconds=1)
"""How long an office lasts that is ended by a machine whose clock is behind the granting one's."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office in the words people use for it."""

    role: Role
    title: str
    level: OrganisationLevel
    organisation_id: int
    organisation_name: str


@dataclass(frozen=True, slots=True)
class OfficeCard:
    """A grant with its federation, in force or ended."""

    grant: RoleGrant
    organisation: Organisation

    @property
    def title(self) -> str:
        """What the office is called."""
        return TITLES[self.grant.role]


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A federation with nobody at its head; `since_at` is None when nobody ever was."""

    organisation: Organisation
    since_at: datetime | None

    @property
    def role(self) -> Role:
        """The office that is vacant."""
        return HEADS[self.organisation.level]

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.role]


@dataclass(frozen=True, slots=True)
class Handover:
    """What became of an office: who follows, and how much waits for her, pile by pile."""

    ended: OfficeCard
    successor: OfficeCard | None
    open_work: dict[str, int]


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


def list_offices(work: Work, wanted: OfficeFilter, page: PageRequest) -> Page[OfficeCard]:
    """Return the offices where the actor may see them; OrganisationNotFound outside of it."""
    scope = work.actor.office_scope(Permission.GRANT_READ)
    if wanted.organisation_id is not None:
        get_organisation(scope, work.session, wanted.organisation_id)
    found = queries.list_grants(scope, work.session, work.now, wanted, page)
    return Page([OfficeCard(grant, node) for grant, node in found.items], found.next_after)


def list_vacancies(work: Work, page: PageRequest) -> Page[Vacancy]:
    """Return the federations in sight that have nobody at their head."""
    scope = work.actor.office_scope(Permission.GRANT_READ)
    found = queries.list_vacancies(scope, work.session, work.now, page)
    return Page([Vacancy(*row) for row in found.items], found.next_after)


def appoint(work: Work, *, person_id: int, organisation_id: int, role: Role) -> OfficeCard:
    """Put a person into an office below the actor's own, from now on.

    Raises OrganisationNotFound, DecidedAbove, OwnOffice and what `grant_role` raises.
    """
    scope = work.actor.office_scope(Permission.OFFICE_GRANT)
    node = get_organisation(scope, work.session, organisation_id)
    _check_appointing(work, node, person_id)
    grant_id = grant_role(work, person_id=person_id, organisation_id=node.id, role=role)
    return OfficeCard(work.session.get_one(RoleGrant, grant_id), node)


def end_office(work: Work, grant_id: int, successor_id: int | None = None) -> Handover:
    """End an office below the actor's own and put the successor into it, in one transaction.

    Open work lies at the federation, not with the person: it waits on the successor's workbench
    from her next request on, and every row keeps who acted. Repeating changes nothing. Raises
    OfficeNotFound, DecidedAbove, OwnOffice, OfficeEnded when it ended otherwise, and what
    `grant_role` raises.
    """
    ended = _get_office(work, grant_id)
    node = ended.organisation
    _check_appointing(work, node, successor_id)
    work.session.refresh(ended.grant, with_for_update=True)
    if ended.grant.until_at is None:
        end_role(work, grant_id)
        if successor_id is not None:
            _succeed(work, ended.grant, successor_id)
    successor = queries.find_successor(work.session, grant_id)
    if successor_id is not None and (successor is None or successor.person_id != successor_id):
        raise OfficeEnded
    if successor is None:
        return Handover(ended, None, {})
    waiting = work.ports.workbench.piles_of(work, successor.person_id, node.id)
    return Handover(ended, OfficeCard(successor, node), waiting)


def grant_role(
    work: Work, *, person_id: int, organisation_id: int, role: Role, succeeds_id: int | None = None
) -> int:
    """Put a person into an office from now on and return the grant's id.

    Raises InvalidInput when the level has no such office, PersonNotFound, OfficesApart when an
    administrator would hold another one, AlreadyInOffice (by constraint).
    """
    node = work.session.get_one(Organisation, organisation_id)
    if not belongs_to(role, node.level):
        raise InvalidInput([{"pointer": "#/role", "detail": "这一级没有这个职务，请重新选。"}])
    if not queries.lock_person(work.session, person_id):
        raise PersonNotFound
    if not can_be_combined(role, queries.roles_held(work.session, person_id)):
        raise OfficesApart
    grant = RoleGrant(
        person_id=person_id,
        organisation_id=organisation_id,
        role=role,
        since_at=work.now,
        granted_by=work.actor.person_id,
        succeeds_id=succeeds_id,
    )
    work.session.add(grant)
    work.session.flush()
    detail = {"role": role.value, "person": person_id}
    work.audit("grant_role", "role_grant", grant.id, village_id=organisation_id, **detail)
    return grant.id


def end_role(work: Work, grant_id: int) -> None:
    """End an office now (ID-5): her next request has no such office and asks her to sign in anew.

    Repeating changes nothing.
    """
    grant = work.session.get_one(RoleGrant, grant_id, with_for_update=True)
    if grant.until_at is None:
        grant.until_at = max(work.now, grant.since_at + _SHORTEST)
        grant.ended_by = work.actor.person_id
        work.session.flush()
        detail = {"role": grant.role.value, "person": grant.person_id}
        work.audit("end_role", "role_grant", grant.id, village_id=grant.organisation_id, **detail)


def end_offices_of(work: Work, person_id: int) -> None:
    """End every office of a person now."""
    standing = RoleGrant.person_id == person_id, RoleGrant.until_at.is_(None)
    for grant_id in work.session.scalars(select(RoleGrant.id).where(*standing)).all():
        end_role(work, grant_id)


def _succeed(work: Work, ended: RoleGrant, successor_id: int) -> None:
    """Put the successor into the office that has just ended."""
    grant_role(
        work,
        person_id=successor_id,
        organisation_id=ended.organisation_id,
        role=ended.role,
        succeeds_id=ended.id,
    )


def _get_office(work: Work, grant_id: int) -> OfficeCard:
    scope = work.actor.office_scope(Permission.OFFICE_GRANT)
    found = queries.find_grant(scope, work.session, grant_id)
    if found is None:
        place = queries.place_of_grant(work.session, grant_id)
        raise out_of_sight(OfficeNotFound(), RoleGrant.__tablename__, grant_id, place)
    return OfficeCard(*found)


def _check_appointing(work: Work, node: Organisation, person_id: int | None) -> None:
    """Refuse whoever does not stand above, and whoever means herself; both leave a trace."""
    record = refusal("decide_office", "organisation", node.id, village_id=node.id)
    if not policy.stands_above(work.actor, Permission.OFFICE_GRANT, node.path):
        raise DecidedAbove(records=(record,))
    if person_id is not None and person_id == work.actor.person_id:
        raise OwnOffice(records=(record,))
