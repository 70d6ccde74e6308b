"""Closing an account: nobody signs in as her any more, and her household loses nothing."""

import pytest

from models.vocabulary import Relation, Role
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.identity.errors import SignInRaced
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import PersonNotFound
from server.kernel.work import Work
from tests.support.activities_builders import a_neighbour
from tests.support.builders import a_household, a_person, a_village, an_officer
from tests.support.households_builders import a_join_code, a_join_request, ask
from tests.support.minors_builders import a_child
from tests.support.offices_builders import grant_of
from tests.support.rewards_builders import a_shop
from tests.support.service import Caller, Service

BOOKS = "SELECT * FROM points_transfers ORDER BY id", "SELECT * FROM points_accounts ORDER BY id"


def signed_in(service: Service, code: str) -> tuple[Caller, int]:
    body = service.stranger().post("/sessions", {"code": code}).body
    return Caller(service.app, body["token"]), body["person_id"]


def test_requirement_01_closing_ends_every_session_and_lets_her_wechat_go(
    service: Service,
) -> None:
    phone, person = signed_in(service, "n1.o1/u1")
    tablet, _ = signed_in(service, "n2.o1/u1")
    closed = phone.delete("/me")
    assert (closed.status, closed.body) == (204, None)
    for caller in (phone, tablet):
        ended = caller.get("/me")
        assert (ended.status, ended.body["type"]) == (401, "/problems/session-ended")
    assert service.rows("SELECT openid FROM wechat_accounts") == []
    assert service.rows("SELECT unionid FROM people WHERE closed_at IS NOT NULL") == [(None,)]
    done = "SELECT person_id, object_id FROM audit_entries WHERE action = 'close_account'"
    assert service.rows(done) == [(person, person)]
    newcomer, another = signed_in(service, "n3.o1/u1")
    assert another != person
    assert newcomer.get("/me").body["household_id"] is None


def test_a_lost_answer_is_repeated_by_whoever_signs_in_then(service: Service) -> None:
    """Her phone signs in silently, as somebody new, and repeats under the same key."""
    phone, _ = signed_in(service, "n1.o1")
    assert phone.delete("/me", key="tap-0001").status == 204
    assert phone.delete("/me", key="tap-0001").status == 401
    anew, _ = signed_in(service, "n2.o1")
    assert anew.delete("/me", key="tap-0001").status == 204
    assert service.rows("SELECT openid FROM wechat_accounts") == []


def test_her_household_keeps_its_points(service: Service) -> None:
    """The member leaves without her name; who comes in her place finds what was earned."""
    shop = a_shop(service, purse=60)
    (member,) = shop.household.member_ids
    before = [service.rows(sql) for sql in BOOKS]
    phone = service.sign_in(shop.resident_id)
    assert phone.get(f"/households/{shop.household.id}/points").body["redeemable"] == 60
    assert phone.delete("/me").status == 204
    assert [service.rows(sql) for sql in BOOKS] == before
    left = "SELECT name, person_id, left_at IS NULL FROM members WHERE id = :id"
    assert service.rows(left, id=member) == [("已注销成员", None, False)]
    successor = a_person(service)

    def come(work: Work) -> None:
        new = households.NewMember("王小妹", Relation.HEAD)
        added = households.add_member(work, shop.household.id, new)
        households.link_member(work, added.id, successor)

    service.run(come)
    points = service.sign_in(successor).get(f"/households/{shop.household.id}/points")
    assert points.body["redeemable"] == 60


def test_her_request_to_join_is_withdrawn(service: Service) -> None:
    household = a_household(service, a_village(service))
    chair = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    request, applicant = a_join_request(service, household, chair)
    assert service.sign_in(applicant).delete("/me").status == 204
    state = "SELECT state, decided_by FROM join_requests WHERE id = :id"
    assert service.rows(state, id=request) == [("withdrawn", applicant)]
    late = service.sign_in(chair).post(f"/join-requests/{request}/approval", {"member_id": None})
    assert (late.status, late.body["type"]) == (409, "/problems/join-request-decided")


def test_whoever_holds_an_office_hands_it_over_first(service: Service) -> None:
    village = a_village(service)
    chair = an_officer(service, Role.VILLAGE_CHAIR, village)
    phone = service.sign_in(chair)
    refused = phone.delete("/me")
    assert (refused.status, refused.body["type"]) == (409, "/problems/closing-hindered")
    assert phone.get("/me").status == 200
    service.clock.advance(minutes=1)
    service.run(lambda work: organisations.end_role(work, grant_of(service, chair)))
    assert service.sign_in(chair).delete("/me").status == 204


def test_a_closed_account_gets_nothing_new(service: Service) -> None:
    household = a_household(service, a_village(service))
    person = a_person(service)
    service.sign_in(person).delete("/me")
    with pytest.raises(SignInRaced):
        service.run(lambda work: identity.open_session(work, person))
    with pytest.raises(PersonNotFound):
        service.run(
            lambda work: organisations.grant_role(
                work,
                person_id=person,
                organisation_id=household.village_id,
                role=Role.ASSESSOR,
            )
        )
    with pytest.raises(PersonNotFound):
        service.run(lambda work: households.link_member(work, household.member_ids[0], person))


def test_her_code_was_used_up_and_she_may_ask_again_as_somebody_new(service: Service) -> None:
    household = a_household(service, a_village(service))
    chair = an_officer(service, Role.VILLAGE_CHAIR, household.village_id)
    phone, person = signed_in(service, "n1.o1")
    ask(service, person, a_join_code(service, household, chair))
    phone.delete("/me")
    _, another = signed_in(service, "n2.o1")
    ask(service, another, a_join_code(service, household, chair))
    states = service.rows("SELECT person_id, state FROM join_requests ORDER BY id")
    assert states == [(person, "withdrawn"), (another, "pending")]


def test_the_only_grown_up_of_a_child_stays_until_there_is_another(service: Service) -> None:
    family = a_neighbour(service, a_village(service), ("王淑芬",))
    a_child(service, family)
    mother = service.sign_in(family.person_id)

    (hindrance,) = mother.get("/me/closing").body["hindrances"]

    assert hindrance["slug"] == "only-adult"
    assert mother.delete("/me").status == 409
