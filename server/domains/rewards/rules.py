"""The shop's pure rules: what may be handed out, for how long an order waits, what texts say."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.vocabulary import OrderState

ORDER_WAITS = timedelta(days=15)
"""After this an order gives everything back (points_rules.yaml, redemption.order_expires_days)."""

STATE_WORDS = {
    OrderState.RESERVED: "等着领",
    OrderState.FULFILLED: "已发货",
    OrderState.CANCELLED: "已取消",
    OrderState.EXPIRED: "过期作废",
}
"""How far an order is, as it is said to who keeps the shop."""

VOUCHER_LENGTH = 20
PICKUP_DIGITS_LENGTH = 6
LINES_MAX = 10
QUANTITY_MAX = 99

_NEVER = re.compile(
    "|".join(
        (
            *("白酒", "啤酒", "红酒", "黄酒", "米酒", "药酒", "果酒", "洋酒", "葡萄酒"),
            *("香烟", "卷烟", "烟草", "烟丝", "烟叶", "电子烟", "雪茄"),
            *("彩票", "福彩", "体彩", "刮刮乐", "双色球", "大乐透", "六合彩"),
            *("现金", "现钞", "钞票", "人民币", "兑现", "提现", "话费", "红包(?!装)"),
            *("购物卡", "储值卡", "充值卡", "礼品卡", "消费卡", "超市卡", "加油卡", "代金券"),
        )
    )
)
_HARMLESS = re.compile(
    "|".join(
        (
            *("酒精(?!装)", "料酒", "酒店", "戒酒"),
            *("油烟", "烟机", "无烟", "防烟", "排烟", "戒烟", "烟雾", "烟感", "烟囱", "烟管"),
        )
    )
)
_SUSPECT = re.compile("[酒烟煙菸]")


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A line of an order of which too little is left."""

    goods_id: int
    name: str
    unit: str
    wanted: int
    left: int


@dataclass(frozen=True, slots=True)
class OrderedGoods:
    """One line of an order, in the words and at the price of the day it was placed."""

    goods_id: int
    name: str
    unit: str
    quantity: int
    unit_points: int


def find_forbidden_word(name: str) -> str | None:
    """Return the word that keeps goods off the shelf (RD-5), or None.

    Spaces, signs and invisible characters do not hide a word. Single signs like 酒 count only
    outside harmless words: 酒精湿巾 and 油烟清洁剂 are fine, whatever else names them is not.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", name) if sign.isalnum())
    found = _NEVER.search(plain) or _SUSPECT.search(_HARMLESS.sub("", plain))
    return found.group() if found else None


def total_points(lines: Iterable[OrderedGoods]) -> int:
    """Return what an order costs."""
    return sum(line.quantity * line.unit_points for line in lines)


def expires_at(placed_at: datetime) -> datetime:
    """Return the instant from which an order may no longer be handed out (RD-2)."""
    return placed_at + ORDER_WAITS


def plain_code(shown: str) -> str:
    """Return a voucher or pick-up number as it was minted, however it was typed or grouped."""
    return "".join(sign for sign in shown.upper() if sign.isalnum())


def describe(lines: Iterable[OrderedGoods]) -> str:
    """Return the goods as a person says them: 香皂 2块、牙膏 1盒."""
    return "、".join(f"{line.name} {line.quantity}{line.unit}" for line in lines)


def describe_short(lines: Iterable[ShortLine]) -> str:
    """Return what is short, so that she can order less."""
    return "；".join(_short(line) for line in lines)


def _short(line: ShortLine) -> str:
    if not line.left:
        return f"{line.name}没有了"
    return f"{line.name}要{line.wanted}{line.unit}，只剩{line.left}{line.unit}"
