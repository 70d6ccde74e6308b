"""The one place where transactions open and close: commit, roll back, repeat, give up."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, insert, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from models.identity import Person
from models.requests import IdempotencyKey
from models.vocabulary import Role
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import AlreadyInOffice
from server.kernel.actors import Actor
from server.kernel.errors import Conflict, DomainError
from server.kernel.records import Record
from server.kernel.work import Work, refusal
from server.web.constraints import unique_names, violated_names
from server.web.database import engine_options, install_sqlite_events
from server.web.transactions import (
    ATTEMPTS_MAX,
    UNIQUE_NAMES,
    Busy,
    Overloaded,
    Transactions,
)
from tests.support.builders import a_person, a_village
from tests.support.service import Service


class Complaint(Exception):
    """What a driver says."""

    def __init__(self, sqlstate: str | None, words: str = "") -> None:
        super().__init__(words)
        self.sqlstate = sqlstate


def complaint(sqlstate: str | None, words: str = "") -> OperationalError:
    return OperationalError("SELECT 1", {}, Complaint(sqlstate, words))


def people(service: Service) -> int:
    count: int = service.scalar("SELECT count(*) FROM people")
    return count


def audited(service: Service) -> list[tuple[Any, ...]]:
    return service.rows("SELECT action, outcome FROM audit_entries WHERE object_type = 'thing'")


def _wait_briefly(connection: DBAPIConnection, record: object) -> None:
    is_sqlite = type(connection).__module__.startswith("sqlite3")
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=50" if is_sqlite else "SET lock_timeout = '50ms'")
    cursor.close()
    if not is_sqlite:
        connection.commit()


@pytest.fixture
def hasty(service: Service) -> Iterator[Transactions]:
    """Yield transactions on one connection that waits a moment only."""
    url = service.app.config["SQLALCHEMY_DATABASE_URI"]
    engine = create_engine(url, **engine_options(url, connections=1) | {"pool_timeout": 0.05})
    install_sqlite_events(engine)
    event.listen(engine, "connect", _wait_briefly)
    yield replace(service.app.transactions, engine=engine)
    engine.dispose()


@pytest.fixture
def hasty_tiny(tiny: Service, hasty: Transactions) -> Iterator[Service]:
    """Yield the tiny routes on such transactions."""
    patient = tiny.app.transactions
    tiny.app.transactions = replace(hasty, clock=tiny.clock)
    yield tiny
    tiny.app.transactions = patient


# Commit and roll back


def test_returning_commits(service: Service) -> None:
    person = service.run(identity.create_person)
    assert service.scalar("SELECT id FROM people") == person


def test_raising_rolls_back_whatever_it_is(service: Service) -> None:
    for error in (Conflict("x"), RuntimeError("x"), KeyboardInterrupt()):

        def fail(work: Work, error: BaseException = error) -> None:
            identity.create_person(work)
            raise error

        with pytest.raises(type(error)):
            service.run(fail)
    assert people(service) == 0


def test_reading_leaves_nothing(service: Service) -> None:
    if service.database == "postgresql":
        with pytest.raises(DBAPIError, match="read-only transaction"):
            service.run(identity.create_person, writes=False)
    else:
        service.run(identity.create_person, writes=False)
    assert people(service) == 0


def test_one_piece_of_work_has_one_instant_and_one_actor(service: Service) -> None:
    instants = service.run(lambda work: (work.now, work.now, work.today))
    assert instants == (service.clock.instant, service.clock.instant, service.clock.instant.date())
    assert service.run(lambda work: work.actor, Actor(person_id=1)) == Actor(person_id=1)


# Records


def test_the_records_of_an_act_are_written_with_it(service: Service) -> None:
    service.run(lambda work: work.audit("act", "thing", 1))
    assert audited(service) == [("act", "done")]


def test_the_records_of_a_failed_act_go_with_it_and_those_of_the_refusal_stay(
    service: Service,
) -> None:
    def refuse(work: Work) -> None:
        work.audit("act", "thing", 1)
        raise Conflict("x", records=(refusal("refused_act", "thing", 1),))

    for writes in (True, False):
        with pytest.raises(Conflict):
            service.run(refuse, writes=writes)
    assert audited(service) == [("refused_act", "refused")] * 2


def test_a_bug_leaves_no_record(service: Service) -> None:
    def fail(work: Work) -> None:
        work.audit("act", "thing", 1)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        service.run(fail)
    assert audited(service) == []


def test_when_the_records_of_a_refusal_cannot_be_written_it_is_not_answered(
    service: Service,
) -> None:
    def never(work: Work, records: Sequence[Record]) -> None:
        raise complaint(None, "database is locked")

    def refuse(work: Work) -> None:
        raise Conflict("x", records=(refusal("refused_act", "thing", 1),))

    with pytest.raises(Busy):
        replace(service.app.transactions, write_records=never).run(refuse, writes=False)


# Repeat


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
def test_the_whole_is_repeated_when_the_database_asks(
    service: Service, sqlstate: str, caplog: pytest.LogCaptureFixture
) -> None:
    works: list[Work] = []

    def fail_once(work: Work) -> int:
        works.append(work)
        person = identity.create_person(work)
        work.audit("act", "thing", person)
        if len(works) == 1:
            raise complaint(sqlstate)
        return person

    with caplog.at_level(logging.INFO, logger="server.web.transactions"):
        person = service.run(fail_once)
    assert service.rows("SELECT id FROM people") == [(person,)]
    assert audited(service) == [("act", "done")]
    assert works[0].session is not works[1].session
    assert sqlstate in caplog.text


def test_repeating_ends_and_says_so(service: Service) -> None:
    calls: list[int] = []

    def fail(work: Work) -> None:
        calls.append(identity.create_person(work))
        raise complaint("40001")

    with pytest.raises(Busy):
        service.run(fail)
    assert len(calls) == ATTEMPTS_MAX
    assert people(service) == 0


def test_other_complaints_of_the_database_are_bugs(service: Service) -> None:
    calls: list[int] = []

    def fail(work: Work) -> None:
        calls.append(1)
        work.session.execute(text("SELECT nonsense"))

    with pytest.raises(DBAPIError):
        service.run(fail)
    assert calls == [1]


def test_two_who_wait_for_each_other_both_get_through(service: Service) -> None:
    """Rows locked in opposite order: PostgreSQL breaks the deadlock and one is repeated."""
    rows = [a_person(service), a_person(service)]
    both_hold_one = threading.Barrier(2, timeout=0.3)

    def rename(index: int) -> int:
        def do(work: Work) -> int:
            for person in rows[:: 1 if index else -1]:
                work.session.execute(
                    text("UPDATE people SET unionid = :to WHERE id = :id"),
                    {"to": f"u-{index}-{person}", "id": person},
                )
                # broken on SQLite, which has one writer at a time, and at the second round
                with suppress(threading.BrokenBarrierError):
                    both_hold_one.wait()
            return index

        return service.run(do)

    assert sorted(map(str, service.race(2, rename))) == ["0", "1"]
    names = {name.split("-")[1] for (name,) in service.rows("SELECT unionid FROM people")}
    assert len(names) == 1


# Give up


@contextmanager
def held(engine: Engine, person: int) -> Iterator[None]:
    with engine.connect().execution_options(writes=True) as holder, holder.begin():
        holder.execute(text("UPDATE people SET unionid = 'held' WHERE id = :id"), {"id": person})
        yield


def test_a_row_held_too_long_is_a_busy_row(service: Service, hasty: Transactions) -> None:
    person = a_person(service)

    def lock(work: Work) -> None:
        work.session.get_one(Person, person, with_for_update=True)

    with held(service.app.transactions.engine, person), pytest.raises(Busy):
        hasty.run(lock, writes=True)
    hasty.run(lock, writes=True)


def test_without_a_free_connection_the_service_is_overloaded(
    service: Service, hasty: Transactions
) -> None:
    with hasty.engine.connect(), pytest.raises(Overloaded):
        hasty.run(identity.create_person, writes=True)
    hasty.run(identity.create_person, writes=True)


def test_an_overloaded_service_says_when_to_come_back(hasty_tiny: Service) -> None:
    with hasty_tiny.app.transactions.engine.connect():
        answer = hasty_tiny.stranger().get("/tiny/pages")
    assert (answer.status, answer.body["type"]) == (503, "/problems/overloaded")
    assert answer.headers["Retry-After"] == "5"
    assert hasty_tiny.stranger().get("/tiny/pages").status == 200


def test_a_busy_row_is_a_409(service: Service, hasty_tiny: Service) -> None:
    person = a_person(service)
    caller = hasty_tiny.sign_in(person)
    hasty_tiny.clock.advance(hours=2)  # so that the session is noted as in use
    lock = text("UPDATE sign_in_sessions SET seen_at = seen_at WHERE person_id = :id")
    with service.app.transactions.engine.connect().execution_options(writes=True) as holder:
        holder.execute(lock, {"id": person})
        answer = caller.post("/tiny/people", {"name": "x"})
        holder.rollback()
    assert (answer.status, answer.body["type"]) == (409, "/problems/busy")
    assert caller.post("/tiny/people", {"name": "x"}).status == 201


def test_requirement_12_while_the_first_is_under_way_its_twin_is_told_to_wait(
    service: Service, hasty_tiny: Service
) -> None:
    person, key = a_person(service), "tap-0001"
    caller = hasty_tiny.sign_in(person)
    first = insert(IdempotencyKey).values(
        person_id=person,
        route="POST /api/v1/tiny/people",
        key=key,
        request_hash="of the first",
        created_at=service.clock.instant,
    )
    with service.app.transactions.engine.connect().execution_options(writes=True) as holder:
        holder.execute(first)
        twin = caller.post("/tiny/people", {"name": "x"}, key=key)
        holder.rollback()
    assert (twin.status, twin.body["type"]) == (409, "/problems/busy")
    assert caller.post("/tiny/people", {"name": "x"}, key=key).status == 201


# Constraints by name


def test_a_broken_constraint_is_told_in_the_words_of_its_domain(service: Service) -> None:
    village, person = a_village(service), a_person(service)

    def grant(work: Work) -> int:
        return organisations.grant_role(
            work, person_id=person, organisation_id=village, role=Role.ASSESSOR
        )

    service.run(grant)
    with pytest.raises(AlreadyInOffice):
        service.run(grant)


def test_a_constraint_without_words_is_a_bug(service: Service) -> None:
    with pytest.raises(IntegrityError):
        service.run(
            lambda work: work.session.execute(
                text("INSERT INTO clock_offsets (id, seconds) VALUES (2, 0)")
            )
        )


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        (
            "INSERT INTO job_leases (name) VALUES ('twice'), ('twice')",
            "pk_job_leases",
        ),
        (
            "INSERT INTO people (unionid, created_at) SELECT 'u', created_at FROM people",
            "uq_people_unionid",
        ),
        ("INSERT INTO clock_offsets (id, seconds) VALUES (2, 0)", "ck_clock_offsets_one_row"),
        ("INSERT INTO clock_offsets (id, seconds) VALUES (1, -1)", "ck_clock_offsets_only_forward"),
    ],
)
def test_a_broken_constraint_is_known_by_name(service: Service, sql: str, name: str) -> None:
    a_person(service)
    a_person(service)
    transactions = replace(service.app.transactions, constraint_errors={})
    with pytest.raises(IntegrityError) as caught:
        transactions.run(lambda work: work.session.execute(text(sql)), writes=True)
    assert violated_names(caught.value, UNIQUE_NAMES) == [name]


def test_sqlites_wording_names_partial_keys_as_well() -> None:
    words = "role_grants.person_id, role_grants.organisation_id, role_grants.role"
    assert UNIQUE_NAMES[words] == ["uq_role_grants_in_force"]
    assert unique_names(Person.metadata) == UNIQUE_NAMES


def test_every_constraint_that_has_words_exists(service: Service) -> None:
    errors = service.app.transactions.constraint_errors
    known = {name for names in UNIQUE_NAMES.values() for name in names} | {
        str(constraint.name)
        for table in Person.metadata.tables.values()
        for constraint in table.constraints
    }
    assert set(errors) <= known
    assert all(isinstance(make(), DomainError) for make in errors.values())
