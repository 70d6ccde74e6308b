"""The counter reads what a code fetches before anything is handed out."""

from models.vocabulary import OrderState
from server.domains.households import service as households
from server.domains.rewards.rules import ORDER_WAITS
from tests.support.rewards_builders import Shop, a_shop, an_order, order_states
from tests.support.service import Answer, Service


def looked_up(service: Service, shop: Shop, digits: str) -> Answer:
    shown = {"village_id": shop.village_id, "pickup_digits": digits}
    return service.sign_in(shop.shopkeeper_id).post("/orders/lookups", shown)


def test_a_look_up_shows_the_goods_and_hands_nothing_out(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = an_order(service, shop, quantity=2)

    by_digits = looked_up(service, shop, order["pickup_digits"]).body
    counter = service.sign_in(shop.shopkeeper_id)
    scanned = {"village_id": shop.village_id, "voucher": order["voucher"]}

    assert (by_digits["id"], by_digits["lines"]) == (order["id"], order["lines"])
    assert (by_digits["actions"], by_digits["state"]) == (["fulfil"], OrderState.RESERVED)
    assert "voucher" not in by_digits
    assert counter.post("/orders/lookups", scanned).body == by_digits
    assert order_states(service) == {OrderState.RESERVED: 1}


def test_what_was_handed_out_or_waited_too_long_says_so_at_once(service: Service) -> None:
    shop = a_shop(service, purse=100)
    handed, late = an_order(service, shop), an_order(service, shop)
    shown = {"village_id": shop.village_id, "voucher": handed["voucher"]}
    service.sign_in(shop.shopkeeper_id).post("/orders/fulfilments", shown)
    done = looked_up(service, shop, handed["pickup_digits"])
    service.clock.advance(days=ORDER_WAITS.days)

    past = looked_up(service, shop, late["pickup_digits"])

    assert (done.status, done.body["type"]) == (409, "/problems/order-already-closed")
    assert (past.status, past.body["state"]) == (409, "expired")


def test_wrong_and_relatives_codes_are_refused_as_at_handing_out(service: Service) -> None:
    shop = a_shop(service, purse=100)
    digits = an_order(service, shop)["pickup_digits"]
    wrong = next(code for code in ("111111", "222222") if code != digits)
    service.run(lambda work: households.declare_relative(work, shop.household.id), shop.shopkeeper)

    own = looked_up(service, shop, digits)
    assert own.body["type"] == "/problems/own-or-relative-household"
    tries = [looked_up(service, shop, wrong).body["type"] for _ in range(11)]
    assert tries == ["/problems/order-not-found"] * 10 + ["/problems/too-many-wrong-codes"]


def test_only_the_counter_looks_codes_up(service: Service) -> None:
    shop = a_shop(service, purse=100)
    shown = {
        "village_id": shop.village_id,
        "pickup_digits": an_order(service, shop)["pickup_digits"],
    }

    assert service.sign_in(shop.resident_id).post("/orders/lookups", shown).status == 403
    assert service.stranger().post("/orders/lookups", shown).status == 401
