"""Many taps at once with a phone number: one code has one effect, and a day has three tries."""

import threading
from collections import Counter

import pytest
from sqlalchemy import text

from server.kernel.work import Work
from tests.support.builders import a_village
from tests.support.phones_builders import a_newcomer, registered_with
from tests.support.service import Answer, Service

pytestmark = pytest.mark.race

TAPS = 8
BOUND = "SELECT count(*) FROM audit_entries WHERE action = 'bind_phone'"
TAKEN = "SELECT taken FROM phone_tries"


def statuses(results: list[Answer | Exception]) -> Counter[int]:
    assert [result for result in results if not isinstance(result, Answer)] == []
    return Counter(result.status for result in results if isinstance(result, Answer))


def test_requirement_03_of_many_taps_with_one_code_one_has_an_effect(service: Service) -> None:
    she = a_newcomer(service)
    code = she.code()
    told = statuses(service.race(TAPS, lambda _: she.phone.post("/me/phone", {"code": code})))
    assert told[201] >= 1
    assert told[201] + told[401] == TAPS
    assert (service.scalar(BOUND), service.scalar(TAKEN)) == (1, 1)
    assert service.scalar("SELECT count(*) FROM person_phones") == 1


def test_of_many_codes_at_once_three_are_asked(service: Service) -> None:
    she = a_newcomer(service)
    told = statuses(service.race(TAPS, lambda _: she.gives()))
    assert told == {201: 3, 422: TAPS - 3}
    assert len(service.wechat.asked_phones) == 3


def test_control_counting_first_and_writing_afterwards_asks_too_often(service: Service) -> None:
    she = a_newcomer(service)
    she.gives()
    everybody_has_counted = threading.Barrier(TAPS)

    def naive(_index: int) -> bool:
        taken = service.run(lambda work: work.session.scalar(text(TAKEN)) or 0, writes=False)
        everybody_has_counted.wait()
        service.run(lambda work: _write(work, taken + 1))
        return taken < 3

    assert service.race(TAPS, naive) == [True] * TAPS


def _write(work: Work, taken: int) -> None:
    work.session.execute(text("UPDATE phone_tries SET taken = :taken"), {"taken": taken})


def test_a_person_found_by_her_number_asks_once(service: Service) -> None:
    registered_with(service, a_village(service), "13812345678")
    she = a_newcomer(service)
    she.gives()
    assert statuses(service.race(TAPS, lambda _: she.asks())) == {201: 1, 409: TAPS - 1}
    assert service.scalar("SELECT count(*) FROM join_requests") == 1
