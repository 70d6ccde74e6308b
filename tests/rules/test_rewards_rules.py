"""The shop's rules: what may be on the shelf, what an order costs and says, who may hand it out."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from models.vocabulary import OrderState
from server.domains.rewards import policy, rules
from server.domains.rewards.policy import OrderStanding
from server.domains.rewards.rules import OrderedGoods, ShortLine
from server.kernel.actors import STRANGER, Actor

REFERENCE = Path(__file__).parents[2] / "config" / "reference" / "points_rules.yaml"
DOCUMENT = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
REDEMPTION = DOCUMENT["redemption"]
SOAP = OrderedGoods(goods_id=1, name="香皂", unit="块", quantity=2, unit_points=30)
PASTE = OrderedGoods(goods_id=2, name="牙膏", unit="盒", quantity=1, unit_points=60)
NOTHING_BETWEEN = st.text(alphabet=" ·-_.\u200b\u3000*", max_size=3)
FORBIDDEN = ["白酒", "啤酒", "香烟", "彩票", "现金", "红包", "购物卡", "话费", "体彩", "代金券"]


@pytest.mark.parametrize("goods", REDEMPTION["goods"], ids=lambda goods: str(goods["name"]))
def test_every_default_good_may_be_on_the_shelf(goods: dict[str, str]) -> None:
    assert rules.find_forbidden_word(goods["name"]) is None


def test_there_are_25_default_goods_and_orders_wait_as_long_as_the_document_says() -> None:
    assert len(REDEMPTION["goods"]) == 25
    assert rules.ORDER_WAITS.days == REDEMPTION["settings"]["order_expires_days"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("江津老白干白酒", "白酒"),
        ("高粱酒", "酒"),
        ("山城啤酒一箱", "啤酒"),
        ("香烟一条", "香烟"),
        ("老旱烟", "烟"),
        ("叶子煙", "煙"),
        ("刮刮乐5张", "刮刮乐"),
        ("福彩", "福彩"),
        ("现金 20 元", "现金"),
        ("微信红包", "红包"),
        ("重百购物卡", "购物卡"),
        ("电话费充值：话费 10 元", "话费"),
        ("精品白酒精装", "白酒"),
        ("无烟香烟", "香烟"),
    ],
)
def test_alcohol_tobacco_lottery_and_money_are_named(name: str, word: str) -> None:
    assert rules.find_forbidden_word(name) == word


@pytest.mark.parametrize(
    "name",
    [
        "灭蚊灯",
        "无烟蚊香",
        "酒精湿巾",
        "75%酒精",
        "料酒",
        "油烟机清洁剂",
        "烟雾报警器",
        "红包装大米",
        "环保购物袋",
        "彩色毛线",
        "金银花露",
    ],
)
def test_harmless_names_that_share_a_sign_pass(name: str) -> None:
    assert rules.find_forbidden_word(name) is None


# 红包装 is a red package; everything else that follows a word leaves it what it is.
@given(
    st.sampled_from(FORBIDDEN),
    NOTHING_BETWEEN,
    st.text(max_size=5).filter(lambda words: "装" not in words),
)
def test_signs_and_invisible_characters_do_not_hide_a_word(
    word: str, between: str, after: str
) -> None:
    assert rules.find_forbidden_word(f" {between.join(word)}{between}{after}") is not None


@given(st.text(alphabet="香皂牙膏抽纸卷筒洗衣粉液大米毛巾abc123", max_size=20))
def test_a_name_without_any_listed_sign_always_passes(name: str) -> None:
    assert rules.find_forbidden_word(name) is None


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 10_000)), min_size=1, max_size=10))
def test_an_order_costs_the_sum_of_its_lines(pairs: list[tuple[int, int]]) -> None:
    lines = [
        OrderedGoods(goods_id=index, name="货", unit="个", quantity=count, unit_points=price)
        for index, (count, price) in enumerate(pairs)
    ]
    assert rules.total_points(lines) == sum(count * price for count, price in pairs)


def test_an_order_waits_for_15_days_to_the_second() -> None:
    placed_at = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)
    assert rules.expires_at(placed_at) == datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


def test_lines_are_said_as_a_person_says_them() -> None:
    assert rules.describe([SOAP, PASTE]) == "香皂 2块、牙膏 1盒"
    short = [ShortLine(1, "香皂", "块", 3, 1), ShortLine(2, "牙膏", "盒", 2, 0)]
    assert rules.describe_short(short) == "香皂要3块，只剩1块；牙膏没有了"


@given(st.text(alphabet="23456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=20, max_size=20))
def test_a_voucher_may_be_typed_in_small_letters_and_groups(voucher: str) -> None:
    typed = "-".join(voucher.lower()[start : start + 5] for start in range(0, 20, 5))
    assert rules.plain_code(f" {typed} ") == voucher


@pytest.mark.parametrize(
    ("household_id", "placed_by", "may"),
    [
        (7, 20, True),
        (7, None, True),
        (5, 20, False),
        (6, 20, False),
        (7, 10, False),
    ],
    ids=["a stranger's", "placed by the system", "her own", "a relative's", "placed by herself"],
)
def test_who_may_hand_out_an_order(*, household_id: int, placed_by: int | None, may: bool) -> None:
    order = OrderStanding(household_id, placed_by, OrderState.RESERVED)
    assert policy.may_hand_out(order, 10, frozenset({5, 6})) is may


def test_what_a_scanned_voucher_offers() -> None:
    def offer(*, serves: bool, may: bool, own: bool) -> tuple[str, ...]:
        return policy.voucher_actions(serves_here=serves, may_hand_out=may, is_own=own)

    assert offer(serves=True, may=True, own=False) == ("hand_over", "open_order")
    assert offer(serves=True, may=False, own=False) == ("open_order",)
    assert offer(serves=False, may=False, own=True) == ("open_order",)
    assert offer(serves=False, may=False, own=False) == ()


@pytest.mark.parametrize(
    ("actor", "state", "may"),
    [
        (Actor(person_id=1, household_id=7), OrderState.RESERVED, True),
        (Actor(person_id=20), OrderState.RESERVED, True),
        (Actor(person_id=2, household_id=8), OrderState.RESERVED, False),
        (STRANGER, OrderState.RESERVED, False),
        (Actor(person_id=1, household_id=7), OrderState.FULFILLED, False),
    ],
    ids=["the household", "who ordered", "another household", "a stranger", "no longer waiting"],
)
def test_who_sees_the_codes(*, actor: Actor, state: OrderState, may: bool) -> None:
    assert policy.may_see_pickup(OrderStanding(7, 20, state), actor) is may
