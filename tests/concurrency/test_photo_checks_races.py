"""Question, verdict and people at once upon photos, beside controls that look first and lose."""

import threading
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select

from models.moderation import PhotoTrace, Report
from models.vocabulary import CheckState, ReportedKind, ReportReason, Role
from server.domains.moderation import service as moderation
from server.domains.moderation.errors import PhotoAlreadyDecided, ReportAlreadyDecided
from server.domains.moderation.service import PhotoCard
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold, an_officer
from tests.support.photos_builders import (
    a_checked_photo,
    a_home,
    a_stored_photo,
    a_verdict,
    state,
    tell,
)
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 10
SETTLED = "SELECT count(*) FROM audit_entries WHERE action = 'settle_photo'"


def asked(service: Service) -> list[Any]:
    """Return questions that are under way: WeChat has taken the photos in, we know no id yet."""
    household, person_id = a_home(service)
    photos = [a_stored_photo(service, household, person_id) for _ in range(CROWD // 2)]

    def ask(work: Work) -> list[Any]:
        return [moderation.ASK_PHOTO.prepare(work, {"file_id": photo_id}) for photo_id in photos]

    return service.run(ask)


def test_a_verdict_that_comes_while_its_id_is_kept_is_never_lost(service: Service) -> None:
    questions = asked(service)

    def meet(index: int) -> None:
        question, trace = questions[index // 2], f"trace-{index // 2}"
        if index % 2:
            tell(service, a_verdict(trace, "risky"))
            return
        service.run(lambda work: moderation.ASK_PHOTO.record(work, question, trace))

    assert service.race(CROWD, meet) == [None] * CROWD
    states = {state(service, question["file_id"]) for question in questions}
    assert (states, service.scalar(SETTLED)) == ({CheckState.REFUSED}, len(questions))


def test_control_who_looks_for_the_other_first_loses_the_verdict(service: Service) -> None:
    question = asked(service)[0]
    both_have_looked = threading.Barrier(2)

    def naive(index: int) -> bool:
        found = service.run(lambda work: work.session.scalar(select(PhotoTrace)), writes=False)
        both_have_looked.wait()
        known = (
            {"outcome": CheckState.REFUSED} if index else {"question_id": question["question_id"]}
        )

        def write(work: Work) -> None:
            work.session.add(PhotoTrace(trace_id=f"trace-{index}", seen_at=work.now, **known))

        service.run(write)
        return found is not None

    assert service.race(2, naive) == [False, False]
    assert state(service, question["file_id"]) is CheckState.PENDING


def test_of_a_pushed_verdict_and_people_one_wins(service: Service) -> None:
    _, household, _ = a_checked_photo(service, "review")
    leaders = a_crowd(service, household)

    def act(index: int) -> str:
        card = service.run(
            lambda work: moderation.decide_photo(work, 1, passes=index % 2 == 0),
            service.actor(leaders[index]),
        )
        return type(card).__name__

    results = service.race(CROWD, act)
    assert Counter(r if isinstance(r, str) else type(r).__name__ for r in results) == {
        PhotoCard.__name__: 1,
        PhotoAlreadyDecided.__name__: CROWD - 1,
    }
    assert service.scalar(SETTLED) == 2


def test_one_report_of_a_person_and_one_decision(service: Service) -> None:
    photo_id, household, _ = a_checked_photo(service)
    leaders = a_crowd(service, household)
    kind, reason = ReportedKind.PHOTO, ReportReason.PRIVATE
    reports = service.race(
        CROWD,
        lambda _index: service.run(
            lambda work: moderation.report(work, kind, photo_id, reason), service.actor(leaders[0])
        ),
    )
    (report_id,) = {each.id for each in reports if isinstance(each, Report)}
    assert service.rows("SELECT id FROM reports") == [(report_id,)]
    decisions = service.race(
        CROWD,
        lambda index: service.run(
            lambda work: moderation.decide_report(work, report_id, hides=index % 2 == 0),
            service.actor(leaders[index]),
        ),
    )
    refused = [each for each in decisions if isinstance(each, Exception)]
    assert {type(each) for each in refused} == {ReportAlreadyDecided}
    assert len(refused) == CROWD - 1
    hidden = service.scalar("SELECT hides FROM reports")
    assert state(service, photo_id) is (CheckState.REFUSED if hidden else CheckState.PASSED)


def a_crowd(service: Service, household: BuiltHousehold) -> list[int]:
    village_id = household.village_id
    return [an_officer(service, Role.VILLAGE_EXECUTIVE, village_id) for _ in range(CROWD)]
