"""A child whose guardian takes her word back is forgotten everywhere; her places go on."""

import json

from models.vocabulary import Role
from server.kernel.personal_data import FORGOTTEN_NAME
from tests.support.activities_builders import a_neighbour, an_activity, signed_up
from tests.support.builders import a_village, an_officer
from tests.support.minors_builders import a_child, born
from tests.support.service import Service

WRITTEN = (
    "SELECT answer FROM idempotency_keys",
    "SELECT title, body FROM messages",
    "SELECT reason FROM proxy_acts",
    "SELECT detail FROM audit_entries",
)


def test_a_child_is_forgotten_and_gives_her_places_back_when_her_guardian_takes_her_word_back(
    service: Service,
) -> None:
    village_id = a_village(service)
    family, waiting = a_neighbour(service, village_id), a_neighbour(service, village_id)
    mother = service.sign_in(family.person_id)
    new = {"name": "王小满", "relation": "child", "born_on": born(service, 8).isoformat()}
    home = f"/households/{family.household.id}"
    child_id = mother.post(f"{home}/children", {**new, "consent_version": 1}).body["id"]
    (shift_id,) = an_activity(service, village_id, capacity=1).shift_ids
    place = {"household_id": family.household.id, "member_id": child_id}
    assert mother.post(f"/activity-sessions/{shift_id}/sign-ups", place).status == 201
    signed_up(service, shift_id, waiting)

    assert mother.delete(f"/members/{child_id}/consents/location").status == 200
    taken = mother.delete(f"/members/{child_id}/consents/service")

    assert (taken.status, taken.body["state"]) == (200, "withdrawn")
    members = mother.get(home).body["members"]
    assert [row["name"] for row in members] == ["王淑芬", "王小梅"]
    kept = "SELECT name, adult_on, left_at IS NULL FROM members WHERE id = :id"
    assert service.rows(kept, id=child_id) == [(FORGOTTEN_NAME, None, False)]
    states = "SELECT member_id, state FROM sign_ups ORDER BY id"
    places = [(child_id, "cancelled"), (waiting.member_id, "registered")]
    assert service.rows(states) == places
    told = [one["body"] for one in mother.get("/messages").body["items"]]
    assert told[0].startswith("孩子不参加《")
    written = "\n".join(str(cell) for sql in WRITTEN for row in service.rows(sql) for cell in row)
    assert "孩子" in written
    assert "小满" not in written
    assert json.dumps("小满")[1:-1] not in written


def test_who_has_left_is_told_of_no_more(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    child_id = a_child(service, family)
    service.sign_in(family.person_id).delete(f"/members/{child_id}/consents/service")
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, family.household.village_id))

    path, day = f"/members/{child_id}", {"born_on": "2018-05-04"}
    refused = [
        chair.post(f"{path}/disclosure", {"reason": "visit"}),
        chair.put(f"{path}/birth-day", day),
    ]

    assert [(answer.status, answer.body["type"]) for answer in refused] == [
        (404, "/problems/member-not-found")
    ] * 2
