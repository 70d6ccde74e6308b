"""Sign-in under a crowd: one phone is one person, however many taps arrive at once."""

import threading

import pytest
from sqlalchemy import select

from models.identity import WeChatAccount
from server.domains.identity import service as identity
from server.domains.identity.errors import SignInRaced
from server.domains.identity.service import SESSIONS_MAX, SignedIn
from server.kernel.wechat import WeChatIdentity
from server.kernel.work import Work
from tests.support.builders import a_person
from tests.support.service import Service

pytestmark = pytest.mark.race

TAPS = 20


def sees(service: Service, openid: str, unionid: str | None = None) -> SignedIn:
    found = WeChatIdentity("wx1", openid, unionid)
    return service.run(lambda work: identity.sign_in(work, found))


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


def test_many_sign_ins_at_once_leave_five_sessions(service: Service) -> None:
    person = a_person(service)
    service.race(TAPS, lambda _: service.run(lambda work: identity.open_session(work, person)))
    alive = "SELECT count(*) FROM sign_in_sessions WHERE revoked_at IS NULL"
    assert service.scalar(alive) == SESSIONS_MAX
    assert service.scalar("SELECT count(*) FROM sign_in_sessions") == TAPS
