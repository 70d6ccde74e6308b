"""Mixed work for a village from many clients that retry until they are answered, and its journal.

The journal knows what was acknowledged; `judge` compares it with what is stored. Between them they
find what was lost and what was done twice, which no recount inside the database could.
"""

import itertools
import queue
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any

from models.vocabulary import Role
from server.domains.identity import service as identity
from server.kernel.clock import local_date
from tests.support.activities_builders import Neighbour, a_neighbour, an_activity
from tests.support.builders import a_village, an_officer
from tests.support.crew import NoAnswer
from tests.support.points_builders import rules_in_force
from tests.support.rewards_builders import give_points, goods_on_the_shelf
from tests.support.service import Answer, Service

Send = Callable[[str, str, object, str], Answer]
"""(token, path, body, key) → answer; raises NoAnswer."""

PATIENCE_SECONDS = 100
PAUSE_SECONDS = 0.1
SENT_TWICE = 0.02
RULES = ("CIV02", "WST03", "WST04", "RIV03", "SAV02", "SAV03", "GRN01", "CIV03")
LAST_DAYS = 5
SECRETS = {"voucher", "pickup_digits", "picture"}


@dataclass(frozen=True)
class Act:
    """One acknowledged write: what was asked and what came back."""

    token: str
    path: str
    body: object
    key: str
    answer: Answer


@dataclass
class Journal:
    """Everything that was acknowledged, what stood in the way, and answers that differed."""

    acts: list[Act] = field(default_factory=list)
    setbacks: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    contradictions: list[str] = field(default_factory=list)

    def answers(self, path: str) -> list[Any]:
        """Return the bodies of the acts on such a path ("/orders/*/cancellation")."""
        return [act.answer.body for act in self.acts if fnmatchcase(act.path, path)]

    def ids(self, path: str) -> list[int]:
        """Return the ids in those bodies."""
        return [body["id"] for body in self.answers(path)]


@dataclass
class Client:
    """Somebody with a phone who tries again, under the same key, until she is answered."""

    send: Send
    token: str
    journal: Journal
    chance: random.Random

    def act(self, path: str, body: object) -> Any:  # noqa: ANN401 - the body of any answer
        """Write; return the answer's body, or None when it was refused."""
        key = uuid.uuid4().hex
        answer = self._until_answered(path, body, key)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            self.journal.refusals[answer.body["type"]] += 1
            return None
        self.journal.acts.append(Act(self.token, path, body, key, answer))
        if self.chance.random() < SENT_TWICE:
            self.repeat(self.journal.acts[-1])
        return answer.body

    def repeat(self, act: Act) -> None:
        """Send the same once more; a different answer is a contradiction."""
        again = self._until_answered(act.path, act.body, act.key)
        if (again.status, _plain(again.body)) != (act.answer.status, _plain(act.answer.body)):
            told = f"{again.status} {again.body} after {act.answer.status} {act.answer.body}"
            self.journal.contradictions.append(f"{act.path}: {told}")

    def _until_answered(self, path: str, body: object, key: str) -> Answer:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                answer = self.send(self.token, path, body, key)
            except NoAnswer:
                self.journal.setbacks["no answer"] += 1
            else:
                kind = answer.body.get("type", "")
                if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR and kind != "/problems/busy":
                    return answer
                self.journal.setbacks[kind] += 1
            time.sleep(PAUSE_SECONDS)
        message = f"{path} was never answered: {self.journal.setbacks}"
        raise TimeoutError(message)


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out the codes of an order, which are not stored and are hidden once it is closed."""
    return {name: value for name, value in body.items() if name not in SECRETS}


@dataclass
class Village:
    """Scarce places and goods, households that want them, a chair and a shopkeeper."""

    id: int
    shift_ids: list[int]
    goods_ids: list[int]
    households: list[Neighbour]
    tokens: list[str]
    chair: str
    shopkeeper: str
    today: date
    claims: "queue.SimpleQueue[int]" = field(default_factory=queue.SimpleQueue)
    vouchers: "queue.SimpleQueue[str]" = field(default_factory=queue.SimpleQueue)

    @classmethod
    def build(cls, service: Service, households: int) -> "Village":
        """Build it through the services; the clock of the test stands at the real time."""
        village_id = a_village(service)
        today = local_date(service.clock.instant)
        rules_in_force(service, village_id, resolved_on=today - timedelta(days=70))
        neighbours = [a_neighbour(service, village_id) for _ in range(households)]
        for neighbour in neighbours:
            give_points(service, neighbour.household, 400, year=today.year)
        return cls(
            id=village_id,
            shift_ids=[an_activity(service, village_id, capacity=4).shift_id for _ in range(4)],
            goods_ids=[goods_on_the_shelf(service, village_id, stock=30) for _ in range(3)],
            households=neighbours,
            tokens=[token_of(service, neighbour.person_id) for neighbour in neighbours],
            chair=token_of(service, an_officer(service, Role.VILLAGE_CHAIR, village_id)),
            shopkeeper=token_of(service, an_officer(service, Role.SHOPKEEPER, village_id)),
            today=today,
        )


def token_of(service: Service, person_id: int) -> str:
    """Sign somebody in and return her token."""
    return service.run(lambda work: identity.open_session(work, person_id)).token


@dataclass
class Resident:
    """A household's phone: signs up, orders, claims, and takes things back."""

    client: Client
    village: Village
    home: Neighbour
    sign_ups: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)

    def step(self) -> None:
        """Do one of the things a household does."""
        acts = (self.sign_up, self.order, self.order, self.claim, self.claim)
        self.client.chance.choice((*acts, self.leave, self.cancel))()

    def sign_up(self) -> None:
        """Ask for a place, or a number on the waiting list."""
        shift_id = self.client.chance.choice(self.village.shift_ids)
        member_id = self.client.chance.choice(self.home.household.member_ids)
        body = {"household_id": self.home.household.id, "member_id": member_id}
        made = self.client.act(f"/activity-sessions/{shift_id}/sign-ups", body)
        if made:
            self.sign_ups.append(made["id"])

    def leave(self) -> None:
        """Give a place back."""
        if self.sign_ups:
            self.client.act(f"/sign-ups/{self.sign_ups.pop()}/cancellation", {})

    def order(self) -> None:
        """Order scarce goods."""
        goods = self.client.chance.sample(self.village.goods_ids, 2)
        lines = [{"goods_id": each, "quantity": 1} for each in goods]
        placed = self.client.act(
            "/orders", {"household_id": self.home.household.id, "lines": lines}
        )
        if placed:
            self.orders.append(placed["id"])
            self.village.vouchers.put(placed["voucher"])

    def cancel(self) -> None:
        """Cancel an order, which the shopkeeper may be handing out."""
        if self.orders:
            self.client.act(f"/orders/{self.orders.pop()}/cancellation", {})

    def claim(self) -> None:
        """Report a deed."""
        chance = self.client.chance
        deed_on = self.village.today - timedelta(days=chance.randrange(LAST_DAYS))
        body = {
            "household_id": self.home.household.id,
            "rule_code": chance.choice(RULES),
            "deed_on": deed_on.isoformat(),
        }
        made = self.client.act("/claims", body)
        if made:
            self.village.claims.put(made["id"])


@dataclass
class Desk:
    """The chair and the shopkeeper, who decide what waits, over and over."""

    chair: Client
    shopkeeper: Client
    village: Village

    def step(self) -> None:
        """Confirm what was reported in a batch, and hand one order out."""
        waiting = list(itertools.islice(taken(self.village.claims), 10))
        if waiting:
            self.chair.act("/claims/confirmations", {"claim_ids": waiting})
        else:
            time.sleep(PAUSE_SECONDS)
        for voucher in itertools.islice(taken(self.village.vouchers), 2):
            body = {"village_id": self.village.id, "voucher": voucher}
            self.shopkeeper.act("/orders/fulfilments", body)


def taken(waiting: "queue.SimpleQueue[Any]") -> Iterable[Any]:
    """Return what waits, until nothing does."""
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return


def residents(send: Send, village: Village, journal: Journal) -> list[Resident]:
    """Return a resident of each household."""
    homes = zip(village.tokens, village.households, strict=True)
    return [Resident(_client(send, token, journal), village, home) for token, home in homes]


def desk(send: Send, village: Village, journal: Journal) -> Desk:
    """Return the chair and the shopkeeper."""
    chair, shopkeeper = village.chair, village.shopkeeper
    return Desk(_client(send, chair, journal), _client(send, shopkeeper, journal), village)


def _client(send: Send, token: str, journal: Journal) -> Client:
    return Client(send, token, journal, random.Random(token))


def work_together(everybody: Sequence[Resident | Desk], steps: int) -> list[threading.Thread]:
    """Start a thread for each, which does `steps` steps."""

    def work(one: Resident | Desk) -> None:
        for _ in range(steps):
            one.step()

    threads = [threading.Thread(target=work, args=(one,)) for one in everybody]
    for thread in threads:
        thread.start()
    return threads
