"""A household answers its 18 standards over HTTP: saved one by one, refused whole."""

import pytest

from models.vocabulary import Role, Zone
from tests.support.assessments_builders import (
    RURAL,
    URBAN,
    a_draft,
    a_scene,
    answers,
    as_json,
    behalf_json,
)
from tests.support.builders import a_person, a_resident, an_officer
from tests.support.service import Service

COUNT = "SELECT count(*) FROM assessment_answers"


def test_a_household_begins_answers_one_by_one_and_hands_in(service: Service) -> None:
    scene = a_scene(service)
    caller = service.sign_in(scene.resident)
    begun = caller.post(f"/households/{scene.household.id}/assessments")
    assert begun.status == 200
    assert begun.body["notice"] == "默认稿，非官方文本"
    assert (begun.body["year"], begun.body["zone"], begun.body["state"]) == (2026, "rural", "draft")
    assert begun.body["actions"] == ["answer", "submit"]
    assert [clause["code"] for clause in begun.body["clauses"]] == list(RURAL)
    path = f"/assessments/{begun.body['id']}"
    for code, word in answers(R02="na", R07="no"):
        saved = caller.put(f"{path}/answers/{code}", {"answer": word})
        assert (saved.status, saved.body["code"], saved.body["answer"]) == (200, code, word)
    handed_in = caller.post(f"{path}/submission")
    assert handed_in.status == 200
    assert (handed_in.body["state"], handed_in.body["submissions_left"]) == ("submitted", 3)
    assert handed_in.body["result"] == {
        "met": 16,
        "not_applicable": 1,
        "is_passed": True,
        "reasons": [],
        "next_steps": [{"code": "R07", "title": "垃圾分类投放"}],
    }
    assert handed_in.body["actions"] == []


def test_a_draft_goes_on_with_another_phone_of_the_household(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_draft(service, scene.household, scene.resident)
    service.sign_in(scene.resident).put(
        f"/assessments/{assessment_id}/answers/R01", {"answer": "yes"}
    )
    other = service.sign_in(a_resident(service, scene.household, 1))
    again = other.post(f"/households/{scene.household.id}/assessments")
    assert again.body["id"] == assessment_id
    assert again.body["answered"] == 1
    assert again.body["clauses"][0]["answer"] == "yes"
    assert again.body["result"] is None


def test_an_answer_can_be_changed_while_it_is_a_draft(service: Service) -> None:
    scene = a_scene(service)
    path = f"/assessments/{a_draft(service, scene.household, scene.resident)}"
    caller = service.sign_in(scene.resident)
    for word in ("yes", "no"):
        assert caller.put(f"{path}/answers/R05", {"answer": word}).status == 200
    assert caller.get(path).body["clauses"][4]["answer"] == "no"
    assert service.scalar(COUNT) == 1


@pytest.mark.parametrize(
    ("given", "pointers"),
    [
        (answers()[:-1], ["#/answers", "#/answers"]),
        ([*answers(), ("R01", "no")], ["#/answers/18/code", "#/answers"]),
        ([*answers(), ("U01", "yes")], ["#/answers/18/code", "#/answers"]),
        ([("U01", "yes"), *answers()[1:]], ["#/answers/0/code", "#/answers"]),
        ([("X99", "yes"), *answers()[1:]], ["#/answers/0/code", "#/answers"]),
        (answers(R01="na", R07="na"), ["#/answers/0/answer", "#/answers/6/answer"]),
        (answers(R01="maybe"), ["#/answers/0/answer"]),
        ([], ["#/answers"] * 19),
    ],
    ids=["17", "19", "mixed", "mixed 18", "unknown", "na", "word", "none"],
)
def test_ab_01_a_wrong_set_is_refused_with_every_fault_and_nothing_stored(
    service: Service, given: list[tuple[str, str]], pointers: list[str]
) -> None:
    scene = a_scene(service)
    path = f"/assessments/{a_draft(service, scene.household, scene.resident)}/answers"
    refused = service.sign_in(scene.resident).put(path, as_json(given))
    assert refused.status == 422
    assert refused.body["type"] == "/problems/invalid-input"
    assert [fault["pointer"] for fault in refused.body["errors"]] == pointers
    assert service.scalar(COUNT) == 0


@pytest.mark.parametrize(
    ("suffix", "method"), [("/answers", "put"), ("/answers/R01", "put"), ("/submission", "post")]
)
@pytest.mark.parametrize("claim", [{"passed": True}, {"score": 18}])
def test_ab_02_a_result_from_the_phone_is_an_unknown_field(
    service: Service, suffix: str, method: str, claim: dict[str, object]
) -> None:
    scene = a_scene(service)
    path = f"/assessments/{a_draft(service, scene.household, scene.resident)}{suffix}"
    body = as_json(answers()) if suffix == "/answers" else {}
    body |= {"answer": "yes"} if suffix == "/answers/R01" else {}  # type: ignore[dict-item]
    refused = getattr(service.sign_in(scene.resident), method)(path, body | claim)
    assert refused.status == 422
    assert refused.body["errors"] == [
        {"pointer": f"#/{next(iter(claim))}", "detail": "这一项不用填。"}
    ]
    assert service.scalar(COUNT) == 0


def test_ab_02_a_result_hidden_in_one_answer_is_refused_too(service: Service) -> None:
    scene = a_scene(service)
    path = f"/assessments/{a_draft(service, scene.household, scene.resident)}/answers"
    body = as_json(answers())
    body["answers"][3]["score"] = "18"
    refused = service.sign_in(scene.resident).put(path, body)
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "#/answers/3/score")


def test_ab_03_an_urban_household_with_four_not_applicable_does_not_pass(
    service: Service,
) -> None:
    scene = a_scene(service, zone=Zone.URBAN)
    path = f"/assessments/{a_draft(service, scene.household, scene.resident)}"
    caller = service.sign_in(scene.resident)
    caller.put(f"{path}/answers", as_json(answers(URBAN, U02="na", U03="na", U12="na", U15="na")))
    result = caller.post(f"{path}/submission").body["result"]
    assert (result["met"], result["not_applicable"], result["is_passed"]) == (14, 4, False)
    assert [reason["kind"] for reason in result["reasons"]] == ["too_many_not_applicable"]


@pytest.mark.parametrize(
    ("code", "word", "pointer"), [("R01", "na", "#/answer"), ("U01", "yes", "#/code")]
)
def test_one_answer_that_does_not_fit_is_refused(
    service: Service, code: str, word: str, pointer: str
) -> None:
    scene = a_scene(service)
    path = f"/assessments/{a_draft(service, scene.household, scene.resident)}/answers/{code}"
    refused = service.sign_in(scene.resident).put(path, {"answer": word})
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, pointer)
    assert service.scalar(COUNT) == 0


def test_a_leader_answers_only_on_behalf_of_somebody(service: Service) -> None:
    scene = a_scene(service)
    chair = service.sign_in(scene.chair)
    start = f"/households/{scene.household.id}/assessments"
    assert chair.post(start).status == 422
    behalf = behalf_json(scene.household)
    begun = chair.post(start, behalf)
    path = f"/assessments/{begun.body['id']}"
    assert chair.put(f"{path}/answers/R01", {"answer": "yes"}).status == 422
    assert chair.put(f"{path}/answers", as_json(answers()) | behalf).status == 200
    assert chair.post(f"{path}/submission", behalf).body["state"] == "submitted"
    marked = service.rows("SELECT action, member_id FROM proxy_acts ORDER BY id")
    member_id = scene.household.member_ids[0]
    assert marked == [
        ("start_assessment", member_id),
        ("save_all_answers", member_id),
        ("submit_assessment", member_id),
    ]


def test_a_member_who_says_she_acts_for_another_is_refused(service: Service) -> None:
    scene = a_scene(service)
    start = f"/households/{scene.household.id}/assessments"
    refused = service.sign_in(scene.resident).post(start, behalf_json(scene.household))
    assert refused.status == 422


def test_ab_13_another_villages_household_and_assessment_do_not_exist(service: Service) -> None:
    scene, other = a_scene(service), a_scene(service, "青山村妇联")
    assessment_id = a_draft(service, scene.household, scene.resident)
    foreign = service.sign_in(other.chair)
    answered = [
        foreign.post(f"/households/{scene.household.id}/assessments", behalf_json(scene.household)),
        foreign.get(f"/assessments/{assessment_id}"),
        foreign.put(f"/assessments/{assessment_id}/answers/R01", {"answer": "yes"}),
        foreign.post(f"/assessments/{assessment_id}/submission"),
        foreign.post(f"/assessments/{assessment_id}/confirmation"),
    ]
    assert [answer.status for answer in answered] == [404] * 5
    missing = foreign.get("/assessments/987654").body
    seen = answered[1].body
    assert {**seen, "instance": ""} == {**missing, "instance": ""}
    tried = "SELECT count(*) FROM anomalies WHERE kind = 'foreign_id' AND person_id = :person"
    assert service.scalar(tried, person=other.chair) == 5


def test_who_has_no_part_in_it_is_refused(service: Service) -> None:
    scene = a_scene(service)
    assessment_id = a_draft(service, scene.household, scene.resident)
    path = f"/assessments/{assessment_id}"
    assert service.stranger().get(path).status == 401
    assert service.sign_in(a_person(service)).get(path).status == 403
    neighbour = service.sign_in(an_officer(service, Role.SHOPKEEPER, scene.village_id))
    assert neighbour.get(path).status == 403
    assert service.sign_in(scene.resident).post(f"{path}/confirmation").status == 403
