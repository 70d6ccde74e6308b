"""Households over HTTP: register, join, approve, declare; nothing that others may not see."""

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.households_builders import a_join_code
from tests.support.service import Answer, Caller, Service

WANG = {"name": "王淑芬", "relation": "head", "phone": "13800138000"}


def a_leader(service: Service, village_id: int) -> Caller:
    return service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))


def register(caller: Caller, village_id: int, /, **changes: object) -> Answer:
    body = {"village_id": village_id, "group_name": "三组", "members": [WANG], **changes}
    return caller.post("/households", body)


def test_a_leader_registers_a_household_and_reads_it_back(service: Service) -> None:
    village_id = a_village(service)
    leader = a_leader(service, village_id)
    answer = register(leader, village_id)
    assert answer.status == 201
    assert answer.body["number"] == "001"
    assert answer.body["zone"] == "rural"
    (member,) = answer.body["members"]
    assert (member["name"], member["phone"]) == ("王淑芬", "138****8000")
    assert leader.get(f"/households/{answer.body['id']}").body == answer.body


def test_the_list_shows_masked_names_and_never_a_whole_number(service: Service) -> None:
    village_id = a_village(service)
    leader = a_leader(service, village_id)
    register(leader, village_id)
    answer = leader.get("/households", village_id=village_id)
    assert answer.status == 200
    assert answer.body["items"][0]["members"][0]["name"] == "王**"
    assert "13800138000" not in str(answer.body)
    assert answer.body["next_after"] is None


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"members": []}, "#/members"),
        ({"members": [{**WANG, "name": "王\x00"}]}, "#/members/0/name"),
        ({"members": [{**WANG, "name": "王" * 61}]}, "#/members/0/name"),
        ({"members": [{**WANG, "relation": "boss"}]}, "#/members/0/relation"),
        ({"members": [{**WANG, "phone": "12"}]}, "#/members/0/phone"),
        ({"members": [{**WANG, "relation": "child"}]}, "#/members"),
        ({"zone": "moon"}, "#/zone"),
        ({"group_name": " "}, "#/group_name"),
        ({"village_id": 2**63}, "#/village_id"),
        ({"score": 18}, "#/score"),
    ],
)
def test_faulty_input_is_named_and_nothing_is_stored(
    service: Service, changes: dict[str, object], pointer: str
) -> None:
    village_id = a_village(service)
    answer = register(a_leader(service, village_id), village_id, **changes)
    assert (answer.status, answer.body["type"]) == (422, "/problems/invalid-input")
    assert [error["pointer"] for error in answer.body["errors"]] == [pointer]
    assert service.scalar("SELECT count(*) FROM households") == 0


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=cmd()", "👩\u200d👧", "𬌗\ue000"])
def test_ab_14_strange_names_come_back_whole(service: Service, name: str) -> None:
    village_id = a_village(service)
    answer = register(a_leader(service, village_id), village_id, members=[{**WANG, "name": name}])
    assert answer.body["members"][0]["name"] == name
    assert answer.headers["Content-Type"] == "application/json"


def test_ab_13_a_leader_of_another_village_gets_what_a_missing_one_gives(
    service: Service,
) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    household = a_household(service, village_id)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, other_id)
    caller = service.sign_in(leader_id)
    foreign = caller.get(f"/households/{household.id}")
    missing = caller.get("/households/999999")
    assert foreign.status == missing.status == 404
    assert _without_id(foreign) == _without_id(missing)
    assert caller.get("/households", village_id=village_id).status == 404
    assert service.rows(
        "SELECT person_id, object_type, object_id, outcome FROM audit_entries"
        " WHERE action = 'foreign_id' ORDER BY id"
    ) == [
        (leader_id, "households", household.id, "refused"),
        (leader_id, "organisations", village_id, "refused"),
    ]


def _without_id(answer: Answer) -> dict[str, object]:
    return {key: value for key, value in answer.body.items() if key != "instance"}


def test_a_number_is_taken_once(service: Service) -> None:
    village_id = a_village(service)
    leader = a_leader(service, village_id)
    assert register(leader, village_id, number="017").status == 201
    answer = register(leader, village_id, number="017")
    assert (answer.status, answer.body["type"]) == (409, "/problems/household-number-taken")


def test_a_leader_adds_a_member(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader = a_leader(service, village_id)
    path = f"/households/{household.id}/members"
    answer = leader.post(path, {"name": "李小红", "relation": "child"})
    assert (answer.status, answer.body["phone"], answer.body["has_joined"]) == (201, None, False)
    again = leader.post(path, {"name": "李国强", "relation": "head"})
    assert (again.status, again.body["type"]) == (409, "/problems/head-exists")


def test_a_person_joins_from_code_to_approval(service: Service) -> None:
    household = a_household(service, a_village(service))
    member = service.sign_in(a_resident(service, household))
    newcomer = service.sign_in(a_person(service))
    code = member.post(f"/households/{household.id}/join-codes")
    assert code.status == 201
    asked = newcomer.post(
        "/join-requests",
        {"code": code.body["code"].lower(), "name": "李小红", "relation": "child"},
    )
    assert (asked.status, asked.body["state"]) == (201, "pending")
    (unchecked,) = member.get(f"/households/{household.id}/join-requests").body["items"]
    assert (unchecked["name"], unchecked["name_state"]) == (None, "pending")
    early = member.post(f"/join-requests/{asked.body['id']}/approval")
    assert (early.status, early.body["type"]) == (409, "/problems/name-not-checked")
    service.settle_checks()
    listed = member.get(f"/households/{household.id}/join-requests")
    assert [row["name"] for row in listed.body["items"]] == ["李小红"]
    approved = member.post(f"/join-requests/{asked.body['id']}/approval")
    assert (approved.status, approved.body["state"]) == (200, "approved")
    assert newcomer.get("/me").body["household_id"] == household.id
    assert len(newcomer.get(f"/households/{household.id}").body["members"]) == 2


def test_a_lost_answer_tells_the_same_code_and_the_store_does_not_hold_it(
    service: Service,
) -> None:
    household = a_household(service, a_village(service))
    member = service.sign_in(a_resident(service, household))
    path = f"/households/{household.id}/join-codes"
    first, again = (member.post(path, key="lost-answer-1") for _ in range(2))
    assert first.body == again.body
    assert service.scalar("SELECT count(*) FROM join_codes") == 1
    stored = service.scalar("SELECT answer FROM idempotency_keys WHERE key = 'lost-answer-1'")
    assert first.body["code"] not in str(stored)


def test_a_refused_request_admits_nobody(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    code = a_join_code(service, household, resident_id)
    newcomer = service.sign_in(a_person(service))
    body = {"code": code, "name": "李小红", "relation": "child"}
    asked = newcomer.post("/join-requests", body)
    member = service.sign_in(resident_id)
    refused = member.post(f"/join-requests/{asked.body['id']}/refusal")
    assert (refused.status, refused.body["state"]) == (200, "refused")
    assert newcomer.get("/me").body["household_id"] is None


def test_ab_12_wrong_codes_are_all_404_until_they_are_too_many(service: Service) -> None:
    household = a_household(service, a_village(service))
    code = a_join_code(service, household, a_resident(service, household))
    guesser = service.sign_in(a_person(service))
    body = {"name": "李小红", "relation": "child"}
    answers = [guesser.post("/join-requests", {"code": "ZZZZZZ", **body}) for _ in range(6)]
    assert {answer.status for answer in answers} == {404}
    locked = guesser.post("/join-requests", {"code": code, **body})
    assert (locked.status, locked.body["type"]) == (422, "/problems/too-many-tries")
    assert service.scalar("SELECT count(*) FROM anomalies") == 2


def test_relatives_are_declared_listed_and_withdrawn(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    assessor = service.sign_in(an_officer(service, Role.ASSESSOR, village_id))
    declared = assessor.post("/declared-relatives", {"household_id": household.id})
    assert (declared.status, declared.body["label"]) == (201, "王** · 三组")
    again = assessor.post("/declared-relatives", {"household_id": household.id})
    assert (again.status, again.body["type"]) == (409, "/problems/relative-already-declared")
    assert len(assessor.get("/declared-relatives").body["items"]) == 1
    path = f"/declared-relatives/{declared.body['id']}/withdrawal"
    assert assessor.post(path).status == 200
    assert assessor.get("/declared-relatives").body["items"] == []


def test_strangers_sign_in_first_and_residents_register_nobody(service: Service) -> None:
    village_id = a_village(service)
    resident = service.sign_in(a_resident(service, a_household(service, village_id)))
    assert register(service.stranger(), village_id).status == 401
    assert register(resident, village_id).status == 403
    assert service.stranger().get("/households").status == 401
