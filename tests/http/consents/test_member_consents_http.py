"""Consents of who has no phone: signed on paper with a leader, or given by a child's guardian."""

from datetime import timedelta

import pytest

from models.households import Member
from models.vocabulary import Role
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold, a_household, a_resident, a_village, an_officer
from tests.support.service import Answer, Caller, Service

HEAD, CHILD, GRANDMOTHER = range(3)
LAST = "SELECT action, object_type FROM proxy_acts ORDER BY id DESC LIMIT 1"


@pytest.fixture
def home(service: Service) -> BuiltHousehold:
    """Return a household with an adult, a child and an old lady without a phone."""
    household = a_household(service, a_village(service), ("王淑芬", "王小宝", "王老太"))
    adult_on = service.clock.instant.date() + timedelta(days=365 * 8)

    def let_be_a_child(work: Work) -> None:
        work.session.get_one(Member, household.member_ids[CHILD]).adult_on = adult_on

    service.run(let_be_a_child)
    return household


def path(home: BuiltHousehold, who: int, purpose: str = "/service") -> str:
    return f"/members/{home.member_ids[who]}/consents{purpose}"


def signed_by(home: BuiltHousehold, who: int) -> dict[str, object]:
    paper = {"member_id": home.member_ids[who], "reason": "没有手机", "channel": "in_person"}
    return {"version": 1, "on_behalf": paper}


def is_hers(answer: Answer) -> bool:
    return (answer.status, answer.body["type"]) == (409, "/problems/consent-is-hers")


def states(caller: Caller, home: BuiltHousehold, who: int) -> list[str]:
    answer = caller.get(path(home, who, ""))
    return [item["state"] for item in answer.body["items"]]


def test_a_leader_keeps_what_a_member_without_a_phone_signed(
    service: Service, home: BuiltHousehold
) -> None:
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.village_id))
    paper = signed_by(home, GRANDMOTHER)

    given = leader.put(path(home, GRANDMOTHER), paper)
    assert (given.status, given.body["state"]) == (200, "given")
    assert service.rows("SELECT channel, village_id FROM consents") == [("paper", home.village_id)]
    assert service.rows(LAST) == [("give_consent", "member")]
    assert states(leader, home, GRANDMOTHER) == ["given", "none", "none", "none", "none"]
    wrong = leader.put(path(home, GRANDMOTHER), signed_by(home, HEAD))
    assert (wrong.status, wrong.body["errors"][0]["pointer"]) == (422, "#/on_behalf/member_id")
    taken = leader.delete(path(home, GRANDMOTHER), {"on_behalf": paper["on_behalf"]})
    assert (taken.status, taken.body["state"]) == (200, "withdrawn")
    assert service.rows(LAST) == [("withdraw_consent", "member")]
    assert leader.put(path(home, GRANDMOTHER), {"version": 1}).status == 422


def test_a_guardian_gives_and_takes_back_for_her_child_only(
    service: Service, home: BuiltHousehold
) -> None:
    guardian = service.sign_in(a_resident(service, home))

    given = guardian.put(path(home, CHILD), {"version": 1})
    assert (given.status, given.body["state"]) == (200, "given")
    assert service.rows("SELECT channel FROM consents WHERE member_id IS NOT NULL") == [
        ("guardian",)
    ]
    assert is_hers(guardian.put(path(home, GRANDMOTHER), {"version": 1}))
    assert is_hers(guardian.put(path(home, HEAD), {"version": 1}))
    assert guardian.put(path(home, CHILD), signed_by(home, HEAD)).status == 422
    assert guardian.get(path(home, HEAD, "")).status == 404
    assert guardian.delete(path(home, CHILD)).body["state"] == "withdrawn"


def test_for_a_child_an_adult_of_her_household_signs(
    service: Service, home: BuiltHousehold
) -> None:
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.village_id))

    assert leader.put(path(home, CHILD), signed_by(home, CHILD)).status == 422
    assert leader.put(path(home, CHILD), signed_by(home, HEAD)).status == 200
    assert leader.put(path(home, CHILD, "/everything"), signed_by(home, HEAD)).status == 404


def test_nobody_speaks_for_other_households_and_nobody_for_who_has_left(
    service: Service, home: BuiltHousehold
) -> None:
    foreign = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, a_village(service, "青山村")))
    neighbour = a_household(service, home.village_id, ("李大姐",))
    calls = (foreign, service.sign_in(a_resident(service, neighbour)))
    for caller in calls:
        assert caller.put(path(home, CHILD), {"version": 1}).status == 404
        assert caller.get(path(home, CHILD, "")).status == 404

    def leave(work: Work) -> None:
        work.session.get_one(Member, home.member_ids[CHILD]).left_at = work.now

    service.run(leave)
    leader = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, home.village_id))
    assert leader.put(path(home, CHILD), signed_by(home, HEAD)).status == 404
