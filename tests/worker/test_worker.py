"""The worker: what is due is done once, a failure stops nothing else, a signal ends it cleanly."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from models.vocabulary import MessageKind, OutboxTopic
from server import worker
from server.background import Job, Topics, drain_outbox, run_job
from server.domains.identity import service as identity
from server.domains.messages import service as messages
from server.domains.outbox import service as outbox
from server.kernel.ports import Ports
from server.kernel.work import Work
from server.worker import JOBS, KEYS_KEPT, tick
from tests.support.builders import a_household, a_person, a_resident, a_village
from tests.support.service import Service

ROOT = Path(__file__).parents[2]
TOPIC = OutboxTopic.MESSAGE_CREATED
OTHER_TOPIC = OutboxTopic.SEND_CLAIMED
MINUTE = timedelta(minutes=1)
MAKE_PERSON = Job(identity.create_person, MINUTE)


def people(service: Service) -> int:
    count: int = service.scalar("SELECT count(*) FROM people")
    return count


def put(service: Service, number: int) -> None:
    def fill(work: Work) -> None:
        for index in range(number):
            outbox.put(work, TOPIC, {"message_id": index}, village_id=None)

    service.run(fill)


def make_person(work: Work, payload: dict[str, Any]) -> None:
    identity.create_person(work)


def fail(work: Work) -> None:
    identity.create_person(work)
    raise ConnectionError


# The outbox


def test_draining_does_all_that_is_due_however_much(service: Service) -> None:
    put(service, outbox.LOT_MAX * 2 + 1)
    transactions = service.app.transactions
    assert drain_outbox(transactions, {TOPIC: make_person}) == outbox.LOT_MAX * 2 + 1
    assert drain_outbox(transactions, {TOPIC: make_person}) == 0
    assert people(service) == outbox.LOT_MAX * 2 + 1


def test_a_failing_row_is_postponed_and_the_others_are_done(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_on_one(work: Work, payload: dict[str, Any]) -> None:
        identity.create_person(work)
        if payload["message_id"] == 1:
            raise ConnectionError

    put(service, 3)
    transactions = service.app.transactions
    assert drain_outbox(transactions, {TOPIC: fail_on_one}) == 2
    assert people(service) == 2
    sql = "SELECT failure, leased_until FROM outbox_rows WHERE done_at IS NULL"
    assert service.rows(sql) == [("ConnectionError", None)]
    assert "outbox row" in caplog.text
    service.clock.advance(seconds=2)
    assert drain_outbox(transactions, {TOPIC: make_person}) == 1
    assert people(service) == 3


def test_a_topic_nobody_delivers_waits(service: Service) -> None:
    put(service, 1)
    assert drain_outbox(service.app.transactions, {}) == 0
    assert service.scalar("SELECT failure FROM outbox_rows") == "KeyError"


def test_a_message_reaches_its_household(service: Service) -> None:
    household = a_household(service, a_village(service))
    a_resident(service, household)

    def tell(work: Work) -> None:
        messages.tell(
            work,
            household_id=household.id,
            village_id=household.village_id,
            kind=MessageKind.POINTS_EFFECTIVE,
            title="积分生效",
            body="您家的积分可以用了。",
        )

    service.run(tell)
    tick(service.app.transactions, {})
    assert service.rows("SELECT channel FROM messages") == [("inbox",)]
    assert service.scalar("SELECT count(*) FROM outbox_rows WHERE done_at IS NULL") == 0


def test_what_goes_outside_is_sent_while_no_transaction_is_open(service: Service) -> None:
    sent = []

    def send(ports: Ports, payload: dict[str, Any], key: str) -> None:
        assert ports is service.app.transactions.ports
        service.run(identity.create_person)  # on SQLite nobody else could write meanwhile
        sent.append((payload["message_id"], key))

    put(service, 3)
    assert drain_outbox(service.app.transactions, {TOPIC: outbox.Outside(send)}) == 3
    assert [number for number, _ in sent] == [0, 1, 2]
    assert len({key for _, key in sent}) == 3
    assert service.scalar("SELECT COUNT(*) FROM outbox_rows WHERE done_at IS NULL") == 0


def test_what_could_not_be_sent_is_sent_again_under_the_same_key(service: Service) -> None:
    keys: list[str] = []

    def send(ports: Ports, payload: dict[str, Any], key: str) -> None:
        keys.append(key)
        if len(keys) == 1:
            raise TimeoutError

    put(service, 1)
    topics: Topics = {TOPIC: outbox.Outside(send)}
    assert drain_outbox(service.app.transactions, topics) == 0
    service.clock.advance(seconds=2)
    assert drain_outbox(service.app.transactions, topics) == 1
    assert keys == [keys[0]] * 2


def test_a_slow_outside_is_left_for_the_next_drain_and_holds_up_nothing_inside(
    service: Service,
) -> None:
    """The periodic jobs run between two drains: each call here lasts as long as one may."""
    elapsed, sent = 0.0, []

    def hang(ports: Ports, payload: dict[str, Any], key: str) -> None:
        nonlocal elapsed
        elapsed += 8
        sent.append(people(service))

    topics: Topics = {TOPIC: outbox.Outside(hang), OTHER_TOPIC: make_person}
    put(service, 3)
    service.run(lambda work: outbox.put(work, OTHER_TOPIC, {}, village_id=None))
    drains = [drain_outbox(service.app.transactions, topics, lambda: elapsed) for _ in range(4)]
    assert drains == [2, 1, 1, 0]
    assert sent == [1, 1, 1]


def test_a_row_that_never_succeeds_is_given_up_and_said_so(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    def never(work: Work, payload: dict[str, Any]) -> None:
        raise ConnectionError

    put(service, 1)
    for _ in range(outbox.ATTEMPTS_MAX):
        assert "is given up" not in caplog.text
        assert drain_outbox(service.app.transactions, {TOPIC: never}) == 0
        service.clock.advance(hours=1)
    assert "is given up" in caplog.text


# Jobs


def test_a_job_runs_when_it_is_due(service: Service) -> None:
    transactions = service.app.transactions
    assert run_job(transactions, "people", MAKE_PERSON)
    assert not run_job(transactions, "people", MAKE_PERSON)
    service.clock.instant += MINUTE
    assert run_job(transactions, "people", MAKE_PERSON)
    assert people(service) == 2


def test_a_failing_job_leaves_nothing_and_is_tried_again_after_a_while(
    service: Service,
) -> None:
    transactions = service.app.transactions
    with pytest.raises(ConnectionError):
        run_job(transactions, "people", Job(fail, MINUTE))
    assert people(service) == 0
    assert service.rows("SELECT failures, failure FROM job_leases") == [(1, "ConnectionError")]
    assert not run_job(transactions, "people", MAKE_PERSON)
    service.clock.advance(seconds=2)
    assert run_job(transactions, "people", MAKE_PERSON)
    assert service.rows("SELECT failures, failure FROM job_leases") == [(0, None)]


def test_a_tick_survives_a_failing_job(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    put(service, 1)
    with caplog.at_level(logging.ERROR, logger="server.worker"):
        tick(service.app.transactions, {"broken": Job(fail, MINUTE), "people": MAKE_PERSON})
    assert "job broken failed" in caplog.text
    assert people(service) == 1
    assert service.scalar("SELECT count(*) FROM outbox_rows WHERE leased_until IS NULL") == 1


@pytest.mark.race
def test_a_job_that_is_due_runs_once_though_many_workers_tick(service: Service) -> None:
    results = service.race(8, lambda _: tick(service.app.transactions, {"people": MAKE_PERSON}))
    assert results == [None] * 8
    assert people(service) == 1


@pytest.mark.race
def test_control_without_the_lease_every_worker_runs_it(service: Service) -> None:
    service.race(8, lambda _: service.run(identity.create_person))
    assert people(service) == 8


def test_every_job_of_the_service_runs_on_an_empty_database(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    tick(service.app.transactions)
    assert caplog.records == []
    names = {name for (name,) in service.rows("SELECT name FROM job_leases")}
    assert names == set(JOBS)
    pending = "SELECT count(*) FROM job_leases WHERE succeeded_at IS NULL"
    assert service.scalar(pending) == 0


def test_stored_answers_are_kept_for_35_days_and_no_longer(service: Service) -> None:
    caller = service.sign_in(a_person(service))
    caller.delete("/sessions/current", key="key-of-the-first-day")
    service.clock.instant += KEYS_KEPT
    assert service.run(worker.purge_keys) == 0
    service.clock.advance(seconds=1)
    assert service.run(worker.purge_keys) == 1
    assert service.scalar("SELECT count(*) FROM idempotency_keys") == 0
    assert service.run(worker.purge_keys) == 0


# The process


def test_the_consumer_ticks_by_itself_until_it_is_stopped(service: Service, tmp_path: Path) -> None:
    settings = Settings.from_env({"VAR_DIR": str(tmp_path / "new")})
    consumer = worker.build_consumer(settings, service.app.transactions)
    put(service, 1)
    consumer.start()
    try:
        done = threading.Event()
        for _ in range(200):
            if service.scalar("SELECT count(*) FROM outbox_rows WHERE attempts > 0"):
                break
            done.wait(0.05)
        assert service.scalar("SELECT attempts FROM outbox_rows") == 1
    finally:
        consumer.stop(graceful=True)
    assert (tmp_path / "new" / "huey.sqlite3").exists()


def test_the_process_works_until_it_is_told_to_stop(service: Service, tmp_path: Path) -> None:
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    environ = {**os.environ, "DATABASE_URL": url, "VAR_DIR": str(tmp_path)}
    program = [sys.executable, "-m", "server.worker"]
    with subprocess.Popen(program, env=environ, cwd=ROOT, stderr=subprocess.PIPE) as process:
        finished = "SELECT count(*) FROM job_leases WHERE succeeded_at IS NOT NULL"
        deadline = time.monotonic() + 60
        while service.scalar(finished) < len(JOBS) and time.monotonic() < deadline:
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0
    assert service.scalar(finished) == len(JOBS)
    assert b"Traceback" not in told
