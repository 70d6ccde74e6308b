"""Reserve goods: stock claimed, points held and a voucher made, in one transaction (RD-1)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, insert, text

from models.base import UtcDateTime
from models.rewards import Order, OrderLine
from models.vocabulary import MessageKind, StockMovementKind
from server.domains.households import service as households
from server.domains.households.service import ActingFor
from server.domains.messages import service as messages
from server.domains.points import service as points
from server.domains.rewards import rules
from server.domains.rewards.errors import PickupDigitsUsedUp
from server.domains.rewards.rules import OrderedGoods
from server.domains.rewards.service import stock, views
from server.kernel.clock import local_date, say_day
from server.kernel.permissions import Permission
from server.kernel.secrets import digest, new_token
from server.kernel.work import OnBehalf, Work

DIGITS_ATTEMPTS = 20

# No row back: another order of this village waits with the same digits; the next ones are tried.
_INSERT_ORDER = text(
    """
    INSERT INTO orders (village_id, household_id, member_id, state, points, voucher_hash,
                        pickup_digits, placed_by, placed_at, expires_at)
    VALUES (:village, :household, :member, 'reserved', :points, :unknown,
            :digits, :placed_by, :now, :expires)
    ON CONFLICT (village_id, pickup_digits) WHERE state = 'reserved' DO NOTHING
    RETURNING id
    """
).bindparams(
    bindparam("now", type_=UtcDateTime()),
    bindparam("expires", type_=UtcDateTime()),
)


def reserve(
    work: Work, household_id: int, wanted: Mapping[int, int], behalf: OnBehalf | None = None
) -> views.OrderView:
    """Reserve goods (id → quantity) for a household: everything or nothing.

    Raises GoodsNotFound, OutOfStock with every short line, InsufficientPoints, PickupDigitsUsedUp.
    """
    acting = households.acting_for(work, household_id, Permission.ORDER_PLACE, behalf)
    village_id = acting.household.village_id
    lines = stock.price(work, village_id, wanted)
    stock.claim(work, village_id, lines)
    order = _place(work, acting, lines)
    points.hold(
        work,
        household_id=household_id,
        village_id=village_id,
        points=order.points,
        caused_by=cause_of(order.id),
    )
    _keep_records(work, acting, order)
    _tell(work, order, lines)
    return views.view_of(work, order)


def cause_of(order_id: int) -> str:
    """Return the name under which the points books know an order."""
    return f"order:{order_id}"


def _place(work: Work, acting: ActingFor, lines: Sequence[OrderedGoods]) -> Order:
    order = work.session.get_one(Order, _insert(work, acting, rules.total_points(lines)))
    order.voucher_hash = digest(views.voucher_of(work, order))
    work.session.flush()
    work.session.execute(
        insert(OrderLine),
        [
            {
                "village_id": order.village_id,
                "order_id": order.id,
                "goods_id": line.goods_id,
                "quantity": line.quantity,
                "unit_points": line.unit_points,
            }
            for line in lines
        ],
    )
    stock.keep_movements(work, order, lines, StockMovementKind.RESERVED)
    return order


def _insert(work: Work, acting: ActingFor, cost: int) -> int:
    values = {
        "village": acting.household.village_id,
        "household": acting.household.id,
        "member": acting.member_id,
        "points": cost,
        # The voucher is derived from the id, which is not known yet.
        "unknown": digest(new_token()),
        "placed_by": work.person_id,
        "now": work.now,
        "expires": rules.expires_at(work.now),
    }
    for attempt in range(DIGITS_ATTEMPTS):
        digits = _digits(work, acting.household.id, attempt)
        order_id = work.session.scalar(_INSERT_ORDER, {**values, "digits": digits})
        if order_id is not None:
            return int(order_id)
    raise PickupDigitsUsedUp("取货号暂时排不过来，请过一会儿再试，您的分没有动。")


def _digits(work: Work, household_id: int, attempt: int) -> str:
    return work.ports.mint.derive_digits(
        "pickup",
        household_id,
        work.now.isoformat(),
        attempt,
        length=rules.PICKUP_DIGITS_LENGTH,
    )


def _keep_records(work: Work, acting: ActingFor, order: Order) -> None:
    households.record_proxy(work, acting, "reserve_order", "order", order.id)
    work.audit(
        "reserve_order",
        "order",
        order.id,
        village_id=order.village_id,
        household_id=order.household_id,
        points=order.points,
    )


def _tell(work: Work, order: Order, lines: Sequence[OrderedGoods]) -> None:
    last = say_day(local_date(order.expires_at), today=work.today)
    messages.tell(
        work,
        household_id=order.household_id,
        village_id=order.village_id,
        kind=MessageKind.ORDER_RESERVED,
        title="货已留好",
        body=(
            f"您家换的{rules.describe(lines)}已经留好，先占{order.points}分。"
            f"请在{last}前到积分超市，出示取货码或报取货号来拿。"
        ),
    )
