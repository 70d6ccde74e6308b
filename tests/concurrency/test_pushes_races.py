"""WeChat pushes the same at once: one effect, beside a control that looks first and has many."""

import threading
from collections import Counter

import pytest
from sqlalchemy import select

from models.pushes import Push
from models.vocabulary import OutboxTopic
from server.domains.outbox import service as outbox
from server.kernel.work import Work
from tests.support.pushes import an_event, push, sealed_push
from tests.support.service import Answer, Service

pytestmark = pytest.mark.race

CROWD = 8
EVENT = an_event()
WAITING = "SELECT count(*) FROM outbox_rows WHERE topic = 'push_received'"


def statuses(results: list[Answer | Exception]) -> Counter[int]:
    answers = [result for result in results if isinstance(result, Answer)]
    assert len(answers) == len(results), results
    return Counter(answer.status for answer in answers)


def test_requirement_05_one_envelope_at_once_is_opened_once(service: Service) -> None:
    pushed = sealed_push(EVENT)
    found = statuses(service.race(CROWD, lambda _: push(service, pushed)))
    assert found == {200: 1, 403: CROWD - 1}
    assert service.scalar("SELECT count(*) FROM pushes") == service.scalar(WAITING) == 1


def test_requirement_05_one_event_in_many_envelopes_at_once_counts_once(service: Service) -> None:
    found = statuses(service.race(CROWD, lambda _: push(service, sealed_push(EVENT))))
    assert found == {200: CROWD}
    assert service.scalar("SELECT count(*) FROM pushes") == service.scalar(WAITING) == 1


def test_control_looking_whether_it_came_before_counts_every_time(service: Service) -> None:
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(_: int) -> None:
        seen = service.run(lambda work: work.session.scalar(select(Push.id)), writes=False)
        everybody_has_looked.wait()
        if seen is None:
            service.run(put)

    def put(work: Work) -> None:
        outbox.put(work, OutboxTopic.PUSH_RECEIVED, {"push_id": 1}, village_id=None)

    assert service.race(CROWD, naive) == [None] * CROWD
    assert service.scalar(WAITING) == CROWD
