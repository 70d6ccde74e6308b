"""Printed codes over HTTP: what a scan offers depends on who scans."""

from limits import parse

from models.vocabulary import OrganisationLevel, Role
from server.domains.organisations import service as organisations
from server.web.limits import SCANS, WRONG_SCANS
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.service import Answer, Service


def without_id(answer: Answer) -> dict[str, object]:
    return {key: value for key, value in answer.body.items() if key != "instance"}


def test_a_door_plate_by_who_scans(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    household = a_household(service, village_id)
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    issued = leader.post("/codes", {"kind": "door_plate", "target_id": household.id})
    assert issued.status == 201
    path = f"/codes/{issued.body['scene']}"
    assert service.stranger().get(path).body == {
        "kind": "door_plate",
        "target_id": None,
        "facts": {},
        "actions": ["sign_in"],
    }
    outsiders = (a_person(service), an_officer(service, Role.VILLAGE_CHAIR, other_id))
    for person_id in outsiders:
        opened = service.sign_in(person_id).get(path).body
        assert (opened["target_id"], opened["actions"]) == (None, ["ask_to_join"])
    member = service.sign_in(a_resident(service, household)).get(path).body
    assert (member["target_id"], member["facts"]["label"]) == (household.id, "王** · 三组")
    assert "answer_for_household" in leader.get(path).body["actions"]


def test_ab_12_unknown_and_malformed_answer_the_same_404(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    body = {"kind": "door_plate", "target_id": household.id}
    issued = leader.post("/codes", body).body
    assert leader.post("/codes", body).body == issued
    path, why = f"/codes/{issued['id']}/revocation", {"reason": "lost"}
    assert leader.post(path).status == 422
    revoked = leader.post(path, why).body
    assert (revoked["is_valid"], revoked["reason"], revoked["picture"]) == (False, "lost", None)
    again = leader.post(path, why)
    assert (again.status, again.body["type"]) == (409, "/problems/code-already-revoked")
    gone = service.stranger().get(f"/codes/{issued['scene']}")
    assert (gone.status, gone.body["type"]) == (410, "/problems/code-revoked")
    assert (gone.body["detail"], gone.body["reissued"]) == ("请找村（社区）妇联。", False)
    scenes = ("ZZZZZZZZZZZZZZZZ", "H000001", "户码", "x" * 33, issued["scene"][::-1])
    answers = [service.stranger().get(f"/codes/{scene}") for scene in scenes]
    assert {answer.status for answer in answers} == {404}
    assert answers[0].body["type"] == "/problems/code-not-found"
    assert all(without_id(answer) == without_id(answers[0]) for answer in answers)
    assert service.stranger().get("/codes/%00%00%00%00%00%00%00%00").status == 404
    assert leader.post("/codes", body).body["scene"] != issued["scene"]


def test_ab_12_a_stranger_who_tries_codes_is_slowed_and_the_city_sees_it(service: Service) -> None:
    city_id = service.run(
        lambda work: organisations.ensure_top(work, level=OrganisationLevel.CITY, name="重庆")
    )
    city = service.sign_in(an_officer(service, Role.CITY_OFFICER, city_id))
    tries = [service.stranger().get(f"/codes/{number:016}") for number in range(70)]
    allowed = parse(SCANS.allowed).amount
    assert [answer.status for answer in tries] == [404] * allowed + [429] * (70 - allowed)
    assert len({str(without_id(answer)) for answer in tries[:allowed]}) == 1
    assert 0 < int(tries[-1].headers["Retry-After"]) <= 60
    (anomaly,) = city.get("/anomalies").body["items"]
    assert (anomaly["kind"], anomaly["person_id"]) == ("code_guessing", None)


def test_a_reissued_code_replaces_the_old_one_and_both_are_history(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    target = {"kind": "card", "target_id": household.id}
    old = leader.post("/codes", target).body
    answer = leader.post(f"/codes/{old['id']}/reissue", {"reason": "worn"}, key="again-001")
    repeated = leader.post(f"/codes/{old['id']}/reissue", {"reason": "worn"}, key="again-001")
    assert (answer.status, answer.body["is_valid"]) == (201, True)
    assert repeated.body == answer.body
    assert service.stranger().get(f"/codes/{old['scene']}").body["reissued"] is True
    items = leader.get("/codes", **target).body["items"]
    assert [(item["id"], item["reason"]) for item in items] == [
        (answer.body["id"], None),
        (old["id"], "worn"),
    ]
    assert items[0] == answer.body
    other = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "青山村")))
    refused = [
        other.get("/codes", **target),
        other.post(f"/codes/{items[0]['id']}/reissue", {"reason": "lost"}),
    ]
    assert [answer.status for answer in refused] == [404, 404]


def test_ab_12_many_wrong_scans_from_anywhere_raise_one_alarm(service: Service) -> None:
    """Each of them stays below every limit of hers; nobody is refused for the others."""
    natural = parse(WRONG_SCANS.allowed)
    counter = service.app.limiter.limiter
    assert counter.hit(natural, WRONG_SCANS.name, cost=natural.amount - 1)
    unknown = "/codes/ZZZZZZZZZZZZZZZZ"
    assert service.stranger().get(unknown).status == 404
    assert service.rows("SELECT kind FROM anomalies") == []
    people = [service.stranger(), service.sign_in(a_person(service)), service.stranger()]
    assert {caller.get(unknown).status for caller in people} == {404}
    assert service.rows("SELECT kind, person_id, object_type FROM anomalies") == [
        ("code_guessing", None, "wrong_scans")
    ]


def test_codes_of_another_village_are_not_printed(service: Service) -> None:
    household = a_household(service, a_village(service))
    foreign_id = an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "青山村妇联"))
    caller = service.sign_in(foreign_id)
    foreign, missing = (
        caller.post("/codes", {"kind": "door_plate", "target_id": target})
        for target in (household.id, 999_999)
    )
    assert foreign.status == missing.status == 404
    assert without_id(foreign) == without_id(missing)


def test_residents_print_nothing(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident = service.sign_in(a_resident(service, household))
    body = {"kind": "door_plate", "target_id": household.id}
    assert resident.post("/codes", body).status == 403
    assert service.stranger().post("/codes", body).status == 401
