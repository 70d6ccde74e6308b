"""Orders and goods say what their reader may do with them."""

from datetime import timedelta
from typing import Any

from models.vocabulary import Role
from server.domains.households import service as households
from server.domains.rewards.rules import ORDER_WAITS
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.rewards_builders import a_shop, an_order
from tests.support.service import Caller, Service


def actions(service: Service, person_id: int, order_id: int) -> list[str]:
    found: list[str] = service.sign_in(person_id).get(f"/orders/{order_id}").body["actions"]
    return found


def test_a_waiting_order_is_cancelled_by_its_household_and_handed_out_at_the_counter(
    service: Service,
) -> None:
    shop = a_shop(service, purse=100)
    order = an_order(service, shop)
    chair = an_officer(service, Role.VILLAGE_CHAIR, shop.village_id)
    supervisor = an_officer(service, Role.SUPERVISOR, shop.village_id)

    assert order["actions"] == ["cancel"]
    assert actions(service, chair, order["id"]) == ["cancel"]
    assert actions(service, shop.shopkeeper_id, order["id"]) == ["fulfil"]
    assert actions(service, supervisor, order["id"]) == []


def test_a_relatives_order_is_left_to_another_shopkeeper(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = an_order(service, shop)
    service.run(lambda work: households.declare_relative(work, shop.household.id), shop.shopkeeper)

    assert actions(service, shop.shopkeeper_id, order["id"]) == []


def test_nothing_is_done_with_an_order_that_has_ended(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = an_order(service, shop)
    resident = service.sign_in(shop.resident_id)

    cancelled = resident.post(f"/orders/{order['id']}/cancellation").body

    assert cancelled["actions"] == []
    assert actions(service, shop.shopkeeper_id, order["id"]) == []


def test_past_its_time_an_order_is_handed_out_no_more(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = an_order(service, shop)
    service.clock.instant += ORDER_WAITS + timedelta(seconds=1)

    assert actions(service, shop.shopkeeper_id, order["id"]) == []


def test_deliveries_are_taken_by_those_who_keep_the_shop(service: Service) -> None:
    shop = a_shop(service)
    path = f"/villages/{shop.village_id}/goods"

    def offered(items: list[dict[str, Any]]) -> set[tuple[str, ...]]:
        return {tuple(goods["actions"]) for goods in items}

    keeper = service.sign_in(shop.shopkeeper_id)
    assert offered(keeper.get(path).body["items"]) == {("receive",)}
    assert offered(service.stranger().get(path).body["items"]) == {()}
    receipt = keeper.post(f"/goods/{shop.goods['soap']}/receipts", {"quantity": 2}).body
    assert receipt["actions"] == ["receive"]


def test_a_shelf_says_who_orders_from_it_and_who_fills_it(service: Service) -> None:
    shop = a_shop(service)
    other = a_village(service)
    path = f"/villages/{shop.village_id}/goods"
    neighbour = a_resident(service, a_household(service, other))
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, shop.village_id))

    def offered(caller: Caller, **query: Any) -> list[str]:
        found: list[str] = caller.get(path, **query).body["actions"]
        return found

    assert offered(service.sign_in(shop.resident_id)) == ["order"]
    assert offered(service.sign_in(shop.shopkeeper_id)) == ["shelve"]
    assert offered(service.sign_in(neighbour)) == []
    assert offered(service.stranger()) == []
    assert offered(chair) == ["shelve"]
    assert offered(chair, household_id=shop.household.id) == ["order", "shelve"]


def test_a_shelf_is_not_asked_for_a_foreign_household(service: Service) -> None:
    shop = a_shop(service)
    stranger = a_resident(service, a_household(service, a_village(service)))
    path = f"/villages/{shop.village_id}/goods"

    refused = service.sign_in(stranger).get(path, household_id=shop.household.id)

    assert (refused.status, refused.body["type"]) == (404, "/problems/household-not-found")
