"""How goods and orders come in and go out."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from models.vocabulary import CheckState, OrderState
from server.domains.rewards.policy import Action, ShelfAction
from server.domains.rewards.rules import LINES_MAX, QUANTITY_MAX
from server.web.schemas import InSchema, OnBehalfIn, PageQuery, text_field

PRICE_MAX = 100_000
RECEIPT_MAX = 10_000


class GoodsIn(InSchema):
    """Something new on the shelf."""

    code = text_field(1, 20)
    name = text_field(1, 40)
    unit = text_field(1, 10)
    price_points = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=PRICE_MAX)
    )


class GoodsOut(Schema):
    """Goods of a village shop; `stock` is what can still be ordered.

    `name_state` says how far the check of name and unit is; others see what has passed.
    """

    id = fields.Integer(required=True)
    village_id = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    price_points = fields.Integer(required=True)
    stock = fields.Integer(required=True)
    name_state = fields.Enum(CheckState, by_value=True, required=True)
    actions = fields.List(fields.Enum(Action, by_value=True), required=True)


class ShelfQuery(PageQuery):
    """Which page; `household_id` is the one that would order, without it the caller's own."""

    household_id = fields.Integer(load_default=None)


class GoodsPageOut(Schema):
    """A page of a shop's shelf, and what the caller may do with the whole."""

    items = fields.List(fields.Nested(GoodsOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)
    actions = fields.List(fields.Enum(ShelfAction, by_value=True), required=True)


class ReceiptIn(InSchema):
    """A delivery."""

    quantity = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=RECEIPT_MAX)
    )
    note = text_field(0, 200, load_default="")


class OrderLineIn(InSchema):
    """How many of which goods."""

    goods_id = fields.Integer(required=True, strict=True)
    quantity = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=QUANTITY_MAX)
    )


class OrderIn(InSchema):
    """An order of a household; a leader who places it says for whom (代办)."""

    household_id = fields.Integer(required=True, strict=True)
    lines = fields.List(
        fields.Nested(OrderLineIn),
        required=True,
        validate=validate.Length(1, LINES_MAX, error=f"一次可以换1到{LINES_MAX}样。"),
    )
    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)

    @validates_schema
    def name_goods_once(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse two lines of the same goods: what is meant is not clear."""
        ids = [line["goods_id"] for line in data["lines"]]
        if len(set(ids)) < len(ids):
            raise ValidationError("同一样货品请合成一行。", "lines")


class OrdersQuery(PageQuery):
    """Which orders; without a filter all that she may see."""

    village_id = fields.Integer(load_default=None)
    household_id = fields.Integer(load_default=None)
    state = fields.Enum(OrderState, by_value=True, load_default=None)


class OrderLineOut(Schema):
    """One line, at the price of the day it was ordered."""

    goods_id = fields.Integer(required=True)
    name = fields.String(required=True)
    unit = fields.String(required=True)
    quantity = fields.Integer(required=True)
    unit_points = fields.Integer(required=True)


class OrderOut(Schema):
    """An order without its codes."""

    id = fields.Integer(required=True)
    village_id = fields.Integer(required=True)
    household_id = fields.Integer(required=True)
    household_label = fields.String(required=True)
    member_id = fields.Integer(required=True, allow_none=True)
    state = fields.Enum(OrderState, by_value=True, required=True)
    points = fields.Integer(required=True)
    lines = fields.List(fields.Nested(OrderLineOut), required=True)
    placed_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    actions = fields.List(fields.Enum(Action, by_value=True), required=True)


class OrderWithPickupOut(OrderOut):
    """An order with the codes that fetch it, for the household and for who ordered for it."""

    voucher = fields.String(required=True, allow_none=True)
    pickup_digits = fields.String(required=True, allow_none=True)
    picture = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the voucher as a QR code: data:image/png;base64,…"},
    )


class OrderPageOut(Schema):
    """A page of orders, newest first."""

    items = fields.List(fields.Nested(OrderOut), required=True)
    next_after = fields.Integer(required=True, allow_none=True)


class FulfilmentIn(InSchema):
    """What the household shows at the counter: the voucher, or the six digits."""

    village_id = fields.Integer(required=True, strict=True)
    voucher = text_field(1, 40, load_default=None, allow_none=True)
    pickup_digits = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"^[0-9]{6}$", error="取货号是6位数字。"),
    )

    @validates_schema
    def show_one(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse none and both."""
        if (data["voucher"] is None) == (data["pickup_digits"] is None):
            raise ValidationError("请扫取货码，或者输入6位取货号。", "voucher")


class OrderCancellationIn(InSchema):
    """A leader who cancels says for whom; a member sends nothing."""

    on_behalf = fields.Nested(OnBehalfIn, load_default=None, allow_none=True)
