"""Under 14 through a guardian only, a minor's name for her own household, looks on record."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from models.households import Member
from models.vocabulary import Role
from server.background import drain_outbox
from server.kernel.wechat import Verdict
from server.kernel.work import Work
from server.registry import OUTBOX_TOPICS
from tests.support.activities_builders import Neighbour, a_neighbour
from tests.support.builders import BuiltHousehold, a_person, a_village, an_officer
from tests.support.crawling import everything_read
from tests.support.full_village import a_full_village
from tests.support.households_builders import a_join_code
from tests.support.minors_builders import a_child, born
from tests.support.service import Answer, Caller, Service
from tools.access_table import RESIDENT_OF_A_HOUSEHOLD, STRANGER

CHILD = "孩子"
HEARERS = (
    STRANGER,
    RESIDENT_OF_A_HOUSEHOLD,
    Role.VILLAGE_CHAIR,
    Role.SHOPKEEPER,
    Role.TOWN_OFFICER,
    Role.AUDIT_ADMINISTRATOR,
)


def ask(service: Service, code: str, years: int | None, who: Caller | None = None) -> Answer:
    day = None if years is None else born(service, years).isoformat()
    body = {"code": code, "name": "李小红", "relation": "child", "born_on": day}
    return (who or service.sign_in(a_person(service))).post("/join-requests", body)


def child_of(service: Service, years: int, **more: Any) -> dict[str, Any]:
    day = born(service, years).isoformat()
    return {"name": "王小满", "relation": "child", "born_on": day, **more}


def names(who: Caller, household_id: int) -> list[str]:
    return [row["name"] for row in who.get(f"/households/{household_id}").body["members"]]


def problem(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["type"].rpartition("/")[2]


def consents_of(service: Service, member_id: int) -> list[tuple[Any, ...]]:
    return service.rows(
        "SELECT purpose, channel, given_by FROM consents WHERE member_id = :id", id=member_id
    )


def test_requirement_20_under_14_without_a_guardian_is_403_and_nothing_stays(
    service: Service,
) -> None:
    family = a_neighbour(service, a_village(service))
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, family.household.village_id))
    code = a_join_code(service, family.household, family.person_id)
    members = f"/households/{family.household.id}/members"

    refused = [ask(service, code, 13), chair.post(members, child_of(service, 13))]

    assert [problem(answer) for answer in refused] == [(403, "guardian-needed")] * 2
    assert refused[0].body["title"] == "请家里大人来添加孩子"
    assert service.scalar("SELECT count(*) FROM join_requests") == 0
    assert service.scalar("SELECT count(*) FROM members WHERE name = '王小满'") == 0
    records = service.rows(
        "SELECT action, detail FROM audit_entries WHERE outcome = 'refused' ORDER BY id"
    )
    assert [action for action, _ in records] == ["ask_to_join", "add_member"]
    assert str(born(service, 13).year) not in json.dumps(records, default=str)
    assert ask(service, code, 14).status == 201  # the code is still good


def test_a_guardian_adds_her_child_and_agrees_for_it(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    mother = service.sign_in(family.person_id)
    path = f"/households/{family.household.id}/children"

    added = mother.post(path, child_of(service, 8, consent_version=1))

    assert (added.status, added.body["name"], added.body["is_minor"]) == (201, "王小满", True)
    kept = service.scalar("SELECT adult_on FROM members WHERE id = :id", id=added.body["id"])
    assert str(kept) == born(service, 8 - 18).isoformat()
    assert consents_of(service, added.body["id"]) == [("service", "guardian", family.person_id)]
    asked = [
        mother.post(path, child_of(service, 18, consent_version=1)),
        mother.post(path, child_of(service, -1, consent_version=1)),
        mother.post(path, child_of(service, 8, consent_version=9)),
        service.sign_in(a_person(service)).post(path, child_of(service, 8, consent_version=1)),
    ]
    assert [problem(answer) for answer in asked] == [
        (422, "invalid-input"),
        (422, "invalid-input"),
        (409, "consent-text-changed"),
        (403, "not-allowed"),
    ]
    assert asked[0].body["errors"][0]["pointer"] == "#/born_on"


def test_no_more_children_than_a_household_holds(service: Service) -> None:
    village_id = a_village(service)
    family = a_neighbour(service, village_id, tuple(f"王{place}" for place in range(30)))
    mother = service.sign_in(family.person_id)

    path = f"/households/{family.household.id}/children"
    full = mother.post(path, child_of(service, 8, consent_version=1))

    assert problem(full) == (409, "household-full")


def test_a_leader_enters_a_child_with_the_guardians_paper(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    chair_id = an_officer(service, Role.VILLAGE_CHAIR, family.household.village_id)
    chair = service.sign_in(chair_id)
    path = f"/households/{family.household.id}/members"

    def enter(years: int, guardian: int, named: int | None = None) -> Answer:
        behalf = {"member_id": guardian, "reason": "签了纸质同意书", "channel": "in_person"}
        paper = {"guardian_member_id": named or guardian, "on_behalf": behalf}
        return chair.post(path, child_of(service, years, **paper))

    added = enter(8, family.member_id)

    assert (added.status, added.body["name"], added.body["is_minor"]) == (201, CHILD, True)
    assert consents_of(service, added.body["id"]) == [("service", "paper", chair_id)]
    assert service.rows("SELECT action, object_id, member_id FROM proxy_acts") == [
        ("add_member", added.body["id"], family.member_id)
    ]
    wrong = [
        enter(8, added.body["id"]),  # a child is nobody's guardian
        enter(8, family.member_id, named=added.body["id"]),
        enter(20, family.member_id),
    ]
    assert [problem(answer) for answer in wrong] == [(422, "invalid-input")] * 3
    assert chair.post(path, child_of(service, 16)).body["is_minor"] is True
    grown = chair.post(path, child_of(service, 18))
    assert (grown.body["name"], grown.body["is_minor"]) == ("王小满", False)
    assert (
        service.scalar("SELECT adult_on FROM members WHERE id = :id", id=grown.body["id"]) is None
    )


def test_from_14_she_joins_herself_and_is_hidden_until_18(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, family.household.village_id))
    mother, herself = service.sign_in(family.person_id), service.sign_in(a_person(service))
    code = a_join_code(service, family.household, family.person_id)
    asked = ask(service, code, 17, herself)
    service.settle_checks(Verdict.REVIEW)

    request = f"/join-requests/{asked.body['id']}"
    checks = chair.get("/text-checks", village_id=family.household.village_id)
    assert [check["text"] for check in checks.body["items"]] == [CHILD]
    passed = chair.post(f"/text-checks/{checks.body['items'][0]['id']}/decision", {"passes": True})
    assert passed.status == 200
    seen = [
        who.get("/join-requests", **query)
        for who, query in ((chair, {"village_id": family.household.village_id}), (mother, {}))
    ]
    assert [answer.body["items"][0]["name"] for answer in seen] == [CHILD, "李小红"]
    assert asked.body["name"] == "李小红"
    decided = chair.post(f"{request}/approval")
    assert (decided.body["name"], decided.body["is_minor"]) == (CHILD, True)
    home = family.household.id
    assert names(chair, home) == ["王淑芬", "王小梅", CHILD]
    assert names(mother, home) == ["王淑芬", "王小梅", "李小红"]
    service.clock.advance(days=366)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, family.household.village_id))
    assert names(chair, home) == ["王淑芬", "王小梅", "李小红"]


def test_a_phone_is_never_bound_to_a_child_under_14(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    child_id = a_child(service, family)
    code = a_join_code(service, family.household, family.person_id)
    asked = ask(service, code, None)
    mother = service.sign_in(family.person_id)
    approval = f"/join-requests/{asked.body['id']}/approval"

    assert problem(mother.post(approval, {"member_id": child_id})) == (403, "guardian-needed")
    service.clock.advance(days=366 * 6)
    mother = service.sign_in(family.person_id)
    assert mother.post(approval, {"member_id": child_id}).status == 200


def test_what_a_minor_told_of_her_age_is_kept_with_the_member_she_is(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    code = a_join_code(service, family.household, family.person_id)
    asked = ask(service, code, 15)
    mother = service.sign_in(family.person_id)
    registered = family.household.member_ids[1]

    mother.post(f"/join-requests/{asked.body['id']}/approval", {"member_id": registered})

    members = mother.get(f"/households/{family.household.id}").body["members"]
    assert [row["is_minor"] for row in members] == [False, True]


def test_a_name_is_disclosed_for_a_reason_on_record_and_thirty_times_a_day(
    service: Service,
) -> None:
    family = a_neighbour(service, a_village(service))
    village_id, child_id = family.household.village_id, a_child(service, family)
    chair_id = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)
    chair, path = service.sign_in(chair_id), f"/members/{child_id}/disclosure"

    told = chair.post(path, {"reason": "safety"}, key="a-key-of-her-own")
    again = chair.post(path, {"reason": "safety"}, key="a-key-of-her-own")

    assert (
        told.body
        == again.body
        == {
            "member_id": child_id,
            "reason": "safety",
            "name": "王小满",
            "adult_on": born(service, 8 - 18).isoformat(),
        }
    )
    stored = service.rows("SELECT answer FROM idempotency_keys")
    assert "王小满" not in json.dumps(stored, ensure_ascii=False, default=str)
    looks = "SELECT person_id, object_id, village_id FROM audit_entries WHERE action = :action"
    assert service.rows(looks, action="disclose_minor") == [(chair_id, child_id, village_id)] * 2
    assert problem(chair.post(path, {"reason": "curiosity"})) == (422, "invalid-input")
    keeper = service.sign_in(an_officer(service, Role.SHOPKEEPER, village_id))
    assert keeper.post(path, {"reason": "visit"}).status == 403
    stranger = an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "外村妇联"))
    assert service.sign_in(stranger).post(path, {"reason": "visit"}).status == 404


def test_the_thirty_first_look_of_a_day_is_refused_also_in_a_crowd(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    child_id = a_child(service, family)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, family.household.village_id))

    def look(_: int = 0) -> int:
        return chair.post(f"/members/{child_id}/disclosure", {"reason": "visit"}).status

    assert {look() for _ in range(27)} == {200}
    assert sorted(service.race(6, look), key=str) == [200] * 3 + [422] * 3
    service.clock.advance(days=1)
    assert look() == 200


def test_a_household_is_named_after_an_adult_or_by_its_number(service: Service) -> None:
    village_id = a_village(service)
    family = a_neighbour(service, village_id)
    orphans = a_neighbour(service, village_id, ("周小川",))
    a_child(service, family)
    service.run(lambda work: _make_minors(work, [family.member_id, orphans.member_id]))
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))

    rows = chair.get("/households", village_id=village_id).body["items"]

    assert [row["label"] for row in rows] == ["王** · 三组", "户号002 · 三组"]
    assert [row["members"][0]["name"] for row in rows] == ["王**", CHILD]


def _make_minors(work: Work, member_ids: list[int]) -> None:
    soon = work.today + timedelta(days=730)
    work.session.execute(update(Member).where(Member.id.in_(member_ids)).values(adult_on=soon))


def test_a_minors_name_is_in_no_answer_to_anybody_outside_her_household(service: Service) -> None:
    village = a_full_village(service)
    ids = dict(village.ids)
    family = Neighbour(
        BuiltHousehold(ids["household_id"], village.village.id, (ids["member_id"],)),
        village.resident,
    )
    child_id = a_child(service, family, "王小满")
    chair, mother = (service.sign_in(who) for who in (village.village.chair, village.resident))
    shift = f"/activity-sessions/{ids['beginning_session_id']}"
    home = {"household_id": ids["household_id"], "member_id": child_id}
    signed = mother.post(f"{shift}/sign-ups", home)
    assert (signed.status, signed.body["member_name"]) == (201, "王小满")
    _enter_child_of_the_quiet(chair, ids, shift)
    service.clock.advance(minutes=30)
    roll = chair.post(f"{shift}/roll-calls", {"present": [signed.body["id"]]})
    assert roll.body["items"][0]["result"] == "present"
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)
    lines = chair.get(f"{shift}/sign-ups").body["items"]
    assert {(row["member_name"], row["household_number"]) for row in lines} >= {(CHILD, "001")}

    heard = {
        (kind, call)
        for kind, call, answer in everything_read(service, village, ids, HEARERS)
        if "小满" in json.dumps(answer.body, ensure_ascii=False)
    }

    assert {kind for kind, _ in heard} == {RESIDENT_OF_A_HOUSEHOLD}  # the crawl does find it
    assert {"get_household", "list_own_sign_ups"} <= {call for _, call in heard}
    assert _finds(chair, "小满") == []
    assert _finds(mother, "小满") == [ids["household_id"]]


def _enter_child_of_the_quiet(chair: Caller, ids: Mapping[str, Any], shift: str) -> None:
    """Let the leader enter a child for people without a phone, and sign it up for them."""
    quiet = f"/households/{ids['relatives_household_id']}"
    guardian = chair.get(quiet).body["members"][0]["id"]
    behalf = {"member_id": guardian, "reason": "家里没有手机", "channel": "in_person"}
    child = {"name": "陈小满", "relation": "other", "born_on": "2018-05-04"}
    entered = chair.post(
        f"{quiet}/members", {**child, "guardian_member_id": guardian, "on_behalf": behalf}
    )
    place = {"household_id": ids["relatives_household_id"], "member_id": entered.body["id"]}
    signed = chair.post(f"{shift}/sign-ups", {**place, "on_behalf": behalf})
    assert (entered.status, signed.body["member_name"]) == (201, CHILD)


def _finds(who: Caller, words: str) -> list[int]:
    return [row["id"] for row in who.get("/households", find=words).body["items"]]


def test_who_is_no_grown_up_herself_adds_no_child(service: Service) -> None:
    family = a_neighbour(service, a_village(service))
    day = born(service, 15 - 18)
    with service.raw() as connection:
        connection.execute(update(Member).where(Member.id == family.member_id).values(adult_on=day))
    sister = service.sign_in(family.person_id)

    path = f"/households/{family.household.id}/children"
    refused = sister.post(path, child_of(service, 8, consent_version=1))

    assert problem(refused) == (403, "guardian-needed")
