"""Years, versions, points and traces of self-assessments."""

import copy
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from models.vocabulary import ClauseAnswer, Role
from server.domains.assessments import service as assessments
from server.domains.assessments.errors import AssessmentYearOver
from server.domains.assessments.service import AssessmentView
from server.domains.points import service as points
from server.domains.points.service import ConfirmOutcome
from server.domains.standards import service as standards
from server.kernel.clock import CHONGQING
from server.kernel.work import Work
from tests.support.assessments_builders import (
    a_draft,
    a_scene,
    a_submitted_assessment,
    an_answered_draft,
    answers,
    behalf_of,
    hand_in,
)
from tests.support.builders import a_household, a_resident, an_officer
from tests.support.service import Service

REFERENCE = Path(__file__).parents[3] / "config" / "reference" / "standards.yaml"
CLAIMS = (
    "SELECT household_id, member_id, source, deed_on, points, state, first_confirmed_by"
    " FROM points_claims"
)


class Undone(Exception):
    """Rolls a trial back: the reference data are shared by all tests."""


def with_rules(service: Service, village_id: int) -> None:
    """Let a village have adopted the rules two months before the test's day."""
    rule_set_id = service.scalar("SELECT min(id) FROM rule_sets")
    service.run(
        lambda work: points.adopt_rules(
            work,
            village_id=village_id,
            rule_set_id=rule_set_id,
            resolved_on=date(2026, 9, 8),
            attendees=31,
            minutes="村民代表会议一致同意",
        )
    )


def confirm(service: Service, assessment_id: int, person_id: int) -> AssessmentView:
    return service.run(
        lambda work: assessments.confirm_assessment(work, assessment_id), service.actor(person_id)
    )


def test_a_confirmed_pass_applies_for_points_that_a_second_person_confirms(
    service: Service,
) -> None:
    scene = a_scene(service)
    with_rules(service, scene.village_id)
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident)
    service.clock.advance(days=2)
    confirm(service, assessment_id, scene.chair)
    (claim,) = service.rows(CLAIMS)
    household_id, member_id, source, deed_on, award, state, first = claim
    assert (household_id, member_id) == (scene.household.id, scene.household.member_ids[0])
    assert (source, str(deed_on)) == (f"assessment:{assessment_id}", "2026-11-10")
    assert (award, state, first) == (50, "submitted", scene.chair)
    (body,) = service.rows("SELECT body FROM messages WHERE kind = 'assessment_confirmed'")
    assert "公示期满就能用" in body[0]


def test_the_reviewer_is_the_first_confirmer_and_never_the_second(service: Service) -> None:
    scene = a_scene(service)
    with_rules(service, scene.village_id)
    confirm(service, a_submitted_assessment(service, scene.household, scene.resident), scene.chair)
    claim_id = service.scalar("SELECT id FROM points_claims")
    assessor = an_officer(service, Role.ASSESSOR, scene.village_id)
    outcomes = [
        service.run(
            lambda work: points.confirm_claims(work, [claim_id])[0].outcome,
            service.actor(person_id),
        )
        for person_id in (scene.chair, assessor)
    ]
    assert outcomes == [ConfirmOutcome.WAITS_FOR_ANOTHER, ConfirmOutcome.CONFIRMED]


def test_points_are_kept_for_the_member_a_leader_acted_for(service: Service) -> None:
    scene = a_scene(service)
    with_rules(service, scene.village_id)
    household = a_household(service, scene.village_id, ("张婆婆", "张大爷"))
    helper = service.actor(an_officer(service, Role.VILLAGE_EXECUTIVE, scene.village_id))
    assert helper.person_id is not None
    assessment_id = an_answered_draft(service, household, helper.person_id, by_leader=True)
    service.run(
        lambda work: assessments.submit_assessment(
            work, assessment_id, behalf=behalf_of(household)
        ),
        helper,
    )
    confirm(service, assessment_id, scene.chair)
    assert service.scalar("SELECT member_id FROM points_claims") == household.member_ids[0]


def test_a_village_without_rules_confirms_and_gives_no_points(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident)
    assert confirm(service, assessment_id, scene.chair).is_in_force
    assert service.rows(CLAIMS) == []
    assert "公示" not in service.scalar("SELECT body FROM messages")


def test_what_did_not_pass_gives_no_points(service: Service) -> None:
    scene = a_scene(service)
    with_rules(service, scene.village_id)
    given = answers(**{f"R{n:02}": "no" for n in range(4, 12)})
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident, given)
    assert confirm(service, assessment_id, scene.chair).assessment.valid_until_on is None
    assert service.rows(CLAIMS) == []


def test_the_year_is_that_of_chongqing(service: Service) -> None:
    scene = a_scene(service)
    service.clock.instant = datetime(2026, 12, 31, 23, 59, tzinfo=CHONGQING)
    old = a_draft(service, scene.household, scene.resident)
    service.clock.advance(minutes=2)
    new = a_draft(service, scene.household, scene.resident)
    assert service.rows("SELECT id, year FROM assessments ORDER BY id") == [
        (old, 2026),
        (new, 2027),
    ]


def test_an_assessment_of_last_year_is_reviewed_but_not_answered(service: Service) -> None:
    scene = a_scene(service)
    with_rules(service, scene.village_id)
    neighbours = a_household(service, scene.village_id, ("赵桂兰",))
    neighbour = a_resident(service, neighbours)
    service.clock.instant = datetime(2026, 12, 31, 23, 50, tzinfo=CHONGQING)
    submitted = a_submitted_assessment(service, scene.household, scene.resident)
    draft = an_answered_draft(service, neighbours, neighbour)
    service.clock.advance(minutes=20)
    confirmed = confirm(service, submitted, scene.chair).assessment
    assert (confirmed.confirmed_on, confirmed.valid_until_on) == (
        date(2027, 1, 1),
        date(2027, 12, 31),
    )
    assert service.scalar("SELECT points_year FROM points_claims") == 2026
    with pytest.raises(AssessmentYearOver):
        hand_in(service, draft, neighbour)
    with pytest.raises(AssessmentYearOver):
        service.run(
            lambda work: assessments.save_answer(work, draft, "R01", ClauseAnswer.NO, behalf=None),
            service.actor(neighbour),
        )


def test_a_return_after_new_year_says_that_it_is_too_late(service: Service) -> None:
    scene = a_scene(service)
    service.clock.instant = datetime(2026, 12, 31, 12, 0, tzinfo=CHONGQING)
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident)
    service.clock.advance(days=3)
    service.run(
        lambda work: assessments.return_assessment(work, assessment_id, [("R07", "没有分开装")]),
        service.actor(scene.chair),
    )
    assert "不能再交了" in service.scalar("SELECT body FROM messages")


def test_a_new_version_does_not_touch_an_assessment_begun_before(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident)
    document = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
    changed = copy.deepcopy(document) | {"version": "next", "effective_from": date(2026, 11, 1)}
    changed["rural"][0]["text"] = "换过的说法"

    def check(work: Work) -> None:
        standards.load_standards(work, changed)
        view = assessments.get_assessment(work, assessment_id)
        assert view.set.version == "default-2026.11"
        assert view.clauses[0].clause.text == document["rural"][0]["text"]
        raise Undone

    with pytest.raises(Undone):
        service.run(check, service.actor(scene.resident))


def test_each_act_leaves_one_audit_entry(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident)
    service.run(
        lambda work: assessments.start_assessment(work, scene.household.id, behalf=None),
        service.actor(scene.resident),
    )
    confirm(service, assessment_id, scene.chair)
    rows = service.rows(
        "SELECT action, person_id, village_id FROM audit_entries"
        " WHERE object_type = 'assessment' ORDER BY id"
    )
    acts = ["start_assessment", "save_all_answers", "submit_assessment"]
    expected = [(act, scene.resident, scene.village_id) for act in acts]
    assert rows == [*expected, ("confirm_assessment", scene.chair, scene.village_id)]
