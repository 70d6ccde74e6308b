"""Two phones that close one account, and many who decide one correction; controls do it twice."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from threading import Event

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.activities import ActivitySession, SignUp
from models.corrections import Correction
from models.identity import Person
from models.requests import IdempotencyKey
from models.vocabulary import CorrectionState, Role, SignUpState
from server.domains.activities import service as activities
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.identity.errors import SessionEnded
from server.domains.privacy import service as privacy
from server.domains.privacy.errors import ClosingHindered, CorrectionDecided
from server.kernel.actors import Actor
from server.kernel.work import Work
from tests.support.activities_builders import a_neighbour, an_activity
from tests.support.builders import a_person, a_village, an_officer
from tests.support.corrections_builders import a_correction
from tests.support.lived_account import SECRET, everywhere
from tests.support.minors_builders import a_child
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 8
CLOSED = "SELECT count(*) FROM audit_entries WHERE action = 'close_account'"


def test_an_account_is_closed_by_one_of_her_phones(service: Service) -> None:
    home = a_neighbour(service, a_village(service))
    actor = service.actor(home.person_id)
    results = service.race(CROWD, lambda _: service.run(privacy.close_account, actor))
    told = Counter(type(result).__name__ for result in results)
    assert told == {"NoneType": 1, SessionEnded.__name__: CROWD - 1}
    assert service.scalar(CLOSED) == 1
    assert service.rows("SELECT name FROM members ORDER BY id")[0] == ("已注销成员",)


def test_control_looking_whether_it_is_open_closes_it_often(service: Service) -> None:
    home = a_neighbour(service, a_village(service))
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(_: int) -> bool:
        looks = select(Person.closed_at).where(Person.id == home.person_id)
        seen = service.run(lambda work: work.session.scalar(looks), writes=False)
        everybody_has_looked.wait()

        def close(work: Work) -> None:
            person = update(Person).where(Person.id == home.person_id)
            work.session.execute(person.values(closed_at=work.now))
            work.audit("close_account", "person", home.person_id)

        service.run(close)
        return seen is None

    assert service.race(CROWD, naive) == [True] * CROWD
    assert service.scalar(CLOSED) == CROWD


def test_a_correction_is_decided_by_one_of_many(service: Service) -> None:
    correction_id, leaders = a_question(service)
    results = service.race(
        CROWD,
        lambda index: service.run(
            lambda work: privacy.decide_correction(
                work, correction_id, accepts=index % 2 == 0, answer="看过了"
            ),
            service.actor(leaders[index]),
        ),
    )
    told = Counter(type(result).__name__ for result in results)
    assert told == {"CorrectionCard": 1, CorrectionDecided.__name__: CROWD - 1}
    told_once = "SELECT count(*) FROM messages WHERE kind = 'correction_decided'"
    assert service.scalar(told_once) == 1


def test_control_looking_whether_it_waits_decides_it_often(service: Service) -> None:
    _, leaders = a_question(service)
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(index: int) -> bool:
        looks = select(Correction.id).where(Correction.state == CorrectionState.OPEN)
        seen = service.run(lambda work: work.session.scalar(looks), writes=False)
        everybody_has_looked.wait()
        values = {"state": CorrectionState.DECLINED, "decided_by": leaders[index]}

        def write(work: Work) -> None:
            work.session.execute(update(Correction).values(decided_at=work.now, **values))

        service.run(write)
        return seen is not None

    assert service.race(CROWD, naive) == [True] * CROWD


@pytest.mark.parametrize("has_written", [True, False])
def test_what_she_writes_while_she_closes_is_forgotten_or_refused(
    service: Service,
    has_written: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    written = write_while_closing(service, [service.app.keep_alive], has_written=has_written)
    has_one_writer = service.database == "sqlite"  # she wrote before she closed
    assert type(written) is (type(None) if has_written or has_one_writer else SessionEnded)
    assert everywhere(service, SECRET) == []


def test_control_a_request_that_nobody_waits_for_leaves_her_words(service: Service) -> None:
    assert write_while_closing(service, [], has_written=True) is None
    has_one_writer = service.database == "sqlite"
    assert bool(everywhere(service, SECRET)) is not has_one_writer


def write_while_closing(
    service: Service, first: Sequence[Callable[[Work], None]], *, has_written: bool
) -> object:
    """Act in a request that began before she closed her account with another phone."""
    person_id = a_neighbour(service, a_village(service)).person_id
    token, phone = (service.sign_in(person_id) for _ in range(2))
    has_begun, is_closed = threading.Event(), threading.Event()

    def act_and_answer(work: Work) -> None:
        for each in first:
            each(work)
        key = {"person_id": work.person_id, "route": "POST /any", "key": "tap-0001"}
        answer = {"request_hash": "", "status": 201, "answer": {"body": SECRET}}
        work.session.add(IdempotencyKey(**key, **answer, created_at=work.now))
        work.session.flush()

    def write(work: Work) -> None:
        if has_written:
            act_and_answer(work)
        has_begun.set()
        is_closed.wait(1)
        if not has_written:
            act_and_answer(work)

    def act(index: int) -> object:
        if index == 0:
            load = partial(by_token, token.token or "")
            return service.app.transactions.run(write, writes=True, load_actor=load)
        has_begun.wait()
        closed = phone.delete("/me").status
        is_closed.set()
        return closed

    written, closed = service.race(2, act)
    assert closed == 204
    return written


def by_token(token: str, session: Session, now: datetime) -> Actor:
    return identity.load_actor(session, token, now)


def test_of_two_grown_ups_who_close_at_once_one_stays_with_the_child(service: Service) -> None:
    family = a_neighbour(service, a_village(service), ("王淑芬", "李建国"))
    a_child(service, family)
    father = a_person(service)
    service.run(lambda work: households.link_member(work, family.household.member_ids[1], father))
    actors = [service.actor(one) for one in (family.person_id, father)]
    both_have_looked = threading.Barrier(2)

    def close(work: Work) -> None:
        privacy.close_account(work)
        with suppress(threading.BrokenBarrierError):
            both_have_looked.wait(1)

    results = service.race(2, lambda index: service.run(close, actors[index]))
    assert {type(result) for result in results} == {type(None), ClosingHindered}


def a_question(service: Service) -> tuple[int, list[int]]:
    """Return a correction that waits, and the leaders who may decide it."""
    village_id = a_village(service)
    leaders = [an_officer(service, Role.VILLAGE_EXECUTIVE, village_id) for _ in range(CROWD)]
    return a_correction(service, a_neighbour(service, village_id).person_id), leaders


def test_a_child_who_is_signed_up_while_she_leaves_holds_no_place(service: Service) -> None:
    def sign_up(work: Work, shift_id: int, place: dict[str, int]) -> None:
        home, child = place["household_id"], place["member_id"]
        activities.sign_up(work, shift_id, household_id=home, member_id=child)

    assert signed_up_while_leaving(service, sign_up) == ["cancelled"]


def test_control_a_place_taken_without_holding_her_stays(service: Service) -> None:
    def take(work: Work, shift_id: int, place: dict[str, int]) -> None:
        (village_id,) = work.session.scalars(select(ActivitySession.village_id)).unique()
        waits = {"state": SignUpState.WAITING, "waiting_number": 1, "signed_up_at": work.now}
        work.session.add(SignUp(village_id=village_id, session_id=shift_id, **place, **waits))
        work.session.flush()

    has_one_writer = service.database == "sqlite"
    left = "cancelled" if has_one_writer else "waiting"
    assert signed_up_while_leaving(service, take) == [left]


def signed_up_while_leaving(
    service: Service, sign_up: Callable[[Work, int, dict[str, int]], None]
) -> list[str]:
    """Sign a child up while her guardian takes her word back; return what became of the place."""
    family = a_neighbour(service, a_village(service))
    child_id = a_child(service, family)
    (shift_id,) = an_activity(service, family.household.village_id).shift_ids
    place = {"household_id": family.household.id, "member_id": child_id}
    phone, has_signed, has_left = service.sign_in(family.person_id), Event(), Event()

    def write(work: Work) -> None:
        sign_up(work, shift_id, place)
        has_signed.set()
        has_left.wait(1)

    def act(index: int) -> None:
        if index == 0:
            service.run(write, service.actor(family.person_id))
            return
        has_signed.wait()
        assert phone.delete(f"/members/{child_id}/consents/service").status == 200
        has_left.set()

    assert service.race(2, act) == [None, None]
    return [state for (state,) in service.rows("SELECT state FROM sign_ups")]
