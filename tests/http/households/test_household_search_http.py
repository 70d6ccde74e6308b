"""Finding one household among a thousand: by number, group or name, never by a hidden name."""

import pytest

from models.vocabulary import Relation, Role
from server.domains.households import service as households
from server.domains.households.service.phones import LOOK_UPS_MAX
from server.kernel.work import Work
from tests.support.builders import (
    a_household,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.service import Caller, Service


def found(caller: Caller, village_id: int, words: str) -> list[str]:
    answer = caller.get("/households", village_id=village_id, find=words)
    assert answer.status == 200, answer.body
    return [row["number"] for row in answer.body["items"]]


def register(
    service: Service,
    village_id: int,
    number: str,
    group: str,
    name: str,
    phone: str = "13800138000",
) -> None:
    def build(work: Work) -> None:
        households.register_household(
            work,
            village_id=village_id,
            number=number,
            group_name=group,
            zone=None,
            members=[households.NewMember(name, Relation.HEAD, phone)],
        )

    service.run(build)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("017", ["017"]),
        (" 四组 ", ["018"]),
        ("淑芬", ["017"]),
        ("%", ["1%"]),
        ("_", []),
        ("138 0013 8001", ["018"]),
        ("1380013800", []),
        ("8001", []),
        ("没有这样的", []),
        ("", ["017", "018", "1%"]),
    ],
)
def test_a_leader_finds_by_number_group_name_and_whole_phone(
    service: Service, words: str, numbers: list[str]
) -> None:
    village_id = a_village(service)
    register(service, village_id, "017", "三组", "王淑芬")
    register(service, village_id, "018", "四组", "李国强", "13800138001")
    register(service, village_id, "1%", "五组", "张小红")
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    assert found(leader, village_id, words) == numbers


def test_who_reads_names_masked_cannot_find_by_them(service: Service) -> None:
    town_id = a_town(service)
    village_id = a_village(service, town_id=town_id)
    household = a_household(service, village_id)
    officer = service.sign_in(an_officer(service, Role.TOWN_OFFICER, town_id))
    register(service, village_id, "002", "四组", "李国强")
    assert found(officer, village_id, "淑芬") == []
    assert found(officer, village_id, "13800138000") == []
    assert found(officer, village_id, "三组") == ["001"]
    resident = service.sign_in(a_resident(service, household))
    assert found(resident, village_id, "淑芬") == ["001"]


def test_nothing_is_found_out_of_sight_and_no_words_are_too_long(service: Service) -> None:
    village_id, other = a_village(service), a_village(service, "青山村妇联")
    a_household(service, other)
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    assert found(leader, village_id, "王") == []
    assert leader.get("/households", village_id=other, find="王").status == 404
    assert leader.get("/households", find="王" * 41).status == 422


def test_what_is_found_comes_in_pages(service: Service) -> None:
    village_id = a_village(service)
    for _ in range(3):
        a_household(service, village_id)
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    first = leader.get("/households", find="王淑芬", size=2).body
    rest = leader.get("/households", find="王淑芬", size=2, after=first["next_after"]).body
    assert [row["number"] for row in first["items"] + rest["items"]] == ["001", "002", "003"]
    assert rest["next_after"] is None


# What may be done


def test_the_answer_says_what_each_may_do(service: Service) -> None:
    town_id = a_town(service)
    village_id = a_village(service, town_id=town_id)
    household = a_household(service, village_id)
    path = f"/households/{household.id}"
    resident = service.sign_in(a_resident(service, household)).get(path).body
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id)).get(path).body
    district_id = service.scalar("SELECT parent_id FROM organisations WHERE id = :id", id=town_id)
    officer_id = an_officer(service, Role.DISTRICT_OFFICER, district_id)
    officer = service.sign_in(officer_id).get(path).body
    assert (resident["label"], resident["village_name"]) == ("王淑芬家 · 三组", "双龙村妇联")
    assert resident["actions"] == ["invite", "decide_requests", "add_child", "tell_birth_day"]
    assert leader["actions"] == [
        "invite",
        "decide_requests",
        "add_member",
        "tell_birth_day",
        "disclose_minor",
        "set_status",
        "change_head",
        "print_code",
        "declare_relative",
        "act_for",
    ]
    assert officer["actions"] == []


def test_a_declared_relative_is_a_fact_and_no_longer_an_action(service: Service) -> None:
    household = a_household(service, a_village(service))
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, household.village_id))
    path = f"/households/{household.id}"
    assert leader.get(path).body["relative_declared"] is False
    leader.post("/declared-relatives", {"household_id": household.id})
    declared = leader.get(path).body
    assert declared["relative_declared"] is True
    assert "declare_relative" not in declared["actions"]


def test_requirement_10_look_ups_by_number_are_limited_and_on_record(service: Service) -> None:
    village_id = a_village(service)
    register(service, village_id, "017", "三组", "王淑芬")
    chair_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)

    def look_up_all_but_one(work: Work) -> None:
        for _ in range(LOOK_UPS_MAX - 1):
            work.audit("look_up_phone", "member", None, village_id=village_id)

    service.run(look_up_all_but_one, service.actor(chair_id))
    leader = service.sign_in(chair_id)
    assert found(leader, village_id, "13900139000") == []
    refused = leader.get("/households", village_id=village_id, find="13800138000")
    assert (refused.status, refused.body["type"]) == (429, "/problems/too-many-requests")
    assert refused.headers["Retry-After"] == "3600"
    assert found(leader, village_id, "王淑芬") == ["017"]
    entries = "SELECT action, village_id, count(*) FROM audit_entries WHERE action LIKE '%look_up%'"
    assert sorted(service.rows(f"{entries} GROUP BY action, village_id")) == [
        ("look_up_phone", village_id, LOOK_UPS_MAX),
        ("phone_look_ups_exceeded", village_id, 1),
    ]
    service.clock.advance(hours=1, seconds=1)
    assert found(leader, village_id, "13800138000") == ["017"]
