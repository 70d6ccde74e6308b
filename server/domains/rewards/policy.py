"""Who may hand goods out, and who may see the codes that fetch them."""

from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import OrderState
from server.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """What decides about an order: whose it is, who placed it, whether it still waits."""

    household_id: int
    placed_by: int | None
    state: OrderState


def may_hand_out(order: OrderStanding, person_id: int, blocked: frozenset[int]) -> bool:
    """Tell whether a shopkeeper may fulfil the order (RD-3, AB-24).

    `blocked` are her own and her declared relatives' households. Who placed an order for somebody
    else does not hand it out either: otherwise one person alone could empty a household's account.
    """
    return order.household_id not in blocked and order.placed_by != person_id


class Action(StrEnum):
    """What the caller may do with an order or with some goods; the client shows only these."""

    CANCEL = "cancel"
    FULFIL = "fulfil"
    RECEIVE = "receive"


class ShelfAction(StrEnum):
    """What the caller may do with a shop's shelf as a whole."""

    ORDER = "order"
    SHELVE = "shelve"


def shelf_actions(*, may_order: bool, may_shelve: bool) -> tuple[ShelfAction, ...]:
    """Return what a shelf offers: to order from it, to put something new on it."""
    return (ShelfAction.ORDER,) * may_order + (ShelfAction.SHELVE,) * may_shelve


def order_actions(
    order: OrderStanding, *, may_act: bool, may_hand_out: bool, is_past: bool
) -> tuple[Action, ...]:
    """Return what may be done with an order: only while it waits, handed out only in time.

    `may_act`: as a member, or as a leader for the household. `may_hand_out`: at the counter.
    """
    if order.state != OrderState.RESERVED:
        return ()
    allowed = [Action.CANCEL] if may_act else []
    return (*allowed, Action.FULFIL) if may_hand_out and not is_past else tuple(allowed)


def shop_actions(*, is_signed_in: bool, lives_here: bool, serves_here: bool) -> tuple[str, ...]:
    """Return what the code of a shop offers; everybody may look at the shelf."""
    if not is_signed_in:
        return ("look", "sign_in")
    allowed = ("order",) * lives_here + ("open_desk",) * serves_here
    return allowed or ("look",)


def voucher_actions(*, serves_here: bool, may_hand_out: bool, is_own: bool) -> tuple[str, ...]:
    """Return what a scanned voucher offers; nothing to who neither serves there nor ordered."""
    allowed = ("hand_over",) if may_hand_out else ()
    return (*allowed, "open_order") if serves_here or is_own else ()


def is_own(order: OrderStanding, actor: Actor) -> bool:
    """Tell whether the order is the actor's household's, or one she placed for somebody."""
    is_placer = actor.person_id is not None and actor.person_id == order.placed_by
    return is_placer or actor.household_id == order.household_id


def may_see_pickup(order: OrderStanding, actor: Actor) -> bool:
    """Tell whether the codes are shown: while it waits, to the household and to who ordered."""
    return order.state == OrderState.RESERVED and is_own(order, actor)
