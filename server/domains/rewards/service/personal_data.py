"""What the shop keeps of a person: what she ordered for her household (个人信息)."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, exists, or_, select

from models.rewards import Goods, Order, OrderLine
from models.vocabulary import OrderState
from server.kernel.personal_data import Hindrance, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work

_STATES = {
    OrderState.RESERVED: "等着领货",
    OrderState.FULFILLED: "领走了",
    OrderState.CANCELLED: "取消了",
    OrderState.EXPIRED: "过期了",
}


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    lines = work.session.execute(
        select(Order, OrderLine.quantity, Goods.name, Goods.unit)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(Goods, Goods.id == OrderLine.goods_id)
        .where(_is_hers(subject))
        .order_by(Order.id, OrderLine.id)
    )
    for order, quantity, goods, unit in lines:
        yield item(
            "兑换",
            ("goods", "货品", f"{goods} {quantity}{unit}"),
            ("points", "整单分数", order.points),
            ("state", "办到哪一步", _STATES[order.state]),
            ("placed_at", "下单时间", order.placed_at),
            ("closed_at", "办结时间", order.closed_at),
        )


def _hindrances(work: Work, subject: Subject) -> Iterable[Hindrance]:
    """Let her fetch or cancel what waits for her: nobody else of her household may know of it."""
    waits = exists().where(_is_hers(subject), Order.state == OrderState.RESERVED)
    if work.session.scalar(select(waits)):
        yield Hindrance("order-waiting", "您有兑换单还没领货，请先去领，或者把它取消。")


def _is_hers(subject: Subject) -> ColumnElement[bool]:
    by_herself = Order.placed_by == subject.person_id
    return or_(Order.member_id.in_(subject.member_ids), by_herself)


PERSONAL_DATA = PersonalDataSource(
    name="rewards",
    title="积分兑换",
    tables=frozenset({"orders"}),
    collect=_collect,
    hindrances=_hindrances,
    stays=("换过什么货、用了多少分，记在您家户下，不带您的名字",),
)
