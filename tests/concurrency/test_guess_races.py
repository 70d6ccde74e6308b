"""Many guesses of one person at once: each is counted before the next is looked at (AB-12)."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from models.vocabulary import Role
from server.domains.audit import service as audit
from server.domains.households import rules
from server.domains.rewards.service.closing import WRONG_CODES_MAX
from server.kernel.work import Work, refusal
from tests.support.builders import a_person, a_village, an_officer
from tests.support.service import Answer, Service

pytestmark = pytest.mark.race

CROWD = 20
WRONG_TRIES = "SELECT count(*) FROM audit_entries WHERE action = :action"


def statuses(results: list[Answer | Exception]) -> Counter[int]:
    assert [result for result in results if not isinstance(result, Answer)] == []
    return Counter(result.status for result in results if isinstance(result, Answer))


def test_ab_12_of_many_join_codes_tried_at_once_six_are_looked_at(service: Service) -> None:
    phone = service.sign_in(a_person(service))
    asked = {"name": "李小红", "relation": "child"}
    results = service.race(
        CROWD, lambda index: phone.post("/join-requests", {"code": f"AAAA{index:02}", **asked})
    )
    looked_at = rules.WRONG_TRIES_MAX
    assert statuses(results) == {404: looked_at, 422: CROWD - looked_at}
    assert service.scalar(WRONG_TRIES, action="wrong_join_code") == looked_at


def test_ab_12_of_many_pick_up_codes_tried_at_once_ten_are_looked_at(service: Service) -> None:
    village_id = a_village(service)
    phone = service.sign_in(an_officer(service, Role.SHOPKEEPER, village_id))

    def guess(index: int) -> Answer:
        path = "/orders/lookups" if index % 2 else "/orders/fulfilments"
        return phone.post(path, {"village_id": village_id, "pickup_digits": f"{index:06}"})

    results = service.race(CROWD, guess)
    assert statuses(results) == {404: WRONG_CODES_MAX, 409: CROWD - WRONG_CODES_MAX}
    assert service.scalar(WRONG_TRIES, action="pickup_code_refused") == WRONG_CODES_MAX


def test_control_counting_first_and_writing_afterwards_looks_at_too_many(service: Service) -> None:
    actor = service.actor(a_person(service))
    everybody_has_counted = threading.Barrier(CROWD)

    def count(work: Work) -> int:
        return audit.count_recent(work, "naive_guess", within=timedelta(minutes=15))

    def guess(_index: int) -> bool:
        tried = service.run(count, actor, writes=False)
        everybody_has_counted.wait()
        trace = refusal("naive_guess", "join_code", None)
        service.run(lambda work: work.records.append(trace), actor)
        return tried < rules.WRONG_TRIES_MAX

    assert service.race(CROWD, guess) == [True] * CROWD
