"""How transactions open on each database: journal, locks, limits, and the clock they share."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from models.identity import Person
from server.adapters.clock import SharedClock, SystemClock
from server.domains.identity import service as identity
from server.kernel.clock import CHONGQING, Clock
from server.kernel.work import Work
from server.web.database import engine_options
from tests.support.builders import a_person
from tests.support.service import Service

MARGIN = timedelta(seconds=5)


def setting(service: Service, name: str) -> object:
    prefix = "PRAGMA" if service.database == "sqlite" else "SHOW"
    return service.scalar(f"{prefix} {name}")


def test_sqlite_survives_power_loss_and_keeps_foreign_keys(service: Service) -> None:
    if service.database == "sqlite":
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [setting(service, name) for name in names] == ["wal", 2, 1, 10_000]


def test_postgresql_waits_for_nobody_for_long(service: Service) -> None:
    if service.database == "postgresql":
        limits = {
            "statement_timeout": "15s",
            "lock_timeout": "5s",
            "idle_in_transaction_session_timeout": "20s",
            "transaction_isolation": "read committed",
            "TimeZone": "UTC",
        }
        assert {name: setting(service, name) for name in limits} == limits


@pytest.mark.parametrize("url", ["sqlite:///x.sqlite3", "postgresql+psycopg://app@db/bayu"])
def test_each_thread_has_one_connection_and_no_more(url: str) -> None:
    options = engine_options(url, connections=8)
    assert (options["pool_size"], options["max_overflow"]) == (8, 0)
    assert options["hide_parameters"]


def counted(work: Work) -> int:
    return work.session.scalar(text("SELECT count(*) FROM people")) or 0


def test_a_reader_does_not_wait_for_a_writer(service: Service) -> None:
    def read_meanwhile(work: Work) -> int:
        identity.create_person(work)
        with ThreadPoolExecutor(1) as reader:
            return reader.submit(lambda: service.run(counted, writes=False)).result(timeout=5)

    a_person(service)
    assert service.run(read_meanwhile) == 1
    assert service.run(counted, writes=False) == 2


def test_writers_on_sqlite_wait_for_each_other(service: Service) -> None:
    """Without BEGIN IMMEDIATE the second writer's snapshot is stale and its write fails."""

    def add_after_reading(work: Work) -> None:
        before = counted(work)
        identity.create_person(work)
        work.audit("counted", "people", before)

    results = service.race(8, lambda _: service.run(add_after_reading))
    assert results == [None] * 8
    assert service.scalar("SELECT count(*) FROM people") == 8
    seen = service.rows("SELECT object_id FROM audit_entries WHERE action = 'counted'")
    if service.database == "sqlite":
        assert sorted(seen) == [(number,) for number in range(8)]


def told_by(service: Service, clock: Clock) -> datetime:
    return service.run(lambda work: clock.now(work.session), writes=False)


def test_the_system_clock_tells_the_real_time(service: Service) -> None:
    service.run(lambda w: w.session.execute(text("INSERT INTO clock_offsets VALUES (1, 86400)")))
    assert abs(told_by(service, SystemClock()) - datetime.now(UTC)) < MARGIN


def test_the_shared_clock_adds_the_offset_that_all_processes_see(service: Service) -> None:
    assert abs(told_by(service, SharedClock()) - datetime.now(UTC)) < MARGIN
    service.run(lambda w: w.session.execute(text("INSERT INTO clock_offsets VALUES (1, 86400)")))
    moved = told_by(service, SharedClock())
    assert abs(moved - datetime.now(UTC) - timedelta(days=1)) < MARGIN
    assert moved.tzinfo is UTC


# Instants in columns


def test_an_instant_comes_back_aware_and_in_utc_whatever_it_was_given_in(service: Service) -> None:
    noon = datetime(2026, 11, 10, 12, 0, 0, 123456, tzinfo=CHONGQING)

    def write(work: Work) -> int:
        person = Person(created_at=noon)
        work.session.add(person)
        work.session.flush()
        return person.id

    person_id = service.run(write)
    read = service.run(lambda work: work.session.get_one(Person, person_id).created_at)
    assert read == noon
    assert read.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused(service: Service) -> None:
    naive = datetime(2026, 11, 10, 12, 0)  # noqa: DTZ001 - the fault under test

    def write(work: Work) -> None:
        work.session.add(Person(created_at=naive))
        work.session.flush()

    with pytest.raises(StatementError, match="needs a time zone"):
        service.run(write)
