"""Feedback over HTTP: sent by anybody signed in, answered by the village, once."""

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.feedback_builders import let_pass
from tests.support.service import Service

WISH = {"kind": "suggestion", "text": "请在村口装一盏灯。"}


def test_from_a_wish_to_its_answer(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident = service.sign_in(a_resident(service, household))
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, household.village_id))
    sent = resident.post("/feedback", WISH)
    assert (sent.status, sent.body["state"], sent.body["due_on"]) == (201, "open", "2026-11-17")
    let_pass(service, sent.body["id"])
    (line,) = leader.get("/feedback", village_id=household.village_id).body["items"]
    assert (line["number"], line["actions"]) == (sent.body["number"], ["answer"])
    path = f"/feedback/{sent.body['id']}/answer"
    answered = leader.post(path, {"text": "下个月装。"})
    assert (answered.status, answered.body["actions"]) == (200, [])
    again = leader.post(path, {"text": "下个月装。"})
    assert (again.status, again.body["type"]) == (409, "/problems/feedback-already-answered")
    service.settle_checks()
    (mine,) = resident.get("/feedback").body["items"]
    assert (mine["state"], mine["answer"]) == ("answered", "下个月装。")
    assert leader.get("/feedback", village_id=household.village_id).body["items"] == []


def test_the_same_request_twice_is_one_wish(service: Service) -> None:
    newcomer = service.sign_in(a_person(service))
    body = {**WISH, "village_id": a_village(service)}
    first, again = (newcomer.post("/feedback", body, key="one-wish-1") for _ in range(2))
    assert first.body == again.body
    assert service.scalar("SELECT count(*) FROM feedback") == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"text": "短"}, "#/text"),
        ({"text": "长" * 501}, "#/text"),
        ({"kind": "praise"}, "#/kind"),
        ({"state": "answered"}, "#/state"),
        ({"village_id": 2**63}, "#/village_id"),
        ({"on_behalf": {"member_id": 1, "channel": "in_person"}}, "#/on_behalf/reason"),
    ],
)
def test_faulty_input_is_named(service: Service, changes: dict[str, object], pointer: str) -> None:
    answer = service.sign_in(a_person(service)).post("/feedback", {**WISH, **changes})
    assert (answer.status, answer.body["type"]) == (422, "/problems/invalid-input")
    assert [error["pointer"] for error in answer.body["errors"]] == [pointer]


def test_a_resident_answers_nothing_and_sees_no_list_of_the_village(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident = service.sign_in(a_resident(service, household))
    sent = resident.post("/feedback", WISH)
    assert resident.post(f"/feedback/{sent.body['id']}/answer", {"text": "好的"}).status == 403
    assert resident.get("/feedback", village_id=household.village_id).status == 404
    assert service.stranger().post("/feedback", WISH).status == 401


def test_what_a_leader_wrote_for_a_household_another_leader_answers(service: Service) -> None:
    household = a_household(service, a_village(service))
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, household.village_id))
    behalf = {
        "member_id": household.member_ids[0],
        "reason": "她没有手机",
        "channel": "telephone",
    }
    body = {**WISH, "household_id": household.id, "on_behalf": behalf}
    sent = leader.post("/feedback", body)
    assert (sent.status, sent.body["household_label"]) == (201, "王** · 三组")
    let_pass(service, sent.body["id"])
    refused = leader.post(f"/feedback/{sent.body['id']}/answer", {"text": "好的"})
    assert (refused.status, refused.body["type"]) == (403, "/problems/own-feedback")
