"""Builders for the shop: goods on the shelf, somebody at the counter, the books of stock."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from models.vocabulary import AccountKind, Role, TransferCode
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.domains.points.service import ledger
from server.domains.points.service.ledger import Entry, Side
from server.domains.rewards import service as rewards
from server.kernel.actors import Actor
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold, a_household, a_resident, a_village, an_officer
from tests.support.service import Service

_codes = itertools.count(1)


@dataclass(frozen=True)
class Shop:
    """A village shop with soap, paste and rice, its keeper, and a household that may order."""

    village_id: int
    household: BuiltHousehold
    resident_id: int
    resident: Actor
    shopkeeper_id: int
    shopkeeper: Actor
    goods: Mapping[str, int]


def a_shop(service: Service, *, purse: int = 0, stock: int = 10) -> Shop:
    """Return a shop: `stock` soap at 20 points, 3 paste at 50, 5 rice at 60; `purse` points."""
    village_id = a_village(service)
    household = a_household(service, village_id)
    resident_id = a_resident(service, household)
    shopkeeper_id = an_officer(service, Role.SHOPKEEPER, village_id)
    give_points(service, household, purse)
    goods = {
        "soap": goods_on_the_shelf(service, village_id, stock=stock, price=20),
        "paste": goods_on_the_shelf(service, village_id, stock=3, price=50, name="牙膏"),
        "rice": goods_on_the_shelf(service, village_id, stock=5, price=60, name="大米"),
    }
    return Shop(
        village_id,
        household,
        resident_id,
        service.actor(resident_id),
        shopkeeper_id,
        service.actor(shopkeeper_id),
        goods,
    )


def give_points(
    service: Service, household: BuiltHousehold, amount: int, *, year: int = 2026
) -> None:
    """Post points that have been through the notice, without claims behind them."""
    if amount:
        entries = usable_points(household.village_id, household.id, amount, year=year)
        service.run(lambda work: ledger.post(work, entries))


def usable_points(
    village_id: int, household_id: int, amount: int, *, year: int = 2026
) -> list[Entry]:
    """Return the entries of an award and of the end of its notice."""
    steps = (
        (AccountKind.ISSUED, AccountKind.IN_NOTICE, TransferCode.AWARD),
        (AccountKind.IN_NOTICE, AccountKind.REDEEMABLE, TransferCode.NOTICE_ENDED),
    )
    return [
        Entry(
            village_id=village_id,
            household_id=household_id,
            debit=Side(debit, year),
            credit=Side(credit, year),
            amount=amount,
            code=code,
            caused_by=f"given:{household_id}:{year}",
        )
        for debit, credit, code in steps
    ]


def points_of(service: Service, household_id: int) -> Mapping[str, int]:
    """Return what a household has, by kind of account, over all years."""
    rows = service.rows(
        "SELECT kind, SUM(balance) FROM points_accounts"
        " WHERE household_id = :id AND balance <> 0 GROUP BY kind",
        id=household_id,
    )
    return {str(kind): int(balance) for kind, balance in rows}


def make_shopkeeper(service: Service, person_id: int, village_id: int) -> Actor:
    """Put somebody who is there already behind the counter as well."""
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=person_id, organisation_id=village_id, role=Role.SHOPKEEPER
        )
    )
    return service.actor(person_id)


def goods_on_the_shelf(
    service: Service, village_id: int, *, stock: int = 10, price: int = 30, name: str = "香皂"
) -> int:
    """Return goods of a village shop, delivered in the given quantity."""

    def build(work: Work) -> int:
        goods = {"code": f"T{next(_codes)}", "name": name, "unit": "块", "price_points": price}
        goods_id = rewards.add_goods(work, village_id, goods).id
        if stock:
            rewards.receive(work, goods_id, stock)
        return goods_id

    return service.run(build)


def an_order(service: Service, shop: Shop, quantity: int = 1) -> dict[str, Any]:
    """Return the resident's order of soap as she is told of it, with its codes."""
    lines = [{"goods_id": shop.goods["soap"], "quantity": quantity}]
    body = {"household_id": shop.household.id, "lines": lines}
    order: dict[str, Any] = service.sign_in(shop.resident_id).post("/orders", body).body
    return order


def stock_of(service: Service, goods_id: int) -> int:
    """Return what can still be ordered."""
    return int(service.scalar("SELECT stock FROM goods WHERE id = :id", id=goods_id))


def mismatches(service: Service) -> list[str]:
    """Return what does not add up in the books of the shops and of points."""

    def recount(work: Work) -> list[str]:
        found = [*rewards.reconcile(work.session), *points.reconcile(work.session)]
        return [str(mismatch) for mismatch in found]

    return service.run(recount, writes=False)


def expire_orders(service: Service) -> int:
    """End the orders that waited too long as the worker does; return how many."""
    due = service.run(rewards.list_expired, writes=False)
    return sum(service.run(partial(rewards.expire_order, order_id=each)) for each in due)


def order_states(service: Service) -> Mapping[str, int]:
    """Count orders by state."""
    rows = service.rows("SELECT state, COUNT(*) FROM orders GROUP BY state")
    return {str(state): int(number) for state, number in rows}
