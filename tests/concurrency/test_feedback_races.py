"""Many at once for one answer, beside a control that looks first and answers too often."""

import threading
from collections import Counter

import pytest
from sqlalchemy import select, update

from models.feedback import Feedback
from models.vocabulary import FeedbackState, Role
from server.domains.feedback.errors import FeedbackAlreadyAnswered
from server.domains.feedback.service import Sender
from server.kernel.work import Work
from tests.support.builders import a_person, a_village, an_officer
from tests.support.feedback_builders import answer, send
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 20


def a_question(service: Service) -> tuple[int, list[int]]:
    """Return feedback that waits, and the leaders who may answer it."""
    village_id = a_village(service)
    leaders = [an_officer(service, Role.VILLAGE_EXECUTIVE, village_id) for _ in range(CROWD)]
    return send(service, a_person(service), Sender(village_id=village_id)).row.id, leaders


def test_feedback_is_answered_by_one_of_many(service: Service) -> None:
    feedback_id, leaders = a_question(service)
    results = service.race(CROWD, lambda index: answer(service, leaders[index], feedback_id))
    assert Counter(type(result).__name__ for result in results) == {
        "FeedbackCard": 1,
        FeedbackAlreadyAnswered.__name__: CROWD - 1,
    }
    answered = "SELECT count(*) FROM audit_entries WHERE action = 'answer_feedback'"
    assert service.scalar(answered) == 1


def test_control_looking_whether_it_waits_answers_it_often(service: Service) -> None:
    _feedback_id, leaders = a_question(service)
    everybody_has_looked = threading.Barrier(CROWD)

    def look(work: Work) -> int | None:
        return work.session.scalar(select(Feedback.id).where(Feedback.state == FeedbackState.OPEN))

    def naive(index: int) -> bool:
        seen = service.run(look, writes=False)
        everybody_has_looked.wait()
        values = {"state": FeedbackState.ANSWERED, "answer": "好的", "answered_by": leaders[index]}

        def write(work: Work) -> None:
            work.session.execute(update(Feedback).values(answered_at=work.now, **values))

        service.run(write)
        return seen is not None

    assert service.race(CROWD, naive) == [True] * CROWD
