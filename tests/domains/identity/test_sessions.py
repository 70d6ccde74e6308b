"""Sessions: opaque, few, ended at once when they should be, never longer than they may."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from models.organisations import RoleGrant
from models.vocabulary import Role
from server.domains.households import service as households
from server.domains.identity import service as identity
from server.domains.identity.errors import SessionEnded
from server.domains.organisations import service as organisations
from server.kernel.actors import Actor
from server.kernel.permissions import RESIDENT, Permission
from server.kernel.secrets import digest
from server.kernel.work import Work
from tests.support.builders import a_household, a_person, a_resident, a_village, an_officer
from tests.support.households_builders import a_join_request
from tests.support.service import Service

MINUTE = timedelta(minutes=1)


def opened(service: Service, person: int) -> str:
    return service.run(lambda work: identity.open_session(work, person)).token


def loaded(service: Service, token: str) -> Actor:
    return service.run(
        lambda work: identity.load_actor(work.session, token, work.now), writes=False
    )


def is_alive(service: Service, token: str) -> bool:
    try:
        loaded(service, token)
    except SessionEnded:
        return False
    return True


def used(service: Service, token: str) -> None:
    service.run(identity.keep_alive, loaded(service, token))


def granted(service: Service, person: int, village: int, role: Role) -> int:
    return service.run(
        lambda work: organisations.grant_role(
            work, person_id=person, organisation_id=village, role=role
        )
    )


def test_the_database_keeps_the_hash_of_a_token_only(service: Service) -> None:
    token = opened(service, a_person(service))
    assert service.rows("SELECT token_hash FROM sign_in_sessions") == [(digest(token),)]


@pytest.mark.parametrize("token", ["", "unknown", "口令", "x" * 10_000])
def test_an_unknown_token_is_nobody(service: Service, token: str) -> None:
    assert not is_alive(service, token)


def test_a_token_stands_for_the_person_with_all_she_is(service: Service) -> None:
    village = a_village(service)
    household = a_household(service, village)
    person = a_resident(service, household)
    granted(service, person, village, Role.ASSESSOR)
    actor = loaded(service, opened(service, person))
    assert (actor.person_id, actor.household_id, actor.member_id) == (
        person,
        household.id,
        household.member_ids[0],
    )
    assert [(g.role, g.organisation_id) for g in actor.grants] == [(Role.ASSESSOR, village)]
    assert actor.session_id is not None
    assert service.actor(person).session_id is None


def test_a_person_without_household_or_office_is_just_that(service: Service) -> None:
    person = a_person(service)
    actor = loaded(service, opened(service, person))
    assert (actor.person_id, actor.household_id, actor.member_id, actor.grants) == (
        person,
        None,
        None,
        (),
    )


def test_signing_out_ends_this_session_and_no_other(service: Service) -> None:
    person = a_person(service)
    phone, tablet = opened(service, person), opened(service, person)
    service.run(identity.sign_out, loaded(service, phone))
    assert [is_alive(service, token) for token in (phone, tablet)] == [False, True]


def test_signing_out_twice_changes_nothing(service: Service) -> None:
    actor = loaded(service, opened(service, a_person(service)))
    service.run(identity.sign_out, actor)
    ended = service.scalar("SELECT revoked_at FROM sign_in_sessions")
    service.clock.advance(hours=1)
    service.run(identity.sign_out, actor)
    assert service.scalar("SELECT revoked_at FROM sign_in_sessions") == ended


def test_of_more_than_five_sessions_the_oldest_end(service: Service) -> None:
    person, other = a_person(service), opened(service, a_person(service))
    tokens = []
    for _ in range(7):
        tokens.append(opened(service, person))
        service.clock.advance(seconds=1)
    assert [is_alive(service, token) for token in tokens] == [False] * 2 + [True] * 5
    assert is_alive(service, other)


def test_of_sessions_opened_in_one_instant_the_first_end(service: Service) -> None:
    person = a_person(service)
    tokens = [opened(service, person) for _ in range(6)]
    assert [is_alive(service, token) for token in tokens] == [False] + [True] * 5


def test_a_session_left_alone_for_seven_days_has_ended(service: Service) -> None:
    token = opened(service, a_person(service))
    service.clock.advance(days=7)
    service.clock.instant -= MINUTE
    assert is_alive(service, token)
    service.clock.instant += MINUTE
    assert not is_alive(service, token)


def test_a_session_in_use_lives_for_thirty_days_and_no_longer(service: Service) -> None:
    token = opened(service, a_person(service))
    for _ in range(5):
        service.clock.advance(days=5)
        used(service, token)
    service.clock.advance(days=5)
    service.clock.instant -= MINUTE
    assert is_alive(service, token)
    service.clock.instant += MINUTE
    assert not is_alive(service, token)


def test_reading_does_not_keep_a_session_alive(service: Service) -> None:
    token = opened(service, a_person(service))
    service.clock.advance(days=6)
    assert is_alive(service, token)
    service.clock.advance(days=1)
    assert not is_alive(service, token)


def test_use_is_noted_at_most_once_an_hour(service: Service) -> None:
    token = opened(service, a_person(service))
    seen = [service.scalar("SELECT seen_at FROM sign_in_sessions")]
    for minutes in (59, 1, 59):
        service.clock.advance(minutes=minutes)
        used(service, token)
        seen.append(service.scalar("SELECT seen_at FROM sign_in_sessions"))
    assert seen[0] == seen[1] != seen[2] == seen[3]


# Change of office


def test_ab_25_the_end_of_an_office_bites_at_the_next_call(service: Service) -> None:
    village = a_village(service)
    chair = a_resident(service, a_household(service, village))
    grant = granted(service, chair, village, Role.VILLAGE_CHAIR)
    token = opened(service, chair)
    service.clock.advance(minutes=1)
    service.run(lambda work: organisations.end_role(work, grant))
    with pytest.raises(SessionEnded, match="身份有变动"):
        loaded(service, token)
    anew = loaded(service, opened(service, chair))
    assert anew.permissions == RESIDENT
    assert anew.scope(Permission.CLAIM_CONFIRM).is_empty


def test_an_office_that_ended_before_she_signed_in_ends_nothing(service: Service) -> None:
    village, person = a_village(service), a_person(service)
    grant = granted(service, person, village, Role.ASSESSOR)
    service.clock.advance(minutes=1)
    service.run(lambda work: organisations.end_role(work, grant))
    service.clock.advance(minutes=1)
    assert is_alive(service, opened(service, person))


def test_the_end_of_one_office_leaves_the_other_after_a_new_sign_in(service: Service) -> None:
    village, person = a_village(service), a_person(service)
    ended = granted(service, person, village, Role.VILLAGE_CHAIR)
    granted(service, person, village, Role.ASSESSOR)
    token = opened(service, person)
    service.clock.advance(minutes=1)
    service.run(lambda work: organisations.end_role(work, ended))
    assert not is_alive(service, token)
    assert [g.role for g in loaded(service, opened(service, person)).grants] == [Role.ASSESSOR]


def test_the_end_of_anothers_office_changes_nothing_for_her(service: Service) -> None:
    village, person, other = a_village(service), a_person(service), a_person(service)
    granted(service, person, village, Role.ASSESSOR)
    ended = granted(service, other, village, Role.ASSESSOR)
    token = opened(service, person)
    service.clock.advance(minutes=1)
    service.run(lambda work: organisations.end_role(work, ended))
    assert is_alive(service, token)


@pytest.mark.parametrize("days", [0, 1])
def test_an_office_is_held_from_its_first_instant_on_and_by_a_new_token_only(
    service: Service, days: int
) -> None:
    """Also when it begins by date: nothing runs at midnight that could forget to end a session."""
    village, person = a_village(service), a_person(service)
    token = opened(service, person)
    service.clock.advance(minutes=1)
    grant = granted(service, person, village, Role.ASSESSOR)
    if days:
        tomorrow = service.clock.instant + timedelta(days=days)
        service.run(partial(_begin_later, grant, tomorrow))
        assert Permission.CLAIM_CONFIRM not in loaded(service, token).permissions
        service.clock.advance(days=days)
    assert not is_alive(service, token)
    assert Permission.CLAIM_CONFIRM in loaded(service, opened(service, person)).permissions


def _begin_later(grant: int, instant: datetime, work: Work) -> None:
    work.session.get_one(RoleGrant, grant).since_at = instant


# Change of household


def test_joining_and_leaving_a_household_ask_for_a_new_token(service: Service) -> None:
    village = a_village(service)
    household = a_household(service, village, ("王淑芬", "李芳"))
    chair, person = an_officer(service, Role.VILLAGE_CHAIR, village), a_person(service)
    before = opened(service, person)
    service.clock.advance(minutes=1)
    head, other = household.member_ids
    service.run(lambda work: households.link_member(work, head, person))
    assert not is_alive(service, before)
    inside = opened(service, person)
    assert loaded(service, inside).household_id == household.id
    service.clock.advance(minutes=1)
    gone = households.NewHead(member_id=other, former_id=head, former_relation=None)
    service.run(lambda work: households.change_head(work, household.id, gone), service.actor(chair))
    assert not is_alive(service, inside)
    assert loaded(service, opened(service, person)).household_id is None


def test_the_one_who_admits_her_keeps_her_own_session(service: Service) -> None:
    household = a_household(service, a_village(service))
    head = a_resident(service, household)
    request, applicant = a_join_request(service, household, head)
    hers, theirs = opened(service, applicant), opened(service, head)
    service.clock.advance(minutes=1)
    service.run(
        lambda work: households.approve_join_request(work, request, None), service.actor(head)
    )
    assert [is_alive(service, token) for token in (hers, theirs)] == [False, True]
