"""The points shop over HTTP."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask_smorest import Blueprint

from server.domains.rewards import service
from server.domains.rewards.schemas import (
    FulfilmentIn,
    GoodsIn,
    GoodsOut,
    GoodsPageOut,
    OrderCancellationIn,
    OrderIn,
    OrderOut,
    OrderPageOut,
    OrdersQuery,
    OrderWithPickupOut,
    ReceiptIn,
    ShelfQuery,
)
from server.kernel.pages import Page
from server.kernel.permissions import Permission
from server.kernel.work import Work
from server.web.access import allows, current_work, public, reveals, takes_turns
from server.web.limits import COUNTER, limited, moves_points
from server.web.schemas import on_behalf, page_request

blueprint = Blueprint(
    "rewards", __name__, url_prefix="/api/v1", description="The points shop (积分超市)"
)


def _show_pickup(work: Work, body: dict[str, Any]) -> dict[str, Any]:
    """Add the codes, which a stored answer never holds."""
    return {**body, **asdict(service.get_pickup(work, body["id"]))}


@blueprint.get("/villages/<int:village_id>/goods")
@blueprint.arguments(ShelfQuery, location="query")
@blueprint.response(HTTPStatus.OK, GoodsPageOut)
@public
def list_goods(query: dict[str, Any], village_id: int) -> service.Shelf:
    """List what a village's shop hands out."""
    return service.show_shelf(
        current_work(), village_id, query["household_id"], page_request(query)
    )


@blueprint.post("/villages/<int:village_id>/goods")
@blueprint.arguments(GoodsIn)
@blueprint.response(HTTPStatus.CREATED, GoodsOut)
@allows(Permission.STOCK_RECEIVE)
def add_goods(payload: dict[str, Any], village_id: int) -> service.GoodsView:
    """Put new goods on the shelf; no alcohol, tobacco, lottery or money."""
    work = current_work()
    return service.show_goods(work, [service.add_goods(work, village_id, payload)])[0]


@blueprint.post("/goods/<int:goods_id>/receipts")
@blueprint.arguments(ReceiptIn)
@blueprint.response(HTTPStatus.CREATED, GoodsOut)
@allows(Permission.STOCK_RECEIVE)
def receive_stock(payload: dict[str, Any], goods_id: int) -> service.GoodsView:
    """Add a delivery to the stock."""
    work = current_work()
    goods = service.receive(work, goods_id, payload["quantity"], note=payload["note"])
    return service.show_goods(work, [goods])[0]


@blueprint.post("/orders")
@blueprint.arguments(OrderIn)
@blueprint.response(HTTPStatus.CREATED, OrderWithPickupOut)
@reveals(_show_pickup)
@moves_points
@allows(Permission.ORDER_PLACE)
def place_order(payload: dict[str, Any]) -> service.OrderView:
    """Reserve goods: stock and points are held, and the codes to fetch them are shown."""
    wanted = {line["goods_id"]: line["quantity"] for line in payload["lines"]}
    return service.reserve(current_work(), payload["household_id"], wanted, on_behalf(payload))


@blueprint.get("/orders")
@blueprint.arguments(OrdersQuery, location="query")
@blueprint.response(HTTPStatus.OK, OrderPageOut)
@allows(Permission.ORDER_READ)
def list_orders(query: dict[str, Any]) -> Page[service.OrderView]:
    """List orders of a household or of a village, newest first."""
    wanted = service.OrderFilter(query["village_id"], query["household_id"], query["state"])
    return service.list_orders(current_work(), wanted, page_request(query))


@blueprint.get("/orders/<int:order_id>")
@blueprint.response(HTTPStatus.OK, OrderWithPickupOut)
@allows(Permission.ORDER_READ)
def read_order(order_id: int) -> dict[str, Any]:
    """Read an order; its codes are shown to the household and to who ordered for it."""
    order, pickup = service.get_order(current_work(), order_id)
    return {**asdict(order), **asdict(pickup)}


@blueprint.post("/orders/lookups")
@blueprint.arguments(FulfilmentIn)
@blueprint.response(HTTPStatus.OK, OrderOut)
@limited(COUNTER)
@takes_turns
@allows(Permission.ORDER_FULFIL)
def look_up_order(payload: dict[str, Any]) -> service.OrderView:
    """Show the order that a voucher or its six digits fetch, before it is handed out."""
    code = payload["voucher"] or payload["pickup_digits"]
    return service.look_up(current_work(), payload["village_id"], code)


@blueprint.post("/orders/fulfilments")
@blueprint.arguments(FulfilmentIn)
@blueprint.response(HTTPStatus.OK, OrderOut)
@limited(COUNTER)
@takes_turns
@moves_points
@allows(Permission.ORDER_FULFIL)
def fulfil_order(payload: dict[str, Any]) -> service.OrderView:
    """Hand out the order that a voucher or its six digits fetch."""
    code = payload["voucher"] or payload["pickup_digits"]
    return service.fulfil(current_work(), payload["village_id"], code)


@blueprint.post("/orders/<int:order_id>/cancellation")
@blueprint.arguments(OrderCancellationIn)
@blueprint.response(HTTPStatus.OK, OrderOut)
@moves_points
@allows(Permission.ORDER_PLACE)
def cancel_order(payload: dict[str, Any], order_id: int) -> service.OrderView:
    """Cancel an order that still waits; points and goods go back."""
    return service.cancel(current_work(), order_id, on_behalf(payload))
