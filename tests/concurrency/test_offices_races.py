"""Officers who press at once, beside controls that look first and appoint too many."""

import threading
from collections import Counter

import pytest
from sqlalchemy import select, update

from models.organisations import RoleGrant
from models.vocabulary import Role
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import (
    AlreadyInOffice,
    OfficeEnded,
    OfficesApart,
    OrganisationExists,
)
from server.kernel.work import Work
from tests.support.builders import a_person
from tests.support.offices_builders import Branch, a_branch, appoint, end_office, grant_of
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 10
HELD = "SELECT count(*) FROM role_grants WHERE until_at IS NULL AND organisation_id = :id"
HERS = "SELECT count(*) FROM role_grants WHERE until_at IS NULL AND person_id = :id"
OFFICES = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR)
"""What ten officers give one person at once: the three administrators, by turns."""


@pytest.fixture
def branch(service: Service) -> Branch:
    found = a_branch(service)
    service.clock.advance(minutes=1)
    return found


def kinds(results: list[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def outcomes(first: str, others: type[Exception]) -> dict[str, int]:
    return {first: 1, others.__name__: CROWD - 1}


def put(work: Work, person_id: int, organisation_id: int, role: Role) -> None:
    """Write an office as somebody would who looked before and trusts what she saw."""
    grant = RoleGrant(person_id=person_id, organisation_id=organisation_id, role=role)
    grant.since_at = work.now
    work.session.add(grant)


# One office, many successors


def test_of_many_successors_one_takes_the_office(service: Service, branch: Branch) -> None:
    chair = grant_of(service, branch.chair)
    successors = [a_person(service) for _ in range(CROWD)]
    by = (branch.district_officer, branch.city_officer)
    results = service.race(
        CROWD, lambda index: end_office(service, by[index % 2], chair, successors[index])
    )
    assert kinds(list(results)) == outcomes("Handover", OfficeEnded)
    assert service.scalar(HELD, id=branch.village) == 1
    ended = "SELECT count(*) FROM audit_entries WHERE action = 'end_role'"
    assert service.scalar(ended) == 1


def test_one_successor_named_by_many_takes_it_once(service: Service, branch: Branch) -> None:
    chair, successor = grant_of(service, branch.chair), a_person(service)
    results = service.race(
        CROWD, lambda _: end_office(service, branch.district_officer, chair, successor)
    )
    assert kinds(list(results)) == {"Handover": CROWD}
    assert service.scalar(HERS, id=successor) == 1


def test_control_looking_whether_it_is_held_gives_it_to_all(
    service: Service, branch: Branch
) -> None:
    """What holding the office's row and its one successor protect from."""
    chair, village = grant_of(service, branch.chair), branch.village
    everybody_has_looked = threading.Barrier(CROWD)
    still = select(RoleGrant.id).where(RoleGrant.id == chair, RoleGrant.until_at.is_(None))
    successors = [a_person(service) for _ in range(CROWD)]

    def naive(index: int) -> None:
        seen = service.run(lambda work: work.session.scalar(still), writes=False)
        everybody_has_looked.wait()

        def pass_on(work: Work) -> None:
            ended = update(RoleGrant).where(RoleGrant.id == seen)
            work.session.execute(ended.values(until_at=work.now))
            put(work, successors[index], village, Role.VILLAGE_CHAIR)

        service.run(pass_on)

    assert service.race(CROWD, naive) == [None] * CROWD
    assert service.scalar(HELD, id=village) == CROWD


# One person, many offices


def test_one_person_becomes_one_administrator(service: Service, branch: Branch) -> None:
    person, by = a_person(service), branch.city_officer
    results = service.race(
        CROWD, lambda i: appoint(service, by, branch.district, OFFICES[i % 3], person)
    )
    assert kinds(list(results)) == outcomes("OfficeCard", OfficesApart)
    assert service.scalar(HERS, id=person) == 1


def test_nor_does_she_get_another_office_in_the_same_moment(
    service: Service, branch: Branch
) -> None:
    """No index tells an administrator's assessor apart: her row is held while it is decided."""
    person, by = a_person(service), branch.city_officer
    wanted = [
        (branch.district, Role.AUDIT_ADMINISTRATOR),
        *((branch.village, role) for role in (Role.ASSESSOR, Role.SHOPKEEPER, Role.SUPERVISOR)),
    ]
    service.race(4, lambda i: appoint(service, by, wanted[i][0], wanted[i][1], person))
    held = {grant.role for grant in service.actor(person).grants}
    assert held in ({Role.AUDIT_ADMINISTRATOR}, {role for _, role in wanted[1:]})


def test_control_looking_what_she_holds_combines_them_all(service: Service, branch: Branch) -> None:
    person, village = a_person(service), branch.village
    everybody_has_looked = threading.Barrier(2)
    wanted = ((branch.district, Role.AUDIT_ADMINISTRATOR), (village, Role.ASSESSOR))
    held = select(RoleGrant.id).where(RoleGrant.person_id == person)

    def naive(index: int) -> bool:
        seen = service.run(lambda work: work.session.scalars(held).all(), writes=False)
        everybody_has_looked.wait()
        node, role = wanted[index]
        service.run(lambda work: put(work, person, node, role))
        return not seen

    assert service.race(2, naive) == [True, True]
    assert service.scalar(HERS, id=person) == 2


def test_an_office_is_given_once(service: Service, branch: Branch) -> None:
    person, by = a_person(service), branch.district_officer
    results = service.race(
        CROWD, lambda _: appoint(service, by, branch.village, Role.ASSESSOR, person)
    )
    assert kinds(list(results)) == outcomes("OfficeCard", AlreadyInOffice)


# One unit, many founders


def test_a_federation_is_made_once(service: Service, branch: Branch) -> None:
    def found(_: int) -> int:
        return service.run(
            lambda work: (
                organisations.found_organisation(
                    work,
                    parent_id=branch.district,
                    name="新设镇妇联",
                    division_code=None,
                    zone=None,
                ).id
            ),
            service.actor(branch.district_officer),
        )

    assert kinds(list(service.race(CROWD, found))) == outcomes("int", OrganisationExists)
    made = "SELECT count(*) FROM organisations WHERE name = '新设镇妇联'"
    assert service.scalar(made) == 1
