"""The shop over HTTP: what comes in, what goes out, and what a repeated request gets."""

from typing import Any

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.rewards_builders import Shop, a_shop, make_shopkeeper, order_states, stock_of
from tests.support.service import Answer, Caller, Service

SOAP = {"code": "G01", "name": "香皂", "unit": "块", "price_points": 30}


def an_order(shop: Shop, **changes: Any) -> dict[str, Any]:
    line = {"goods_id": shop.goods["soap"], "quantity": 1}
    return {"household_id": shop.household.id, "lines": [line], **changes}


def placed(caller: Caller, shop: Shop) -> Answer:
    answer = caller.post("/orders", an_order(shop))
    assert answer.status == 201, answer.body
    return answer


def test_from_the_shelf_to_the_counter(service: Service) -> None:
    village_id = a_village(service)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    goods = chair.post(f"/villages/{village_id}/goods", SOAP)
    assert goods.status == 201
    goods_id = goods.body["id"]
    received = chair.post(f"/goods/{goods_id}/receipts", {"quantity": 12, "note": "区里送来"})
    assert (received.status, received.body["stock"]) == (201, 12)
    unchecked = service.stranger().get(f"/villages/{village_id}/goods")
    assert unchecked.body["items"] == []
    other = service.sign_in(an_officer(service, Role.SHOPKEEPER, village_id))
    assert other.post(f"/goods/{goods_id}/receipts", {"quantity": 12}).status == 404
    service.settle_checks()
    shelf = service.stranger().get(f"/villages/{village_id}/goods")
    told = {"village_id": village_id, "stock": 12, "name_state": "passed", "actions": []}
    assert shelf.body == {
        "items": [{**SOAP, "id": goods_id, **told}],
        "next_after": None,
        "actions": [],
    }


def test_an_order_from_placing_to_handing_out(service: Service) -> None:
    shop = a_shop(service, purse=100)
    phone, counter = service.sign_in(shop.resident_id), service.sign_in(shop.shopkeeper_id)
    order = placed(phone, shop).body
    assert order["lines"] == [
        {
            "goods_id": shop.goods["soap"],
            "name": "香皂",
            "unit": "块",
            "quantity": 1,
            "unit_points": 20,
        }
    ]
    assert (order["state"], order["points"], order["closed_at"]) == ("reserved", 20, None)
    assert phone.get(f"/orders/{order['id']}").body == order
    queue = counter.get("/orders", village_id=shop.village_id, state="reserved").body["items"]
    assert [row["id"] for row in queue] == [order["id"]]
    assert "voucher" not in queue[0]
    seen = counter.get(f"/orders/{order['id']}").body
    assert (seen["voucher"], seen["pickup_digits"]) == (None, None)
    shown = {"village_id": shop.village_id, "voucher": order["voucher"].lower()}
    done = counter.post("/orders/fulfilments", shown, key="first-time")
    assert (done.status, done.body["state"]) == (200, "fulfilled")
    assert counter.post("/orders/fulfilments", shown, key="first-time").body == done.body
    again = counter.post("/orders/fulfilments", shown)
    assert (again.status, again.body["type"]) == (409, "/problems/order-already-closed")
    assert (again.body["state"], again.body["closed_at"]) == ("fulfilled", done.body["closed_at"])
    assert order_states(service) == {"fulfilled": 1}


def test_the_six_digits_do_as_well_as_the_voucher(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = placed(service.sign_in(shop.resident_id), shop).body
    counter = service.sign_in(shop.shopkeeper_id)
    shown = {"village_id": shop.village_id, "pickup_digits": order["pickup_digits"]}
    assert counter.post("/orders/fulfilments", shown).body["state"] == "fulfilled"


def test_ab_27_the_same_order_sent_twice_is_one_order_with_the_same_codes(
    service: Service,
) -> None:
    shop = a_shop(service, purse=100)
    phone = service.sign_in(shop.resident_id)
    first = phone.post("/orders", an_order(shop), key="double-tap")
    second = phone.post("/orders", an_order(shop), key="double-tap")
    assert (first.status, second.status, second.body) == (201, 201, first.body)
    assert len(first.body["voucher"]) == 20
    assert (order_states(service), stock_of(service, shop.goods["soap"])) == ({"reserved": 1}, 9)
    kept = str(service.rows("SELECT answer FROM idempotency_keys"))
    assert str(first.body["id"]) in kept
    assert first.body["voucher"] not in kept
    assert "pickup_digits" not in kept
    other = an_order(shop, lines=[{"goods_id": shop.goods["soap"], "quantity": 2}])
    reused = phone.post("/orders", other, key="double-tap")
    assert (reused.status, reused.body["type"]) == (422, "/problems/idempotency-key-reused")


def test_a_repeat_after_the_counter_shows_no_codes_any_more(service: Service) -> None:
    shop = a_shop(service, purse=100)
    phone = service.sign_in(shop.resident_id)
    first = phone.post("/orders", an_order(shop), key="lost-answer").body
    shown = {"village_id": shop.village_id, "voucher": first["voucher"]}
    service.sign_in(shop.shopkeeper_id).post("/orders/fulfilments", shown)
    repeat = phone.post("/orders", an_order(shop), key="lost-answer").body
    assert (repeat["id"], repeat["voucher"], repeat["pickup_digits"]) == (first["id"], None, None)


def test_a_leader_orders_and_cancels_for_a_household(service: Service) -> None:
    shop = a_shop(service, purse=100)
    leader = service.sign_in(an_officer(service, Role.VILLAGE_EXECUTIVE, shop.village_id))
    behalf = {
        "member_id": shop.household.member_ids[0],
        "reason": "没有手机",
        "channel": "in_person",
    }
    assert leader.post("/orders", an_order(shop)).status == 422
    order = leader.post("/orders", an_order(shop, on_behalf=behalf))
    assert (order.status, len(order.body["pickup_digits"])) == (201, 6)
    path = f"/orders/{order.body['id']}/cancellation"
    assert leader.post(path).status == 422
    cancelled = leader.post(path, {"on_behalf": behalf})
    assert (cancelled.status, cancelled.body["state"]) == (200, "cancelled")


def test_ab_24_own_order_at_the_own_counter_is_403_and_kept(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = placed(service.sign_in(shop.resident_id), shop).body
    make_shopkeeper(service, shop.resident_id, shop.village_id)
    shown = {"village_id": shop.village_id, "voucher": order["voucher"]}
    answer = service.sign_in(shop.resident_id).post("/orders/fulfilments", shown)
    assert (answer.status, answer.body["type"]) == (403, "/problems/own-or-relative-household")
    assert service.rows("SELECT kind FROM anomalies") == [("own_or_relative",)]
    assert order_states(service) == {"reserved": 1}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"lines": []}, "#/lines"),
        ({"lines": [{"goods_id": n, "quantity": 1} for n in range(1, 12)]}, "#/lines"),
        ({"lines": [{"goods_id": 1, "quantity": 1}] * 2}, "#/lines"),
        ({"lines": [{"goods_id": 1, "quantity": 0}]}, "#/lines/0/quantity"),
        ({"lines": [{"goods_id": 1, "quantity": 100}]}, "#/lines/0/quantity"),
        ({"lines": [{"goods_id": 1, "quantity": 1.5}]}, "#/lines/0/quantity"),
        ({"points": 1}, "#/points"),
        ({"household_id": None}, "#/household_id"),
    ],
)
def test_a_faulty_order_is_answered_with_its_faults(
    service: Service, changes: dict[str, Any], pointer: str
) -> None:
    shop = a_shop(service)
    answer = service.sign_in(shop.resident_id).post("/orders", an_order(shop, **changes))
    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.body["errors"]] == [pointer]


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"voucher": "A" * 20, "pickup_digits": "123456"},
        {"pickup_digits": "12345"},
        {"pickup_digits": "１２３４５６"},
    ],
)
def test_a_faulty_code_at_the_counter_is_422(service: Service, shown: dict[str, str]) -> None:
    shop = a_shop(service)
    counter = service.sign_in(shop.shopkeeper_id)
    answer = counter.post("/orders/fulfilments", {"village_id": shop.village_id, **shown})
    assert (answer.status, answer.body["type"]) == (422, "/problems/invalid-input")


def test_alcohol_is_refused_with_the_word(service: Service) -> None:
    shop = a_shop(service)
    keeper = service.sign_in(shop.shopkeeper_id)
    answer = keeper.post(f"/villages/{shop.village_id}/goods", {**SOAP, "name": "高粱酒"})
    assert (answer.status, answer.body["type"]) == (422, "/problems/goods-forbidden")
    assert answer.body["word"] == "酒"


def test_who_may_not_touch_the_shop_is_told_so(service: Service) -> None:
    shop = a_shop(service, purse=100)
    phone, stranger = service.sign_in(shop.resident_id), service.stranger()
    goods_path = f"/villages/{shop.village_id}/goods"
    assert phone.post(goods_path, SOAP).status == 403
    assert stranger.post(goods_path, SOAP).status == 401
    assert stranger.post("/orders", an_order(shop)).status == 401
    assert stranger.get("/orders").status == 401
    order = placed(phone, shop).body
    shown = {"village_id": shop.village_id, "voucher": order["voucher"]}
    assert phone.post("/orders/fulfilments", shown).status == 403
    neighbour = service.sign_in(a_resident(service, a_household(service, shop.village_id)))
    foreign = neighbour.get(f"/orders/{order['id']}")
    missing = neighbour.get("/orders/999999")
    assert (foreign.status, missing.status) == (404, 404)
    assert {**foreign.body, "instance": ""} == {**missing.body, "instance": ""}
    assert neighbour.post(f"/orders/{order['id']}/cancellation").status == 404
