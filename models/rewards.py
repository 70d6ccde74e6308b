"""The points shop (积分超市): goods, stock movements and orders."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Id, reference, words
from models.personal import Purpose, Subject, about, about_nobody, clear, hashed
from models.retention import Kept
from models.vocabulary import OrderState, StockMovementKind

WAITING_AT_THE_COUNTER = text("state = 'reserved'")


@about_nobody(Kept.BOOKS)
class Goods(Base):
    """Something a village shop hands out; `stock` is what can still be reserved."""

    __tablename__ = "goods"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    code: Mapped[str]
    name: Mapped[str]
    unit: Mapped[str]
    price_points: Mapped[int]
    stock: Mapped[int] = mapped_column(default=0)
    is_listed: Mapped[bool] = mapped_column(default=True)

    __table_args__ = (
        UniqueConstraint("village_id", "code"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("price_points > 0", name="price_positive"),
    )


@about(Subject.OFFICER, Purpose.BOOKS, Kept.BOOKS)
class StockMovement(Base):
    """Why stock changed. Never updated, never deleted; `change` carries the sign."""

    __tablename__ = "stock_movements"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    goods_id: Mapped[int] = reference("goods.id")
    kind: Mapped[StockMovementKind] = mapped_column(words(StockMovementKind))
    change: Mapped[int]
    order_id: Mapped[int | None] = reference("orders.id")
    note: Mapped[str] = mapped_column(default="", info=clear("why stock changed, for the count"))
    moved_by: Mapped[int | None]
    moved_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("(kind = 'reserved') = (change < 0)", name="sign_fits_kind"),
        UniqueConstraint("order_id", "kind", "goods_id"),
    )


@about(Subject.HOUSEHOLD, Purpose.BOOKS, Kept.BOOKS)
class Order(Base):
    """Goods reserved for a household until the voucher is shown, cancelled or expired."""

    __tablename__ = "orders"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    household_id: Mapped[int] = reference("households.id")
    member_id: Mapped[int | None] = reference("members.id")
    state: Mapped[OrderState] = mapped_column(words(OrderState))
    points: Mapped[int]
    voucher_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=hashed("SHA-256 of a derived secret")
    )
    pickup_digits: Mapped[str] = mapped_column(
        String(6), info=clear("she says them at the counter; they end with the order")
    )
    placed_by: Mapped[int | None]
    placed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("(state = 'reserved') = (closed_at IS NULL)", name="closed_has_instant"),
        Index(
            "uq_orders_pickup_digits",
            "village_id",
            "pickup_digits",
            unique=True,
            postgresql_where=WAITING_AT_THE_COUNTER,
            sqlite_where=WAITING_AT_THE_COUNTER,
        ),
        Index("ix_orders_expiry", "state", "expires_at"),
    )


@about(Subject.HOUSEHOLD, Purpose.BOOKS, Kept.BOOKS)
class OrderLine(Base):
    """One kind of goods in an order, at the price of that day."""

    __tablename__ = "order_lines"

    id: Mapped[Id]
    village_id: Mapped[int] = reference("organisations.id")
    order_id: Mapped[int] = reference("orders.id")
    goods_id: Mapped[int] = reference("goods.id")
    quantity: Mapped[int]
    unit_points: Mapped[int]

    __table_args__ = (
        UniqueConstraint("order_id", "goods_id"),
        CheckConstraint("quantity BETWEEN 1 AND 99", name="quantity_range"),
    )
