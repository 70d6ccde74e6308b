"""Who I am over HTTP: household, offices in plain words, and what became of asking to join."""

from models.vocabulary import Role
from server.domains.organisations import service as organisations
from server.kernel.permissions import RESIDENT
from tests.support.builders import (
    a_household,
    a_person,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.households_builders import a_join_request
from tests.support.service import Service


def test_me_shows_who_i_am_and_what_i_may_do(service: Service) -> None:
    village = a_village(service)
    household = a_household(service, village)
    person = a_resident(service, household)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=person, organisation_id=village, role=Role.ASSESSOR
        )
    )
    wanted = {p.value for p in RESIDENT} | {"claim:read", "claim:confirm", "relative:declare"}
    assert service.sign_in(person).get("/me").body == {
        "person_id": person,
        "household_id": household.id,
        "household_label": "王淑芬家 · 三组",
        "village_id": village,
        "village_name": "双龙村妇联",
        "member_id": household.member_ids[0],
        "phone": None,
        "join_request": None,
        "offices": [
            {
                "role": "assessor",
                "title": "评议小组成员",
                "level": "village",
                "organisation_id": village,
                "organisation_name": "双龙村妇联",
            }
        ],
        "permissions": sorted(wanted),
    }


def test_a_newcomer_may_do_nothing_yet(service: Service) -> None:
    person = a_person(service)
    assert service.sign_in(person).get("/me").body == {
        "person_id": person,
        "household_id": None,
        "household_label": None,
        "village_id": None,
        "village_name": None,
        "member_id": None,
        "phone": None,
        "join_request": None,
        "offices": [],
        "permissions": [],
    }


def test_an_officer_reads_her_title_and_her_level(service: Service) -> None:
    town = a_town(service)
    body = service.sign_in(an_officer(service, Role.TOWN_OFFICER, town)).get("/me").body
    (office,) = body["offices"]
    assert (office["title"], office["level"]) == ("镇街妇联干部", "town")
    assert office["organisation_name"] == "石角镇妇联"
    assert body["village_id"] is None


def test_an_applicant_sees_what_became_of_her_request(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident = a_resident(service, household)
    request_id, person = a_join_request(service, household, resident)
    applicant, member = service.sign_in(person), service.sign_in(resident)
    waiting = applicant.get("/me").body["join_request"]
    assert (waiting["id"], waiting["state"], waiting["actions"]) == (request_id, "pending", [])
    assert (waiting["household_label"], waiting["village_name"]) == ("王** · 三组", "双龙村妇联")
    assert member.post(f"/join-requests/{request_id}/refusal").status == 200
    assert applicant.get("/me").body["join_request"]["state"] == "refused"
