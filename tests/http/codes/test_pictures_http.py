"""Codes and vouchers come as pictures; what is stored for repeats holds neither."""

from models.vocabulary import Role
from tests.support.builders import an_officer
from tests.support.rewards_builders import a_shop
from tests.support.service import Service

PREFIX = "data:image/png;base64,"
STORED = "SELECT CAST(answer AS text) FROM idempotency_keys WHERE key = :key"


def test_a_printed_code_comes_with_its_picture(service: Service) -> None:
    shop = a_shop(service)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, shop.village_id))
    body = {"kind": "shop", "target_id": shop.village_id}

    code = chair.post("/codes", body, key="print-once").body
    again = chair.post("/codes", body, key="print-once").body

    assert code["picture"].startswith(PREFIX)
    assert again == code


def test_the_voucher_is_shown_as_a_picture_to_its_household_alone(service: Service) -> None:
    shop = a_shop(service, purse=100)
    lines = [{"goods_id": shop.goods["soap"], "quantity": 1}]
    body = {"household_id": shop.household.id, "lines": lines}
    resident = service.sign_in(shop.resident_id)

    order = resident.post("/orders", body, key="order-once").body
    repeated = resident.post("/orders", body, key="order-once").body
    seen = service.sign_in(shop.shopkeeper_id).get(f"/orders/{order['id']}").body

    assert order["picture"].startswith(PREFIX)
    assert repeated == order
    assert resident.get(f"/orders/{order['id']}").body["picture"] == order["picture"]
    assert seen["picture"] is None
    stored = service.scalar(STORED, key="order-once")
    assert PREFIX not in stored
    assert order["voucher"] not in stored
