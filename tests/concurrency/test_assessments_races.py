"""Many phones and several leaders at one assessment; each race has a control that goes wrong."""

import threading

import pytest
from sqlalchemy import text

from models.vocabulary import ClauseAnswer, Role
from server.domains.assessments import service as assessments
from server.domains.assessments.errors import AlreadyReviewed, AssessmentClosed
from server.domains.assessments.service import AssessmentView
from tests.support.assessments_builders import (
    RURAL,
    a_draft,
    a_scene,
    a_submitted_assessment,
    an_answered_draft,
)
from tests.support.builders import a_resident, an_officer
from tests.support.service import Service

pytestmark = pytest.mark.race

LEADERS = 8


def test_of_several_leaders_at_once_one_confirms(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident)
    leaders = [
        service.actor(an_officer(service, Role.VILLAGE_EXECUTIVE, scene.village_id))
        for _ in range(LEADERS)
    ]
    results = service.race(
        LEADERS,
        lambda index: service.run(
            lambda work: assessments.confirm_assessment(work, assessment_id), leaders[index]
        ),
    )
    assert sum(isinstance(result, AssessmentView) for result in results) == 1
    assert sum(isinstance(result, AlreadyReviewed) for result in results) == LEADERS - 1
    acts = "SELECT count(*) FROM audit_entries WHERE action = 'confirm_assessment'"
    assert service.scalar(acts) == 1
    assert service.scalar("SELECT count(*) FROM messages") == 1


def test_control_without_the_claim_every_leader_confirms(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident)
    all_have_read = threading.Barrier(LEADERS)

    def confirm_carelessly(index: int) -> bool:
        del index
        state = service.scalar("SELECT state FROM assessments WHERE id = :id", id=assessment_id)
        all_have_read.wait()
        if state != "submitted":
            return False
        with service.raw() as connection:
            connection.execute(
                text(
                    "UPDATE assessments SET state = 'confirmed', confirmed_on = '2026-11-10'"
                    " WHERE id = :id"
                ),
                {"id": assessment_id},
            )
        return True

    assert service.race(LEADERS, confirm_carelessly) == [True] * LEADERS


def test_two_phones_saving_different_answers_keep_both(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_draft(service, scene.household, scene.resident)
    other = a_resident(service, scene.household, 1)
    phones = [service.actor(scene.resident), service.actor(other)]

    def save(index: int) -> object:
        return service.run(
            lambda work: assessments.save_answer(
                work, assessment_id, RURAL[index], ClauseAnswer.YES, behalf=None
            ),
            phones[index % 2],
        )

    results = service.race(len(RURAL), save)
    assert [result for result in results if isinstance(result, Exception)] == []
    assert service.scalar("SELECT count(*) FROM assessment_answers") == len(RURAL)


def test_control_a_phone_that_saves_the_whole_draft_loses_the_others(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_draft(service, scene.household, scene.resident)
    all_have_read = threading.Barrier(len(RURAL))
    one_at_a_time = threading.Lock()

    def save_whole_draft(index: int) -> None:
        read = service.rows("SELECT code FROM assessment_answers")
        all_have_read.wait()
        draft = {*(code for (code,) in read), RURAL[index]}
        with one_at_a_time, service.raw() as connection:
            connection.execute(text("DELETE FROM assessment_answers"))
            connection.execute(
                text(
                    "INSERT INTO assessment_answers"
                    " (assessment_id, code, village_id, answer, answered_by, answered_at)"
                    " SELECT id, :code, village_id, 'yes', :person, '2026-11-10 01:00:00'"
                    " FROM assessments WHERE id = :id"
                ),
                [
                    {"id": assessment_id, "code": code, "person": scene.resident}
                    for code in sorted(draft)
                ],
            )

    service.race(len(RURAL), save_whole_draft)
    assert service.scalar("SELECT count(*) FROM assessment_answers") == 1


def test_phones_that_begin_at_once_get_the_same_assessment(service: Service) -> None:
    scene = a_scene(service)
    actor = service.actor(scene.resident)
    results = service.race(
        LEADERS,
        lambda index: service.run(
            lambda work: assessments.start_assessment(work, scene.household.id, behalf=None), actor
        ),
    )
    ids = {result.assessment.id for result in results if isinstance(result, AssessmentView)}
    assert len(ids) == 1
    assert [result for result in results if isinstance(result, Exception)] == []
    assert service.scalar("SELECT count(*) FROM assessments") == 1


def test_control_phones_that_look_first_and_then_begin_are_refused(service: Service) -> None:
    scene = a_scene(service)
    all_have_looked = threading.Barrier(LEADERS)

    def begin_carelessly(index: int) -> bool:
        del index
        found = service.rows("SELECT id FROM assessments")
        all_have_looked.wait()
        with service.raw() as connection:
            connection.execute(
                text(
                    "INSERT INTO assessments (village_id, household_id, year, standard_set_id,"
                    " state, started_at, submissions) SELECT :village, :household, 2026, min(id),"
                    " 'draft', '2026-11-10 01:00:00', 0 FROM standard_sets"
                ),
                {"village": scene.village_id, "household": scene.household.id},
            )
        return not found

    results = service.race(LEADERS, begin_carelessly)
    assert sum(isinstance(result, Exception) for result in results) == LEADERS - 1


def test_an_answer_never_slips_in_behind_the_sum(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = an_answered_draft(service, scene.household, scene.resident)
    actor = service.actor(scene.resident)

    def submit_or_change(index: int) -> object:
        if index == 0:
            return service.run(
                lambda work: assessments.submit_assessment(work, assessment_id, behalf=None), actor
            )
        return service.run(
            lambda work: assessments.save_answer(
                work, assessment_id, RURAL[index], ClauseAnswer.NO, behalf=None
            ),
            actor,
        )

    results = service.race(LEADERS, submit_or_change)
    failures = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(failure, AssessmentClosed) for failure in failures)
    met = service.scalar("SELECT met FROM assessments")
    assert met == service.scalar("SELECT count(*) FROM assessment_answers WHERE answer = 'yes'")


def test_control_a_sum_over_answers_that_are_not_locked_is_soon_wrong(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = an_answered_draft(service, scene.household, scene.resident)
    sum_was_read = threading.Barrier(2)
    count = "SELECT count(*) FROM assessment_answers WHERE answer = 'yes'"

    def submit_or_change(index: int) -> None:
        met = service.scalar(count)
        sum_was_read.wait()
        with service.raw() as connection:
            statement = (
                "UPDATE assessments SET state = 'submitted', met = :met WHERE id = :id"
                if index == 0
                else "UPDATE assessment_answers SET answer = 'no'"
                " WHERE assessment_id = :id AND code = 'R01' AND :met > 0"
            )
            connection.execute(text(statement), {"id": assessment_id, "met": met})

    service.race(2, submit_or_change)
    assert service.scalar("SELECT met FROM assessments") == service.scalar(count) + 1
