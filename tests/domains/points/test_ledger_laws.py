"""The laws of the ledger under any order of acts, against a model that only adds and subtracts."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from server.domains.points import service as points
from server.domains.points.errors import InsufficientPoints
from server.domains.points.service import ConfirmOutcome
from server.kernel.work import Work
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_family,
    a_points_village,
    assert_books_balance,
    balances,
    close_due_notices,
    confirm,
    publish,
)
from tests.support.service import SqliteRoom

ROOM: list[SqliteRoom] = []
"""The prepared database; a state machine is built by hypothesis and takes no fixture."""


class Ledger(RuleBasedStateMachine):
    """A household claims, is confirmed, published, spends, cancels and is revoked, in any order."""

    claims: Bundle[int] = Bundle("claims")
    awards: Bundle[int] = Bundle("awards")
    orders: Bundle[tuple[str, int]] = Bundle("orders")

    def __init__(self) -> None:
        """Begin on an empty database."""
        super().__init__()
        self.service = ROOM[0].open()
        self.village: PointsVillage = a_points_village(self.service)
        self.family: Family = a_family(self.service, self.village)
        self.days = 0
        self.number = 0
        self.standing = 0
        self.spent = 0

    @rule(target=claims)
    def claim(self) -> int:
        """Claim 10 points for a fresh day."""
        self.days += 1
        self.service.clock.advance(days=1)
        return a_claim(self.service, self.family, "VOL03", days_ago=0)

    @rule(target=awards, claim_id=consumes(claims))
    def confirm(self, claim_id: int) -> Any:  # noqa: ANN401 - one value or none
        """Confirm; over the cap nothing moves."""
        (outcome,) = confirm(self.service, self.village.chair, claim_id)
        if outcome is not ConfirmOutcome.CONFIRMED:
            assert outcome is ConfirmOutcome.OVER_CAP
            return multiple()
        self.standing += 10
        return claim_id

    @precondition(lambda self: "in_notice" in balances(self.service, self.family.id))
    @rule()
    def publish_and_pass(self) -> None:
        """Publish what is confirmed and let the notice end, in a month of its own."""
        self.service.clock.advance(days=31)
        if self.service.scalar("SELECT COUNT(*) FROM points_claims WHERE state = 'confirmed'"):
            publish(self.service, self.village)
        self.service.clock.instant += timedelta(days=14)
        close_due_notices(self.service)

    @rule(target=orders, amount=st.integers(1, 25))
    def hold(self, amount: int) -> Any:  # noqa: ANN401 - one value or none
        """Hold points when there are enough."""
        self.number += 1
        cause = f"order:{self.number}"

        def do(work: Work) -> None:
            points.hold(
                work,
                household_id=self.family.id,
                village_id=self.village.id,
                points=amount,
                caused_by=cause,
            )

        if balances(self.service, self.family.id).get("redeemable", 0) >= amount:
            self.service.run(do)
            return cause, amount
        with pytest.raises(InsufficientPoints):
            self.service.run(do)
        return multiple()

    @rule(order=consumes(orders))
    def release(self, order: tuple[str, int]) -> None:
        """Cancel an order."""
        self.service.run(lambda work: points.release(work, caused_by=order[0]))

    @rule(order=consumes(orders))
    def settle(self, order: tuple[str, int]) -> None:
        """Hand an order over."""
        self.service.run(lambda work: points.settle(work, caused_by=order[0]))
        self.spent += order[1]

    @rule(claim_id=consumes(awards))
    def revoke(self, claim_id: int) -> None:
        """Take an award back; what was spent is owed."""
        self.service.run(
            lambda work: points.revoke_claim(work, claim_id, "查实不符"),
            actor=self.service.actor(self.village.chair),
        )
        self.standing -= 10

    @invariant()
    def nothing_is_lost(self) -> None:
        """What the household has is what it was awarded less what it spent."""
        found = balances(self.service, self.family.id)
        assert sum(found.values()) == self.standing - self.spent
        assert all(amount > 0 for kind, amount in found.items() if kind != "arrears")
        assert found.get("arrears", 0) <= 0

    @invariant()
    def nobody_can_spend_while_owing(self) -> None:
        """Points that can be spent and a debt never stand side by side."""
        found = balances(self.service, self.family.id)
        assert not ("redeemable" in found and "arrears" in found)

    @invariant()
    def books_balance(self) -> None:
        """Every figure equals its recount."""
        assert_books_balance(self.service)


@pytest.mark.timeout(300)
def test_the_ledger_keeps_its_laws_in_any_order_of_acts(sqlite_room: SqliteRoom) -> None:
    ROOM[:] = [sqlite_room]
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
