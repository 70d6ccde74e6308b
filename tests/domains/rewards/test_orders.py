"""An order takes stock and points together, waits for 15 days, and ends exactly once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.vocabulary import AnomalyKind, MessageKind, OrderState, ProxyChannel, Role
from server.domains.households import service as households
from server.domains.households.errors import (
    BehalfRequired,
    HouseholdNotFound,
    OwnHousehold,
)
from server.domains.organisations.errors import OrganisationNotFound
from server.domains.points.errors import InsufficientPoints
from server.domains.rewards import service as rewards
from server.domains.rewards.errors import (
    GoodsNotFound,
    OrderAlreadyClosed,
    OrderNotFound,
    OutOfStock,
    PickupDigitsUsedUp,
    TooManyWrongCodes,
)
from server.domains.rewards.service import OrderView, Pickup
from server.kernel.actors import Actor
from server.kernel.pages import PageRequest
from server.kernel.work import OnBehalf
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.rewards_builders import (
    Shop,
    a_shop,
    expire_orders,
    goods_on_the_shelf,
    make_shopkeeper,
    mismatches,
    order_states,
    points_of,
    stock_of,
)
from tests.support.service import Service


def reserve(
    service: Service, shop: Shop, actor: Actor, behalf: OnBehalf | None = None, **lines: int
) -> OrderView:
    """Order so many of the shop's soap and paste."""
    wanted = {shop.goods[name]: quantity for name, quantity in lines.items()}
    return service.run(lambda work: rewards.reserve(work, shop.household.id, wanted, behalf), actor)


def pickup(service: Service, actor: Actor, order_id: int) -> Pickup:
    return service.run(lambda work: rewards.get_pickup(work, order_id), actor, writes=False)


def fulfil(service: Service, shop: Shop, actor: Actor, code: str | None) -> OrderView:
    assert code is not None
    return service.run(lambda work: rewards.fulfil(work, shop.village_id, code), actor)


def told(service: Service) -> list[MessageKind]:
    return [MessageKind(row[0]) for row in service.rows("SELECT kind FROM messages ORDER BY id")]


def test_an_order_takes_stock_and_points_and_tells_the_household(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = reserve(service, shop, shop.resident, soap=2, paste=1)
    assert (order.state, order.points) == (OrderState.RESERVED, 90)
    assert [(line.name, line.quantity, line.unit_points) for line in order.lines] == [
        ("香皂", 2, 20),
        ("牙膏", 1, 50),
    ]
    assert order.expires_at - order.placed_at == timedelta(days=15)
    assert order.household_label == "王** · 三组"
    assert stock_of(service, shop.goods["soap"]) == 8
    assert points_of(service, shop.household.id) == {"redeemable": 10, "held": 90}
    assert told(service) == [MessageKind.ORDER_RESERVED]
    assert mismatches(service) == []


def test_what_is_short_is_named_line_by_line_and_nothing_is_taken(service: Service) -> None:
    shop = a_shop(service, purse=1000)
    with pytest.raises(OutOfStock) as refused:
        reserve(service, shop, shop.resident, soap=11, paste=4, rice=1)
    assert refused.value.facts["short"] == [
        {"goods_id": shop.goods["soap"], "name": "香皂", "unit": "块", "wanted": 11, "left": 10},
        {"goods_id": shop.goods["paste"], "name": "牙膏", "unit": "块", "wanted": 4, "left": 3},
    ]
    assert (stock_of(service, shop.goods["rice"]), order_states(service)) == (5, {})
    assert points_of(service, shop.household.id) == {"redeemable": 1000}


def test_too_few_points_leave_the_stock_as_it_was(service: Service) -> None:
    shop = a_shop(service, purse=30)
    with pytest.raises(InsufficientPoints) as refused:
        reserve(service, shop, shop.resident, soap=2)
    assert refused.value.facts["missing"] == 10
    assert (stock_of(service, shop.goods["soap"]), order_states(service)) == (10, {})
    assert points_of(service, shop.household.id) == {"redeemable": 30}
    assert mismatches(service) == []


def test_goods_of_another_village_are_not_on_this_shelf(service: Service) -> None:
    shop = a_shop(service, purse=100)
    foreign_id = goods_on_the_shelf(service, a_village(service, "青山村妇联"))
    with pytest.raises(GoodsNotFound) as refused:
        service.run(
            lambda work: rewards.reserve(
                work, shop.household.id, {shop.goods["soap"]: 1, foreign_id: 1}
            ),
            shop.resident,
        )
    assert refused.value.facts == {"missing": [foreign_id]}


def test_nobody_orders_for_a_household_that_is_not_hers(service: Service) -> None:
    shop = a_shop(service, purse=100)
    neighbour = service.actor(a_resident(service, a_household(service, shop.village_id)))
    for actor in (neighbour, shop.shopkeeper):
        with pytest.raises(HouseholdNotFound):
            reserve(service, shop, actor, soap=1)


def test_a_leader_orders_for_a_household_and_says_for_whom(service: Service) -> None:
    shop = a_shop(service, purse=100)
    leader_id = an_officer(service, Role.VILLAGE_EXECUTIVE, shop.village_id)
    leader = service.actor(leader_id)
    with pytest.raises(BehalfRequired):
        reserve(service, shop, leader, soap=1)
    behalf = OnBehalf(shop.household.member_ids[0], "没有手机", ProxyChannel.TELEPHONE)
    order = reserve(service, shop, leader, behalf, soap=1)
    assert service.rows("SELECT action, object_id, acted_by FROM proxy_acts") == [
        ("reserve_order", order.id, leader_id)
    ]
    assert pickup(service, leader, order.id).voucher is not None
    cancelled = service.run(lambda work: rewards.cancel(work, order.id, behalf), leader)
    assert cancelled.state is OrderState.CANCELLED
    assert service.scalar("SELECT COUNT(*) FROM proxy_acts") == 2


def test_who_ordered_for_a_household_does_not_hand_it_out(service: Service) -> None:
    shop = a_shop(service, purse=100)
    both_id = an_officer(service, Role.VILLAGE_CHAIR, shop.village_id)
    both = make_shopkeeper(service, both_id, shop.village_id)
    behalf = OnBehalf(shop.household.member_ids[0], "没有手机", ProxyChannel.IN_PERSON)
    order = reserve(service, shop, both, behalf, soap=1)
    code = pickup(service, both, order.id).voucher
    with pytest.raises(OwnHousehold, match="帮别人下"):
        fulfil(service, shop, both, code)
    assert fulfil(service, shop, shop.shopkeeper, code).state is OrderState.FULFILLED


def test_the_codes_are_shown_to_the_household_alone(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = reserve(service, shop, shop.resident, soap=1)
    shown = pickup(service, shop.resident, order.id)
    assert shown.voucher is not None
    assert shown.pickup_digits is not None
    assert (len(shown.voucher), len(shown.pickup_digits)) == (20, 6)
    assert pickup(service, shop.resident, order.id) == shown
    leader = service.actor(an_officer(service, Role.VILLAGE_CHAIR, shop.village_id))
    for actor in (shop.shopkeeper, leader):
        seen, codes = service.run(
            lambda work: rewards.get_order(work, order.id), actor, writes=False
        )
        assert replace(seen, actions=()) == replace(order, actions=())
        assert codes == Pickup(voucher=None, pickup_digits=None)
    neighbour = service.actor(a_resident(service, a_household(service, shop.village_id)))
    with pytest.raises(OrderNotFound):
        pickup(service, neighbour, order.id)
    assert shown.voucher not in str(service.rows("SELECT * FROM orders"))


@pytest.mark.parametrize("by", ["voucher", "pickup_digits"])
def test_an_order_is_handed_out_by_voucher_or_by_digits_once(service: Service, by: str) -> None:
    shop = a_shop(service, purse=100)
    order = reserve(service, shop, shop.resident, soap=2)
    code = getattr(pickup(service, shop.resident, order.id), by)
    done = fulfil(service, shop, shop.shopkeeper, code)
    assert (done.state, done.id) == (OrderState.FULFILLED, order.id)
    assert points_of(service, shop.household.id) == {"redeemable": 60}
    assert told(service) == [MessageKind.ORDER_RESERVED, MessageKind.ORDER_FULFILLED]
    service.clock.advance(hours=1)
    with pytest.raises(OrderAlreadyClosed) as refused:
        fulfil(service, shop, shop.shopkeeper, code)
    assert refused.value.facts["state"] == "fulfilled"
    assert "11月10日 09:00" in refused.value.detail
    assert (stock_of(service, shop.goods["soap"]), mismatches(service)) == (8, [])


def test_ab_24_a_shopkeeper_does_not_hand_out_her_own_order(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = reserve(service, shop, shop.resident, soap=1)
    code = pickup(service, shop.resident, order.id).voucher
    own = make_shopkeeper(service, shop.resident_id, shop.village_id)
    with pytest.raises(OwnHousehold, match="自己家或亲戚家"):
        fulfil(service, shop, own, code)
    assert service.rows("SELECT kind, person_id, object_id FROM anomalies") == [
        (AnomalyKind.OWN_OR_RELATIVE, own.person_id, order.id)
    ]
    assert order_states(service) == {"reserved": 1}
    assert fulfil(service, shop, shop.shopkeeper, code).state is OrderState.FULFILLED


def test_a_shopkeeper_does_not_hand_out_to_a_declared_relative(service: Service) -> None:
    shop = a_shop(service, purse=100)
    reserve(service, shop, shop.resident, soap=1)
    service.run(lambda work: households.declare_relative(work, shop.household.id), shop.shopkeeper)
    digits = service.scalar("SELECT pickup_digits FROM orders")
    with pytest.raises(OwnHousehold):
        fulfil(service, shop, shop.shopkeeper, digits)


def test_ab_13_the_counter_of_another_village_does_not_exist(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = reserve(service, shop, shop.resident, soap=1)
    code = pickup(service, shop.resident, order.id).voucher
    other_id = a_village(service, "青山村妇联")
    foreign = service.actor(an_officer(service, Role.SHOPKEEPER, other_id))
    with pytest.raises(OrganisationNotFound):
        fulfil(service, shop, foreign, code)
    with pytest.raises(OrderNotFound):
        service.run(lambda work: rewards.fulfil(work, other_id, str(code)), foreign)
    with pytest.raises(OrderNotFound):
        service.run(lambda work: rewards.get_order(work, order.id), foreign, writes=False)


def test_guessing_codes_pauses_the_counter_and_is_shown_to_the_level_above(
    service: Service,
) -> None:
    shop = a_shop(service, purse=100)
    reserve(service, shop, shop.resident, soap=1)
    digits = service.scalar("SELECT pickup_digits FROM orders")
    wrong = [code for code in (f"{n:06d}" for n in range(11)) if code != digits][:10]
    for code in wrong:
        with pytest.raises(OrderNotFound):
            fulfil(service, shop, shop.shopkeeper, code)
    assert service.rows("SELECT kind FROM anomalies") == [(AnomalyKind.CODE_GUESSING,)]
    with pytest.raises(TooManyWrongCodes):
        fulfil(service, shop, shop.shopkeeper, digits)
    service.clock.advance(hours=1, seconds=1)
    assert fulfil(service, shop, shop.shopkeeper, digits).state is OrderState.FULFILLED


def test_cancelling_gives_everything_back_once(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = reserve(service, shop, shop.resident, soap=2, rice=1)
    cancelled = service.run(lambda work: rewards.cancel(work, order.id), shop.resident)
    assert cancelled.state is OrderState.CANCELLED
    assert points_of(service, shop.household.id) == {"redeemable": 100}
    assert [stock_of(service, goods_id) for goods_id in shop.goods.values()] == [10, 3, 5]
    assert told(service)[-1] is MessageKind.ORDER_CANCELLED
    with pytest.raises(OrderAlreadyClosed) as refused:
        service.run(lambda work: rewards.cancel(work, order.id), shop.resident)
    assert refused.value.facts["state"] == "cancelled"
    with pytest.raises(OrderNotFound):
        service.run(lambda work: rewards.cancel(work, order.id), shop.shopkeeper)
    assert mismatches(service) == []


def test_what_is_not_fetched_in_15_days_goes_back_on_the_shelf(service: Service) -> None:
    shop = a_shop(service, purse=100)
    order = reserve(service, shop, shop.resident, soap=2)
    code = pickup(service, shop.resident, order.id).voucher
    service.clock.advance(days=15, seconds=-1)
    assert expire_orders(service) == 0
    service.clock.advance(seconds=1)
    with pytest.raises(OrderAlreadyClosed) as refused:
        fulfil(service, shop, shop.shopkeeper, code)
    assert refused.value.facts["state"] == "expired"
    later = service.run(
        lambda work: rewards.reserve(work, shop.household.id, {shop.goods["soap"]: 1}),
        shop.resident,
    )
    assert expire_orders(service) == 1
    assert expire_orders(service) == 0
    assert not service.run(lambda work: rewards.expire_order(work, order.id))
    assert points_of(service, shop.household.id) == {"redeemable": 80, "held": 20}
    assert order_states(service) == {"expired": 1, "reserved": 1}
    assert told(service)[-1] is MessageKind.ORDER_EXPIRED
    assert (stock_of(service, shop.goods["soap"]), mismatches(service)) == (9, [])
    assert later.id != order.id


def test_digits_in_use_are_passed_over_without_losing_the_order(service: Service) -> None:
    # The clock stands still, so every order of this household asks for the same digits first.
    shop = a_shop(service, purse=1000, stock=100)
    for _ in range(20):
        reserve(service, shop, shop.resident, soap=1)
    waiting = service.rows("SELECT DISTINCT pickup_digits FROM orders WHERE state = 'reserved'")
    assert len(waiting) == 20
    with pytest.raises(PickupDigitsUsedUp):
        reserve(service, shop, shop.resident, soap=1)
    assert stock_of(service, shop.goods["soap"]) == 80
    first = service.scalar("SELECT MIN(id) FROM orders")
    freed = pickup(service, shop.resident, first).pickup_digits
    fulfil(service, shop, shop.shopkeeper, freed)
    again = reserve(service, shop, shop.resident, soap=1)
    assert pickup(service, shop.resident, again.id).pickup_digits == freed
    # Two orders have had these digits now: the one that waits is meant.
    assert fulfil(service, shop, shop.shopkeeper, freed).id == again.id


def test_orders_are_listed_in_scope_and_newest_first(service: Service) -> None:
    shop = a_shop(service, purse=100)
    ids = [reserve(service, shop, shop.resident, soap=1).id for _ in range(3)]
    service.run(lambda work: rewards.cancel(work, ids[0]), shop.resident)

    def listed(actor: Actor, wanted: rewards.OrderFilter, **page: int) -> list[int]:
        found = service.run(
            lambda work: rewards.list_orders(work, wanted, PageRequest(**page)),
            actor,
            writes=False,
        )
        return [order.id for order in found.items]

    everything = rewards.OrderFilter()
    assert listed(shop.resident, everything) == ids[::-1]
    assert listed(shop.resident, everything, after=ids[2], size=1) == [ids[1]]
    waiting = rewards.OrderFilter(village_id=shop.village_id, state=OrderState.RESERVED)
    assert listed(shop.shopkeeper, waiting) == [ids[2], ids[1]]
    own = rewards.OrderFilter(household_id=shop.household.id)
    assert listed(shop.resident, own) == ids[::-1]
    neighbour = service.actor(a_resident(service, a_household(service, shop.village_id)))
    assert listed(neighbour, everything) == []
    with pytest.raises(HouseholdNotFound):
        listed(neighbour, own)
    assert listed(neighbour, waiting) == []
    outsider = service.actor(a_resident(service, a_household(service, a_village(service, "外村"))))
    with pytest.raises(OrganisationNotFound):
        listed(outsider, waiting)
