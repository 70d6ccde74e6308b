"""What the caller may do with orders, told with every answer; read once for a page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from models.organisations import Organisation
from models.rewards import Order
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.rewards import policy
from server.domains.rewards.policy import Action, OrderStanding
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Counter:
    """The villages of some orders, and the households the caller hands nothing out to."""

    work: Work
    villages: Mapping[int, Organisation]
    barred: frozenset[int]

    @classmethod
    def read(cls, work: Work, orders: Sequence[Order]) -> "Counter":
        """Read what the orders need, in three queries however many they are."""
        person_id = work.actor.person_id
        own = frozenset[int]()
        if person_id is not None:
            own = households.own_and_relative_ids(work.session, person_id)
        return cls(work, _villages(work, [order.village_id for order in orders]), own)

    def actions(self, order: Order) -> tuple[Action, ...]:
        """Return what the caller may do with an order now."""
        actor, path = self.work.actor, self.villages[order.village_id].path
        standing, person_id = standing_of(order), actor.person_id
        leads = actor.office_scope(Permission.PROXY_ACT).covers_path(path)
        return policy.order_actions(
            standing,
            may_act=actor.household_id == order.household_id or leads,
            may_hand_out=self.serves(order)
            and person_id is not None
            and policy.may_hand_out(standing, person_id, self.barred),
            is_past=order.expires_at <= self.work.now,
        )

    def serves(self, order: Order) -> bool:
        """Tell whether the caller hands out at the counter of the order's village."""
        path = self.villages[order.village_id].path
        return self.work.actor.office_scope(Permission.ORDER_FULFIL).covers_path(path)


def standing_of(order: Order) -> OrderStanding:
    """Return what the policy judges an order by."""
    return OrderStanding(order.household_id, order.placed_by, order.state)


def _villages(work: Work, ids: Collection[int]) -> Mapping[int, Organisation]:
    return organisations.organisations_by_id(work.session, ids)
