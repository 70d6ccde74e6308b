"""The audit over HTTP: read by its administrators within their scope, and that is kept too."""

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_person, a_town, a_village, an_officer
from tests.support.service import Answer, Caller, Service


@pytest.fixture
def town(service: Service) -> int:
    return a_town(service)


@pytest.fixture
def district(service: Service, town: int) -> Caller:
    """Return the audit administrator of the district."""
    node = service.scalar("SELECT parent_id FROM organisations WHERE id = :id", id=town)
    return service.sign_in(an_officer(service, Role.AUDIT_ADMINISTRATOR, node))


@pytest.fixture
def city(service: Service, town: int) -> Caller:
    """Return the audit administrator of the whole tree."""
    node = service.scalar("SELECT id FROM organisations WHERE level = 'city'")
    return service.sign_in(an_officer(service, Role.AUDIT_ADMINISTRATOR, node))


def act(service: Service, village_id: int | None, action: str = "act", **detail: int) -> None:
    service.run(lambda work: work.audit(action, "thing", 1, village_id=village_id, **detail))


def actions(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.body
    return [item["action"] for item in answer.body["items"]]


def test_she_reads_all_there_is_to_an_entry(service: Service, town: int, district: Caller) -> None:
    village = a_village(service, town_id=town)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village)
    foreign = a_household(service, a_village(service, "外村妇联", town_id=town))
    refused = service.sign_in(chair).get(f"/households/{foreign.id}")
    answer = district.get("/audit-entries", village_id=foreign.village_id, outcome="refused")
    (entry,) = answer.body["items"]
    assert entry.pop("id") > 0
    assert entry.pop("at").startswith("2026-11-10T01:00:00")
    assert entry == {
        "person_id": chair,
        "action": "foreign_id",
        "object_type": "households",
        "object_id": foreign.id,
        "village_id": foreign.village_id,
        "outcome": "refused",
        "detail": {},
        "request_id": refused.headers["X-Request-Id"],
    }


def test_she_sees_her_subtree_and_the_city_what_is_of_no_village(
    service: Service, town: int, district: Caller, city: Caller
) -> None:
    inside = a_village(service, town_id=town)
    elsewhere = a_village(service, "外区村妇联")
    for village in (inside, elsewhere, None):
        act(service, village)
    assert actions(district.get("/audit-entries", action="act")) == ["act"]
    foreign, missing = (district.get("/audit-entries", village_id=v) for v in (elsewhere, 999_999))
    assert (foreign.status, foreign.body["detail"]) == (404, missing.body["detail"])
    assert actions(city.get("/audit-entries", action="foreign_id")) == ["foreign_id"]
    assert actions(city.get("/audit-entries", action="act")) == ["act"] * 3


def test_entries_are_filtered_and_paged_newest_first(
    service: Service, town: int, district: Caller
) -> None:
    one, other = a_village(service, town_id=town), a_village(service, "外村妇联", town_id=town)
    for name, village in (("first", one), ("second", other), ("third", one)):
        act(service, village, name)
        service.clock.advance(days=1)
    person = an_officer(service, Role.VILLAGE_CHAIR, one)
    service.sign_in(person).get(f"/households/{a_household(service, other).id}")

    def found(**query: object) -> list[str]:
        return [a for a in actions(district.get("/audit-entries", **query)) if a != "read_audit"]

    assert found(village_id=other, outcome="done")[0] == "register_household"
    assert found(person_id=person, outcome="refused") == ["foreign_id"]
    assert found(action="third") == ["third"]
    assert found(since_on="2026-11-11", until_on="2026-11-11") == ["second"]
    page = district.get("/audit-entries", size=1, until_on="2026-11-12", since_on="2026-11-10")
    assert actions(page) == ["third"]
    after = page.body["next_after"]
    assert actions(district.get("/audit-entries", size=1, after=after)) == ["second"]


def test_reading_the_audit_is_audited(
    service: Service, town: int, district: Caller, city: Caller
) -> None:
    village = a_village(service, town_id=town)
    district.get("/audit-entries", village_id=village, action="confirm_claim")
    (entry,) = city.get("/audit-entries", action="read_audit").body["items"]
    assert entry["detail"]["wanted"]["village"] == village
    assert entry["detail"]["wanted"]["action"] == "confirm_claim"
    assert entry["person_id"] is not None


@pytest.mark.parametrize(
    "query",
    [{"action": "谁"}, {"action": "a b"}, {"since_on": "9999-12-31"}, {"outcome": "maybe"}],
)
def test_a_filter_that_cannot_be_is_refused(district: Caller, query: dict[str, str]) -> None:
    assert district.get("/audit-entries", **query).status == 422


def test_nobody_else_reads_it(service: Service, town: int) -> None:
    village = a_village(service, town_id=town)
    assert service.stranger().get("/audit-entries").status == 401
    assert service.sign_in(a_person(service)).get("/audit-entries").status == 403
    for role, node in ((Role.VILLAGE_CHAIR, village), (Role.TOWN_OFFICER, town)):
        caller = service.sign_in(an_officer(service, role, node))
        assert caller.get("/audit-entries").status == 403
    refused = "SELECT count(*) FROM audit_entries WHERE action = 'permission_refused'"
    assert service.scalar(refused) == 3
