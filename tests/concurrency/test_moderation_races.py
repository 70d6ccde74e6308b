"""Leaders and the worker at once upon one text, beside controls that look first and all win."""

import threading
from collections import Counter

import pytest
from sqlalchemy import select, update

from models.moderation import TextCheck
from models.vocabulary import CheckState, Role
from server.domains.feedback.service import Sender
from server.domains.moderation import service as moderation
from server.domains.moderation.errors import TextAlreadyDecided
from server.domains.moderation.service import CheckCard
from server.kernel.wechat import Verdict
from server.kernel.work import Work
from tests.support.builders import a_person, a_village, an_officer
from tests.support.feedback_builders import let_pass, send_unchecked
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 12
SETTLED = "SELECT count(*) FROM audit_entries WHERE action = 'settle_text'"


def a_text(service: Service, verdict: Verdict | None = None) -> tuple[int, list[int]]:
    """Return a letter that waits, and the leaders who may decide upon it."""
    village_id = a_village(service)
    leaders = [an_officer(service, Role.VILLAGE_EXECUTIVE, village_id) for _ in range(CROWD)]
    letter = send_unchecked(service, a_person(service), Sender(village_id=village_id)).row.id
    if verdict:
        let_pass(service, letter, verdict)
    return letter, leaders


def decide(service: Service, leader: int, *, passes: bool) -> CheckCard:
    return service.run(
        lambda work: moderation.decide(work, 1, passes=passes), service.actor(leader)
    )


def test_one_of_many_leaders_decides(service: Service) -> None:
    _, leaders = a_text(service, Verdict.REVIEW)
    results = service.race(
        CROWD, lambda index: decide(service, leaders[index], passes=index % 2 == 0)
    )
    assert Counter(type(result).__name__ for result in results) == {
        CheckCard.__name__: 1,
        TextAlreadyDecided.__name__: CROWD - 1,
    }
    (winner,) = [index for index, result in enumerate(results) if isinstance(result, CheckCard)]
    kept = service.rows("SELECT state, decided_by FROM text_checks")
    assert kept == [("refused" if winner % 2 else "passed", leaders[winner])]
    assert service.scalar(SETTLED) == 2  # WeChat's review, one decision


def test_of_the_workers_verdict_and_a_persons_decision_one_wins(service: Service) -> None:
    """Patience ends while WeChat's answer is under way: people or WeChat, never both."""
    letter, leaders = a_text(service)

    def act(index: int) -> str:
        if index < CROWD // 2:
            let_pass(service, letter, Verdict.PASS)
            return "worker"
        service.run(lambda work: moderation.hand_over(work, 1))
        decide(service, leaders[index], passes=False)
        return "person"

    results = service.race(CROWD, act)
    refused = [result for result in results if isinstance(result, Exception)]
    assert {type(result) for result in refused} <= {TextAlreadyDecided}
    ((state, decided_by),) = service.rows("SELECT state, decided_by FROM text_checks")
    people = results.count("person")
    assert (state, decided_by is None, people) in {("passed", True, 0), ("refused", False, 1)}
    assert service.scalar(SETTLED) == 1 + people


def test_control_looking_whether_it_waits_settles_it_often(service: Service) -> None:
    _, leaders = a_text(service, Verdict.REVIEW)
    everybody_has_looked = threading.Barrier(CROWD)

    def look(work: Work) -> CheckState | None:
        return work.session.scalar(select(TextCheck.state))

    def naive(index: int) -> bool:
        seen = service.run(look, writes=False)
        everybody_has_looked.wait()

        def write(work: Work) -> None:
            values = {"state": CheckState.PASSED, "decided_by": leaders[index]}
            work.session.execute(update(TextCheck).values(decided_at=work.now, **values))

        service.run(write)
        return seen is CheckState.FOR_PEOPLE

    assert service.race(CROWD, naive) == [True] * CROWD
