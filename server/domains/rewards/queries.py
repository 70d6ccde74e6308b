"""Read goods and orders; goods are public, so no scope is asked for there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from models.rewards import Goods, Order, OrderLine
from models.vocabulary import CheckedText, OrderState
from server.domains.moderation.service import has_passed, is_shown
from server.domains.organisations.service import count_up_to_limit, within
from server.domains.rewards.rules import OrderedGoods
from server.kernel.pages import Page, PageRequest
from server.kernel.scopes import Scope


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders are wanted; None means any."""

    village_id: int | None = None
    household_id: int | None = None
    state: OrderState | None = None


def list_goods(
    session: Session, village_id: int, page: PageRequest, *, person_id: int | None
) -> Page[Goods]:
    """Return what a village's shop hands out, in the order it was put on the shelf.

    What has not passed its check is there for who put it there.
    """
    rows = session.scalars(
        select(Goods)
        .where(
            Goods.village_id == village_id,
            Goods.is_listed,
            Goods.id > (page.after or 0),
            is_shown(CheckedText.GOODS, Goods.id, person_id),
        )
        .order_by(Goods.id)
        .limit(page.size + 1)
    ).all()
    return Page[Goods].cut(rows, page.size, lambda goods: goods.id)


def list_listed(session: Session, village_id: int, goods_ids: Sequence[int]) -> Sequence[Goods]:
    """Return those of the given goods that the village's shop hands out to everybody."""
    return session.scalars(
        select(Goods)
        .where(
            Goods.village_id == village_id,
            Goods.is_listed,
            Goods.id.in_(goods_ids),
            has_passed(CheckedText.GOODS, Goods.id),
        )
        .order_by(Goods.id)
        .execution_options(populate_existing=True)
    ).all()


def is_seen_by(session: Session, goods_id: int, person_id: int | None) -> bool:
    """Tell whether a person may see goods."""
    shown = exists().where(Goods.id == goods_id, is_shown(CheckedText.GOODS, Goods.id, person_id))
    return bool(session.scalar(select(shown)))


def list_orders(
    scope: Scope, session: Session, wanted: OrderFilter, page: PageRequest
) -> Page[Order]:
    """Return orders within a scope, newest first."""
    query = select(Order).where(within(scope, Order.village_id, Order.household_id))
    for column, value in (
        (Order.village_id, wanted.village_id),
        (Order.household_id, wanted.household_id),
        (Order.state, wanted.state),
    ):
        if value is not None:
            query = query.where(column == value)
    if page.after is not None:
        query = query.where(Order.id < page.after)
    rows = session.scalars(query.order_by(Order.id.desc()).limit(page.size + 1)).all()
    return Page[Order].cut(rows, page.size, lambda order: order.id)


def count_waiting(scope: Scope, session: Session) -> int:
    """Count the orders within a scope that wait at the counter."""
    mine = within(scope, Order.village_id, Order.household_id)
    waiting = select(Order.id).where(mine, Order.state == OrderState.RESERVED)
    return count_up_to_limit(session, waiting)


def find_by_voucher(
    scope: Scope, session: Session, village_id: int, voucher_hash: str
) -> Order | None:
    """Return the village's order that a voucher fetches."""
    return session.scalar(
        select(Order).where(
            within(scope, Order.village_id),
            Order.village_id == village_id,
            Order.voucher_hash == voucher_hash,
        )
    )


def find_any_by_voucher(session: Session, voucher_hash: str) -> Order | None:
    """Return the order that a voucher fetches, wherever; who may know of it is yet to be asked."""
    return session.scalar(select(Order).where(Order.voucher_hash == voucher_hash))


def find_by_digits(scope: Scope, session: Session, village_id: int, digits: str) -> Order | None:
    """Return the waiting order with these digits; without one the last that had them."""
    return session.scalar(
        select(Order)
        .where(
            within(scope, Order.village_id),
            Order.village_id == village_id,
            Order.pickup_digits == digits,
        )
        .order_by((Order.state == OrderState.RESERVED).desc(), Order.id.desc())
        .limit(1)
    )


def list_lines(session: Session, order_ids: Sequence[int]) -> dict[int, list[OrderedGoods]]:
    """Return the lines of orders that were found in scope already."""
    rows = session.execute(
        select(
            OrderLine.order_id,
            OrderLine.goods_id,
            Goods.name,
            Goods.unit,
            OrderLine.quantity,
            OrderLine.unit_points,
        )
        .join(Goods, Goods.id == OrderLine.goods_id)
        .where(OrderLine.order_id.in_(order_ids))
        .order_by(OrderLine.order_id, OrderLine.goods_id)
    )
    lines: dict[int, list[OrderedGoods]] = defaultdict(list)
    for order_id, *line in rows:
        lines[order_id].append(OrderedGoods(*line))
    return lines


def count_placed(session: Session, village_id: int, since: datetime, until: datetime) -> int:
    """Count the lines of a village's orders that were placed in a span of time."""
    lines = select(func.count(OrderLine.id)).join(Order, Order.id == OrderLine.order_id)
    return session.scalars(lines.where(*_placed(village_id, since, until))).one()


def list_placed(
    session: Session, village_id: int, since: datetime, until: datetime
) -> Sequence[Order]:
    """Return a village's orders that were placed in a span of time, oldest first."""
    placed = select(Order).where(*_placed(village_id, since, until))
    return session.scalars(placed.order_by(Order.placed_at, Order.id)).all()


def _placed(village_id: int, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return Order.village_id == village_id, Order.placed_at >= since, Order.placed_at < until


def list_expired(session: Session, now: datetime, after: int, most: int) -> Sequence[int]:
    """Return orders that waited too long, with ids above `after`, in order."""
    return session.scalars(
        select(Order.id)
        .where(Order.state == OrderState.RESERVED, Order.expires_at <= now, Order.id > after)
        .order_by(Order.id)
        .limit(most)
    ).all()
