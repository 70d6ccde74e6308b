"""Found by a phone number: a proposal, which only a leader from outside the household decides."""

from typing import Any

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.households_builders import a_join_code
from tests.support.phones_builders import MASKED, NUMBER, Newcomer, a_newcomer, registered_with
from tests.support.service import Answer, Caller, Service

HIDDEN = ("household_id", "household_label", "village_name", "proposed_member")


def a_leader(service: Service, village_id: int) -> Caller:
    return service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))


def found(service: Service, number: str = NUMBER) -> tuple[Newcomer, int]:
    """Return somebody who gave her number and asked, and her request."""
    she = a_newcomer(service)
    assert she.gives(number).body["match"] == "one"
    asked = she.asks()
    assert asked.status == 201
    return she, asked.body["id"]


def waiting(leader: Caller, village_id: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = leader.get("/join-requests", village_id=village_id).body["items"]
    return items


def problem(answer: Answer) -> str:
    return str(answer.body["type"]).removeprefix("/problems/")


def test_a_match_tells_nothing_until_a_leader_has_confirmed_it(service: Service) -> None:
    village_id = a_village(service)
    household = registered_with(service, village_id, "13800000000", NUMBER)
    proposed_id = household.member_ids[1]
    she, request_id = found(service)
    mine = she.phone.get("/me").body["join_request"]
    assert {mine[name] for name in HIDDEN} == {None}
    assert (mine["found_by"], mine["state"], mine["phone"], mine["actions"]) == (
        "phone",
        "pending",
        MASKED,
        [],
    )

    leader = a_leader(service, village_id)
    (seen,) = waiting(leader, village_id)
    proposed = {"id": proposed_id, "name": "王1", "relation": "child", "is_minor": False}
    assert seen["proposed_member"] == proposed
    assert (seen["household_label"], seen["phone"]) == ("王** · 三组", MASKED)
    assert seen["actions"] == ["approve", "refuse"]
    assert leader.get(f"/households/{household.id}/join-requests").body["items"] == [seen]

    sealed = "SELECT phone_sealed FROM members WHERE id = :id"
    before = service.scalar(sealed, id=proposed_id)
    done = leader.post(f"/join-requests/{request_id}/approval", {"member_id": proposed_id})
    assert (done.status, done.body["state"]) == (200, "approved")
    assert service.scalar(sealed, id=proposed_id) == before
    me = she.phone.get("/me").body
    if me.get("person_id") is None:  # joining may have ended her session
        me = service.sign_in(she.person_id).get("/me").body
    assert (me["household_id"], me["member_id"]) == (household.id, proposed_id)
    assert me["join_request"]["village_name"] == "双龙村妇联"


def test_neither_the_household_nor_a_stranger_decides_about_a_found_number(
    service: Service,
) -> None:
    village_id = a_village(service)
    household = registered_with(service, village_id, None, NUMBER)
    resident_id = a_resident(service, household)
    chair_at_home = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    _she, request_id = found(service)
    resident = service.sign_in(resident_id)
    assert resident.get("/join-requests").body["items"] == []
    assert resident.get(f"/households/{household.id}/join-requests").body["items"] == []
    outsider = a_leader(service, a_village(service, "青山村妇联"))
    for caller in (resident, outsider):
        for verb in ("approval", "refusal"):
            refused = caller.post(f"/join-requests/{request_id}/{verb}")
            assert (refused.status, problem(refused)) == (404, "join-request-not-found")
    assert service.scalar("SELECT count(*) FROM messages") == 0

    with service.raw() as connection:
        move = f"UPDATE members SET person_id = {chair_at_home} WHERE person_id = {resident_id}"  # noqa: S608 - numbers
        connection.exec_driver_sql(move)
    chair = service.sign_in(chair_at_home)
    (seen,) = waiting(chair, village_id)
    assert seen["actions"] == []
    refused = chair.post(f"/join-requests/{request_id}/approval")
    assert (refused.status, problem(refused)) == (403, "own-or-relative-household")
    tiles = {row["key"]: row["count"] for row in chair.get("/workbench").body["items"]}
    others = a_leader(service, village_id).get("/workbench").body["items"]
    assert tiles["join_requests"] == 0
    assert {row["key"]: row["count"] for row in others}["join_requests"] == 1


def test_a_leader_never_admits_herself_by_her_number(service: Service) -> None:
    village_id = a_village(service)
    registered_with(service, village_id, NUMBER)
    she, request_id = found(service)
    from_now_on = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    with service.raw() as connection:
        grant = (
            f"UPDATE role_grants SET person_id = {she.person_id} WHERE person_id = {from_now_on}"  # noqa: S608 - numbers
        )
        connection.exec_driver_sql(grant)
    refused = service.sign_in(she.person_id).post(f"/join-requests/{request_id}/approval")
    assert (refused.status, problem(refused)) == (403, "own-join-request")


def test_a_number_in_several_households_finds_none_of_them(service: Service) -> None:
    village_id = a_village(service)
    for _ in range(3):
        registered_with(service, village_id, NUMBER)
    she = a_newcomer(service)
    assert she.gives().body["match"] == "several"
    assert problem(she.asks()) == "no-phone-match"


def test_a_number_of_several_in_one_household_proposes_the_household_only(
    service: Service,
) -> None:
    village_id = a_village(service)
    household = registered_with(service, village_id, NUMBER, NUMBER)
    she, request_id = found(service)
    leader = a_leader(service, village_id)
    (seen,) = waiting(leader, village_id)
    assert (seen["household_id"], seen["proposed_member"]) == (household.id, None)
    leader.post(f"/join-requests/{request_id}/approval")
    joined = service.actor(she.person_id).member_id
    sealed = "SELECT phone_sealed FROM members WHERE id = :id"
    assert (joined in household.member_ids, service.scalar(sealed, id=joined)) == (False, None)


def test_who_has_joined_or_left_is_nobody_to_be_found(service: Service) -> None:
    village_id = a_village(service)
    household = registered_with(service, village_id, NUMBER)
    a_resident(service, household)
    gone = registered_with(service, village_id, NUMBER)
    with service.raw() as connection:
        leave = f"UPDATE members SET left_at = joined_at WHERE household_id = {gone.id}"  # noqa: S608 - a number
        connection.exec_driver_sql(leave)
    she = a_newcomer(service)
    assert she.gives().body["match"] == "none"
    assert problem(she.asks()) == "no-phone-match"


def test_a_member_gives_her_number_and_is_not_looked_for(service: Service) -> None:
    village_id = a_village(service)
    registered_with(service, village_id, NUMBER)
    she = a_newcomer(service)
    home = a_household(service, village_id)
    with service.raw() as connection:
        join = f"UPDATE members SET person_id = {she.person_id} WHERE household_id = {home.id}"  # noqa: S608 - numbers
        connection.exec_driver_sql(join)
    assert she.gives().body == {"phone": MASKED, "match": "none"}
    assert problem(she.asks()) == "already-in-household"


def test_a_recycled_number_is_refused_without_harm(service: Service) -> None:
    """Two people give the same number; the leader knows which one she registered."""
    village_id = a_village(service)
    household = registered_with(service, village_id, NUMBER)
    stranger, hers = found(service)
    she, request_id = found(service)
    assert problem(stranger.asks()) == "join-request-pending"
    leader = a_leader(service, village_id)
    leader.post(f"/join-requests/{hers}/refusal")
    mine = stranger.phone.get("/me").body["join_request"]
    assert mine["state"] == "refused"
    assert {mine[name] for name in HIDDEN} == {None}
    assert stranger.gives().body["match"] == "none"
    assert problem(stranger.asks()) == "no-phone-match"
    (member_id,) = household.member_ids
    done = leader.post(f"/join-requests/{request_id}/approval", {"member_id": member_id})
    assert done.status == 200
    assert service.actor(she.person_id).member_id == member_id
    code = a_join_code(service, household, an_officer(service, Role.VILLAGE_CHAIR, village_id))
    by_code = {"code": code, "name": "李小红", "relation": "child"}
    asked = stranger.phone.post("/join-requests", by_code)
    assert (asked.status, asked.body["found_by"]) == (201, "code")


def test_one_member_is_given_to_one_of_two_who_were_found(service: Service) -> None:
    village_id = a_village(service)
    (member_id,) = registered_with(service, village_id, NUMBER).member_ids
    requests = [found(service)[1] for _ in range(2)]
    leader = a_leader(service, village_id)
    answers = [
        leader.post(f"/join-requests/{request}/approval", {"member_id": member_id})
        for request in requests
    ]
    assert [answer.status for answer in answers] == [200, 409]
    assert problem(answers[1]) == "member-taken"


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, None])
def test_a_join_code_comes_with_a_slip_to_print(service: Service, role: Role | None) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    issuer = an_officer(service, role, village_id) if role else a_resident(service, household)
    answer = service.sign_in(issuer).post(f"/households/{household.id}/join-codes")
    code, slip = answer.body["code"], answer.body["slip"]
    assert slip.splitlines()[:3] == [
        f"入户码  {code[:3]} {code[3:]}",
        "双龙村妇联  王** · 三组",
        "11月13日 09:00前有效，一人用一次。",
    ]
    assert "加入我家" in slip
    assert answer.body["picture"].startswith("data:image/png;base64,")
    assert code not in str(service.rows("SELECT answer FROM idempotency_keys"))
