"""Every answer about claims and rules says what its reader may do; the client decides nothing."""

from typing import Any

from models.vocabulary import Role
from server.domains.households import service as households
from tests.support.builders import a_household, a_resident, an_officer
from tests.support.points_builders import (
    a_claim,
    a_family,
    a_points_village,
    confirm,
    effective_points,
)
from tests.support.service import Service


def seen(service: Service, person_id: int, claim_id: int) -> tuple[list[str], str | None]:
    claim = service.sign_in(person_id).get(f"/claims/{claim_id}").body["claim"]
    return claim["actions"], claim["blocked"]


def test_who_decides_may_confirm_and_return(service: Service) -> None:
    village = a_points_village(service)
    claim = a_claim(service, family := a_family(service, village))

    assert seen(service, village.chair, claim) == (["confirm", "return"], None)
    assert seen(service, village.assessor, claim) == ([], None)
    assert seen(service, village.town_officer, claim) == ([], None)
    assert seen(service, family.person, claim) == ([], None)


def test_own_and_relatives_households_are_blocked_with_a_reason(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    claim = a_claim(service, family)
    service.run(
        lambda work: households.declare_relative(work, family.id), service.actor(village.chair)
    )

    actions, blocked = seen(service, village.chair, claim)

    assert actions == []
    assert blocked is not None
    assert "自家和亲戚家" in blocked


def test_the_first_of_two_may_give_it_back_but_not_confirm_twice(service: Service) -> None:
    village = a_points_village(service)
    claim = a_claim(service, a_family(service, village), "ENV07")
    confirm(service, village.assessor, claim)

    actions, blocked = seen(service, village.assessor, claim)

    assert (actions, blocked) == (["return"], "您已经确认过了，还要另一位确认。")
    assert seen(service, village.executive, claim) == (["confirm", "return"], None)


def test_a_confirmed_claim_may_be_revoked_by_chair_and_town(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    (claim,) = effective_points(service, village, family)

    assert seen(service, village.chair, claim) == (["revoke"], None)
    assert seen(service, village.town_officer, claim) == (["revoke"], None)
    assert seen(service, village.executive, claim) == ([], None)


def test_a_list_says_the_same_as_each_claim(service: Service) -> None:
    village = a_points_village(service)
    for name in ("王淑芬", "李芳"):
        a_claim(service, a_family(service, village, name))

    items = service.sign_in(village.chair).get("/claims", village_id=village.id).body["items"]

    assert [item["actions"] for item in items] == [["confirm", "return"]] * 2


def claimable(service: Service, village_id: int, person_id: int | None = None) -> dict[str, Any]:
    caller = service.stranger() if person_id is None else service.sign_in(person_id)
    items = caller.get("/rules", village_id=village_id).body["items"]
    return {rule["code"]: rule for rule in items if rule["actions"] == ["claim"]}


def test_rules_say_under_which_somebody_may_report(service: Service) -> None:
    village = a_points_village(service)
    elsewhere = a_points_village(service, "石桥村妇联")
    family = a_family(service, village)

    own = claimable(service, village.id, family.person)
    leaders = claimable(service, village.id, village.chair)

    assert own
    assert all("H" in rule["applicants"] for rule in own.values())
    assert all(rule["zone"] in {"rural", "both"} for rule in own.values())
    assert set(own) < set(leaders)
    assert all({"H", "L"} & set(rule["applicants"]) for rule in leaders.values())
    assert claimable(service, village.id) == {}
    assert claimable(service, elsewhere.id, family.person) == {}
    assert claimable(service, elsewhere.id, village.chair) == {}


def test_rules_say_how_much_one_claim_may_count(service: Service) -> None:
    village = a_points_village(service)
    items = service.stranger().get("/rules", village_id=village.id).body["items"]

    assert {rule["quantity_max"] for rule in items if rule["unit"] == "次"} == {1}
    assert {rule["quantity_max"] for rule in items if rule["unit"] == "件"} == {99}


def test_an_officer_with_a_household_is_asked_about_it(service: Service) -> None:
    village = a_points_village(service)
    household = a_household(service, village.id)
    shopkeeper = an_officer(service, Role.SHOPKEEPER, village.id)
    resident = a_resident(service, household)

    assert claimable(service, village.id, shopkeeper) == {}
    assert claimable(service, village.id, resident)
