"""Who stands behind a WeChat identity: one person, in whatever order her accounts turn up."""

from collections.abc import Sequence
from itertools import count, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.vocabulary import Relation, Role
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.organisations import service as organisations
from server.kernel.wechat import WeChatIdentity
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold, a_household, a_resident, a_village
from tests.support.consents_builders import agrees
from tests.support.service import CodeUsed, Service

NUMBERS = count(1)
Sight = tuple[str, str | None]
SIGHTS: list[Sight] = [("A", None), ("A", "U"), ("B", None), ("B", "U"), ("C", "U")]
"""Three accounts of one woman, each seen with and without her unionid (where it matters)."""


def sees(service: Service, openid: str, unionid: str | None = None, app_id: str = "wx1") -> int:
    found = WeChatIdentity(app_id, openid, unionid)
    return service.run(lambda work: identity.sign_in(work, found)).person_id


def a_member_known_as(service: Service, openid: str, household: BuiltHousehold) -> int:
    person = sees(service, openid)
    member = household.member_ids[0]
    service.run(lambda work: households.link_member(work, member, person))
    return person


def audited(service: Service, action: str) -> list[int]:
    sql = "SELECT object_id FROM audit_entries WHERE action = :action ORDER BY id"
    return [row[0] for row in service.rows(sql, action=action)]


def test_the_first_sign_in_makes_a_person_and_the_second_finds_her(service: Service) -> None:
    first, second = sees(service, "o1"), sees(service, "o1")
    assert first == second
    assert service.rows("SELECT id FROM people") == [(first,)]


def test_another_openid_is_another_person(service: Service) -> None:
    assert sees(service, "o1") != sees(service, "o2")


def test_the_same_openid_of_another_app_is_another_person(service: Service) -> None:
    assert sees(service, "o1", app_id="wx1") != sees(service, "o1", app_id="wx2")


def test_a_unionid_joins_the_accounts_of_one_person(service: Service) -> None:
    assert sees(service, "o1", "u1") == sees(service, "o2", "u1", app_id="wx2")
    assert service.scalar("SELECT count(*) FROM people") == 1
    assert service.scalar("SELECT count(*) FROM wechat_accounts") == 2


def test_a_unionid_learnt_later_joins_them_as_well(service: Service) -> None:
    first = sees(service, "o1")
    assert sees(service, "o1", "u1") == first
    assert sees(service, "o2", "u1", app_id="wx2") == first


def test_of_two_people_who_turn_out_to_be_one_the_older_stays(service: Service) -> None:
    older, newer = sees(service, "o1"), sees(service, "o2", "u1")
    assert sees(service, "o1", "u1") == older
    assert {sees(service, "o2"), sees(service, "o2", "u1"), sees(service, "o1")} == {older}
    assert service.rows("SELECT unionid FROM people ORDER BY id") == [("u1",), (None,)]
    assert audited(service, "merge_people") == [older]
    assert newer != older


def test_the_sessions_of_the_one_who_went_have_ended(service: Service) -> None:
    sees(service, "o1")
    caller = service.sign_in(sees(service, "o2", "u1"))
    sees(service, "o1", "u1")
    assert caller.get("/me").status == 401


def test_the_one_with_an_office_stays(service: Service) -> None:
    sees(service, "o1")
    officer = sees(service, "o2", "u1")
    village = a_village(service)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=officer, organisation_id=village, role=Role.ASSESSOR
        )
    )
    assert sees(service, "o1", "u1") == officer
    assert service.scalar("SELECT unionid FROM people WHERE id = :id", id=officer) == "u1"


def test_the_one_with_a_household_stays(service: Service) -> None:
    sees(service, "o1", "u1")
    resident = a_member_known_as(service, "o2", a_household(service, a_village(service)))
    assert sees(service, "o2", "u1") == resident
    assert sees(service, "o1") == resident


def test_the_one_who_waits_to_join_a_household_stays(service: Service) -> None:
    household = a_household(service, a_village(service))
    head = service.actor(a_resident(service, household))
    code = service.run(lambda work: households.issue_join_code(work, household.id).id, head)
    spelt = service.run(lambda work: households.spell_join_code(work, code), head)
    sees(service, "o1", "u1")
    waiting = sees(service, "o2")
    service.run(
        lambda work: households.ask_to_join(
            work, code=str(spelt), name="王小芳", relation=Relation.CHILD
        ),
        service.actor(agrees(service, waiting)),
    )
    assert sees(service, "o2", "u1") == waiting


def test_two_who_both_stand_for_something_are_left_to_a_person_to_decide(service: Service) -> None:
    village = a_village(service)
    first = a_member_known_as(service, "o1", a_household(service, village))
    second = a_member_known_as(service, "o2", a_household(service, village, ("李芳",)))
    assert sees(service, "o2", "u1") == second
    assert sees(service, "o1", "u1") == first
    assert (sees(service, "o1"), sees(service, "o2")) == (first, second)
    assert audited(service, "share_unionid") == [first]
    assert audited(service, "merge_people") == []


def test_a_person_keeps_the_first_unionid_she_was_known_by(service: Service) -> None:
    person = sees(service, "o1", "u1")
    assert sees(service, "o1", "u2") == person
    assert service.rows("SELECT unionid FROM people") == [("u1",)]


def test_merging_two_known_by_different_unionids_ends_the_question(service: Service) -> None:
    older, newer = sees(service, "o1", "u1"), sees(service, "o2", "u2")
    assert sees(service, "o1", "u2") == older != newer
    assert sees(service, "o1", "u2") == sees(service, "o2", "u2") == older
    assert audited(service, "merge_people") == [older]


def sights(work: Work, woman: int, order: Sequence[Sight]) -> set[int]:
    """Let one woman's accounts be seen in this order, and return whom each ends as."""
    for account, unionid in order:
        seen = WeChatIdentity("wx1", f"{account}{woman}", unionid and f"{unionid}{woman}")
        identity.recognise(work, seen)
    ends = (WeChatIdentity("wx1", f"{account}{woman}", None) for account, _ in order)
    return {identity.recognise(work, end) for end in ends}


@pytest.mark.parametrize("seen", [SIGHTS[:4], [*SIGHTS[:2], ("B", "U"), ("C", "U")]])
def test_every_order_of_arrival_ends_as_one_person(service: Service, seen: list[Sight]) -> None:
    """Two accounts and three, in all 24 orders."""

    def see(work: Work) -> list[int]:
        return [len(sights(work, next(NUMBERS), order)) for order in permutations(seen)]

    assert service.run(see) == [1] * 24


def test_in_every_order_she_keeps_the_office_that_either_account_has(service: Service) -> None:
    """Two accounts, in all 24 orders; whoever was met first is given an office at once."""
    village = a_village(service)

    def see(work: Work, order: Sequence[Sight]) -> bool:
        woman = next(NUMBERS)
        (first,) = sights(work, woman, order[:1])
        organisations.grant_role(work, person_id=first, organisation_id=village, role=Role.ASSESSOR)
        return sights(work, woman, order[1:]) == {first}

    orders = list(permutations(SIGHTS[:4]))
    assert service.run(lambda work: [see(work, order) for order in orders]) == [True] * 24


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(order=st.lists(st.sampled_from(SIGHTS), max_size=6))
def test_whatever_was_seen_before_her_accounts_end_as_one_person(
    service: Service, order: list[Sight]
) -> None:
    """Any sights, repeated or left out, each a sign-in of its own; then all with the unionid."""
    woman = next(NUMBERS)
    for account, unionid in [*order, ("A", "U"), ("B", "U"), ("C", "U")]:
        sees(service, f"{account}{woman}", unionid and f"{unionid}{woman}", app_id=account)
    service.clock.advance(minutes=1)  # nobody signs in more than ten times a minute
    found = {sees(service, f"{account}{woman}", app_id=account) for account in "ABC"}
    assert len(found) == 1


def test_a_code_is_exchanged_through_the_port_and_once(service: Service) -> None:
    ports = service.app.transactions.ports
    assert identity.exchange_code(ports, "n1.o1/u1") == WeChatIdentity("wxtest", "o1", "u1")
    with pytest.raises(CodeUsed):
        identity.exchange_code(ports, "n1.o1/u1")


def test_signing_in_is_audited_without_her_openid(service: Service) -> None:
    person = sees(service, "secret-openid", "secret-unionid")
    ((detail, by),) = service.rows(
        "SELECT CAST(detail AS TEXT), person_id FROM audit_entries WHERE action = 'sign_in'"
    )
    assert "secret" not in detail
    assert by == person
