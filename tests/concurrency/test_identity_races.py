"""Sign-in under a crowd: one phone is one person, however many taps arrive at once."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from models.identity import WeChatAccount
from server.domains.identity import service as identity
from server.domains.identity.errors import SignInRaced
from server.domains.identity.service import SESSIONS_MAX, SIGN_INS_MAX, SignedIn
from server.domains.privacy import service as privacy
from server.kernel.errors import TooOften
from server.kernel.wechat import WeChatIdentity
from server.kernel.work import Work
from server.web.transactions import Busy
from tests.support.builders import a_person
from tests.support.service import Service

pytestmark = pytest.mark.race

TAPS = 20


def sees(service: Service, openid: str, unionid: str | None = None) -> SignedIn:
    """Sign in somebody, however often she did."""
    found = WeChatIdentity("wx1", openid, unionid)
    return service.run(lambda work: identity.open_session(work, identity.recognise(work, found)))


def at_once(service: Service, *acts: Callable[[], object]) -> None:
    service.race(len(acts), lambda index: acts[index]())


def people_of(results: list[SignedIn | Exception]) -> set[int]:
    assert [result for result in results if not isinstance(result, SignedIn)] == []
    return {result.person_id for result in results if isinstance(result, SignedIn)}


def counts(service: Service) -> tuple[int, int]:
    tables = ("people", "wechat_accounts")
    people, accounts = (service.scalar(f"SELECT count(*) FROM {t}") for t in tables)  # noqa: S608
    return people, accounts


@pytest.mark.parametrize("unionid", [None, "u1"])
def test_twenty_first_sign_ins_of_one_openid_make_one_person(
    service: Service, unionid: str | None
) -> None:
    assert len(people_of(service.race(TAPS, lambda _: sees(service, "o1", unionid)))) == 1
    assert counts(service) == (1, 1)


def test_control_looking_first_and_adding_later_makes_many(service: Service) -> None:
    """What the unique key protects from: each tap looks, all have looked, each adds.

    The openids are told apart by a suffix, so that the key cannot help; on SQLite the look and the
    addition are two transactions, as one would hold the write lock from its beginning.
    """
    all_have_looked = threading.Barrier(TAPS)
    known = select(WeChatAccount.person_id).where(WeChatAccount.openid.startswith("o1#"))

    def sign_in_without_the_key(tap: int) -> int:
        person = service.run(lambda work: work.session.scalar(known), writes=False)
        all_have_looked.wait()
        return person or service.run(lambda work: _added(work, f"o1#{tap}"))

    results = service.race(TAPS, sign_in_without_the_key)
    assert len(set(map(str, results))) == TAPS
    assert counts(service) == (TAPS, TAPS)


def _added(work: Work, openid: str) -> int:
    person_id = identity.create_person(work)
    work.session.add(
        WeChatAccount(person_id=person_id, app_id="wx1", openid=openid, created_at=work.now)
    )
    return person_id


def test_first_sign_ins_of_many_accounts_with_one_unionid_make_one_person(
    service: Service,
) -> None:
    results = service.race(TAPS, lambda tap: sees(service, f"o{tap % 5}", "u1"))
    assert len(people_of(results)) == 1
    assert counts(service) == (1, 5)


def test_accounts_that_learn_their_unionid_at_once_end_as_one_person(service: Service) -> None:
    openids = [f"o{number}" for number in range(5)]
    for openid in openids:
        sees(service, openid)
    results = service.race(len(openids), lambda index: sees(service, openids[index], "u1"))
    refused = [result for result in results if not isinstance(result, SignedIn)]
    assert all(isinstance(result, SignInRaced) for result in refused)
    for openid in openids:
        sees(service, openid, "u1")
    assert len({sees(service, openid).person_id for openid in openids}) == 1


def test_whatever_her_accounts_bring_at_once_they_end_as_one_person(service: Service) -> None:
    """Both accounts at once, with and without the unionid; who is refused tries again."""
    arrivals = [("A", None), ("A", "u1"), ("B", None), ("B", "u1")] * 5
    results = service.race(TAPS, lambda tap: sees(service, *arrivals[tap]))
    refused = [result for result in results if not isinstance(result, SignedIn)]
    assert all(isinstance(result, SignInRaced | Busy) for result in refused)
    for account in ("A", "B"):  # the second try may make one person of two, so look afterwards
        sees(service, account, "u1")
    assert len({sees(service, account).person_id for account in ("A", "B")}) == 1
    living = "SELECT count(*) FROM people WHERE closed_at IS NULL"
    assert service.scalar(living) == 1


def test_of_twenty_sign_ins_of_one_person_at_once_ten_are_let_in(service: Service) -> None:
    found = WeChatIdentity("wx1", "o1", None)
    results = service.race(TAPS, lambda _: service.run(lambda work: identity.sign_in(work, found)))
    refused = [result for result in results if isinstance(result, TooOften)]
    assert (len(refused), len(people_of([r for r in results if r not in refused]))) == (10, 1)
    assert service.scalar("SELECT count(*) FROM sign_in_sessions") == SIGN_INS_MAX


def test_control_counting_sign_ins_without_waiting_lets_more_in(service: Service) -> None:
    """What holding her row protects from: all have counted before anyone is let in."""
    person, all_have_counted = a_person(service), threading.Barrier(TAPS)

    def sign_in_without_waiting(_: int) -> int:
        counted = "SELECT count(*) FROM sign_in_sessions"
        so_far: int = service.scalar(counted)
        all_have_counted.wait()
        if so_far < SIGN_INS_MAX:
            service.run(lambda work: identity.open_session(work, person))
        return so_far

    assert service.race(TAPS, sign_in_without_waiting) == [0] * TAPS
    assert service.scalar("SELECT count(*) FROM sign_in_sessions") == TAPS


def test_closing_while_signing_in_leaves_no_session_of_a_closed_account(service: Service) -> None:
    """Either she is in before it is closed, and out at once, or she comes in as somebody new."""
    for _ in range(5):
        actor = service.actor(sees(service, "o1").person_id)
        close = partial(service.run, privacy.close_account, actor)
        come = partial(sees, service, "o1")
        at_once(service, close, come)
    left = (
        "SELECT count(*) FROM sign_in_sessions s JOIN people p ON p.id = s.person_id"
        " WHERE p.closed_at IS NOT NULL AND s.revoked_at IS NULL"
    )
    assert service.scalar(left) == 0


def test_many_sign_ins_at_once_leave_five_sessions(service: Service) -> None:
    person = a_person(service)
    service.race(TAPS, lambda _: service.run(lambda work: identity.open_session(work, person)))
    alive = "SELECT count(*) FROM sign_in_sessions WHERE revoked_at IS NULL"
    assert service.scalar(alive) == SESSIONS_MAX
    assert service.scalar("SELECT count(*) FROM sign_in_sessions") == TAPS
