"""Recount the shops (对账): stock from its movements and orders, held points from what waits."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from server.kernel.recounts import Mismatch, recount

_STOCK = text(
    """
    SELECT g.id, g.stock, COALESCE(SUM(m.change), 0)
      FROM goods AS g LEFT JOIN stock_movements AS m ON m.goods_id = g.id
     GROUP BY g.id, g.stock HAVING g.stock <> COALESCE(SUM(m.change), 0)
     ORDER BY g.id
    """
)

# Stock + what waits + what was handed out = what was received.
_RECEIVED = text(
    """
    SELECT id, kept, received FROM (
        SELECT g.id,
               g.stock + COALESCE((SELECT SUM(l.quantity)
                                     FROM order_lines AS l JOIN orders AS o ON o.id = l.order_id
                                    WHERE l.goods_id = g.id
                                      AND o.state IN ('reserved', 'fulfilled')), 0) AS kept,
               COALESCE((SELECT SUM(m.change) FROM stock_movements AS m
                          WHERE m.goods_id = g.id AND m.kind = 'received'), 0) AS received
          FROM goods AS g
    ) AS sides
     WHERE kept <> received ORDER BY id
    """
)

_PRICES = text(
    """
    SELECT o.id, o.points, COALESCE(SUM(l.quantity * l.unit_points), 0)
      FROM orders AS o LEFT JOIN order_lines AS l ON l.order_id = o.id
     GROUP BY o.id, o.points HAVING o.points <> COALESCE(SUM(l.quantity * l.unit_points), 0)
     ORDER BY o.id
    """
)

_HELD_BY_ORDERS = text(
    """
    SELECT id, kept, recounted FROM (
        SELECT o.id, CASE WHEN o.state = 'reserved' THEN o.points ELSE 0 END AS kept,
               COALESCE(SUM(CASE WHEN t.code = 'order_held' THEN t.amount
                                 WHEN t.code IN ('order_released', 'order_fulfilled')
                                 THEN -t.amount END), 0) AS recounted
          FROM orders AS o
          LEFT JOIN points_transfers AS t ON t.caused_by = 'order:' || CAST(o.id AS text)
         GROUP BY o.id, o.state, o.points
    ) AS holds
     WHERE kept <> recounted ORDER BY id
    """
)

_HANDED_OUT = text(
    """
    SELECT id, kept, recounted FROM (
        SELECT o.id, CASE WHEN o.state = 'fulfilled' THEN o.points ELSE 0 END AS kept,
               COALESCE(SUM(t.amount), 0) AS recounted
          FROM orders AS o
          LEFT JOIN points_transfers AS t ON t.caused_by = 'order:' || CAST(o.id AS text)
                                         AND t.code = 'order_fulfilled'
         GROUP BY o.id, o.state, o.points
    ) AS handed_out
     WHERE kept <> recounted ORDER BY id
    """
)

_HELD = text(
    """
    SELECT household_id, SUM(kept), SUM(recounted) FROM (
        SELECT household_id, balance AS kept, 0 AS recounted
          FROM points_accounts WHERE kind = 'held'
        UNION ALL
        SELECT household_id, 0, points FROM orders WHERE state = 'reserved'
    ) AS sides
     GROUP BY household_id HAVING SUM(kept) <> SUM(recounted)
     ORDER BY household_id
    """
)

_CHECKS = (
    ("stock of goods", _STOCK),
    ("stock, waiting and handed out of goods", _RECEIVED),
    ("price of order", _PRICES),
    ("points held by order", _HELD_BY_ORDERS),
    ("points handed over by order", _HANDED_OUT),
    ("points held of household", _HELD),
)


def reconcile(session: Session) -> list[Mismatch]:
    """Return everything in the shops that does not add up; an empty list when all does.

    Stock against its movements, and with what waits and was handed out against what was received;
    orders against their lines; what orders hold and handed over against the points books.
    """
    return recount(session, _CHECKS)
