"""Federations, offices and divisions over HTTP; a foreign id answers as a missing one."""

import pytest

from models.vocabulary import Role
from server.domains.organisations import service as organisations
from tests.support.builders import (
    a_household,
    a_person,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.service import Answer, Service

CITY = "500000000000"


def names(answer: Answer) -> list[str]:
    assert answer.status == 200
    return [item["name"] for item in answer.body["items"]]


# Divisions


def test_divisions_are_public_and_begin_with_the_city(service: Service) -> None:
    (city,) = service.stranger().get("/divisions").body["items"]
    assert city == {
        "code": CITY,
        "name": "重庆市",
        "full_name": "重庆市",
        "level": "city",
        "parent_code": None,
        "valid_from": None,
        "valid_until": None,
        "successor_code": None,
    }


@pytest.mark.parametrize(("on", "number"), [("2026-01-24", 38), ("2026-01-25", 37)])
def test_the_counties_of_a_day(service: Service, on: str, number: int) -> None:
    assert len(names(service.stranger().get("/divisions", parent=CITY, on=on))) == number


def test_without_a_day_it_is_today(service: Service) -> None:
    listed = names(service.stranger().get("/divisions", parent=CITY))
    assert "两江新区" in listed
    service.clock.advance(days=-365)
    assert "江北区" in names(service.stranger().get("/divisions", parent=CITY))


def test_a_division_is_found_by_name_with_its_path(service: Service) -> None:
    answer = service.stranger().get("/divisions/search", name="双龙村")
    paths = [item["full_name"] for item in answer.body["items"]]
    assert len(paths) == len(set(paths)) > 1
    assert all(path.startswith("重庆市 ") for path in paths)


def test_one_division_names_its_successor(service: Service) -> None:
    body = service.stranger().get("/divisions/500105000000").body
    assert (body["successor_code"], body["valid_until"]) == ("500157000000", "2026-01-25")


@pytest.mark.parametrize("code", ["500199000000", "5001", "x", "%27--"])
def test_an_unknown_code_is_not_found(service: Service, code: str) -> None:
    answer = service.stranger().get(f"/divisions/{code}")
    assert (answer.status, answer.body["type"]) == (404, "/problems/division-not-found")


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        ("/divisions", {"parent": "5001"}, "#query/parent"),
        ("/divisions", {"parent": "50010500100x"}, "#query/parent"),
        ("/divisions", {"on": "yesterday"}, "#query/on"),
        ("/divisions/search", {}, "#query/name"),
        ("/divisions/search", {"name": "双"}, "#query/name"),
        ("/divisions/search", {"name": "双" * 21}, "#query/name"),
        ("/divisions/search", {"name": "双\x00龙"}, "#query/name"),
        ("/organisations", {"parent_id": "x"}, "#query/parent_id"),
        ("/organisations", {"parent_id": str(2**63)}, "#query/parent_id"),
    ],
)
def test_a_faulty_question_is_refused(
    service: Service, path: str, query: dict[str, str], pointer: str
) -> None:
    answer = service.stranger().get(path, **query)
    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.body["errors"]] == [pointer]
    assert not answer.body["errors"][0]["detail"].isascii()


# Federations


def test_the_federations_are_public_level_by_level(service: Service) -> None:
    town = a_town(service)
    village = a_village(service, town_id=town)
    ask = service.stranger().get
    (city,) = ask("/organisations").body["items"]
    assert (city["level"], city["name"], city["parent_id"]) == ("city", "重庆市妇联", None)
    assert ask("/organisations", parent_id=town).body == {
        "items": [
            {
                "id": village,
                "level": "village",
                "name": "双龙村妇联",
                "parent_id": town,
                "division_code": None,
                "zone": "rural",
            }
        ],
        "next_after": None,
    }
    assert ask("/organisations", parent_id=village).body["items"] == []


def test_federations_are_paged(service: Service) -> None:
    town = a_town(service)
    made = [a_village(service, f"{n}村妇联", town_id=town) for n in range(3)]
    ask = service.stranger().get
    first = ask("/organisations", parent_id=town, size=2).body
    assert first["next_after"] == made[1]
    rest = ask("/organisations", parent_id=town, size=2, after=made[1]).body
    assert [item["id"] for item in rest["items"]] == made[2:]
    assert rest["next_after"] is None


# Offices


def test_the_offices_of_a_village_are_shown_to_its_chair(service: Service) -> None:
    village = a_village(service)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village)
    assessor = an_officer(service, Role.ASSESSOR, village)
    an_officer(service, Role.ASSESSOR, a_village(service, "外村妇联"))
    items = service.sign_in(chair).get("/role-grants").body["items"]
    assert [(i["person_id"], i["role"]) for i in items] == [
        (chair, "village_chair"),
        (assessor, "assessor"),
    ]
    assert {i["organisation_name"] for i in items} == {"双龙村妇联"}
    assert {i["organisation_id"] for i in items} == {village}


def test_an_ended_office_is_not_shown(service: Service) -> None:
    village = a_village(service)
    an_officer(service, Role.ASSESSOR, village)
    (grant,) = service.rows("SELECT id FROM role_grants")
    chair = an_officer(service, Role.VILLAGE_CHAIR, village)
    service.clock.advance(hours=1)
    service.run(lambda work: organisations.end_role(work, grant[0]))
    items = service.sign_in(chair).get("/role-grants").body["items"]
    assert [item["role"] for item in items] == ["village_chair"]


def test_offices_are_not_shown_to_residents_and_strangers(service: Service) -> None:
    resident = a_resident(service, a_household(service, a_village(service)))
    assert service.sign_in(resident).get("/role-grants").status == 403
    assert service.stranger().get("/role-grants").status == 401


# The wall between villages


def without_ids(answer: Answer) -> tuple[int, object, object]:
    body = {name: value for name, value in answer.body.items() if name != "instance"}
    told = {name: v for name, v in answer.headers.items() if name != "X-Request-Id"}
    told.pop("Content-Length", None)
    return answer.status, body, told


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE])
def test_ab_13_a_foreign_household_answers_exactly_as_a_missing_one(
    service: Service, role: Role
) -> None:
    own, foreign = a_village(service), a_village(service, "外村妇联")
    household = a_household(service, foreign)
    leader = an_officer(service, role, own)
    caller = service.sign_in(leader)
    refused = caller.get(f"/households/{household.id}")
    missing = caller.get(f"/households/{household.id + 10_000}")
    assert refused.status == 404
    assert without_ids(refused) == without_ids(missing)
    looked = (
        "SELECT person_id, object_id, village_id FROM audit_entries WHERE action = 'foreign_id'"
    )
    assert service.rows(looked) == [(leader, household.id, foreign)]
    seen = "SELECT kind, person_id, village_id FROM anomalies"
    assert service.rows(seen) == [("foreign_id", leader, foreign)]


def test_ab_13_the_officer_above_finds_the_attempt_on_her_list(service: Service) -> None:
    town = a_town(service)
    own, foreign = a_village(service), a_village(service, "外村妇联", town_id=town)
    household = a_household(service, foreign)
    leader = an_officer(service, Role.VILLAGE_CHAIR, own)
    service.sign_in(leader).get(f"/households/{household.id}")
    officer = service.sign_in(an_officer(service, Role.TOWN_OFFICER, town))
    (found,) = officer.get("/anomalies").body["items"]
    assert (found["kind"], found["person_id"], found["object_id"]) == (
        "foreign_id",
        leader,
        household.id,
    )
    assert service.sign_in(leader).get("/anomalies").status == 403
    assert service.sign_in(a_person(service)).get("/anomalies").status == 403
