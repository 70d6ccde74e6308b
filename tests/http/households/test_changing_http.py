"""A leader sets the status of a household and changes its head; lists narrow down by status."""

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.service import Caller, Service

NAMES = ("王淑芬", "李国强")


def a_leader(service: Service, village_id: int) -> Caller:
    return service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))


def test_a_status_is_set_and_narrows_the_list_down(service: Service) -> None:
    village_id = a_village(service)
    household, other = a_household(service, village_id), a_household(service, village_id)
    leader = a_leader(service, village_id)
    answer = leader.put(f"/households/{household.id}/status", {"status": "empty"})
    assert (answer.status, answer.body["status"]) == (200, "empty")
    found = {
        status: [row["id"] for row in leader.get("/households", status=status).body["items"]]
        for status in ("resident", "away", "empty")
    }
    assert found == {"resident": [other.id], "away": [], "empty": [household.id]}
    assert leader.get("/households", status="gone").status == 422


def test_a_head_is_changed_and_the_label_follows(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new = household.member_ids
    leader = a_leader(service, household.village_id)
    body = {"member_id": new, "former_id": old, "former_relation": "spouse"}
    answer = leader.put(f"/households/{household.id}/head", body)
    assert answer.status == 200, answer.body
    assert answer.body["label"] == "李** · 三组"
    assert [(row["id"], row["relation"]) for row in answer.body["members"]] == [
        (new, "head"),
        (old, "spouse"),
    ]
    stale = leader.put(f"/households/{household.id}/head", body | {"member_id": old})
    assert (stale.status, stale.body["type"]) == (409, "/problems/head-changed")


@pytest.mark.parametrize(
    "change",
    [
        {"former_relation": "head"},
        {"relations": [{"member_id": 1, "relation": "head"}]},
        {"former_relation": "boss"},
        {"member_id": "1"},
        {"why": "so"},
    ],
)
def test_what_makes_no_sense_is_named(service: Service, change: dict[str, object]) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new = household.member_ids
    body = {"member_id": new, "former_id": old, "former_relation": "spouse", **change}
    leader = a_leader(service, household.village_id)
    answer = leader.put(f"/households/{household.id}/head", body)
    assert (answer.status, answer.body["type"]) == (422, "/problems/invalid-input")


def test_a_resident_changes_neither(service: Service) -> None:
    household = a_household(service, a_village(service), NAMES)
    old, new = household.member_ids
    resident = service.sign_in(a_resident(service, household))
    body = {"member_id": new, "former_id": old, "former_relation": "spouse"}
    assert resident.put(f"/households/{household.id}/head", body).status == 403
    assert resident.put(f"/households/{household.id}/status", {"status": "away"}).status == 403
