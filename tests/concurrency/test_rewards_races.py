"""Many at once for the last goods, the last points and one order: exactly what exists is given.

Each race has a control that reads, meets the others, and then writes what it has read. It must
give away too much; otherwise the race would prove nothing.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from models.vocabulary import Relation
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.points.service import ledger
from server.domains.rewards import service as rewards
from server.domains.rewards.errors import OrderAlreadyClosed, OutOfStock
from server.kernel.actors import Actor
from server.kernel.work import Work
from tests.support.consents_builders import agree
from tests.support.rewards_builders import (
    Shop,
    a_shop,
    expire_orders,
    mismatches,
    order_states,
    points_of,
    stock_of,
    usable_points,
)
from tests.support.service import CONNECTIONS, Caller, Service

pytestmark = pytest.mark.race

CROWD = 200
UNITS = 7
SOAP_POINTS = 20
WAYS = ("fulfilled", "cancelled", "expired")


def count_then_write(
    service: Service, number: int, read: str, write: str, **values: Sequence[object]
) -> int:
    """Return how many believe they got it when each one reads, waits for all, and writes.

    `values` holds one value for each of them; the write finds what was read as `:seen`.
    """
    everybody_has_read = threading.Barrier(number)

    def naive(index: int) -> bool:
        own = {name: value[index] for name, value in values.items()}
        with service.raw() as connection:
            seen = connection.execute(text(read), own).scalar()
        everybody_has_read.wait()
        if not seen:
            return False
        with service.raw() as connection:
            connection.execute(text(write), {**own, "seen": seen})
        return True

    return sum(result is True for result in service.race(number, naive))


def a_crowd(service: Service, shop: Shop, number: int) -> list[tuple[int, Actor]]:
    """Return households of the village with their members, each with points for one soap."""

    def build(work: Work) -> list[tuple[int, int]]:
        member = households.NewMember(name="周小兰", relation=Relation.HEAD, phone=None)
        built = []
        for _ in range(number):
            household = households.register_household(
                work,
                village_id=shop.village_id,
                number=None,
                group_name="三组",
                zone=None,
                members=[member],
            )
            (row,) = work.session.execute(
                text("SELECT id FROM members WHERE household_id = :id"), {"id": household.id}
            )
            person_id = identity.create_person(work)
            households.link_member(work, row[0], person_id)
            agree(work, person_id)
            built.append((household.id, person_id))
        given = [usable_points(shop.village_id, row[0], SOAP_POINTS) for row in built]
        ledger.post(work, [entry for entries in given for entry in entries])
        return built

    return [
        (household_id, service.actor(person_id)) for household_id, person_id in service.run(build)
    ]


def test_ab_09_200_orders_for_7_units_get_7_units(service: Service) -> None:
    shop = a_shop(service, stock=UNITS)
    crowd = a_crowd(service, shop, CROWD)
    soap = shop.goods["soap"]

    def order(index: int) -> int:
        household_id, actor = crowd[index]
        return service.run(lambda work: rewards.reserve(work, household_id, {soap: 1}).id, actor)

    results = service.race(CROWD, order)
    kinds = Counter(type(result) for result in results)
    assert kinds == {int: UNITS, OutOfStock: CROWD - UNITS}, kinds
    assert stock_of(service, soap) == 0
    assert order_states(service) == {"reserved": UNITS}
    assert mismatches(service) == []
    assert _all_points(service) == {
        "redeemable": (CROWD - UNITS) * SOAP_POINTS,
        "held": UNITS * SOAP_POINTS,
    }


def test_control_counting_stock_instead_of_claiming_it_gives_away_too_much(
    service: Service,
) -> None:
    soap = a_shop(service, stock=UNITS).goods["soap"]
    admitted = count_then_write(
        service,
        CONNECTIONS,
        "SELECT stock FROM goods WHERE id = :id",
        "UPDATE goods SET stock = :seen - 1 WHERE id = :id",
        id=[soap] * CONNECTIONS,
    )
    assert admitted > UNITS


def test_ab_09_30_orders_over_http_for_the_last_points_get_what_they_pay_for(
    service: Service,
) -> None:
    shop = a_shop(service, purse=UNITS * SOAP_POINTS + 10, stock=100)
    phone: Caller = service.sign_in(shop.resident_id)
    body = {
        "household_id": shop.household.id,
        "lines": [{"goods_id": shop.goods["soap"], "quantity": 1}],
    }
    answers = service.race(30, lambda _: phone.post("/orders", body))
    seen = Counter(
        (answer.status, answer.body.get("type")) if not isinstance(answer, Exception) else answer
        for answer in answers
    )
    assert seen == {(201, None): UNITS, (422, "/problems/insufficient-points"): 30 - UNITS}, seen
    assert points_of(service, shop.household.id) == {
        "redeemable": 10,
        "held": UNITS * SOAP_POINTS,
    }
    assert stock_of(service, shop.goods["soap"]) == 100 - UNITS
    assert service.scalar("SELECT COUNT(DISTINCT pickup_digits) FROM orders") == UNITS
    assert mismatches(service) == []


def test_control_counting_points_instead_of_claiming_them_spends_too_many(
    service: Service,
) -> None:
    shop = a_shop(service, purse=SOAP_POINTS)
    account = service.scalar(
        "SELECT id FROM points_accounts WHERE kind = 'redeemable' AND household_id = :id",
        id=shop.household.id,
    )
    spent = count_then_write(
        service,
        CONNECTIONS,
        "SELECT balance FROM points_accounts WHERE id = :id",
        "UPDATE points_accounts SET balance = :seen - :price WHERE id = :id",
        id=[account] * CONNECTIONS,
        price=[SOAP_POINTS] * CONNECTIONS,
    )
    assert spent > 1


def test_an_order_handed_out_cancelled_and_expired_at_once_ends_exactly_once(
    service: Service,
) -> None:
    shop = a_shop(service, purse=200)
    for _ in range(8):
        order_id, voucher = _an_order(service, shop)
        results = _end_three_ways(service, shop, order_id, voucher)
        won = [result for result in results if result in WAYS]
        assert len(won) == 1, results
        for result in results:
            expected = result in {won[0], "nothing was due"}
            assert expected or isinstance(result, OrderAlreadyClosed), results
        assert service.scalar("SELECT state FROM orders WHERE id = :id", id=order_id) == won[0]
    states = order_states(service)
    used = states.get("fulfilled", 0)
    left = {"redeemable": 200 - used * SOAP_POINTS}
    assert (points_of(service, shop.household.id), sum(states.values())) == (left, 8)
    assert (stock_of(service, shop.goods["soap"]), mismatches(service)) == (10 - used, [])


def _end_three_ways(
    service: Service, shop: Shop, order_id: int, voucher: str
) -> list[str | Exception]:
    # The worker's instant is past the order's end, the counter's is not: clocks of two machines.
    past_due = timedelta(days=16)

    def end(index: int) -> str:
        if WAYS[index] == "fulfilled":
            service.run(
                lambda work: rewards.fulfil(work, shop.village_id, voucher), shop.shopkeeper
            )
        elif WAYS[index] == "cancelled":
            service.run(lambda work: rewards.cancel(work, order_id), shop.resident)
        elif not service.run(
            lambda work: rewards.expire_order(replace(work, now=work.now + past_due), order_id)
        ):
            return "nothing was due"
        return WAYS[index]

    return service.race(len(WAYS), end)


def test_control_looking_before_ending_an_order_ends_it_several_times(service: Service) -> None:
    shop = a_shop(service, purse=200)
    order_id, _ = _an_order(service, shop)
    ended = count_then_write(
        service,
        len(WAYS),
        "SELECT state FROM orders WHERE id = :id AND state = 'reserved'",
        "UPDATE orders SET state = :way, closed_at = placed_at WHERE id = :id AND :seen <> ''",
        id=[order_id] * len(WAYS),
        way=WAYS,
    )
    assert ended == len(WAYS)


def test_two_workers_expire_each_order_once(service: Service) -> None:
    shop = a_shop(service, purse=1000, stock=100)
    orders = 30
    for _ in range(orders):
        _an_order(service, shop)
        service.clock.advance(seconds=1)
    service.clock.advance(days=16)
    ended = service.race(4, lambda _: expire_orders(service))
    counts = [result for result in ended if isinstance(result, int)]
    # Who finds the others' orders locked leaves them; what nobody saw comes with the next round.
    rest = expire_orders(service)
    assert (len(counts), sum(counts) + rest) == (4, orders), ended
    assert order_states(service) == {"expired": orders}
    assert points_of(service, shop.household.id) == {"redeemable": 1000}
    assert (stock_of(service, shop.goods["soap"]), mismatches(service)) == (100, [])
    assert service.scalar("SELECT COUNT(*) FROM messages WHERE kind = 'order_expired'") == orders


def _an_order(service: Service, shop: Shop) -> tuple[int, str]:
    def build(work: Work) -> tuple[int, str]:
        order = rewards.reserve(work, shop.household.id, {shop.goods["soap"]: 1})
        return order.id, str(rewards.get_pickup(work, order.id).voucher)

    return service.run(build, shop.resident)


def _all_points(service: Service) -> dict[str, int]:
    rows = service.rows(
        "SELECT kind, SUM(balance) FROM points_accounts WHERE household_id IS NOT NULL"
        " AND balance <> 0 GROUP BY kind"
    )
    return {str(kind): int(balance) for kind, balance in rows}
