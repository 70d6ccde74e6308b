"""The controls of the model: a service with a fault is found out, by what it then shows."""

from collections import Counter
from functools import partial

import pytest

from models.activities import SignUp as SignUpRow
from models.vocabulary import SignUpState
from server.domains.rewards.service import stock
from server.kernel.work import Work
from server.worker import JOBS, tick
from tests.model.claims import Claim
from tests.model.people import Person
from tests.model.shifts import SignUp
from tests.model.shop import Order
from tests.model.test_model import live
from tests.model.world import World
from tests.support.builders import BuiltHousehold
from tests.support.rewards_builders import give_points
from tests.support.service import Answer, SqliteRoom

# what it runs, others cover; with coverage it takes half as long again
pytestmark = [pytest.mark.no_cover, pytest.mark.long]


class GivesBackTooMuch(World):
    """Cancelling an order puts one piece too many on the shelf."""

    def cancel_order(self, who: Person, order: Order) -> Answer:
        answer = super().cancel_order(who, order)
        if answer.status == 200:
            goods_id = next(iter(order.lines)).id
            self.service.run(lambda work: stock.move(work, {goods_id: 1}))
        return answer


class TakesTooLittle(World):
    """Revoking an award leaves one point that can be spent."""

    def revoke(self, who: Person, claim: Claim) -> Answer:
        answer = super().revoke(who, claim)
        if answer.status == 200:
            home = BuiltHousehold(claim.household.id, self.village_id, claim.household.member_ids)
            give_points(self.service, home, 1)
        return answer


class PassesTheFirstOver(World):
    """A free place goes to the second who waits, when there are two."""

    def cancel_sign_up(self, who: Person, gone: SignUp) -> Answer:
        before = self._sign_ups("registered")
        answer = super().cancel_sign_up(who, gone)
        waiting = self._sign_ups("waiting")
        for promoted in self._sign_ups("registered").keys() - before.keys():
            shift = self._sign_ups("registered")[promoted]
            for second in [one for one in sorted(waiting) if waiting[one] == shift][:1]:
                self.service.run(partial(_swap, promoted=promoted, waiting=second))
        return answer

    def _sign_ups(self, state: str) -> dict[int, int]:
        find = "SELECT id, session_id FROM sign_ups WHERE state = :state"
        return dict(self.service.rows(find, state=state))


class ForgetsOrders(World):
    """The worker never ends an order."""

    def tick(self) -> None:
        jobs = {name: job for name, job in JOBS.items() if name != "expire_orders"}
        tick(self.service.app.transactions, jobs)


def _swap(work: Work, promoted: int, waiting: int) -> None:
    states = {SignUpState.WAITING: promoted, SignUpState.REGISTERED: waiting}
    for state, row_id in states.items():
        work.session.get_one(SignUpRow, row_id).state = state


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("play", "what"),
    [
        (GivesBackTooMuch, "stock"),
        (TakesTooLittle, "points"),
        (PassesTheFirstOver, "sign_ups"),
        (ForgetsOrders, "points"),
    ],
)
def test_a_faulty_service_is_found_out(
    sqlite_room: SqliteRoom, play: type[World], what: str
) -> None:
    with pytest.raises(AssertionError, match=f"^{what}: "):
        live(sqlite_room, Counter(), play)
