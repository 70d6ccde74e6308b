"""Corrections: asked for by a member, decided once by somebody from outside, told to her."""

import pytest

from models.vocabulary import CorrectionField, Relation, Role
from server.domains.households import service as households
from server.domains.privacy.service.correction_texts import HIDDEN
from server.kernel.wechat import Verdict
from tests.support.activities_builders import Neighbour, a_neighbour, on_behalf_of
from tests.support.builders import a_village, an_officer
from tests.support.corrections_builders import a_correction
from tests.support.full_village import declared_by
from tests.support.minors_builders import a_child
from tests.support.service import Service


def a_home(service: Service) -> Neighbour:
    return a_neighbour(service, a_village(service), ("王淑分", "李建国"))


def registered(service: Service, member_id: int) -> tuple[str, str]:
    sql = "SELECT name, relation FROM members WHERE id = :id"
    ((name, relation),) = service.rows(sql, id=member_id)
    return name, relation


def test_what_is_accepted_stands_in_the_registry_at_once(service: Service) -> None:
    home = a_home(service)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.household.village_id))
    phone = service.sign_in(home.person_id)
    other = home.household.member_ids[1]
    wishes = (
        {"field": "name", "wanted": "王淑芬"},
        {"field": "relation", "wanted": "spouse", "member_id": other},
        {"field": "phone", "wanted": "139 1234 4711"},
    )
    name, *_ = [phone.post("/corrections", wish).body for wish in wishes]
    assert (name["text_state"], name["due_on"]) == ("pending", "2026-12-01")
    service.settle_checks()
    waiting = chair.get("/corrections", village_id=home.household.village_id).body["items"]
    assert [(one["says_now"], one["wanted"]) for one in waiting] == [
        ("王淑分", "王淑芬"),
        ("other", "spouse"),
        (None, "13912344711"),
    ]
    for one in waiting:
        assert one["actions"] == ["decide"]
        decided = chair.post(f"/corrections/{one['id']}/decision", {"accepts": True})
        assert (decided.status, decided.body["state"]) == (200, "accepted")
    assert registered(service, home.member_id) == ("王淑芬", "head")
    assert registered(service, other) == ("李建国", "spouse")
    members = chair.get(f"/households/{home.household.id}").body["members"]
    assert members[0]["phone"] == "139****4711"
    told = phone.get("/messages").body["items"]
    assert [one["kind"] for one in told] == ["correction_decided"] * 3
    assert "13912344711" not in str(service.rows("SELECT wanted_sealed FROM corrections"))
    assert chair.get("/corrections", village_id=home.household.village_id).body["items"] == []
    states = [one["state"] for one in phone.get("/corrections").body["items"]]
    assert states == ["accepted"] * 3


def test_what_is_declined_is_explained(service: Service) -> None:
    home = a_home(service)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.household.village_id))
    one = a_correction(service, home.person_id, CorrectionField.OTHER, "三组应该是四组")
    at = f"/corrections/{one}/decision"
    unexplained = chair.post(at, {"accepts": False})
    assert (unexplained.status, unexplained.body["errors"][0]["pointer"]) == (422, "#/answer")
    assert chair.post(at, {"accepts": False, "answer": "查过了，就是三组。"}).status == 200
    phone = service.sign_in(home.person_id)
    (hidden,) = phone.get("/corrections").body["items"]
    assert (hidden["state"], hidden["answer"], hidden["answer_state"]) == (
        "declined",
        None,
        "pending",
    )
    service.settle_checks()
    (shown,) = phone.get("/corrections").body["items"]
    assert shown["answer"] == "查过了，就是三组。"
    again = chair.post(at, {"accepts": True})
    assert (again.status, again.body["type"]) == (409, "/problems/correction-already-decided")


def test_nobody_decides_for_her_own_or_a_relatives_household_or_what_she_asked_for(
    service: Service,
) -> None:
    home = a_home(service)
    village_id = home.household.village_id
    asker, relative, kin, outside = (
        an_officer(service, Role.VILLAGE_EXECUTIVE, village_id) for _ in range(4)
    )
    by_proxy = a_correction(
        service, asker, household_id=home.household.id, behalf=on_behalf_of(home)
    )
    declared_by(service, relative, home.household.id)
    service.run(lambda work: households.link_member(work, home.household.member_ids[1], kin))
    at = f"/corrections/{by_proxy}/decision"
    for person in (asker, relative, kin):
        refused = service.sign_in(person).post(at, {"accepts": True})
        assert (refused.status, refused.body["type"]) == (
            403,
            "/problems/own-or-relative-household",
        )
    assert service.sign_in(outside).post(at, {"accepts": True}).status == 200
    noted = "SELECT count(*) FROM anomalies WHERE kind = 'own_or_relative'"
    assert service.scalar(noted) == 3


def test_the_level_above_sees_what_is_late_and_no_name(service: Service) -> None:
    home = a_home(service)
    village_id = home.household.village_id
    town_id = service.scalar("SELECT parent_id FROM organisations WHERE id = :id", id=village_id)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    town = an_officer(service, Role.TOWN_OFFICER, town_id)
    a_correction(service, home.person_id)
    assert tile(service, chair) == 1
    assert tile(service, town) == 0
    service.clock.advance(days=30)
    (late,) = service.sign_in(town).get("/corrections", village_id=town_id).body["items"]
    assert (late["is_overdue"], late["wanted"], late["says_now"]) == (True, None, None)
    assert (late["member_name"], late["actions"]) == ("王**", [])
    assert tile(service, town) == 1


def tile(service: Service, person_id: int) -> int:
    tiles = service.sign_in(person_id).get("/workbench").body["items"]
    (count,) = (one["count"] for one in tiles if one["key"] == "corrections_to_decide")
    return int(count)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("phone", "12345"),
        ("relation", "head"),
        ("relation", "大姐"),
        ("name", "名" * 61),
        ("name", ""),
        ("other", "长" * 201),
    ],
)
def test_what_cannot_stand_there_is_refused(service: Service, field: str, wanted: str) -> None:
    home = a_home(service)
    phone = service.sign_in(home.person_id)
    body = {"field": field, "wanted": wanted, "member_id": home.household.member_ids[1]}
    refused = phone.post("/corrections", body)
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "#/wanted")


def test_a_head_is_changed_in_person_and_strangers_are_not_members(service: Service) -> None:
    home = a_home(service)
    phone = service.sign_in(home.person_id)
    head = phone.post("/corrections", {"field": "relation", "wanted": "spouse"})
    assert (head.status, head.body["errors"][0]["pointer"]) == (422, "#/wanted")
    strange = phone.post("/corrections", {"field": "name", "wanted": "谁", "member_id": 999_999})
    assert (strange.status, strange.body["type"]) == (404, "/problems/member-not-found")
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.household.village_id))
    homeless = chair.post("/corrections", {"field": "name", "wanted": "谁"})
    assert (homeless.status, homeless.body["errors"][0]["pointer"]) == (422, "#/household_id")


def test_who_has_become_the_head_meanwhile_stays_it(service: Service) -> None:
    home = a_home(service)
    other, leader = home.household.member_ids[1], Role.VILLAGE_CHAIR
    chair = service.sign_in(an_officer(service, leader, home.household.village_id))
    wish = {"field": "relation", "wanted": "spouse", "member_id": other}
    asked = service.sign_in(home.person_id).post("/corrections", wish).body
    change = {"member_id": other, "former_id": home.member_id, "former_relation": "spouse"}
    assert chair.put(f"/households/{home.household.id}/head", change).status == 200
    assert registered(service, other)[1] == "head"

    late = chair.post(f"/corrections/{asked['id']}/decision", {"accepts": True})

    assert (late.status, registered(service, other)[1]) == (422, "head")


def test_ten_may_wait_and_what_was_refused_waits_no_more(service: Service) -> None:
    home = a_home(service)
    phone = service.sign_in(home.person_id)
    body = {"field": "other", "wanted": "一句不该说的话"}
    (first, *_) = [phone.post("/corrections", body).body for _ in range(10)]
    full = phone.post("/corrections", body)
    assert (full.status, full.body["type"]) == (422, "/problems/too-many-corrections")
    service.settle_checks(Verdict.RISKY)
    assert phone.post("/corrections", {"field": "phone", "wanted": "13912344711"}).status == 201
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.household.village_id))
    hidden = chair.post(f"/corrections/{first['id']}/decision", {"accepts": True})
    assert (hidden.status, hidden.body["type"]) == (404, "/problems/correction-not-found")
    told = {one["kind"] for one in phone.get("/messages").body["items"]}
    assert told == {"content_refused"}
    assert Relation.OTHER.value == registered(service, home.household.member_ids[1])[1]


def test_what_is_wrong_with_the_household_is_put_right_by_people(service: Service) -> None:
    home = a_home(service)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.household.village_id))
    asked = a_correction(service, home.person_id, CorrectionField.HOUSEHOLD, "我家搬到四组了")
    before = service.rows("SELECT name, relation FROM members ORDER BY id")

    decided = chair.post(f"/corrections/{asked}/decision", {"accepts": True})

    assert (decided.status, decided.body["state"]) == (200, "accepted")
    assert service.rows("SELECT name, relation FROM members ORDER BY id") == before


def test_the_name_that_is_wanted_for_a_child_is_read_by_her_family_alone(service: Service) -> None:
    home = a_home(service)
    child_id = a_child(service, home, "王小满")
    village_id = home.household.village_id
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    phone = service.sign_in(home.person_id)
    wish = {"field": "name", "wanted": "王晓满", "member_id": child_id}
    asked = phone.post("/corrections", wish).body
    assert asked["wanted"] == "王晓满"

    service.settle_checks(Verdict.REVIEW)
    (check,) = chair.get("/text-checks", village_id=village_id).body["items"]
    assert check["text"] == HIDDEN
    chair.post(f"/text-checks/{check['id']}/decision", {"passes": True})
    (waiting,) = chair.get("/corrections", village_id=village_id).body["items"]
    seen = waiting["member_name"], waiting["says_now"], waiting["wanted"]
    assert seen == ("孩子", "孩子", HIDDEN)
    decided = chair.post(f"/corrections/{asked['id']}/decision", {"accepts": True})
    assert (decided.body["state"], decided.body["wanted"]) == ("accepted", HIDDEN)
    assert registered(service, child_id)[0] == "王晓满"
