import pytest

from server.domains.rewards import service as rewards
from tests.support.rewards_builders import (
    Shop,
    a_shop,
    an_order,
    expire_orders,
)
from tests.support.service import Service
from tests.support.tampering import found, tamper


@pytest.fixture
def shop(service: Service) -> Shop:
    """Return a shop whose household has 160 points."""
    return a_shop(service, purse=160)


@pytest.fixture
def orders(service: Service, shop: Shop) -> list[int]:
    """Return four orders of 40 points: handed out, cancelled, expired, waiting."""
    placed = [an_order(service, shop, quantity=2) for _ in range(4)]
    ids = [order["id"] for order in placed]
    handed = {"village_id": shop.village_id, "pickup_digits": placed[0]["pickup_digits"]}
    keeper, resident = service.sign_in(shop.shopkeeper_id), service.sign_in(shop.resident_id)
    assert keeper.post("/orders/fulfilments", handed).status == 200
    assert resident.post(f"/orders/{ids[1]}/cancellation").status == 200
    tamper(service, "UPDATE orders SET expires_at = placed_at WHERE id = :id", id=ids[2])
    assert expire_orders(service) == 1
    return ids


def test_shops_that_balance_report_nothing(service: Service, shop: Shop, orders: list[int]) -> None:
    states = service.rows("SELECT state FROM orders ORDER BY id")
    assert states == [("fulfilled",), ("cancelled",), ("expired",), ("reserved",)]
    assert len(orders) == len(states)
    assert found(service, rewards.reconcile) == []


def test_edited_stock_is_found(service: Service, shop: Shop, orders: list[int]) -> None:
    soap = shop.goods["soap"]
    tamper(service, "UPDATE goods SET stock = 7 WHERE id = :id", id=soap)
    assert found(service, rewards.reconcile) == [
        f"stock of goods {soap}: kept 7, recounted 6",
        f"stock, waiting and handed out of goods {soap}: kept 11, recounted 10",
    ]


def test_a_movement_that_nobody_ordered_is_found(
    service: Service, shop: Shop, orders: list[int]
) -> None:
    rice = shop.goods["rice"]
    tamper(
        service,
        "INSERT INTO stock_movements (village_id, goods_id, kind, change, note, moved_at)"
        " SELECT village_id, id, 'reserved', -1, '', '2026-11-10T01:00:00+00:00'"
        " FROM goods WHERE id = :id",
        id=rice,
    )
    assert found(service, rewards.reconcile) == [f"stock of goods {rice}: kept 5, recounted 4"]


def test_an_edited_line_is_found(service: Service, shop: Shop, orders: list[int]) -> None:
    tamper(service, "UPDATE order_lines SET quantity = 3 WHERE order_id = :id", id=orders[3])
    assert found(service, rewards.reconcile) == [
        f"stock, waiting and handed out of goods {shop.goods['soap']}: kept 11, recounted 10",
        f"price of order {orders[3]}: kept 40, recounted 60",
    ]


def test_an_edited_price_is_found(service: Service, shop: Shop, orders: list[int]) -> None:
    tamper(service, "UPDATE orders SET points = 41 WHERE id = :id", id=orders[3])
    assert found(service, rewards.reconcile) == [
        f"price of order {orders[3]}: kept 41, recounted 40",
        f"points held by order {orders[3]}: kept 41, recounted 40",
        f"points held of household {shop.household.id}: kept 40, recounted 41",
    ]


def test_an_order_handed_out_behind_the_books_is_found(
    service: Service, shop: Shop, orders: list[int]
) -> None:
    tamper(
        service,
        "UPDATE orders SET state = 'fulfilled', closed_at = placed_at WHERE id = :id",
        id=orders[3],
    )
    assert found(service, rewards.reconcile) == [
        f"points held by order {orders[3]}: kept 0, recounted 40",
        f"points handed over by order {orders[3]}: kept 40, recounted 0",
        f"points held of household {shop.household.id}: kept 40, recounted 0",
    ]


def test_a_cancelled_order_opened_again_is_found(
    service: Service, shop: Shop, orders: list[int]
) -> None:
    tamper(
        service,
        "UPDATE orders SET state = 'reserved', closed_at = NULL WHERE id = :id",
        id=orders[1],
    )
    assert found(service, rewards.reconcile) == [
        f"stock, waiting and handed out of goods {shop.goods['soap']}: kept 12, recounted 10",
        f"points held by order {orders[1]}: kept 40, recounted 0",
        f"points held of household {shop.household.id}: kept 40, recounted 80",
    ]


def test_points_held_for_no_order_are_found(
    service: Service, shop: Shop, orders: list[int]
) -> None:
    tamper(service, "UPDATE points_accounts SET balance = 45 WHERE kind = 'held'")
    assert found(service, rewards.reconcile) == [
        f"points held of household {shop.household.id}: kept 45, recounted 40"
    ]
