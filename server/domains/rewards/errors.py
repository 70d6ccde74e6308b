"""What the shop refuses, in words a villager can act on."""

from collections.abc import Callable

from server.kernel.errors import Conflict, DomainError, NotFound, RuleBroken


class GoodsNotFound(NotFound):
    """No such goods in this village's shop, or none handed out any more."""

    slug = "goods-not-found"
    title = "没有这样货品"


class OrderNotFound(NotFound):
    """No such order, or none the person may see; wrong pick-up codes get the same answer."""

    slug = "order-not-found"
    title = "没有这张兑换单"


class GoodsForbidden(RuleBroken):
    """Alcohol, tobacco, lottery tickets and money are no goods of the shop (RD-5)."""

    slug = "goods-forbidden"
    title = "这样货品不能上架"


class GoodsCodeTaken(Conflict):
    """The shop has goods with this code already."""

    slug = "goods-code-taken"
    title = "编号用过了"


class OutOfStock(Conflict):
    """Less is left than was asked for; `short` names every line that is short."""

    slug = "out-of-stock"
    title = "货不够了"


class OrderAlreadyClosed(Conflict):
    """The order was handed out, cancelled or has expired; `state` and `closed_at` say when."""

    slug = "order-already-closed"
    title = "这张兑换单已经办完"


class TooManyWrongCodes(Conflict):
    """Somebody tries pick-up codes; the counter pauses and the level above sees it (AB-12)."""

    slug = "too-many-wrong-codes"
    title = "取货码试得太多了"


class PickupDigitsUsedUp(Conflict):
    """No free pick-up number was found; nothing was ordered."""

    slug = "pickup-digits-used-up"
    title = "取货号排满了"


GOODS_MISSING = "没有这样货品，可能已经下架，请回到货架再看看。"
ORDER_MISSING = "没有找到这张兑换单，请返回刷新。"
CODE_WRONG = "没有找到这张兑换单，请看清取货码或取货号，再试一次。"


def code_taken() -> DomainError:
    """Return the refusal of a second use of a goods code in one shop."""
    return GoodsCodeTaken("这个编号已经有货品在用，请换一个编号。")


CONSTRAINTS: dict[str, Callable[[], DomainError]] = {"uq_goods_village_id_code": code_taken}
