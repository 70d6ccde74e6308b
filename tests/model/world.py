"""The same village in the service: every act a request over HTTP, every figure asked of it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from models.vocabulary import ProxyChannel, Role
from server.cli.books import RECOUNTS
from server.domains.activities import service as activities
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.domains.rewards import service as rewards
from server.kernel.pages import PageRequest
from server.kernel.work import Work
from server.worker import tick
from tests.model.claims import Claim
from tests.model.people import Household, Person
from tests.model.shifts import Shift, SignUp
from tests.model.shop import Goods, Order, Shop
from tests.model.village import Snapshot, Village
from tests.support.builders import a_household, a_resident, an_officer
from tests.support.consents_builders import agree
from tests.support.points_builders import a_points_village
from tests.support.rewards_builders import goods_on_the_shelf
from tests.support.service import Answer, Caller, Service

SIGNED_IN_FOR = timedelta(days=2)
WRONG_CODE = "ZZZZZZZZZZZZZZZZZZZZ"


@dataclass(frozen=True)
class Sent:
    """A request that was answered well, to be sent again."""

    who: Person
    path: str
    body: dict[str, Any]
    key: str
    answer: Answer


@dataclass
class World:
    """The service as the people of the village use it."""

    service: Service
    village_id: int = 0
    reader: int = 0
    sent: Sent | None = None
    callers: dict[int, tuple[datetime, Caller]] = field(default_factory=dict)

    def post(self, who: Person, path: str, body: dict[str, Any] | None = None) -> Answer:
        """Send a request with a fresh key, and remember it when it is answered well."""
        key, sent = uuid.uuid4().hex, body or {}
        answer = self._caller(who).post(path, sent, key=key)
        if answer.status < 300:
            self.sent = Sent(who, path, sent, key, answer)
        return answer

    def send_again(self, sent: Sent, **changes: Any) -> Answer:
        """Send a request again with its own key, perhaps with another body."""
        return self._caller(sent.who).post(sent.path, {**sent.body, **changes}, key=sent.key)

    def _caller(self, who: Person) -> Caller:
        now = self.service.clock.instant
        since, caller = self.callers.get(who.id, (now, None))
        if caller is None or now - since > SIGNED_IN_FOR:
            since, caller = now, self.service.sign_in(who.id)
            self.callers[who.id] = since, caller
        return caller

    def submit(
        self, who: Person, household: Household, code: str, deed_on: date, quantity: int
    ) -> Answer:
        """Claim a deed."""
        body = {"household_id": household.id, "rule_code": code, "quantity": quantity}
        deed = {"deed_on": deed_on.isoformat(), **_behalf(who, household)}
        return self.post(who, "/claims", {**body, **deed})

    def confirm(self, who: Person, claims: Sequence[Claim]) -> Answer:
        """Confirm some claims."""
        return self.post(who, "/claims/confirmations", {"claim_ids": [c.id for c in claims]})

    def give_back(self, who: Person, claim: Claim) -> Answer:
        """Return a claim."""
        return self.post(who, f"/claims/{claim.id}/return", {"reason": "照片看不清"})

    def revoke(self, who: Person, claim: Claim) -> Answer:
        """Take an award back."""
        return self.post(who, f"/claims/{claim.id}/revocation", {"reason": "查实不符"})

    def publish(self, who: Person) -> Answer:
        """Hang up the month's notice."""
        return self.post(who, f"/villages/{self.village_id}/points-notices")

    def reserve(self, who: Person, household: Household, lines: Mapping[Goods, int]) -> Answer:
        """Order goods."""
        wanted = [{"goods_id": goods.id, "quantity": number} for goods, number in lines.items()]
        body = {"household_id": household.id, "lines": wanted, **_behalf(who, household)}
        return self.post(who, "/orders", body)

    def cancel_order(self, who: Person, order: Order) -> Answer:
        """Cancel an order."""
        path = f"/orders/{order.id}/cancellation"
        return self.post(who, path, _behalf(who, order.household))

    def fulfil(self, who: Person, voucher: str = WRONG_CODE) -> Answer:
        """Hand out what a voucher fetches."""
        body = {"village_id": self.village_id, "voucher": voucher}
        return self.post(who, "/orders/fulfilments", body)

    def receive(self, who: Person, goods: Goods, quantity: int) -> Answer:
        """Add a delivery."""
        return self.post(who, f"/goods/{goods.id}/receipts", {"quantity": quantity})

    def hold_activity(
        self, who: Person, type_code: str, starts_at: Sequence[datetime], capacity: int
    ) -> Answer:
        """Create an activity and publish it with everything that a risky one needs."""
        shifts = [{"starts_at": at.isoformat(), "capacity": capacity} for at in starts_at]
        words = {"place": "村文化活动室", "content": "讲怎样分垃圾", "contact": "周主席"}
        body = {"village_id": self.village_id, "type_code": type_code, "sessions": shifts}
        draft = self.post(who, "/activities", {**body, **words})
        if draft.status >= 300:
            return draft
        notes = {"risk_notes": "不下水，两人一组", "insurance": "村里统一投保"}
        published = self.post(who, f"/activities/{draft.body['id']}/publication", notes)
        self.service.settle_checks()
        return published

    def sign_up(self, who: Person, shift: Shift, household: Household, member_id: int) -> Answer:
        """Sign a member up."""
        body = {"household_id": household.id, "member_id": member_id, **_behalf(who, household)}
        return self.post(who, f"/activity-sessions/{shift.id}/sign-ups", body)

    def cancel_sign_up(self, who: Person, gone: SignUp) -> Answer:
        """Give a place back."""
        path = f"/sign-ups/{gone.id}/cancellation"
        return self.post(who, path, _behalf(who, gone.household))

    def call_roll(
        self, who: Person, shift: Shift, present: Sequence[SignUp], absent: Sequence[SignUp]
    ) -> Answer:
        """Mark who came."""
        lists = {"present": [one.id for one in present], "absent": [one.id for one in absent]}
        return self.post(who, f"/activity-sessions/{shift.id}/roll-calls", lists)

    def walk_in(self, who: Person, shift: Shift, household: Household, member_id: int) -> Answer:
        """Mark somebody present who did not sign up."""
        body = {"household_id": household.id, "member_id": member_id}
        return self.post(who, f"/activity-sessions/{shift.id}/walk-ins", body)

    def tick(self) -> None:
        """Let the worker look."""
        tick(self.service.app.transactions)

    def change_office(self, leaving: Person) -> int:
        """End an executive's office and give it to somebody new; return her."""
        grant_id = self.service.scalar(
            "SELECT id FROM role_grants WHERE person_id = :id", id=leaving.id
        )
        self.service.run(lambda work: organisations.end_role(work, grant_id))
        self.callers.pop(leaving.id, None)
        return an_officer(self.service, Role.VILLAGE_EXECUTIVE, self.village_id)

    def claim_of(self, sign_up: SignUp) -> int:
        """Return the claim that the roll call made."""
        found: int = self.service.scalar(
            "SELECT id FROM points_claims WHERE source = :source", source=f"sign_up:{sign_up.id}"
        )
        return found

    def look(self, village: Village) -> Snapshot:
        """Return all figures as the service tells them."""
        actor = self.service.actor(self.reader)
        shift_ids = [shift.id for shift in village.shifts.all]
        owners = [household.id for household in village.households]

        def read(work: Work) -> Snapshot:
            figures = {owner: points.read_figures(work, owner) for owner in owners}
            shelf = rewards.show_shelf(work, self.village_id, owners[0], PageRequest())
            return {
                "points": {owner: _points(one) for owner, one in figures.items()},
                "usable_on": {owner: one.usable_on for owner, one in figures.items()},
                "stock": {goods.id: goods.stock for goods in shelf.items},
                **_activities(work, self.village_id, shift_ids),
            }

        return {
            **self.service.run(read, actor, writes=False),
            "claims": dict(self.service.rows("SELECT id, state FROM points_claims")),
            "orders": dict(self.service.rows("SELECT id, state FROM orders")),
        }

    def recount(self) -> None:
        """Recount the books from their raw rows, and verify the seals."""

        def read(work: Work) -> list[object]:
            found = [fault for recount in RECOUNTS for fault in recount(work.session)]
            return [*found, *points.verify_seals(work.session)]

        assert self.service.run(read, writes=False) == []


def _behalf(who: Person, household: Household) -> dict[str, Any]:
    if household is who.household:
        return {}
    behalf = {"member_id": household.member_ids[0], "reason": "老人没有手机"}
    return {"on_behalf": {**behalf, "channel": ProxyChannel.IN_PERSON.value}}


def _points(figures: points.Figures) -> dict[int, tuple[int, ...]]:
    years = {
        one.points_year: (one.earned, one.redeemable, one.in_notice, one.held, one.arrears)
        for one in figures.years
    }
    return {year: numbers for year, numbers in years.items() if any(numbers)}


def _activities(work: Work, village_id: int, shift_ids: Sequence[int]) -> Snapshot:
    found = activities.list_activities(work, village_id, PageRequest()).items
    rolls = [activities.list_roll(work, shift_id, PageRequest(size=100)) for shift_id in shift_ids]
    lines = [line for roll in rolls for line in roll.items]
    return {
        "places": {s.id: (s.taken, s.waiting) for view in found for s in view.shifts},
        "sign_ups": {
            line.sign_up.id: (line.sign_up.state.value, line.waiting_position) for line in lines
        },
    }


def settle(world: World) -> Village:
    """Build the village in the service and return the model of it."""
    service = world.service
    built = a_points_village(service)
    world.village_id, world.reader = built.id, built.chair
    elsewhere = a_points_village(service, "邻村妇联")
    names = ("周主席家", "王执委家", "李店主家", "陈大娘家")
    homes = [a_household(service, built.id, (name, f"{name}小妹")) for name in names]
    owners = [Household(n, home.member_ids, home.id) for n, home in zip(names, homes, strict=True)]
    keeper = an_officer(service, Role.SHOPKEEPER, built.id)
    residents = (built.chair, built.executive, keeper)
    for home, person_id in zip(homes, residents, strict=False):
        service.run(partial(_link, member_id=home.member_ids[0], person_id=person_id))
    people = [
        Person("chair", built.chair, "chair", owners[0]),
        Person("executive", built.executive, "executive", owners[1], (owners[2],)),
        Person("shopkeeper", keeper, "shopkeeper", owners[2]),
        Person("resident", a_resident(service, homes[3]), None, owners[3]),
        Person("assessor", built.assessor, "assessor"),
        Person("town_officer", built.town_officer, "town_officer"),
        Person("neighbour", elsewhere.chair, "chair", is_here=False),
    ]
    _declare(service, built.executive, owners[2])
    goods = [
        Goods(goods_on_the_shelf(service, built.id, stock=stock, price=price), price, stock)
        for price, stock in ((8, 6), (25, 4))
    ]
    return Village(owners, {one.name: one for one in people}, Shop(goods), service.clock.instant)


def _link(work: Work, member_id: int, person_id: int) -> None:
    households.link_member(work, member_id, person_id)
    agree(work, person_id)


def _declare(service: Service, person_id: int, household: Household) -> None:
    actor = service.actor(person_id)
    service.run(lambda work: households.declare_relative(work, household.id), actor)
