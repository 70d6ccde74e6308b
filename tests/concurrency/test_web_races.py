"""One key, many taps: the effect happens once and everybody gets the same answer (AB-27)."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.http.web.tiny import with_tiny_routes
from tests.support.builders import a_person
from tests.support.service import Answer, Caller, Service

pytestmark = pytest.mark.race

TAPS = 50
KEY = "one-key-for-all-taps"
BODY = {"name": "王淑芬"}


@pytest.fixture
def tiny(service: Service, tmp_path: Path) -> Iterator[Service]:
    """Yield the service with the tiny routes added."""
    added = with_tiny_routes(service, tmp_path)
    yield added
    added.app.transactions.engine.dispose()


@pytest.fixture
def caller(tiny: Service) -> Caller:
    """Return somebody who taps."""
    return tiny.sign_in(a_person(tiny))


def answers(results: list[Answer | Exception]) -> list[Answer]:
    assert [result for result in results if not isinstance(result, Answer)] == []
    return [result for result in results if isinstance(result, Answer)]


def people(service: Service) -> int:
    count: int = service.scalar("SELECT count(*) FROM people")
    return count


def test_ab_27_fifty_taps_with_one_key_act_once(tiny: Service, caller: Caller) -> None:
    before = people(tiny)
    found = answers(tiny.race(TAPS, lambda _: caller.post("/tiny/people", BODY, key=KEY)))
    assert people(tiny) == before + 1
    assert {(answer.status, answer.body["id"]) for answer in found} == {(201, found[0].body["id"])}
    replayed = Counter(answer.headers.get("Idempotent-Replayed") for answer in found)
    assert replayed == {None: 1, "true": TAPS - 1}


def test_ab_27_the_secret_is_told_to_every_tap(tiny: Service, caller: Caller) -> None:
    found = answers(tiny.race(TAPS, lambda _: caller.post("/tiny/secrets", BODY, key=KEY)))
    assert len({answer.body["secret"] for answer in found}) == 1


def test_control_without_keys_fifty_taps_act_fifty_times(tiny: Service, caller: Caller) -> None:
    before = people(tiny)
    path = "/tiny/people-without-keys"
    found = answers(tiny.race(TAPS, lambda _: caller.post(path, BODY, key=KEY)))
    assert {answer.status for answer in found} == {201}
    assert people(tiny) == before + TAPS


def test_when_the_first_tap_is_refused_the_others_are_decided_afresh(
    tiny: Service, caller: Caller
) -> None:
    refuse = {"is_refused": True}
    found = answers(tiny.race(TAPS, lambda _: caller.post("/tiny/refusals", refuse, key=KEY)))
    assert {answer.status for answer in found} == {409}
    assert tiny.scalar("SELECT count(*) FROM idempotency_keys") == 0
    audited = "SELECT count(*) FROM audit_entries WHERE action = 'tiny_refused'"
    assert tiny.scalar(audited) == TAPS


def test_of_taps_with_two_bodies_one_body_wins(tiny: Service, caller: Caller) -> None:
    before = people(tiny)
    bodies = [BODY, {"name": "李芳"}]
    found = answers(
        tiny.race(TAPS, lambda tap: caller.post("/tiny/people", bodies[tap % 2], key=KEY))
    )
    assert Counter(answer.status for answer in found) == {201: TAPS // 2, 422: TAPS // 2}
    assert people(tiny) == before + 1


def test_two_phones_are_two_keys(tiny: Service, caller: Caller) -> None:
    before = people(tiny)
    found = answers(
        tiny.race(10, lambda tap: caller.post("/tiny/people", BODY, key=f"{KEY}-{tap}"))
    )
    assert len({answer.body["id"] for answer in found}) == 10
    assert people(tiny) == before + 10
