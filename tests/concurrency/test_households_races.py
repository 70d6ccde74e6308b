"""Many at once for one join code, one request, one free member, one number, one door plate.

Each race has a control that looks, meets the others, and then writes what it saw. It must admit
too many; otherwise the race would prove nothing.
"""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select, update

from models.codes import Code
from models.households import Household, JoinCode, JoinRequest, Member
from models.vocabulary import CodeKind, JoinState, Relation, Role
from server.domains.codes import service as codes
from server.domains.households import rules
from server.domains.households import service as households
from server.domains.households.errors import (
    AlreadyDecided,
    HeadChanged,
    JoinCodeNotFound,
    MemberTaken,
    NumberTaken,
)
from server.domains.households.service import NewMember
from server.kernel.secrets import new_scene
from server.kernel.work import Work
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_person,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.households_builders import a_join_code, a_join_request, ask
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 20


def outcomes(results: Sequence[object]) -> Counter[str]:
    return Counter(type(result).__name__ for result in results)


def look_then_write(
    service: Service, look: Callable[[Work], int | str | None], write: Callable[[Work, int], None]
) -> list[bool | Exception]:
    """Let all look before anybody writes, in turn; True for who wrote, else the exception."""
    everybody_has_looked, turn = threading.Barrier(CROWD), threading.Lock()

    def naive(index: int) -> bool:
        seen = service.run(look, writes=False)
        everybody_has_looked.wait()
        if seen is None:
            return False
        with turn:
            service.run(lambda work: write(work, index))
        return True

    return service.race(CROWD, naive)


def a_home(service: Service) -> tuple[BuiltHousehold, int]:
    """Return a household with a free member, and a resident of it."""
    household = a_household(service, a_village(service), ("王淑芬", "李国强"))
    return household, a_resident(service, household)


def test_a_join_code_is_used_by_one_of_many(service: Service) -> None:
    household, resident_id = a_home(service)
    code = a_join_code(service, household, resident_id)
    people = [a_person(service) for _ in range(CROWD)]
    results = service.race(CROWD, lambda index: ask(service, people[index], code))
    assert outcomes(results) == {"int": 1, JoinCodeNotFound.__name__: CROWD - 1}
    assert service.scalar("SELECT count(*) FROM join_requests") == 1


def test_control_looking_whether_a_code_is_free_admits_too_many(service: Service) -> None:
    household, resident_id = a_home(service)
    a_join_code(service, household, resident_id)
    code_id = int(service.scalar("SELECT id FROM join_codes"))
    people = [a_person(service) for _ in range(CROWD)]

    def look(work: Work) -> int | None:
        return work.session.scalar(select(JoinCode.id).where(JoinCode.used_by.is_(None)))

    def write(work: Work, index: int) -> None:
        work.session.execute(update(JoinCode).values(used_by=people[index], used_at=work.now))
        work.session.add(
            JoinRequest(
                village_id=household.village_id,
                household_id=household.id,
                person_id=people[index],
                join_code_id=code_id,
                name="李小红",
                relation=Relation.CHILD,
                state=JoinState.PENDING,
                requested_at=work.now,
            )
        )

    assert look_then_write(service, look, write) == [True] * CROWD
    assert service.scalar("SELECT count(*) FROM join_requests") == CROWD


def test_a_request_is_decided_by_one_of_many(service: Service) -> None:
    household, resident_id = a_home(service)
    request_id, _person_id = a_join_request(service, household, resident_id)
    actor = service.actor(resident_id)

    def decide(index: int) -> str:
        if index % 2:
            service.run(lambda work: households.approve_join_request(work, request_id, None), actor)
            return "approved"
        service.run(lambda work: households.refuse_join_request(work, request_id), actor)
        return "refused"

    results = service.race(CROWD, decide)
    assert outcomes(results) == {"str": 1, AlreadyDecided.__name__: CROWD - 1}
    (winner,) = (result for result in results if isinstance(result, str))
    assert service.scalar("SELECT state FROM join_requests") == winner
    admitted = service.scalar("SELECT count(*) FROM members WHERE person_id IS NOT NULL") - 1
    assert admitted == (winner == "approved")


def test_control_looking_whether_a_request_waits_decides_it_often(service: Service) -> None:
    household, resident_id = a_home(service)
    a_join_request(service, household, resident_id)

    def look(work: Work) -> int | None:
        waiting = JoinRequest.state == JoinState.PENDING
        return work.session.scalar(select(JoinRequest.id).where(waiting))

    def write(work: Work, index: int) -> None:
        state = JoinState.APPROVED if index % 2 else JoinState.REFUSED
        work.session.execute(update(JoinRequest).values(state=state))

    assert look_then_write(service, look, write) == [True] * CROWD


def test_a_free_member_becomes_one_of_many_applicants(service: Service) -> None:
    household, resident_id = a_home(service)
    free_id = household.member_ids[1]
    requests = []
    for _ in range(CROWD):
        requests.append(a_join_request(service, household, resident_id)[0])
        service.clock.advance(seconds=1)
    actor = service.actor(resident_id)
    results = service.race(
        CROWD,
        lambda index: service.run(
            lambda work: households.approve_join_request(work, requests[index], free_id).id, actor
        ),
    )
    assert outcomes(results) == {"int": 1, MemberTaken.__name__: CROWD - 1}
    approved = "SELECT count(*) FROM join_requests WHERE state = 'approved'"
    assert service.scalar(approved) == 1


def test_control_looking_whether_a_member_is_free_binds_too_many(service: Service) -> None:
    household, _resident_id = a_home(service)
    free_id = household.member_ids[1]
    people = [a_person(service) for _ in range(CROWD)]

    def look(work: Work) -> int | None:
        free = select(Member.id).where(Member.id == free_id, Member.person_id.is_(None))
        return work.session.scalar(free)

    def write(work: Work, index: int) -> None:
        bind = update(Member).where(Member.id == free_id).values(person_id=people[index])
        work.session.execute(bind)

    assert look_then_write(service, look, write) == [True] * CROWD


def register(work: Work, village_id: int, number: str | None) -> str:
    """Register a household under a number and return the number."""
    return households.register_household(
        work,
        village_id=village_id,
        number=number,
        group_name="三组",
        zone=None,
        members=[NewMember("王淑芬", Relation.HEAD)],
    ).number


def test_households_registered_at_once_get_numbers_without_a_gap(service: Service) -> None:
    village_id = a_village(service)
    results = service.race(
        CROWD, lambda _: service.run(lambda work: register(work, village_id, None))
    )
    assert sorted(map(str, results)) == [f"{number:03}" for number in range(1, CROWD + 1)]


def test_control_looking_for_the_next_number_gives_it_to_many(service: Service) -> None:
    village_id = a_village(service)
    seen: list[str] = []

    def look(work: Work) -> str:
        numbers = select(Household.number).where(Household.village_id == village_id)
        seen.append(rules.next_number(work.session.scalars(numbers)))
        return seen[-1]

    def write(work: Work, index: int) -> None:
        register(work, village_id, seen[index])

    results = look_then_write(service, look, write)
    assert outcomes(results) == {"bool": 1, NumberTaken.__name__: CROWD - 1}
    assert seen == ["001"] * CROWD


def test_a_door_plate_printed_by_many_has_one_code(service: Service) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    actor = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village_id))

    def issue(work: Work) -> str:
        return codes.issue_code(work, CodeKind.DOOR_PLATE, household.id).scene

    results = service.race(CROWD, lambda _: service.run(issue, actor))
    assert outcomes(results) == {"str": CROWD}
    assert len(set(map(str, results))) == 1


def test_control_looking_for_a_valid_code_prints_many_that_the_key_refuses(
    service: Service,
) -> None:
    village_id = a_village(service)
    household = a_household(service, village_id)
    valid = select(Code.id).where(Code.target_id == household.id, Code.revoked_at.is_(None))

    def look(work: Work) -> str | None:
        return "nothing yet" if work.session.scalar(valid) is None else None

    def write(work: Work, index: int) -> None:
        del index
        work.session.add(
            Code(
                village_id=village_id,
                kind=CodeKind.DOOR_PLATE,
                target_id=household.id,
                scene=new_scene(),
                issued_at=work.now,
            )
        )

    results = look_then_write(service, look, write)
    assert outcomes(results) == {"bool": 1, "IntegrityError": CROWD - 1}


def a_crowded_home(service: Service) -> tuple[BuiltHousehold, int, tuple[int, ...]]:
    """Return a household with a member for each of the crowd beside its head."""
    names = ("王淑芬", *(f"成员{number}" for number in range(CROWD)))
    household = a_household(service, a_village(service), names)
    head, *others = household.member_ids
    return household, head, tuple(others)


def test_a_head_changed_by_many_at_once_is_changed_once(service: Service) -> None:
    household, head, others = a_crowded_home(service)
    actor = service.actor(an_officer(service, Role.VILLAGE_CHAIR, household.village_id))

    def change(index: int) -> bool:
        new = households.NewHead(others[index], head, Relation.PARENT)
        service.run(lambda work: households.change_head(work, household.id, new), actor)
        return True

    results = service.race(CROWD, change)
    assert outcomes(results) == {"bool": 1, HeadChanged.__name__: CROWD - 1}
    winner = others[results.index(True)]
    assert service.scalar("SELECT id FROM members WHERE relation = 'head'") == winner
    assert service.scalar("SELECT count(*) FROM audit_entries WHERE action = 'change_head'") == 1


def test_control_looking_who_is_head_lets_many_change_her(service: Service) -> None:
    household, head, others = a_crowded_home(service)
    is_head = Member.relation == Relation.HEAD

    def look(work: Work) -> int | None:
        return work.session.scalar(select(Member.id).where(Member.id == head, is_head))

    def write(work: Work, index: int) -> None:
        gives_way = update(Member).where(Member.household_id == household.id, is_head)
        work.session.execute(gives_way.values(relation=Relation.OTHER))
        new = update(Member).where(Member.id == others[index])
        work.session.execute(new.values(relation=Relation.HEAD))

    results = look_then_write(service, look, write)
    assert results.count(True) > 1
    heads = "SELECT count(*) FROM members WHERE relation = 'head'"
    assert service.scalar(heads) == 1  # the key holds, yet all but one were told an untruth
