"""A door plate says nothing to strangers and opens the household to those it belongs to."""

import pytest

from models.vocabulary import Role
from server.domains.households import policy
from server.domains.households.errors import HouseholdNotFound
from server.domains.households.service import DoorPlate
from server.kernel.actors import STRANGER, Actor
from server.kernel.ports import CodeOpening, CodeTarget
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_person,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.service import Service

PLATE: CodeTarget = DoorPlate()


def scan(service: Service, household: BuiltHousehold, actor: Actor) -> CodeOpening:
    return service.run(lambda work: PLATE.open(work, household.id), actor, writes=False)


def test_a_stranger_is_asked_to_sign_in(service: Service) -> None:
    household = a_household(service, a_village(service))
    assert scan(service, household, STRANGER) == CodeOpening(household.id, {}, ("sign_in",))


def test_somebody_else_may_ask_to_join_and_learns_nothing(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    household = a_household(service, village_id)
    for person_id in (
        a_person(service),
        a_resident(service, a_household(service, village_id)),
        an_officer(service, Role.VILLAGE_CHAIR, other_id),
        an_officer(service, Role.ASSESSOR, village_id),
    ):
        opening = scan(service, household, service.actor(person_id))
        assert (opening.facts, opening.actions) == ({}, ("ask_to_join",))
    assert service.scalar("SELECT count(*) FROM anomalies") == 0


def test_members_leaders_and_overseers_see_the_masked_household(service: Service) -> None:
    town_id = a_town(service)
    village_id = a_village(service, town_id=town_id)
    household = a_household(service, village_id)
    scanners = {
        a_resident(service, household): policy.MEMBER_ACTIONS,
        an_officer(service, Role.VILLAGE_EXECUTIVE, village_id): policy.LEADER_ACTIONS,
        an_officer(service, Role.TOWN_OFFICER, town_id): policy.OVERSEER_ACTIONS,
    }
    for person_id, actions in scanners.items():
        opening = scan(service, household, service.actor(person_id))
        assert opening.facts == {"number": "001", "label": "王** · 三组"}
        assert opening.actions == actions


def test_plates_are_printed_by_the_leaders_of_the_village(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    household = a_household(service, village_id)

    def village(person_id: int) -> int:
        actor = service.actor(person_id)
        return service.run(lambda work: PLATE.village_of(work, household.id), actor)

    assert village(an_officer(service, Role.VILLAGE_CHAIR, village_id)) == village_id
    for person_id in (
        an_officer(service, Role.VILLAGE_CHAIR, other_id),
        a_resident(service, household),
    ):
        with pytest.raises(HouseholdNotFound):
            village(person_id)
