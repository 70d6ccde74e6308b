"""Whatever is killed while a village is at work, the books balance (AB-28).

Nothing acknowledged is lost, and nothing is done twice. `make drill` does the same for longer.
"""

import uuid
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from server.domains.points import service as points
from tests.support.crew import NoAnswer
from tests.support.judging import judge, recount
from tests.support.killing import (
    Installation,
    Kill,
    kill_backend,
    on_postgres,
    on_sqlite,
    stop_postgres,
)
from tests.support.load import Act, Client, Journal, Village, residents
from tests.support.service import Answer, Caller, Service
from tests.support.tampering import tamper

pytestmark = pytest.mark.long
HOUSEHOLDS = 10
STEPS = 40
REPEATED = 50
UNTIL_ALL_IS_OVER = timedelta(days=20)
"""Longer than a notice stands and an order waits at the counter."""


@pytest.mark.timeout(300)
def test_ab_28_on_sqlite_nothing_acknowledged_is_lost_or_done_twice(tmp_path: Path) -> None:
    with on_sqlite(tmp_path, HOUSEHOLDS) as installation:
        web, worker = installation.kill_web_worker, installation.crew.kill_worker
        kills: list[Kill] = [web, worker, web, worker, web]
        journal = installation.work(kills, steps=STEPS)
        assert_all_is_whole(installation, journal)
        assert_workers_finish(installation)


@pytest.mark.timeout(300)
def test_ab_28_on_postgresql_nothing_acknowledged_is_lost_or_done_twice(tmp_path: Path) -> None:
    with on_postgres(tmp_path, HOUSEHOLDS) as (installation, server):
        web, worker = installation.kill_web_worker, installation.crew.kill_worker
        backend = partial(kill_backend, server, installation.chance)
        stop = partial(stop_postgres, server)
        kills: list[Kill] = [web, backend, worker, stop, web, backend, worker, stop]
        journal = installation.work(kills, steps=STEPS)
        assert_all_is_whole(installation, journal)
        assert_workers_finish(installation)


def assert_all_is_whole(installation: Installation, journal: Journal) -> None:
    """Look for what was lost, doubled, contradicted or answered as a bug."""
    assert len(journal.acts) > HOUSEHOLDS * STEPS // 4, journal.refusals
    assert journal.setbacks["no answer"] > 0, journal.setbacks
    assert "/problems/internal-error" not in journal.setbacks, installation.crew.said()
    assert "unexpected error" not in installation.crew.said()
    installation.repeat_some(journal, REPEATED)
    assert judge(installation.service, journal) == []
    assert recount(installation.service) == []


def assert_workers_finish(installation: Installation) -> None:
    """Let notices and orders end at once, with two workers of which one is killed meanwhile."""
    service, village = installation.service, installation.village
    chair = Client(installation.crew.call, village.chair, Journal(), installation.chance)
    assert chair.act(f"/villages/{village.id}/points-notices", {})
    installation.crew.start_second_worker()
    installation.pass_time(UNTIL_ALL_IS_OVER.total_seconds())
    installation.crew.kill_worker()
    installation.wait_until_none("SELECT COUNT(*) FROM notices WHERE state = 'open'")
    installation.wait_until_none("SELECT COUNT(*) FROM orders WHERE state = 'reserved'")
    installation.pass_time(timedelta(minutes=2).total_seconds())  # leases of the killed one
    installation.wait_until_none("SELECT COUNT(*) FROM outbox_rows WHERE done_at IS NULL")
    expired = service.scalar("SELECT COUNT(*) FROM orders WHERE state = 'expired'")
    told = service.scalar("SELECT COUNT(*) FROM messages WHERE kind = 'order_expired'")
    assert told == expired
    assert service.scalar("SELECT COUNT(*) FROM messages WHERE channel IS NULL") == 0
    assert recount(service) == []
    assert service.run(lambda work: points.verify_seals(work.session), writes=False) == []


# Controls: what the judge must see


class BrokenLine:
    """A line that loses the first answer to every write, after it was done."""

    def __init__(self, service: Service, *, keeps_keys: bool) -> None:
        self._service, self._keeps_keys = service, keeps_keys
        self._seen: set[str] = set()

    def call(self, token: str, path: str, body: object, key: str) -> Answer:
        sent = key if self._keeps_keys or key not in self._seen else uuid.uuid4().hex
        answer = Caller(self._service.app, token).post(path, body, key=sent)
        if key not in self._seen:
            self._seen.add(key)
            raise NoAnswer
        return answer


def orders_over(line: BrokenLine, service: Service) -> Journal:
    """Let a household order three times over a broken line."""
    journal = Journal()
    village = Village.build(service, 1)
    (resident,) = residents(line.call, village, journal)
    for _ in range(3):
        resident.order()
    return journal


def test_a_line_that_loses_answers_does_nothing_twice(service: Service) -> None:
    journal = orders_over(BrokenLine(service, keeps_keys=True), service)
    assert journal.setbacks["no answer"] == 3
    assert judge(service, journal) == []
    assert recount(service) == []


def test_control_with_a_new_key_for_each_try_orders_are_doubled(service: Service) -> None:
    journal = orders_over(BrokenLine(service, keeps_keys=False), service)
    doubled = [fault for fault in judge(service, journal) if fault.startswith("order ")]
    assert len(doubled) == 3
    assert all(fault.endswith("was done though nobody was told") for fault in doubled)
    assert recount(service) == []


def test_control_an_acknowledged_order_that_was_lost_is_missed(service: Service) -> None:
    journal = orders_over(BrokenLine(service, keeps_keys=True), service)
    answer = Answer(201, {**journal.acts[0].answer.body, "id": 999}, {})
    journal.acts.append(Act("", "/orders", {}, "key-of-the-lost", answer))
    assert judge(service, journal) == [
        "order 999 was acknowledged and is lost",
        "audit entry of order 999 was acknowledged and is lost",
        "key key-of-the-lost was acknowledged and is lost",
    ]
    tamper(service, "UPDATE orders SET state = 'cancelled', closed_at = placed_at WHERE id = 1")
    assert "cancelled order 1 was done though nobody was told" in judge(service, journal)
