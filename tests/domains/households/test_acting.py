"""Members act for their household; a leader says for whom, why, and how she heard it (GOV-2)."""

import pytest

from models.vocabulary import ProxyChannel, Role
from server.domains.households import service as households
from server.domains.households.errors import BehalfNotNeeded, BehalfRequired, HouseholdNotFound
from server.domains.households.service import ActingFor
from server.kernel.actors import Actor
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from server.kernel.work import OnBehalf
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.consents_builders import agrees
from tests.support.service import Service


def acting(
    service: Service,
    household: BuiltHousehold,
    actor: Actor,
    behalf: OnBehalf | None = None,
    permission: Permission = Permission.CLAIM_SUBMIT,
) -> ActingFor:
    return service.run(
        lambda work: households.acting_for(work, household.id, permission, behalf), actor
    )


def behalf_of(member_id: int) -> OnBehalf:
    return OnBehalf(member_id, "腿脚不便，没有手机", ProxyChannel.TELEPHONE)


def test_a_member_acts_for_her_own_household_in_her_own_name(service: Service) -> None:
    household = a_household(service, a_village(service))
    actor = service.actor(a_resident(service, household))
    found = acting(service, household, actor)
    assert (found.household.id, found.member_id) == (household.id, household.member_ids[0])
    assert not found.is_proxy
    with pytest.raises(BehalfNotNeeded):
        acting(service, household, actor, behalf_of(household.member_ids[0]))


def test_a_leader_acts_for_a_member_and_says_why(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id, ("王淑芬", "李国强"))
    actor = service.actor(an_officer(service, Role.VILLAGE_EXECUTIVE, village_id))
    found = acting(service, household, actor, behalf_of(household.member_ids[1]))
    assert (found.is_proxy, found.member_id) == (True, household.member_ids[1])
    with pytest.raises(BehalfRequired):
        acting(service, household, actor)


def test_a_leader_names_a_member_of_that_household(service: Service) -> None:
    village_id = a_village(service)
    household, other = a_household(service, village_id), a_household(service, village_id)
    actor = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    with pytest.raises(InvalidInput) as refused:
        acting(service, household, actor, behalf_of(other.member_ids[0]))
    assert refused.value.facts["errors"][0]["pointer"] == "#/on_behalf/member_id"


def test_a_leader_who_lives_there_acts_as_a_member(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    (member_id,) = household.member_ids
    service.run(lambda work: households.link_member(work, member_id, leader_id))
    agrees(service, leader_id)
    assert not acting(service, household, service.actor(leader_id)).is_proxy


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.SHOPKEEPER, Role.SUPERVISOR])
def test_other_offices_act_for_nobody(service: Service, role: Role) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    actor = service.actor(an_officer(service, role, village_id))
    with pytest.raises(HouseholdNotFound):
        acting(service, household, actor, behalf_of(household.member_ids[0]))


def test_a_neighbour_and_a_foreign_leader_act_for_nobody(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    household = a_household(service, village_id)
    behalf = behalf_of(household.member_ids[0])
    for person_id in (
        a_resident(service, a_household(service, village_id)),
        an_officer(service, Role.VILLAGE_CHAIR, other_id),
    ):
        with pytest.raises(HouseholdNotFound):
            acting(service, household, service.actor(person_id), behalf)


def test_a_leader_does_nothing_her_office_does_not_permit(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    actor = service.actor(an_officer(service, Role.VILLAGE_EXECUTIVE, village_id))
    behalf = behalf_of(household.member_ids[0])
    with pytest.raises(HouseholdNotFound):
        acting(service, household, actor, behalf, Permission.ORDER_FULFIL)


def test_membership_without_a_member_is_a_bug_not_an_answer(service: Service) -> None:
    household = a_household(service, a_village(service))
    with pytest.raises(RuntimeError):
        acting(
            service,
            household,
            Actor(person_id=1, household_id=household.id, village_id=household.village_id),
        )


def test_what_a_leader_did_is_marked_and_what_a_member_did_is_not(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    (member_id,) = household.member_ids
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)

    def do(person_id: int, behalf: OnBehalf | None) -> None:
        found = acting(service, household, service.actor(person_id), behalf)
        service.run(
            lambda work: households.record_proxy(work, found, "submit_claim", "claim", 5),
            service.actor(person_id),
        )

    do(leader_id, behalf_of(member_id))
    do(a_resident(service, household), None)
    assert service.rows(
        "SELECT village_id, household_id, member_id, action, object_type, object_id, reason,"
        " channel, acted_by FROM proxy_acts"
    ) == [
        (
            village_id,
            household.id,
            member_id,
            "submit_claim",
            "claim",
            5,
            "腿脚不便，没有手机",
            ProxyChannel.TELEPHONE,
            leader_id,
        )
    ]
