"""Units and officers over HTTP: who may make them, what is refused, how fast an end bites."""

from pathlib import Path

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_person, a_resident, an_officer
from tests.support.offices_builders import Branch, a_branch, grant_of
from tests.support.service import Service, settings_for, start

REFUSED = "SELECT person_id, action, outcome FROM audit_entries WHERE outcome = 'refused'"


@pytest.fixture
def branch(service: Service) -> Branch:
    found = a_branch(service)
    service.clock.advance(minutes=1)
    return found


# Federations


def test_a_district_makes_a_town_and_its_village(service: Service, branch: Branch) -> None:
    officer = service.sign_in(branch.district_officer)
    town = officer.post(
        "/organisations",
        {"parent_id": branch.district, "name": "古南街道妇联", "division_code": "500110001000"},
    )
    assert (town.status, town.body["level"], town.body["zone"]) == (201, "town", None)
    by_code = {"parent_id": town.body["id"], "name": "河东社区妇联"}
    village = officer.post("/organisations", {**by_code, "division_code": "500110001001"})
    assert village.status == 201
    assert (village.body["level"], village.body["zone"]) == ("village", "urban")
    said = officer.post("/organisations", {**by_code, "name": "白云村妇联", "zone": "rural"})
    assert (said.status, said.body["zone"], said.body["division_code"]) == (201, "rural", None)
    listed = service.stranger().get("/organisations", parent_id=town.body["id"]).body["items"]
    assert [item["id"] for item in listed] == [village.body["id"], said.body["id"]]


@pytest.mark.parametrize("who", ["town_officer", "chair"])
def test_gov_5_a_town_and_a_village_make_nothing_and_the_attempt_is_audited(
    service: Service, branch: Branch, who: str
) -> None:
    person = getattr(branch, who)
    caller = service.sign_in(person)
    unit = {"parent_id": branch.town, "name": "新村妇联", "zone": "rural"}
    office = {"person_id": a_person(service), "organisation_id": branch.village, "role": "assessor"}
    grant = grant_of(service, branch.chair)
    answers = [
        caller.post("/organisations", unit),
        caller.post(f"/organisations/{branch.village}/renaming", {"name": "新村妇联"}),
        caller.post("/role-grants", office),
        caller.post(f"/role-grants/{grant}/end", {}),
        caller.post(f"/people/{branch.chair}/sign-out"),
    ]
    assert {(answer.status, answer.body["type"]) for answer in answers} == {
        (403, "/problems/not-allowed")
    }
    assert service.rows(REFUSED) == [(person, "permission_refused", "refused")] * len(answers)


@pytest.mark.parametrize(
    ("change", "status", "kind"),
    [
        ({"parent_id": 99_999}, 404, "organisation-not-found"),
        ({"name": "双龙村妇联"}, 409, "organisation-exists"),
        ({"division_code": "500199000000"}, 404, "division-not-found"),
        ({"division_code": "500110000000"}, 422, "invalid-input"),
        ({"zone": None}, 422, "invalid-input"),
        ({"name": "村"}, 422, "invalid-input"),
        ({"level": "city"}, 422, "invalid-input"),
    ],
)
def test_a_faulty_unit_is_refused(
    service: Service, branch: Branch, change: dict[str, object], status: int, kind: str
) -> None:
    unit = {"parent_id": branch.town, "name": "新村妇联", "zone": "rural"} | change
    answer = service.sign_in(branch.district_officer).post("/organisations", unit)
    assert (answer.status, answer.body["type"]) == (status, f"/problems/{kind}")


def test_nothing_lies_below_a_village_and_one_division_has_one_federation(
    service: Service, branch: Branch
) -> None:
    officer = service.sign_in(branch.city_officer)
    below = {"parent_id": branch.village, "name": "一组妇联", "zone": "rural"}
    refused = officer.post("/organisations", below)
    assert [fault["pointer"] for fault in refused.body["errors"]] == ["#/parent_id"]
    here = {"parent_id": branch.town, "division_code": "500110001001"}
    assert officer.post("/organisations", {**here, "name": "河东社区妇联"}).status == 201
    twice = officer.post("/organisations", {**here, "name": "河西社区妇联"})
    assert (twice.status, twice.body["type"]) == (409, "/problems/organisation-exists")


def test_a_unit_is_renamed_from_above_only(service: Service, branch: Branch) -> None:
    officer = service.sign_in(branch.district_officer)
    new = {"name": "新龙村妇联"}
    for _ in range(2):
        renamed = officer.post(f"/organisations/{branch.village}/renaming", new)
        assert (renamed.status, renamed.body["name"]) == (200, "新龙村妇联")
    done = "SELECT object_id FROM audit_entries WHERE (action, object_type) = (:verb, :noun)"
    told = service.rows(done, verb="rename_organisation", noun="organisation")
    assert told == [(branch.village,)]
    own = officer.post(f"/organisations/{branch.district}/renaming", new)
    assert (own.status, own.body["type"]) == (403, "/problems/decided-above")
    unit = {"parent_id": branch.town, "name": "青山村妇联", "zone": "rural"}
    officer.post("/organisations", unit)
    taken = officer.post(f"/organisations/{branch.village}/renaming", {"name": unit["name"]})
    assert (taken.status, taken.body["type"]) == (409, "/problems/organisation-exists")


# Officers


def test_an_officer_is_appointed_by_the_number_that_she_reads_out(
    service: Service, branch: Branch
) -> None:
    newcomer = service.sign_in(a_person(service))
    number = newcomer.get("/me").body["person_id"]
    body = {"person_id": number, "organisation_id": branch.village, "role": "shopkeeper"}
    officer = service.sign_in(branch.district_officer)
    first = officer.post("/role-grants", body, key="one-key-for-both")
    again = officer.post("/role-grants", body, key="one-key-for-both")
    assert (first.status, first.body) == (201, again.body)
    assert first.body["title"] == "积分超市管理员"
    assert newcomer.get("/me").body["offices"][0]["organisation_id"] == branch.village
    twice = officer.post("/role-grants", body)
    assert (twice.status, twice.body["type"]) == (409, "/problems/already-in-office")


def test_an_office_is_handed_over_and_the_answer_says_what_waits(
    service: Service, branch: Branch
) -> None:
    successor, grant = a_person(service), grant_of(service, branch.chair)
    officer = service.sign_in(branch.district_officer)
    done = officer.post(f"/role-grants/{grant}/end", {"successor_person_id": successor})
    assert done.status == 200
    assert done.body["ended"]["person_id"] == branch.chair
    assert done.body["ended"]["ended_by"] == branch.district_officer
    assert done.body["successor"]["succeeds_id"] == grant
    assert set(done.body["open_work"].values()) == {0}
    at_village = {"organisation_id": branch.village}
    (now,) = officer.get("/role-grants", **at_village).body["items"]
    assert (now["person_id"], now["until_at"]) == (successor, None)
    both = officer.get("/role-grants", **at_village, history=True).body["items"]
    assert [item["person_id"] for item in both] == [branch.chair, successor]


def test_the_three_administrators_stay_apart(service: Service, branch: Branch) -> None:
    city = service.sign_in(branch.city_officer)
    body = {"person_id": a_person(service), "organisation_id": branch.district}
    assert city.post("/role-grants", body | {"role": "system_administrator"}).status == 201
    second = city.post("/role-grants", body | {"role": "audit_administrator"})
    assert (second.status, second.body["type"]) == (422, "/problems/offices-apart")


@pytest.mark.parametrize(
    "role", [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR]
)
def test_an_administrator_sees_no_household(service: Service, branch: Branch, role: Role) -> None:
    household = a_household(service, branch.village)
    a_resident(service, household)
    caller = service.sign_in(an_officer(service, role, branch.district))
    looks = ("/households", f"/households/{household.id}", "/claims", "/orders", "/assessments")
    assert {caller.get(path).status for path in looks} == {403}
    assert caller.get("/workbench").body == {"items": []}


# AB-25


def test_ab_25_a_change_of_office_bites_on_every_machine_within_a_minute(
    service: Service, branch: Branch, tmp_path: Path
) -> None:
    """Two web processes on one database, the clock of one of them a whole 59 seconds behind."""
    url = str(service.app.config["SQLALCHEMY_DATABASE_URI"])
    other = start(settings_for(url, tmp_path), service.database)
    other.clock.instant = service.clock.instant
    there = other.sign_in(branch.chair)
    assert there.get("/role-grants").status == 200
    service.clock.advance(seconds=59)
    grant = grant_of(service, branch.chair)
    officer = service.sign_in(branch.district_officer)
    assert officer.post(f"/role-grants/{grant}/end", {}).status == 200
    for seconds, status in ((0, 200), (58, 200), (1, 401)):
        other.clock.advance(seconds=seconds)
        assert there.get("/role-grants").status == status
    assert there.post("/claims/confirmations", {"claim_ids": [1]}).status == 401
    other.app.transactions.engine.dispose()
