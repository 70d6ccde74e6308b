"""The points shop in the model: goods, orders, and what waits at the counter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.model.people import Household, Person
from tests.model.refused import Refused

ORDER_WAITS = timedelta(days=15)
WRONG_CODES_MAX, WRONG_CODES_WITHIN = 10, timedelta(hours=1)


@dataclass(eq=False)
class Goods:
    """Something on the shelf."""

    id: int
    price: int
    stock: int


@dataclass(eq=False)
class Order:
    """Goods and points that wait for their voucher."""

    household: Household
    lines: Mapping[Goods, int]
    held: Mapping[int, int]
    placed_by: Person
    expires_at: datetime
    state: str = "reserved"
    id: int = 0
    voucher: str = ""


@dataclass
class Shop:
    """The shelf and the counter."""

    goods: list[Goods]
    orders: list[Order] = field(default_factory=list)
    wrong_codes: dict[Person, list[datetime]] = field(default_factory=dict)

    def reserve(
        self, who: Person, household: Household, lines: Mapping[Goods, int], now: datetime
    ) -> Order:
        """Reserve goods for a household: stock and points, everything or nothing."""
        who.acts_by_proxy_for(household, "household-not-found")
        if any(quantity > goods.stock for goods, quantity in lines.items()):
            raise Refused("out-of-stock")
        cost = sum(goods.price * quantity for goods, quantity in lines.items())
        held = household.purse.hold(cost)
        for goods, quantity in lines.items():
            goods.stock -= quantity
        order = Order(household, lines, held, who, now + ORDER_WAITS)
        self.orders.append(order)
        return order

    def cancel(self, who: Person, order: Order) -> None:
        """Cancel an order that waits."""
        who.acts_by_proxy_for(order.household, "order-not-found")
        if order.state != "reserved":
            raise Refused("order-already-closed")
        self._give_back(order, "cancelled")

    def fulfil(self, who: Person, order: Order, now: datetime) -> None:
        """Hand an order out against its voucher."""
        self._check_counter(who, now)
        if who.stays_out_of(order.household) or who is order.placed_by:
            raise Refused("own-or-relative-household")
        if order.state != "reserved" or order.expires_at <= now:
            raise Refused("order-already-closed")
        order.state = "fulfilled"
        order.household.purse.settle(order.held)

    def try_wrong_code(self, who: Person, now: datetime) -> None:
        """Show a code that fetches nothing; the tenth within an hour closes the counter to her."""
        self._check_counter(who, now)
        self.wrong_codes.setdefault(who, []).append(now)
        raise Refused("order-not-found")

    def _check_counter(self, who: Person, now: datetime) -> None:
        who.check("fulfil", "organisation-not-found")
        tried = self.wrong_codes.get(who, [])
        if sum(at > now - WRONG_CODES_WITHIN for at in tried) >= WRONG_CODES_MAX:
            raise Refused("too-many-wrong-codes")

    def receive(self, who: Person, goods: Goods, quantity: int) -> None:
        """Add a delivery."""
        who.check("receive", "goods-not-found")
        goods.stock += quantity

    def expire(self, now: datetime) -> None:
        """End every order that waited too long."""
        for order in self.orders:
            if order.state == "reserved" and order.expires_at <= now:
                self._give_back(order, "expired")

    @staticmethod
    def _give_back(order: Order, state: str) -> None:
        order.state = state
        for goods, quantity in order.lines.items():
            goods.stock += quantity
        order.household.purse.release(order.held)
