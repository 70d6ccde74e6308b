"""What an order looks like from outside, and the codes that fetch it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.rewards import Order
from models.vocabulary import OrderState
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.rewards import policy, queries, rules
from server.domains.rewards.errors import ORDER_MISSING, OrderNotFound
from server.domains.rewards.policy import Action
from server.domains.rewards.queries import OrderFilter
from server.domains.rewards.rules import OrderedGoods
from server.domains.rewards.service.counter import Counter, standing_of
from server.kernel.pages import Page, PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """An order with its lines and a masked label of the household; without its codes."""

    id: int
    village_id: int
    household_id: int
    household_label: str
    member_id: int | None
    state: OrderState
    points: int
    lines: list[OrderedGoods]
    placed_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Pickup:
    """What is shown at the counter: a voucher to scan, as its picture too, or six digits to say."""

    voucher: str | None
    pickup_digits: str | None
    picture: str | None = None


HIDDEN = Pickup(voucher=None, pickup_digits=None)


def get_order(work: Work, order_id: int) -> tuple[OrderView, Pickup]:
    """Return an order in scope; its codes only to the household and to who ordered for it."""
    order = _get(work, order_id)
    return view_of(work, order), pickup_of(work, order)


def get_pickup(work: Work, order_id: int) -> Pickup:
    """Return the codes of an order alone, hidden from everybody they do not concern."""
    return pickup_of(work, _get(work, order_id))


def list_orders(work: Work, wanted: OrderFilter, page: PageRequest) -> Page[OrderView]:
    """Return orders in scope, newest first. A foreign village or household does not exist."""
    scope = work.actor.scope(Permission.ORDER_READ)
    households.check_in_sight(
        scope, work.session, village_id=wanted.village_id, household_id=wanted.household_id
    )
    found = queries.list_orders(scope, work.session, wanted, page)
    return Page(views_of(work, found.items), found.next_after)


def count_waiting(work: Work, scope: Scope) -> int:
    """Count the orders that wait at the counter, of a household or of an office's villages."""
    return queries.count_waiting(scope, work.session)


def view_of(work: Work, order: Order) -> OrderView:
    """Return one order as it is seen from outside."""
    return views_of(work, [order])[0]


def views_of(work: Work, orders: Sequence[Order]) -> list[OrderView]:
    """Return orders as they are seen from outside, in few queries however many there are."""
    lines = queries.list_lines(work.session, [order.id for order in orders])
    labels = households.masked_labels(work, [order.household_id for order in orders])
    counter = Counter.read(work, orders)
    return [
        _view(order, lines[order.id], labels[order.household_id], counter.actions(order))
        for order in orders
    ]


def voucher_of(work: Work, order: Order) -> str:
    """Return the voucher of an order; derived, so that a lost answer can be given again."""
    return work.ports.mint.derive(
        "voucher",
        order.id,
        order.household_id,
        order.placed_at.isoformat(),
        length=rules.VOUCHER_LENGTH,
    )


def pickup_of(work: Work, order: Order) -> Pickup:
    """Return the codes of an order, or hidden ones."""
    if not policy.may_see_pickup(standing_of(order), work.actor):
        return HIDDEN
    voucher = voucher_of(work, order)
    return Pickup(voucher, order.pickup_digits, work.ports.code_pictures.draw(voucher))


def _get(work: Work, order_id: int) -> Order:
    scope = work.actor.scope(Permission.ORDER_READ)
    missing = OrderNotFound(ORDER_MISSING)
    return organisations.get_within(scope, work.session, Order, order_id, missing)


def _view(
    order: Order, lines: list[OrderedGoods], label: str, actions: tuple[Action, ...]
) -> OrderView:
    return OrderView(
        id=order.id,
        village_id=order.village_id,
        household_id=order.household_id,
        household_label=label,
        member_id=order.member_id,
        state=order.state,
        points=order.points,
        lines=lines,
        placed_at=order.placed_at,
        expires_at=order.expires_at,
        closed_at=order.closed_at,
        actions=actions,
    )
