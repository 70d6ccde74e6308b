"""Requests to join: listed for a whole village, with a phone number the applicant may hand in."""

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.consents_builders import PHONE as PHONE_USE
from tests.support.consents_builders import SERVICE, agrees
from tests.support.households_builders import a_join_code, a_join_request
from tests.support.service import Answer, Caller, Service

PHONE = "138 0013 8000"


def ask(service: Service, code: str, phone: str | None) -> Answer:
    body = {"code": code, "name": "李小红", "relation": "child", "phone": phone}
    she = agrees(service, a_person(service), SERVICE, PHONE_USE)
    answer = service.sign_in(she).post("/join-requests", body)
    service.settle_checks()
    return answer


def a_leader(service: Service, village_id: int) -> Caller:
    return service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))


def test_a_leader_sees_all_requests_of_her_village_oldest_first(service: Service) -> None:
    village_id = a_village(service)
    ids = []
    for _ in range(2):
        household = a_household(service, village_id)
        ids.append(a_join_request(service, household, a_resident(service, household))[0])
    leader = a_leader(service, village_id)
    answer = leader.get("/join-requests", village_id=village_id)
    assert [row["id"] for row in answer.body["items"]] == ids
    for row in answer.body["items"]:
        assert (row["household_label"], row["actions"]) == ("王** · 三组", ["approve", "refuse"])
    assert leader.get("/join-requests").body["items"] == []
    assert leader.get("/join-requests", village_id=a_village(service, "外村妇联")).status == 404


def test_a_member_sees_those_of_her_own_household_only(service: Service) -> None:
    village_id = a_village(service)
    mine, other = a_household(service, village_id), a_household(service, village_id)
    resident_id = a_resident(service, mine)
    request_id, _ = a_join_request(service, mine, resident_id)
    a_join_request(service, other, a_resident(service, other))
    resident = service.sign_in(resident_id)
    assert [row["id"] for row in resident.get("/join-requests").body["items"]] == [request_id]
    assert resident.get("/join-requests", village_id=village_id).status == 404


def test_nobody_may_decide_her_own_request_and_nobody_a_decided_one(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    code = a_join_code(service, household, a_resident(service, household))
    person = agrees(service, an_officer(service, Role.VILLAGE_CHAIR, village_id))
    chair = service.sign_in(person)
    asked = chair.post("/join-requests", {"code": code, "name": "李小红", "relation": "child"})
    assert asked.body["actions"] == []
    assert chair.get("/join-requests", village_id=village_id).body["items"][0]["actions"] == []
    decided = a_leader(service, village_id).post(f"/join-requests/{asked.body['id']}/refusal")
    assert (decided.body["state"], decided.body["actions"]) == ("refused", [])


def test_a_phone_number_is_kept_encrypted_shown_masked_and_handed_on(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    asked = ask(service, a_join_code(service, household, resident_id), PHONE)
    assert (asked.status, asked.body["phone"]) == (201, "138****8000")
    sealed = service.scalar("SELECT phone_sealed FROM join_requests")
    assert "8000" not in sealed
    member = service.sign_in(resident_id)
    approved = member.post(f"/join-requests/{asked.body['id']}/approval")
    members = member.get(f"/households/{household.id}").body["members"]
    (joined,) = (row for row in members if row["id"] == approved.body["member_id"])
    assert joined["phone"] == "138****8000"
    index = "SELECT count(*) FROM members WHERE phone_index IS NOT NULL"
    assert service.scalar(index) == 1


def test_a_number_that_is_known_already_stays(service: Service) -> None:
    village_id = a_village(service)
    leader = a_leader(service, village_id)
    members = [{"name": "王淑芬", "relation": "head", "phone": "13900139000"}]
    body = {"village_id": village_id, "group_name": "三组", "members": members}
    household = leader.post("/households", body).body
    code = leader.post(f"/households/{household['id']}/join-codes").body["code"]
    asked = ask(service, code, PHONE)
    member_id = household["members"][0]["id"]
    leader.post(f"/join-requests/{asked.body['id']}/approval", {"member_id": member_id})
    (member,) = leader.get(f"/households/{household['id']}").body["members"]
    assert (member["phone"], member["has_joined"]) == ("139****9000", True)


@pytest.mark.parametrize("phone", [None, ""])
def test_a_phone_number_may_be_kept_back(service: Service, phone: str | None) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    asked = ask(service, a_join_code(service, household, resident_id), phone)
    assert (asked.status, asked.body["phone"]) == (201, None)
    approved = service.sign_in(resident_id).post(f"/join-requests/{asked.body['id']}/approval")
    assert approved.status == 200
    assert service.scalar("SELECT count(*) FROM members WHERE phone_sealed IS NOT NULL") == 0


def test_a_number_nobody_can_call_costs_no_code(service: Service) -> None:
    household = a_household(service, a_village(service))
    code = a_join_code(service, household, a_resident(service, household))
    refused = ask(service, code, "12")
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "#/phone")
    assert ask(service, code, PHONE).status == 201
