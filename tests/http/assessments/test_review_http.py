"""A leader confirms or returns over HTTP; never her own, and the household is told."""

import pytest

from models.vocabulary import Role, Zone
from server.domains.households import service as households
from tests.support.assessments_builders import (
    URBAN,
    Scene,
    a_scene,
    a_submitted_assessment,
    an_answered_draft,
    answers,
    as_json,
    behalf_json,
)
from tests.support.builders import a_household, a_resident, an_officer
from tests.support.service import Service

REMARKS = {
    "remarks": [
        {"code": "R14", "reason": "屋后还有一堆垃圾"},
        {"code": "R07", "reason": "没有分开装"},
    ]
}
MESSAGES = "SELECT kind, title, body FROM messages WHERE household_id = :household ORDER BY id"


def handed_in(service: Service) -> tuple[Scene, str]:
    scene = a_scene(service)
    given = answers(R01="no", R04="no")
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident, given)
    return scene, f"/assessments/{assessment_id}"


def test_the_queue_shows_the_chair_what_waits(service: Service) -> None:
    scene, path = handed_in(service)
    a_scene(service, "青山村妇联")
    chair = service.sign_in(scene.chair)
    page = chair.get("/assessments", village_id=scene.village_id, state="submitted")
    assert page.status == 200
    (line,) = page.body["items"]
    assert f"/assessments/{line['id']}" == path
    assert (line["met"], line["is_passed"], line["submissions"]) == (16, True, 1)
    assert line["household_label"] == "王** · 三组"
    assert chair.get("/assessments", state="draft").body["items"] == []
    assert chair.get(path).body["actions"] == ["confirm", "return"]


def test_the_queue_is_paged_by_key(service: Service) -> None:
    scene, _ = handed_in(service)
    other = a_household(service, scene.village_id, ("赵桂兰",))
    second = an_answered_draft(service, other, a_resident(service, other))
    chair = service.sign_in(scene.chair)
    first = chair.get("/assessments", size=1).body
    assert len(first["items"]) == 1
    rest = chair.get("/assessments", size=1, after=first["next_after"]).body
    assert [line["id"] for line in rest["items"]] == [second]
    assert rest["next_after"] is None


def test_a_member_sees_only_her_own_in_the_list(service: Service) -> None:
    scene, path = handed_in(service)
    neighbours = a_household(service, scene.village_id, ("赵桂兰",))
    neighbour = service.sign_in(a_resident(service, neighbours))
    assert neighbour.get("/assessments").body["items"] == []
    assert neighbour.get(path).status == 404
    assert len(service.sign_in(scene.resident).get("/assessments").body["items"]) == 1


def test_a_confirmed_pass_holds_twelve_months_and_then_lapses(service: Service) -> None:
    scene, path = handed_in(service)
    confirmed = service.sign_in(scene.chair).post(f"{path}/confirmation", {"submission": 1})
    assert confirmed.status == 200
    assert confirmed.body["state"] == "confirmed"
    assert confirmed.body["confirmed_on"] == "2026-11-10"
    assert confirmed.body["valid_until_on"] == "2027-11-09"
    assert confirmed.body["is_in_force"] is True
    service.clock.advance(days=364)
    assert service.sign_in(scene.resident).get(path).body["is_in_force"] is True
    service.clock.advance(days=1)
    assert service.sign_in(scene.resident).get(path).body["is_in_force"] is False
    (told,) = service.rows(MESSAGES, household=scene.household.id)
    assert told[:2] == ("assessment_confirmed", "自评核过了，达标")
    assert "有效到2027年11月9日" in told[2]


def test_a_confirmed_failure_gives_no_points_and_says_what_is_easiest(service: Service) -> None:
    scene = a_scene(service, zone=Zone.URBAN)
    given = answers(URBAN, **dict.fromkeys(URBAN[:9], "no"))
    assessment_id = a_submitted_assessment(service, scene.household, scene.resident, given)
    confirmed = service.sign_in(scene.chair).post(f"/assessments/{assessment_id}/confirmation")
    assert confirmed.body["result"]["is_passed"] is False
    assert confirmed.body["valid_until_on"] is None
    assert confirmed.body["is_in_force"] is False
    assert service.scalar("SELECT count(*) FROM points_claims") == 0
    (told,) = service.rows(MESSAGES, household=scene.household.id)
    assert "还差3条" in told[2]
    assert "最容易补上的：学环保懂政策、教孩子爱环境、参加公益活动。" in told[2]


def test_an_assessment_goes_back_with_a_reason_for_each_clause(service: Service) -> None:
    scene, path = handed_in(service)
    returned = service.sign_in(scene.chair).post(f"{path}/return", REMARKS)
    assert (returned.status, returned.body["state"]) == (200, "returned")
    unchecked = service.sign_in(scene.resident).get(path).body["clauses"]
    hidden = [(r["reason"], r["reason_state"]) for c in unchecked for r in c["remarks"]]
    assert hidden == [(None, "pending")] * 2
    service.settle_checks()
    seen = service.sign_in(scene.resident).get(path).body
    assert seen["actions"] == ["answer", "submit"]
    remarks = {
        c["code"]: [r["reason"] for r in c["remarks"]] for c in seen["clauses"] if c["remarks"]
    }
    assert remarks == {"R07": ["没有分开装"], "R14": ["屋后还有一堆垃圾"]}
    (told,) = service.rows(MESSAGES, household=scene.household.id)
    assert told[0] == "assessment_returned"
    assert "垃圾分类投放、房前屋后干净" in told[2]
    assert "今年还能交3次" in told[2]


@pytest.mark.parametrize(
    ("remarks", "pointers"),
    [
        ([], ["#/remarks"]),
        ([{"code": "R07", "reason": "x"}], ["#/remarks/0/reason"]),
        ([{"code": "U07", "reason": "没有分开"}], ["#/remarks/0/code"]),
        (REMARKS["remarks"][:1] * 2, ["#/remarks/0/code", "#/remarks/1/code"]),
    ],
)
def test_a_return_without_proper_reasons_is_refused(
    service: Service, remarks: list[dict[str, str]], pointers: list[str]
) -> None:
    scene, path = handed_in(service)
    refused = service.sign_in(scene.chair).post(f"{path}/return", {"remarks": remarks})
    assert refused.status == 422
    assert [fault["pointer"] for fault in refused.body["errors"]] == pointers
    assert service.sign_in(scene.chair).get(path).body["state"] == "submitted"


def test_a_household_hands_in_four_times_a_year_and_no_more(service: Service) -> None:
    scene, path = handed_in(service)
    chair, resident = service.sign_in(scene.chair), service.sign_in(scene.resident)
    for left in (3, 2, 1):
        assert chair.post(f"{path}/return", REMARKS).body["submissions_left"] == left
        assert resident.post(f"{path}/submission").status == 200
    last = chair.post(f"{path}/return", REMARKS).body
    assert (last["state"], last["submissions_left"]) == ("returned", 0)
    refused = resident.post(f"{path}/submission")
    assert (refused.status, refused.body["type"]) == (422, "/problems/submissions-used-up")
    told = service.rows(MESSAGES, household=scene.household.id)
    assert "不能再交了" in told[-1][2]
    assert len(resident.get(path).body["clauses"][6]["remarks"]) == 4


def test_what_was_handed_in_stays_as_it_is(service: Service) -> None:
    scene, path = handed_in(service)
    resident = service.sign_in(scene.resident)
    for refused in (
        resident.put(f"{path}/answers/R01", {"answer": "yes"}),
        resident.put(f"{path}/answers", as_json(answers())),
    ):
        assert (refused.status, refused.body["type"]) == (409, "/problems/assessment-closed")
    again = resident.post(f"{path}/submission")
    assert (again.status, again.body["submissions"]) == (200, 1)
    service.sign_in(scene.chair).post(f"{path}/confirmation")
    assert resident.post(f"{path}/submission").body["state"] == "confirmed"


def test_a_draft_cannot_be_reviewed(service: Service) -> None:
    scene = a_scene(service)
    path = f"/assessments/{an_answered_draft(service, scene.household, scene.resident)}"
    refused = service.sign_in(scene.chair).post(f"{path}/confirmation")
    assert (refused.status, refused.body["type"]) == (409, "/problems/assessment-not-submitted")


def test_a_second_reviewer_is_told_that_it_was_done(service: Service) -> None:
    scene, path = handed_in(service)
    service.sign_in(scene.chair).post(f"{path}/confirmation")
    executive = service.sign_in(an_officer(service, Role.VILLAGE_EXECUTIVE, scene.village_id))
    for refused in (
        executive.post(f"{path}/confirmation"),
        executive.post(f"{path}/return", REMARKS),
    ):
        assert refused.status == 409
        assert refused.body["type"] == "/problems/assessment-already-reviewed"
        assert refused.body["state"] == "confirmed"


def test_a_reviewer_who_looked_at_an_older_round_looks_again(service: Service) -> None:
    scene, path = handed_in(service)
    chair = service.sign_in(scene.chair)
    chair.post(f"{path}/return", REMARKS)
    service.sign_in(scene.resident).post(f"{path}/submission")
    refused = chair.post(f"{path}/confirmation", {"submission": 1})
    assert (refused.status, refused.body["submission"]) == (409, 2)
    assert chair.post(f"{path}/confirmation", {"submission": 2}).status == 200


@pytest.mark.parametrize("verb", ["confirmation", "return"])
def test_ab_04_a_chair_never_reviews_her_own_household(service: Service, verb: str) -> None:
    scene = a_scene(service)
    own = a_household(service, scene.village_id, ("刘主席", "刘小妹"))
    chair = an_officer(service, Role.VILLAGE_CHAIR, scene.village_id)
    sister = a_resident(service, own, 1)
    assessment_id = a_submitted_assessment(service, own, sister)
    link(service, own.member_ids[0], chair)
    refuse_own_or_relative(service, chair, assessment_id, verb)


@pytest.mark.parametrize("verb", ["confirmation", "return"])
def test_ab_04_nor_a_household_she_declared_as_a_relatives(service: Service, verb: str) -> None:
    scene, path = handed_in(service)
    declared = service.sign_in(scene.chair).post(
        "/declared-relatives", {"household_id": scene.household.id}
    )
    assert declared.status in {200, 201}
    refuse_own_or_relative(service, scene.chair, int(path.rpartition("/")[2]), verb)


def test_who_handed_in_for_a_household_does_not_review_it(service: Service) -> None:
    scene = a_scene(service)
    chair, behalf = service.sign_in(scene.chair), behalf_json(scene.household)
    begun = chair.post(f"/households/{scene.household.id}/assessments", behalf)
    path = f"/assessments/{begun.body['id']}"
    chair.put(f"{path}/answers", as_json(answers()) | behalf)
    assert chair.post(f"{path}/submission", behalf).body["actions"] == []
    refused = chair.post(f"{path}/confirmation")
    assert (refused.status, refused.body["type"]) == (403, "/problems/took-part")
    executive = service.sign_in(an_officer(service, Role.VILLAGE_EXECUTIVE, scene.village_id))
    assert executive.post(f"{path}/confirmation").status == 200


def link(service: Service, member_id: int, person_id: int) -> None:
    service.run(lambda work: households.link_member(work, member_id, person_id))


def refuse_own_or_relative(service: Service, person_id: int, assessment_id: int, verb: str) -> None:
    caller = service.sign_in(person_id)
    body = REMARKS if verb == "return" else {}
    refused = caller.post(f"/assessments/{assessment_id}/{verb}", body)
    assert refused.status == 403
    assert refused.body["type"] == "/problems/own-or-relative-household"
    anomalies = service.rows("SELECT kind, person_id, object_id FROM anomalies")
    assert anomalies == [("own_or_relative", person_id, assessment_id)]
    assert caller.get(f"/assessments/{assessment_id}").body["state"] == "submitted"
