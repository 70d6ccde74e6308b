"""Joining takes a single-use code and the word of somebody else (HH-1, AB-12)."""

import pytest
from sqlalchemy import update

from models.households import JoinCode, Member
from models.vocabulary import AnomalyKind, JoinState, MessageKind, Relation, Role
from server.domains.households import service as households
from server.domains.households.errors import (
    AlreadyDecided,
    AlreadyInHousehold,
    HeadExists,
    HouseholdNotFound,
    JoinCodeNotFound,
    JoinRequestNotFound,
    JoinRequestPending,
    MemberTaken,
    NameNotChecked,
    NoJoinCodeFree,
    OwnJoinRequest,
    TooManyTries,
)
from server.kernel.errors import InvalidInput
from server.kernel.pages import PageRequest
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.households_builders import a_join_code, a_join_request, ask
from tests.support.service import Service


def approve(
    service: Service, request_id: int, decider_id: int, member_id: int | None = None
) -> None:
    actor = service.actor(decider_id)
    service.run(lambda work: households.approve_join_request(work, request_id, member_id), actor)


def refuse(service: Service, request_id: int, decider_id: int) -> None:
    actor = service.actor(decider_id)
    service.run(lambda work: households.refuse_join_request(work, request_id), actor)


def state(service: Service, request_id: int) -> str:
    return str(service.scalar("SELECT state FROM join_requests WHERE id = :id", id=request_id))


def test_a_neighbour_joins_by_code_and_approval_as_a_new_member(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    request_id, person_id = a_join_request(service, household, resident_id)
    assert service.actor(person_id).household_id is None
    approve(service, request_id, resident_id)
    joined = service.actor(person_id)
    assert joined.household_id == household.id
    assert service.rows(
        "SELECT name, relation, village_id FROM members WHERE id = :id", id=joined.member_id
    ) == [("李小红", Relation.CHILD, household.village_id)]
    assert service.rows("SELECT state, decided_by, member_id FROM join_requests") == [
        (JoinState.APPROVED, resident_id, joined.member_id)
    ]
    assert service.rows("SELECT kind FROM messages ORDER BY id") == [
        (MessageKind.JOIN_REQUESTED,),
        (MessageKind.JOIN_APPROVED,),
    ]


def test_a_registered_member_without_a_phone_becomes_the_applicant(service: Service) -> None:
    household = a_household(service, a_village(service), ("王淑芬", "李国强"))
    resident_id = a_resident(service, household)
    request_id, person_id = a_join_request(service, household, resident_id)
    approve(service, request_id, resident_id, household.member_ids[1])
    assert service.actor(person_id).member_id == household.member_ids[1]
    assert service.rows("SELECT name, relation FROM members ORDER BY id") == [
        ("王淑芬", Relation.HEAD),
        ("李国强", Relation.OTHER),
    ]


def test_a_leader_issues_and_approves_for_a_household_without_a_phone(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader_id = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)
    request_id, person_id = a_join_request(service, household, leader_id)
    approve(service, request_id, leader_id, household.member_ids[0])
    assert service.actor(person_id).member_id == household.member_ids[0]


def test_a_code_has_six_signs_is_kept_as_a_digest_and_can_be_told_again(service: Service) -> None:
    household = a_household(service, a_village(service))
    actor = service.actor(a_resident(service, household))
    row = service.run(lambda work: households.issue_join_code(work, household.id), actor)
    told = [
        service.run(lambda work: households.spell_join_code(work, row.id), actor) for _ in range(2)
    ]
    assert told[0] == told[1]
    assert told[0] is not None
    assert len(told[0]) == 6
    assert told[0] not in str(service.rows("SELECT * FROM join_codes"))


def test_a_code_is_told_to_its_issuer_only(service: Service) -> None:
    household = a_household(service, a_village(service), ("王淑芬", "李国强"))
    issuer, other = (service.actor(a_resident(service, household, index)) for index in (0, 1))
    row = service.run(lambda work: households.issue_join_code(work, household.id), issuer)
    with pytest.raises(JoinCodeNotFound):
        service.run(lambda work: households.spell_join_code(work, row.id), other)


def test_a_code_of_another_key_is_not_told_wrongly(service: Service) -> None:
    household = a_household(service, a_village(service))
    actor = service.actor(a_resident(service, household))
    row = service.run(lambda work: households.issue_join_code(work, household.id), actor)
    service.run(lambda work: work.session.execute(update(JoinCode).values(code_hash="0" * 64)))
    assert service.run(lambda work: households.spell_join_code(work, row.id), actor) is None


def test_codes_of_one_moment_differ_and_run_out(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    assert len({a_join_code(service, household, resident_id) for _ in range(8)}) == 8
    with pytest.raises(NoJoinCodeFree):
        a_join_code(service, household, resident_id)
    service.clock.advance(seconds=1)
    a_join_code(service, household, resident_id)


def test_nobody_invites_into_another_household(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    mine, other = a_household(service, village_id), a_household(service, village_id)
    for person_id in (
        a_resident(service, mine),
        an_officer(service, Role.VILLAGE_CHAIR, other_id),
        an_officer(service, Role.ASSESSOR, village_id),
    ):
        with pytest.raises(HouseholdNotFound):
            a_join_code(service, other, person_id)


def test_a_code_is_read_however_it_is_typed_and_used_once(service: Service) -> None:
    household = a_household(service, a_village(service))
    code = a_join_code(service, household, a_resident(service, household))
    ask(service, a_person(service), f" {code[:3].lower()} {code[3:]} ")
    with pytest.raises(JoinCodeNotFound):
        ask(service, a_person(service), code)


def test_a_code_ends_after_72_hours(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    code, late = (a_join_code(service, household, resident_id) for _ in range(2))
    service.clock.advance(hours=71, minutes=59)
    ask(service, a_person(service), code)
    service.clock.advance(minutes=1)
    with pytest.raises(JoinCodeNotFound):
        ask(service, a_person(service), late)


def test_ab_12_unknown_used_and_old_codes_answer_the_same(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    used, old = (a_join_code(service, household, resident_id) for _ in range(2))
    ask(service, a_person(service), used)
    service.clock.advance(hours=73)
    answers = set()
    for code in ("ZZZZZZ", used, old, "短", "much too long to be a code"):
        with pytest.raises(JoinCodeNotFound) as refused:
            ask(service, a_person(service), code)
        answers.add((str(refused.value), tuple(refused.value.facts)))
    assert len(answers) == 1


def test_ab_12_guessing_locks_for_a_quarter_of_an_hour_and_raises_the_alarm(
    service: Service,
) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    code = a_join_code(service, household, resident_id)
    guesser_id = a_person(service)
    for _ in range(6):
        with pytest.raises(JoinCodeNotFound):
            ask(service, guesser_id, "ZZZZZZ")
    with pytest.raises(TooManyTries) as locked:
        ask(service, guesser_id, code)
    assert locked.value.facts["minutes"] == 15
    assert (
        service.rows("SELECT kind, person_id FROM anomalies")
        == [(AnomalyKind.CODE_GUESSING, guesser_id)] * 2
    )
    ask(service, a_person(service), a_join_code(service, household, resident_id))
    service.clock.advance(minutes=15, seconds=1)
    ask(service, guesser_id, code)


def test_a_person_asks_one_household_at_a_time(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    _request_id, person_id = a_join_request(service, household, resident_id)
    second = a_join_code(service, household, resident_id)
    with pytest.raises(JoinRequestPending):
        ask(service, person_id, second)
    ask(service, a_person(service), second)


def test_a_member_of_a_household_cannot_ask_another(service: Service) -> None:
    village_id = a_village(service)
    mine, other = a_household(service, village_id), a_household(service, village_id)
    code = a_join_code(service, mine, a_resident(service, mine))
    with pytest.raises(AlreadyInHousehold):
        ask(service, a_resident(service, other), code)


def test_a_person_who_joined_elsewhere_meanwhile_is_not_admitted(service: Service) -> None:
    village_id = a_village(service)
    mine, other = a_household(service, village_id), a_household(service, village_id)
    resident_id = a_resident(service, mine)
    request_id, person_id = a_join_request(service, mine, resident_id)
    (member_id,) = other.member_ids
    service.run(lambda work: households.link_member(work, member_id, person_id))
    with pytest.raises(AlreadyInHousehold):
        approve(service, request_id, resident_id)
    assert state(service, request_id) == JoinState.PENDING


def test_an_applicant_never_admits_herself(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    request_id = ask(service, leader_id, a_join_code(service, household, leader_id))
    for decide in (approve, refuse):
        with pytest.raises(OwnJoinRequest):
            decide(service, request_id, leader_id)
    assert (
        service.rows("SELECT kind, object_id FROM anomalies")
        == [(AnomalyKind.OWN_OR_RELATIVE, request_id)] * 2
    )
    approve(service, request_id, an_officer(service, Role.VILLAGE_CHAIR, village_id))


def test_a_refused_person_may_ask_again(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    request_id, person_id = a_join_request(service, household, resident_id)
    refuse(service, request_id, resident_id)
    assert state(service, request_id) == JoinState.REFUSED
    assert service.actor(person_id).household_id is None
    ask(service, person_id, a_join_code(service, household, resident_id))


def test_a_request_is_decided_once(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    request_id, _person_id = a_join_request(service, household, resident_id)
    approve(service, request_id, resident_id)
    with pytest.raises(AlreadyDecided):
        refuse(service, request_id, resident_id)
    assert state(service, request_id) == JoinState.APPROVED


def test_requests_are_decided_by_those_of_the_household_only(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    household = a_household(service, village_id)
    request_id, _person_id = a_join_request(service, household, a_resident(service, household))
    for decider_id in (
        a_resident(service, a_household(service, village_id)),
        an_officer(service, Role.VILLAGE_CHAIR, other_id),
    ):
        with pytest.raises(JoinRequestNotFound):
            approve(service, request_id, decider_id)
    assert state(service, request_id) == JoinState.PENDING


def test_a_member_who_has_joined_is_nobody_else(service: Service) -> None:
    household = a_household(service, a_village(service), ("王淑芬", "李国强"))
    resident_id = a_resident(service, household)
    request_id, _person_id = a_join_request(service, household, resident_id)
    with pytest.raises(MemberTaken):
        approve(service, request_id, resident_id, household.member_ids[0])


def test_a_member_of_another_household_or_one_who_left_is_not_found(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id, ("王淑芬", "李国强"))
    other = a_household(service, village_id)
    resident_id = a_resident(service, household)
    request_id, _person_id = a_join_request(service, household, resident_id)
    gone_id = household.member_ids[1]
    service.run(
        lambda work: work.session.execute(
            update(Member).where(Member.id == gone_id).values(left_at=work.now)
        )
    )
    for member_id in (*other.member_ids, gone_id):
        with pytest.raises(InvalidInput):
            approve(service, request_id, resident_id, member_id)


def test_a_second_head_is_not_admitted(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    code = a_join_code(service, household, resident_id)
    actor = service.actor(a_person(service))
    request_id = service.run(
        lambda work: households.ask_to_join(work, code=code, name="李", relation=Relation.HEAD).id,
        actor,
    )
    with pytest.raises(NameNotChecked):
        approve(service, request_id, resident_id)
    service.settle_checks()
    with pytest.raises(HeadExists):
        approve(service, request_id, resident_id)


def test_waiting_requests_are_listed_to_those_who_decide(service: Service) -> None:
    household = a_household(service, a_village(service))
    resident_id = a_resident(service, household)
    requests = [a_join_request(service, household, resident_id)[0] for _ in range(3)]
    refuse(service, requests[0], resident_id)
    actor = service.actor(resident_id)

    def listed(page: PageRequest) -> tuple[list[int], int | None]:
        found = service.run(
            lambda work: households.list_join_requests(work, household.id, page), actor
        )
        return [card.request.id for card in found.items], found.next_after

    assert listed(PageRequest(size=1)) == ([requests[1]], requests[1])
    assert listed(PageRequest(after=requests[1])) == ([requests[2]], None)
    stranger = service.actor(a_person(service))
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: households.list_join_requests(work, household.id, PageRequest()), stranger
        )
