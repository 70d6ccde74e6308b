"""Orders, vouchers and deliveries, in the model and in the service."""

from hypothesis import strategies as st

from tests.model.shop import Order
from tests.model.twins import Twins, act, mostly, numbers, pick


class ShopActs(Twins):
    """What people do in the shop."""

    @act(
        weight=3,
        name=mostly("resident", "chair", "shopkeeper"),
        home=numbers,
        lines=st.dictionaries(st.integers(0, 1), st.integers(1, 3), min_size=1),
    )
    def reserve(self, name: str, home: int, lines: dict[int, int]) -> None:
        """Somebody orders goods."""
        who = self.who(name)
        household = self.home(who, home)
        wanted = {self.village.shop.goods[n]: quantity for n, quantity in sorted(lines.items())}
        done = self.both(
            "order",
            lambda: self.village.shop.reserve(who, household, wanted, self.village.now),
            lambda: self.world.reserve(who, household, wanted),
        )
        if done:
            order, body = done
            order.id, order.voucher = body["id"], body["voucher"]
            assert body["points"] == sum(order.held.values())
            self.tally["order: from two years"] += len(order.held) > 1

    @act(weight=2, name=mostly("chair", "resident"), number=numbers)
    def cancel_order(self, name: str, number: int) -> None:
        """Somebody cancels an order."""
        who, order = self.who(name), self._order(number)
        self.both(
            "cancel order",
            lambda: self.village.shop.cancel(who, order),
            lambda: self.world.cancel_order(who, order),
        )

    @act(weight=4, name=mostly("shopkeeper"), number=numbers)
    def fulfil(self, name: str, number: int) -> None:
        """Somebody hands an order out."""
        who, order = self.who(name), self._order(number)
        self.both(
            "fulfil",
            lambda: self.village.shop.fulfil(who, order, self.village.now),
            lambda: self.world.fulfil(who, order.voucher),
        )

    @act(times=st.sampled_from((1, 1, 1, 11)))
    def try_wrong_codes(self, times: int) -> None:
        """The shopkeeper tries codes that fetch nothing."""
        who = self.who("shopkeeper")
        for _ in range(times):
            self.both(
                "wrong code",
                lambda: self.village.shop.try_wrong_code(who, self.village.now),
                lambda: self.world.fulfil(who),
            )

    @act(name=mostly("shopkeeper"), number=numbers, quantity=st.integers(1, 3))
    def receive(self, name: str, number: int, quantity: int) -> None:
        """A delivery comes in."""
        who, goods = self.who(name), pick(self.village.shop.goods, number)
        self.both(
            "receive",
            lambda: self.village.shop.receive(who, goods, quantity),
            lambda: self.world.receive(who, goods, quantity),
        )

    def _order(self, number: int) -> Order:
        """Return an order, one that waits if there is any."""
        orders = self.village.shop.orders
        return pick([order for order in orders if order.state == "reserved"] or orders, number)
