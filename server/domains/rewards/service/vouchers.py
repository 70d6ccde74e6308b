"""What a scanned voucher (取货码) opens: the order, to who hands it out and to whose it is."""

from models.rewards import Order
from models.vocabulary import Door
from server.domains.households import service as households
from server.domains.rewards import policy, queries, rules
from server.domains.rewards.service.counter import Counter, standing_of
from server.kernel import walls
from server.kernel.ports import CodeOpening
from server.kernel.secrets import digest
from server.kernel.work import Work


class Vouchers:
    """The DerivedCodes of orders; the six digits are no code and open nothing here."""

    def open(self, work: Work, scene: str) -> CodeOpening | None:
        """Return the order for the desk or for its household; None for everybody else."""
        if len(scene) != rules.VOUCHER_LENGTH or work.actor.person_id is None:
            return None
        with walls.look_through(work.session, Door.CODE):
            order = queries.find_any_by_voucher(work.session, digest(scene))
        actions = _actions(work, order) if order else ()
        if order is None or not actions:
            return None
        label = households.masked_labels(work, [order.household_id])[order.household_id]
        return CodeOpening(order.id, {"label": label, "village_id": order.village_id}, actions)


def _actions(work: Work, order: Order) -> tuple[str, ...]:
    counter = Counter.read(work, [order])
    return policy.voucher_actions(
        serves_here=counter.serves(order),
        may_hand_out=policy.Action.FULFIL in counter.actions(order),
        is_own=policy.is_own(standing_of(order), work.actor),
    )
