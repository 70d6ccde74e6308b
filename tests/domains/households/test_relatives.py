"""An office-holder declares her relatives' households and decides nothing about them (HH-5)."""

import pytest

from models.vocabulary import AnomalyKind, Role
from server.domains.households import service as households
from server.domains.households.errors import (
    AlreadyDeclared,
    DeclaredRelativeNotFound,
    HouseholdNotFound,
)
from server.domains.households.service import Declaration
from server.kernel.pages import PageRequest
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.service import Service


def declare(service: Service, person_id: int, household_id: int) -> Declaration:
    actor = service.actor(person_id)
    return service.run(lambda work: households.declare_relative(work, household_id), actor)


def withdraw(service: Service, person_id: int, declaration_id: int) -> Declaration:
    actor = service.actor(person_id)
    return service.run(lambda work: households.withdraw_declaration(work, declaration_id), actor)


def blocked(service: Service, person_id: int) -> frozenset[int]:
    return service.run(
        lambda work: households.own_and_relative_ids(work.session, person_id), writes=False
    )


def listed(service: Service, person_id: int) -> list[tuple[int, str]]:
    found = service.run(
        lambda work: households.list_declared(work, PageRequest()),
        service.actor(person_id),
        writes=False,
    )
    return [(card.row.household_id, card.label) for card in found.items]


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.ASSESSOR, Role.SHOPKEEPER])
def test_own_and_declared_households_are_blocked(service: Service, role: Role) -> None:
    village_id = a_village(service)
    own, relative, other = (a_household(service, village_id) for _ in range(3))
    person_id = an_officer(service, role, village_id)
    (member_id,) = own.member_ids
    service.run(lambda work: households.link_member(work, member_id, person_id))
    assert blocked(service, person_id) == {own.id}
    assert declare(service, person_id, relative.id).label == "王** · 三组"
    assert blocked(service, person_id) == {own.id, relative.id}
    assert other.id not in blocked(service, person_id)
    assert listed(service, person_id) == [(relative.id, "王** · 三组")]


def test_a_relative_is_declared_once_until_withdrawn(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    person_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    first = declare(service, person_id, household.id).row.id
    with pytest.raises(AlreadyDeclared):
        declare(service, person_id, household.id)
    assert withdraw(service, person_id, first).row.withdrawn_at is not None
    assert blocked(service, person_id) == frozenset()
    assert listed(service, person_id) == []
    assert declare(service, person_id, household.id).row.id != first


def test_withdrawing_twice_changes_nothing(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    person_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    declaration_id = declare(service, person_id, household.id).row.id
    first = withdraw(service, person_id, declaration_id).row.withdrawn_at
    service.clock.advance(hours=1)
    assert withdraw(service, person_id, declaration_id).row.withdrawn_at == first
    assert (
        service.scalar("SELECT count(*) FROM audit_entries WHERE action = 'withdraw_relative'") == 1
    )


def test_nobody_withdraws_for_another(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    declarer_id, other_id = (an_officer(service, Role.VILLAGE_CHAIR, village_id) for _ in "ab")
    declaration_id = declare(service, declarer_id, household.id).row.id
    for wanted in (declaration_id, 999_999):
        with pytest.raises(DeclaredRelativeNotFound):
            withdraw(service, other_id, wanted)
    assert service.rows("SELECT kind, person_id FROM anomalies") == [
        (AnomalyKind.FOREIGN_ID, other_id)
    ]
    assert blocked(service, declarer_id) == {household.id}


def test_households_are_declared_in_the_own_jurisdiction_only(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    foreign = a_household(service, other_id)
    for person_id in (
        an_officer(service, Role.ASSESSOR, village_id),
        a_resident(service, a_household(service, other_id)),
    ):
        with pytest.raises(HouseholdNotFound):
            declare(service, person_id, foreign.id)
