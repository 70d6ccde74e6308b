"""End an order exactly once: handed out, cancelled, or expired (RD-2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import update

from models.rewards import Order
from models.vocabulary import AnomalyKind, MessageKind, OrderState
from server.domains.audit import service as audit
from server.domains.households import service as households
from server.domains.households.errors import OwnHousehold
from server.domains.messages import service as messages
from server.domains.messages.service import Tell
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.domains.rewards import policy, queries, rules
from server.domains.rewards.errors import (
    CODE_WRONG,
    ORDER_MISSING,
    OrderAlreadyClosed,
    OrderNotFound,
    TooManyWrongCodes,
)
from server.domains.rewards.service import stock, views
from server.domains.rewards.service.counter import standing_of
from server.domains.rewards.service.ordering import cause_of
from server.kernel.clock import say_moment
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.secrets import digest
from server.kernel.work import OnBehalf, Work, refusal

LISTED_AT_ONCE_MAX = 100
WRONG_CODES_MAX = 10
WRONG_CODES_WITHIN = timedelta(hours=1)
_WRONG_CODE = "pickup_code_refused"

_STATE_WORDS = {
    OrderState.FULFILLED: "已经发过货了",
    OrderState.CANCELLED: "已经取消了",
    OrderState.EXPIRED: "过了取货时间，已经作废，可以再换",
}


def fulfil(work: Work, village_id: int, code: str) -> views.OrderView:
    """Hand out the order that a voucher or its six digits fetch, once.

    Raises OrderNotFound, OwnHousehold (AB-24), OrderAlreadyClosed, TooManyWrongCodes.
    """
    order = _shown_at_counter(work, village_id, code)
    _close(work, order, OrderState.FULFILLED)
    points.settle(work, caused_by=cause_of(order.id))
    work.audit("fulfil_order", "order", order.id, village_id=order.village_id)
    _tell(work, order, MessageKind.ORDER_FULFILLED)
    return views.view_of(work, order)


def look_up(work: Work, village_id: int, code: str) -> views.OrderView:
    """Show what a voucher or its six digits would fetch, before it is handed out.

    Raises as `fulfil` does, so that whatever is shown can be handed out.
    """
    order = _shown_at_counter(work, village_id, code)
    if order.state is not OrderState.RESERVED or order.expires_at <= work.now:
        raise _already_closed(order, work.today)
    work.audit("look_up_order", "order", order.id, village_id=order.village_id)
    return views.view_of(work, order)


def cancel(work: Work, order_id: int, behalf: OnBehalf | None = None) -> views.OrderView:
    """Cancel a waiting order: points and goods go back. Raises as `fulfil` does."""
    scope = work.actor.scope(Permission.ORDER_PLACE)
    missing = OrderNotFound(ORDER_MISSING)
    order = organisations.get_within(scope, work.session, Order, order_id, missing)
    acting = households.acting_for(
        work, order.household_id, Permission.ORDER_PLACE, behalf, needs_consent=False
    )
    _close(work, order, OrderState.CANCELLED)
    _give_back(work, order)
    households.record_proxy(work, acting, "cancel_order", "order", order.id)
    work.audit("cancel_order", "order", order.id, village_id=order.village_id)
    _tell(work, order, MessageKind.ORDER_CANCELLED)
    return views.view_of(work, order)


def list_expired(work: Work, after: int = 0) -> Sequence[int]:
    """Return waiting orders past their time with ids above `after`, in order, a lot at a time."""
    return queries.list_expired(work.session, work.now, after, LISTED_AT_ONCE_MAX)


def expire_order(work: Work, order_id: int) -> bool:
    """Give back what was not fetched in time; True for the one worker that ended the order."""
    order = work.session.get_one(Order, order_id)
    if not _claimed(work, order, OrderState.EXPIRED):
        return False
    _give_back(work, order)
    work.audit("expire_order", "order", order.id, village_id=order.village_id)
    _tell(work, order, MessageKind.ORDER_EXPIRED)
    return True


def _shown_at_counter(work: Work, village_id: int, code: str) -> Order:
    scope = work.actor.office_scope(Permission.ORDER_FULFIL)
    organisations.get_village(scope, work.session, village_id)
    order = _find(work, scope, village_id, rules.plain_code(code))
    _refuse_own(work, order)
    return order


def _find(work: Work, scope: Scope, village_id: int, code: str) -> Order:
    wrong = audit.count_recent(work, _WRONG_CODE, within=WRONG_CODES_WITHIN)
    if wrong >= WRONG_CODES_MAX:
        record = refusal("pickup_codes_locked", "order", None, village_id=village_id)
        detail = "取货码试得太多了，请过一小时再试，急用请另一位管理员来发。"
        raise TooManyWrongCodes(detail, records=(record,))
    is_digits = len(code) == rules.PICKUP_DIGITS_LENGTH
    order = (
        queries.find_by_digits(scope, work.session, village_id, code)
        if is_digits
        else queries.find_by_voucher(scope, work.session, village_id, digest(code))
    )
    if order is None:
        raise _wrong_code(village_id, is_last_try=wrong + 1 == WRONG_CODES_MAX)
    return order


def _wrong_code(village_id: int, *, is_last_try: bool) -> OrderNotFound:
    anomaly = AnomalyKind.CODE_GUESSING if is_last_try else None
    record = refusal(_WRONG_CODE, "order", None, village_id=village_id, anomaly=anomaly)
    return OrderNotFound(CODE_WRONG, records=(record,))


def _refuse_own(work: Work, order: Order) -> None:
    blocked = households.own_and_relative_ids(work.session, work.person_id)
    if policy.may_hand_out(standing_of(order), work.person_id, blocked):
        return
    record = refusal(
        "fulfil_order",
        "order",
        order.id,
        village_id=order.village_id,
        anomaly=AnomalyKind.OWN_OR_RELATIVE,
    )
    whose = "自己家或亲戚家" if order.household_id in blocked else "帮别人下"
    raise OwnHousehold(f"这是您{whose}的兑换单，请另一位管理员来发。", records=(record,))


def _close(work: Work, order: Order, state: OrderState) -> None:
    if not _claimed(work, order, state):
        raise _already_closed(order, work.today)


def _claimed(work: Work, order: Order, state: OrderState) -> bool:
    """End the order if it still waits; of several at once exactly one is told yes."""
    claim = (
        update(Order)
        .where(Order.id == order.id, Order.state == OrderState.RESERVED)
        .values(state=state, closed_by=work.actor.person_id, closed_at=work.now)
        .returning(Order.id)
        .execution_options(synchronize_session=False)
    )
    if state is OrderState.FULFILLED:
        claim = claim.where(Order.expires_at > work.now)
    if state is OrderState.EXPIRED:
        claim = claim.where(Order.expires_at <= work.now)
    is_claimed = work.session.scalar(claim) is not None
    work.session.refresh(order)
    return is_claimed


def _already_closed(order: Order, today: date) -> OrderAlreadyClosed:
    # Past its time and still waiting: the worker has not come by yet, the answer is the same.
    state = OrderState.EXPIRED if order.closed_at is None else order.state
    closed_at = order.closed_at or order.expires_at
    when = say_moment(closed_at, today=today)
    return OrderAlreadyClosed(
        f"这张兑换单{_STATE_WORDS[state]}（{when}）。",
        state=state.value,
        closed_at=closed_at.isoformat(),
    )


def _give_back(work: Work, order: Order) -> None:
    stock.give_back(work, order)
    points.release(work, caused_by=cause_of(order.id))


def _tell(work: Work, order: Order, kind: MessageKind) -> None:
    messages.tell_many(work, [_message(views.view_of(work, order), kind)])


def _message(order: views.OrderView, kind: MessageKind) -> Tell:
    goods, waited = rules.describe(order.lines), rules.ORDER_WAITS.days
    title, body = {
        MessageKind.ORDER_FULFILLED: ("货已领走", f"{goods}已经领走，用了{order.points}分。"),
        MessageKind.ORDER_CANCELLED: (
            "兑换已取消",
            f"{goods}不换了，占住的{order.points}分已退回。",
        ),
        MessageKind.ORDER_EXPIRED: (
            "兑换单过期了",
            f"{goods}过了{waited}天没有来拿，兑换单作废，{order.points}分已退回，可以再换。",
        ),
    }[kind]
    return Tell(
        household_id=order.household_id,
        village_id=order.village_id,
        kind=kind,
        title=title,
        body=body,
    )
