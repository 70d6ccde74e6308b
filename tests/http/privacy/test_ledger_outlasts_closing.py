"""Whoever closes her account, at whatever moment: every book stays whole, every chain holds."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.domains.audit import service as audit
from server.domains.points import service as points
from server.kernel.errors import DomainError
from tests.conftest import DATABASES
from tests.support.points_builders import (
    Family,
    a_claim,
    a_family,
    a_points_village,
    assert_books_balance,
    balances,
    confirm,
    pass_notice,
    publish,
)
from tests.support.rewards_builders import goods_on_the_shelf
from tests.support.service import Room, Service

ACTS = ("earn", "notice", "order", "fetch", "revoke", "close")
WHOLE = (
    "SELECT (SELECT COALESCE(SUM(amount), 0) FROM points_transfers t"
    " JOIN points_accounts a ON a.id = t.credit_account_id WHERE a.household_id IS NOT NULL)"
    " - (SELECT COALESCE(SUM(amount), 0) FROM points_transfers t"
    " JOIN points_accounts a ON a.id = t.debit_account_id WHERE a.household_id IS NOT NULL)"
    " - (SELECT COALESCE(SUM(balance), 0) FROM points_accounts WHERE household_id IS NOT NULL)"
)
"""What households were ever credited and debited, less what they have: always 0."""


class Village:
    """Two families that earn and spend, until one of them has closed her account."""

    def __init__(self, service: Service) -> None:
        self.service, self.village = service, a_points_village(service)
        self.families = [a_family(service, self.village, name) for name in ("王淑芬", "李桂花")]
        self.shopkeeper = service.sign_in(self.village.chair)
        self.goods = goods_on_the_shelf(service, self.village.id, price=10, stock=99)
        self.closed: set[int] = set()
        self.claims: list[int] = []
        self.days = 0

    def act(self, act: str, who: int) -> None:
        """Do one thing for one family; what the rules refuse is left undone."""
        family = self.families[who]
        if family.person in self.closed and act not in {"notice", "revoke"}:
            return
        with suppress(DomainError):
            getattr(self, f"_{act}")(family)

    def _earn(self, family: Family) -> None:
        self.days += 1
        claim_id = a_claim(self.service, family, days_ago=self.days % 9 + 1)
        confirm(self.service, self.village.chair, claim_id)
        self.claims.append(claim_id)

    def _notice(self, family: Family) -> None:
        del family
        publish(self.service, self.village)
        pass_notice(self.service)
        self.service.clock.advance(days=20)

    def _order(self, family: Family) -> None:
        lines = [{"goods_id": self.goods, "quantity": 1}]
        body = {"household_id": family.id, "lines": lines}
        self.service.sign_in(family.person).post("/orders", body)

    def _fetch(self, family: Family) -> None:
        """Give back what waits, so that nothing hinders her."""
        phone = self.service.sign_in(family.person)
        waits = "SELECT id FROM orders WHERE household_id = :id AND state = 'reserved'"
        for (order_id,) in self.service.rows(waits, id=family.id):
            phone.post(f"/orders/{order_id}/cancellation")

    def _revoke(self, family: Family) -> None:
        del family
        if self.claims:
            claim_id, actor = self.claims.pop(), self.service.actor(self.village.chair)
            self.service.run(lambda work: points.revoke_claim(work, claim_id, "弄错了"), actor)

    def _close(self, family: Family) -> None:
        before = [balances(self.service, one.id) for one in self.families]
        closed = self.service.sign_in(family.person).delete("/me").status == 204
        assert [balances(self.service, one.id) for one in self.families] == before
        self.closed |= {family.person} if closed else set()

    def check(self) -> None:
        """Recount every book and every chain."""
        self.service.clock.instant += timedelta(minutes=1)
        assert_books_balance(self.service)
        assert self.service.scalar(WHOLE) == 0
        assert (
            self.service.scalar(
                "SELECT count(*) FROM points_accounts WHERE balance < 0"
                " AND kind <> 'arrears' AND household_id IS NOT NULL"
            )
            == 0
        )
        self.service.run(audit.seal_entries)
        assert self.service.run(lambda work: audit.verify_entries(work, {})).faults == []


@pytest.mark.parametrize("database", DATABASES)
def test_requirement_15_closing_anywhere_in_between_keeps_every_book_whole(
    database: str, request: pytest.FixtureRequest
) -> None:
    room: Room = request.getfixturevalue(f"{database}_room")

    @settings(
        max_examples=3,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    @given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), max_size=9))
    def lives(acts: list[tuple[str, int]]) -> None:
        village = Village(room.open())
        for act, who in [("earn", 0), ("notice", 0), ("order", 0), *acts, ("fetch", 0)]:
            village.act(act, who)
        village.act("close", 0)
        village.check()
        assert village.closed

    lives()
