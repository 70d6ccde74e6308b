"""The shop's use cases: the only door to goods and orders."""

from models.rewards import Goods
from server.domains.rewards.queries import OrderFilter
from server.domains.rewards.service.books import reconcile
from server.domains.rewards.service.closing import (
    cancel,
    expire_order,
    fulfil,
    list_expired,
    look_up,
)
from server.domains.rewards.service.exporting import MonthsOrders
from server.domains.rewards.service.ordering import reserve
from server.domains.rewards.service.personal_data import PERSONAL_DATA
from server.domains.rewards.service.shelf import GoodsView, Shelf, show_goods, show_shelf
from server.domains.rewards.service.shop_code import ShopCode
from server.domains.rewards.service.stock import GOODS_TEXTS, add_goods, receive
from server.domains.rewards.service.views import (
    OrderView,
    Pickup,
    count_waiting,
    get_order,
    get_pickup,
    list_orders,
)
from server.domains.rewards.service.vouchers import Vouchers

__all__ = [
    "GOODS_TEXTS",
    "PERSONAL_DATA",
    "Goods",
    "GoodsView",
    "MonthsOrders",
    "OrderFilter",
    "OrderView",
    "Pickup",
    "Shelf",
    "ShopCode",
    "Vouchers",
    "add_goods",
    "cancel",
    "count_waiting",
    "expire_order",
    "fulfil",
    "get_order",
    "get_pickup",
    "list_expired",
    "list_orders",
    "look_up",
    "receive",
    "reconcile",
    "reserve",
    "show_goods",
    "show_shelf",
]
