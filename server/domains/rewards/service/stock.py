"""Goods and their stock: put on the shelf, received, claimed for orders, given back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, text

from models.rewards import Goods, Order, StockMovement
from models.vocabulary import CheckedText, StockMovementKind
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.rewards import queries, rules
from server.domains.rewards.errors import (
    GOODS_MISSING,
    GoodsForbidden,
    GoodsNotFound,
    OutOfStock,
)
from server.domains.rewards.rules import OrderedGoods, ShortLine
from server.kernel.permissions import Permission
from server.kernel.work import Work

GOODS_TEXTS = households.WrittenText(
    CheckedText.GOODS,
    (Goods.name, Goods.unit),
    refused="您上架的货品没有给大家看，请换个名称再上架。",
)

# Rows are locked in id order; a row that would fall below nothing is missing from the answer.
_MOVE_STOCK = text(
    """
    UPDATE goods SET stock = goods.stock + moved.change
      FROM (SELECT CAST(j.key AS bigint) AS goods_id,
                   CAST(j.value ->> 'change' AS bigint) AS change
              FROM json_each(:changes) AS j ORDER BY 1) AS moved
     WHERE goods.id = moved.goods_id AND goods.stock + moved.change >= 0
    RETURNING id
    """
)


def add_goods(work: Work, village_id: int, goods: Mapping[str, Any]) -> Goods:
    """Put goods on a village's shelf: `code`, `name`, `unit`, `price_points`; stock begins at 0.

    Others see them once their name and unit have passed the check. Raises GoodsForbidden for
    alcohol, tobacco, lottery and money (RD-5), GoodsCodeTaken.
    """
    scope = work.actor.office_scope(Permission.STOCK_RECEIVE)
    village = organisations.get_village(scope, work.session, village_id)
    _refuse_forbidden(goods["name"])
    row = Goods(village_id=village.id, stock=0, is_listed=True, **goods)
    work.session.add(row)
    work.session.flush()
    GOODS_TEXTS.submit(work, row, work.actor.person_id)
    work.audit("add_goods", "goods", row.id, village_id=village.id, points=row.price_points)
    return row


def receive(work: Work, goods_id: int, quantity: int, *, note: str = "") -> Goods:
    """Add what was delivered to the stock and keep a movement of it. Raises GoodsNotFound."""
    scope = work.actor.office_scope(Permission.STOCK_RECEIVE)
    goods = organisations.get_within(
        scope, work.session, Goods, goods_id, GoodsNotFound(GOODS_MISSING)
    )
    if not queries.is_seen_by(work.session, goods.id, work.actor.person_id):
        raise GoodsNotFound(GOODS_MISSING)
    move(work, {goods.id: quantity})
    movement = _movement(work, goods.village_id, goods.id, quantity, StockMovementKind.RECEIVED)
    work.session.execute(insert(StockMovement), [{**movement, "note": note}])
    work.session.refresh(goods)
    work.audit(
        "receive_stock",
        "goods",
        goods.id,
        village_id=goods.village_id,
        before=goods.stock - quantity,
        after=goods.stock,
    )
    return goods


def price(work: Work, village_id: int, wanted: Mapping[int, int]) -> list[OrderedGoods]:
    """Return the wanted goods (id → quantity) at today's prices. Raises GoodsNotFound."""
    listed = queries.list_listed(work.session, village_id, list(wanted))
    if len(listed) < len(wanted):
        found = {goods.id for goods in listed}
        raise GoodsNotFound(GOODS_MISSING, missing=sorted(wanted.keys() - found))
    return [
        OrderedGoods(goods.id, goods.name, goods.unit, wanted[goods.id], goods.price_points)
        for goods in listed
    ]


def claim(work: Work, village_id: int, lines: Sequence[OrderedGoods]) -> None:
    """Take all lines from the stock. Raises OutOfStock naming every short one; then undo all."""
    moved = move(work, {line.goods_id: -line.quantity for line in lines})
    short = [line for line in lines if line.goods_id not in moved]
    if short:
        raise _out_of_stock(work, village_id, short)


def give_back(work: Work, order: Order) -> None:
    """Return to the stock what the order took from it."""
    lines = queries.list_lines(work.session, [order.id])[order.id]
    move(work, {line.goods_id: line.quantity for line in lines})
    keep_movements(work, order, lines, StockMovementKind.RELEASED)


def keep_movements(
    work: Work, order: Order, lines: Iterable[OrderedGoods], kind: StockMovementKind
) -> None:
    """Write down why the stock changed for an order; once per order, goods and kind."""
    sign = -1 if kind is StockMovementKind.RESERVED else 1
    movements = [
        {
            **_movement(work, order.village_id, line.goods_id, sign * line.quantity, kind),
            "order_id": order.id,
        }
        for line in lines
    ]
    work.session.execute(insert(StockMovement), movements)


def move(work: Work, changes: Mapping[int, int]) -> frozenset[int]:
    """Change the stock of goods (id → change) and return the ids where it could be done."""
    document = {str(goods_id): {"change": change} for goods_id, change in changes.items()}
    moved = work.session.execute(_MOVE_STOCK, {"changes": json.dumps(document)})
    return frozenset(moved.scalars())


def _movement(
    work: Work, village_id: int, goods_id: int, change: int, kind: StockMovementKind
) -> dict[str, Any]:
    return {
        "village_id": village_id,
        "goods_id": goods_id,
        "kind": kind,
        "change": change,
        "moved_by": work.actor.person_id,
        "moved_at": work.now,
    }


def _refuse_forbidden(name: str) -> None:
    word = rules.find_forbidden_word(name)
    if word is not None:
        raise GoodsForbidden(
            f"名称里有“{word}”。积分超市不发烟、酒、彩票，也不发钱和购物卡，请换一样。", word=word
        )


def _out_of_stock(work: Work, village_id: int, short: Sequence[OrderedGoods]) -> OutOfStock:
    ids = [line.goods_id for line in short]
    left = {row.id: row.stock for row in queries.list_listed(work.session, village_id, ids)}
    lines = [
        ShortLine(line.goods_id, line.name, line.unit, line.quantity, left[line.goods_id])
        for line in short
    ]
    detail = f"{rules.describe_short(lines)}。请少换一点或换别的，您的分没有动。"
    return OutOfStock(detail, short=[asdict(line) for line in lines])
