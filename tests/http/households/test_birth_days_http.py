"""Who was registered without a day of birth is told to be a minor later, and nothing is lost."""

import json
from datetime import date
from typing import Any

from models.vocabulary import Role
from tests.support.activities_builders import Neighbour, a_neighbour, an_activity, signed_up
from tests.support.builders import a_resident, a_village, an_officer
from tests.support.minors_builders import a_child, born
from tests.support.service import Answer, Caller, Service

CHILD = "孩子"


def tell(who: Caller, member_id: int, day: date, **more: Any) -> Answer:
    return who.put(f"/members/{member_id}/birth-day", {"born_on": day.isoformat()}, **more)


def problem(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["type"].rpartition("/")[2]


def of_member(service: Service, member_id: int) -> tuple[Any, ...]:
    kept = "SELECT CAST(adult_on AS TEXT), person_id FROM members WHERE id = :id"
    (row,) = service.rows(kept, id=member_id)
    return tuple(row)


def a_family(service: Service, name: str = "王小满") -> tuple[Neighbour, Caller, int]:
    """Return a family of three with its leader; the third one is a child nobody knows to be one."""
    family = a_neighbour(service, a_village(service), ("王淑芬", "王国强", name))
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, family.household.village_id))
    return family, chair, family.household.member_ids[2]


def test_a_guardian_tells_the_day_of_her_child_and_only_coming_of_age_stays(
    service: Service,
) -> None:
    family, chair, child_id = a_family(service)
    mother, day = service.sign_in(family.person_id), born(service, 9)

    told = [tell(mother, child_id, day), tell(mother, child_id, day)]

    assert [(answer.status, answer.body["is_minor"]) for answer in told] == [(200, True)] * 2
    assert (told[0].body["name"], told[0].body["id"]) == ("王小满", child_id)
    assert of_member(service, child_id) == (born(service, 9 - 18).isoformat(), None)
    rows = chair.get(f"/households/{family.household.id}").body["members"]
    assert rows[2] | {"name": CHILD, "is_minor": True} == rows[2]
    entries = service.rows("SELECT object_id, detail FROM audit_entries ORDER BY id")
    assert day.isoformat() not in json.dumps([list(row) for row in entries], default=str)
    done = "SELECT count(*) FROM audit_entries WHERE action = 'tell_birth_day' AND object_id = :id"
    assert service.scalar(done, id=child_id) == 2
    assert tell(mother, child_id, born(service, 18)).body["is_minor"] is False
    assert of_member(service, child_id) == (None, None)


def test_at_home_nobody_makes_a_minor_of_a_grown_up(service: Service) -> None:
    family, chair, child_id = a_family(service)
    mother, spouse_id = service.sign_in(family.person_id), family.household.member_ids[1]
    sister = service.sign_in(a_resident(service, family.household, 2))
    assert tell(chair, child_id, born(service, 16)).status == 200

    refused = [
        tell(mother, family.member_id, born(service, 9)),  # herself, the head
        tell(mother, child_id, born(service, 15)),  # has a phone of her own
        tell(sister, spouse_id, born(service, 9)),  # is no grown-up herself
    ]

    assert [problem(answer) for answer in refused] == [(403, "birth-day-by-leader")] * 3
    assert of_member(service, spouse_id) == (None, None)
    faulty = tell(chair, spouse_id, born(service, -1))
    assert (problem(faulty), faulty.body["errors"][0]["pointer"]) == (
        (422, "invalid-input"),
        "#/born_on",
    )
    elsewhere = service.sign_in(
        an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "外村妇联"))
    )
    assert problem(tell(elsewhere, spouse_id, born(service, 9))) == (404, "member-not-found")


def test_a_leader_who_changes_a_known_day_has_looked_at_the_name(service: Service) -> None:
    family, chair, _ = a_family(service)
    child_id = a_child(service, family)

    changed = tell(chair, child_id, born(service, 30))

    assert (changed.body["name"], changed.body["is_minor"]) == ("王小满", False)
    looks = "SELECT object_id, detail FROM audit_entries WHERE action = 'disclose_minor'"
    ((looked_at, detail),) = service.rows(looks)
    assert looked_at == child_id
    assert "correction" in str(detail)
    assert service.scalar("SELECT taken FROM disclosure_allowances") == 1


def test_who_turns_out_to_be_under_14_stays_without_an_account_of_her_own(
    service: Service,
) -> None:
    family, chair, child_id = a_family(service, "满")
    person_id = a_resident(service, family.household, 2)
    herself = service.sign_in(person_id)

    service.clock.advance(minutes=1)

    told = tell(chair, child_id, born(service, 13))

    assert (told.body["name"], told.body["has_joined"]) == (CHILD, False)
    assert of_member(service, child_id)[1] is None
    assert herself.get("/me").status == 401
    assert service.sign_in(person_id).get("/me").body["household_id"] is None


def test_a_household_is_registered_with_days_of_birth(service: Service) -> None:
    village_id = a_village(service)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))

    def register(years: int) -> Answer:
        head = {"name": "周小兰", "relation": "head", "born_on": None}
        child = {"name": "周小川", "relation": "child", "born_on": born(service, years).isoformat()}
        home = {"village_id": village_id, "group_name": "三组", "members": [head, child]}
        return chair.post("/households", home)

    registered = register(15)

    assert registered.status == 201
    assert [(row["name"], row["is_minor"]) for row in registered.body["members"]] == [
        ("周小兰", False),
        (CHILD, True),
    ]
    assert problem(register(13)) == (403, "guardian-needed")
    assert register(-1).body["errors"][0]["pointer"] == "#/members/1/born_on"
    assert service.scalar("SELECT count(*) FROM households") == 1


def test_what_was_written_before_names_her_no_more(service: Service) -> None:
    family, chair, child_id = a_family(service)
    (shift_id,) = an_activity(service, family.household.village_id).shift_ids
    signed_up(service, shift_id, family, 2)
    mother = service.sign_in(family.person_id)
    assert mother.get("/messages").body["items"][0]["body"].startswith("王小满报上了《")

    tell(mother, child_id, born(service, 9))

    assert mother.get("/messages").body["items"][0]["body"].startswith("孩子报上了《")
    assert chair.get(f"/activity-sessions/{shift_id}/sign-ups").body["items"][0]["member_name"] == (
        CHILD
    )


def test_two_children_of_one_household_are_told_apart_by_a_number(service: Service) -> None:
    family, chair, child_id = a_family(service)
    brother_id = a_child(service, family, "王小强", age=6)
    mother = service.sign_in(family.person_id)

    tell(mother, child_id, born(service, 9))

    home = f"/households/{family.household.id}"
    assert [row["name"] for row in chair.get(home).body["members"]][2:] == ["孩子一", "孩子二"]
    assert [row["name"] for row in mother.get(home).body["members"]][2:] == ["王小满", "王小强"]
    mother.delete(f"/members/{child_id}/consents/service")
    names = {row["id"]: row["name"] for row in chair.get(home).body["members"]}
    assert names[brother_id] == CHILD


def test_nothing_new_is_done_for_a_child_before_a_guardian_has_agreed(service: Service) -> None:
    family, chair, child_id = a_family(service)
    first, second = (
        an_activity(service, family.household.village_id).shift_ids[0] for _ in range(2)
    )
    kept = signed_up(service, first, family, 2).sign_up.id
    mother = service.sign_in(family.person_id)
    tell(mother, child_id, born(service, 13))
    place = {"household_id": family.household.id, "member_id": child_id}
    behalf = {"member_id": family.member_id, "reason": "家里没有手机", "channel": "in_person"}

    asked = mother.post(f"/activity-sessions/{second}/sign-ups", place)
    paper = chair.post(f"/activity-sessions/{second}/sign-ups", {**place, "on_behalf": behalf})

    assert problem(asked) == (403, "consent-required")
    named = {"purpose": "service", "version": 1, "member_id": child_id}
    assert asked.body | named == asked.body
    assert problem(paper) == (403, "guardian-asked")
    rows = service.rows("SELECT id, state FROM sign_ups")
    assert rows == [(kept, "registered")]
    assert mother.put(f"/members/{child_id}/consents/service", {"version": 1}).status == 200
    assert mother.post(f"/activity-sessions/{second}/sign-ups", place).status == 201
