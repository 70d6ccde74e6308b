"""Whoever came is marked present, signed up or not; nobody is at two places at once."""

from dataclasses import replace

import pytest

from models.vocabulary import Role
from server.domains.activities import service as activities
from server.domains.activities.errors import (
    AttendedElsewhere,
    NotOfHousehold,
    OtherVillage,
    RollCallClosed,
    ShiftNotFound,
)
from server.domains.activities.rules import PointsOutcome, RollResult
from server.domains.activities.service import RollItem
from server.domains.households import service as households
from server.domains.households.errors import HouseholdNotFound
from server.domains.organisations import service as organisations
from tests.support.activities_builders import (
    LECTURE,
    Neighbour,
    a_chair,
    a_draft,
    a_neighbour,
    a_village_with_rules,
    an_activity,
    on_behalf_of,
    signed_up,
)
from tests.support.builders import a_village, an_officer
from tests.support.service import Service


def walk_in(service: Service, shift_id: int, chair: int, guest: Neighbour) -> RollItem:
    return service.run(
        lambda work: activities.add_walk_in(
            work, shift_id, household_id=guest.household.id, member_id=guest.member_id
        ),
        service.actor(chair),
    )


def shift_row(service: Service, shift_id: int) -> tuple[int, int, int]:
    """Return the places taken, the sign-ups that stand and those present."""
    (row,) = service.rows(
        "SELECT taken, (SELECT count(*) FROM sign_ups WHERE session_id = s.id),"
        " (SELECT count(*) FROM attendances WHERE session_id = s.id)"
        " FROM activity_sessions AS s WHERE id = :id",
        id=shift_id,
    )
    taken, signed, present = row
    return taken, signed, present


def test_who_came_without_a_place_is_present_beyond_the_capacity(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair, capacity=1).shift_id
    signed_up(service, shift_id, a_neighbour(service, village_id))
    service.clock.advance(days=1)
    guest = a_neighbour(service, village_id)

    item = walk_in(service, shift_id, chair, guest)
    again = walk_in(service, shift_id, chair, guest)

    assert (item.result, item.points) == (RollResult.PRESENT, PointsOutcome.CONFIRMED)
    assert again == RollItem(item.sign_up_id, RollResult.ALREADY, PointsOutcome.NONE)
    assert shift_row(service, shift_id) == (1, 2, 1)
    assert service.scalar("SELECT count(*) FROM points_claims WHERE state = 'confirmed'") == 1
    told = "SELECT count(*) FROM messages WHERE kind = 'attended' AND household_id = :id"
    assert service.scalar(told, id=guest.household.id) == 1


def test_who_waited_or_was_called_absent_is_present_after_all(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair, capacity=1).shift_id
    absent, waiting = a_neighbour(service, village_id), a_neighbour(service, village_id)
    first = signed_up(service, shift_id, absent)
    signed_up(service, shift_id, waiting)
    service.clock.advance(days=1)
    service.run(
        lambda work: activities.call_roll(work, shift_id, present=[], absent=[first.sign_up.id]),
        service.actor(chair),
    )

    results = [walk_in(service, shift_id, chair, guest).result for guest in (absent, waiting)]

    assert results == [RollResult.PRESENT] * 2
    assert shift_row(service, shift_id) == (1, 2, 2)


def test_a_cancelled_sign_up_is_no_obstacle(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    guest = a_neighbour(service, village_id)
    view = signed_up(service, shift_id, guest)
    service.run(
        lambda work: activities.cancel_sign_up(work, view.sign_up.id),
        service.actor(guest.person_id),
    )
    service.clock.advance(days=1)

    assert walk_in(service, shift_id, chair, guest).result is RollResult.PRESENT
    assert shift_row(service, shift_id) == (0, 2, 1)


def test_nobody_is_at_two_shifts_at_once(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    first = an_activity(service, village_id, chair=chair).shift_id
    second = an_activity(service, village_id, chair=chair).shift_id
    service.clock.advance(days=1)
    guest = a_neighbour(service, village_id)
    walk_in(service, first, chair, guest)

    with pytest.raises(AttendedElsewhere):
        walk_in(service, second, chair, guest)

    assert shift_row(service, second) == (0, 0, 0)


def test_a_relatives_points_wait_for_another_confirmer(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair, type_code=LECTURE).shift_id
    guest = a_neighbour(service, village_id)
    service.run(
        lambda work: households.declare_relative(work, guest.household.id), service.actor(chair)
    )
    service.clock.advance(days=1)

    assert walk_in(service, shift_id, chair, guest).points is PointsOutcome.WAITS_FOR_ANOTHER


def test_it_is_noted_within_the_hours_of_the_roll_call(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    guest = a_neighbour(service, village_id)

    with pytest.raises(RollCallClosed):
        walk_in(service, shift_id, chair, guest)
    service.clock.advance(days=9)
    with pytest.raises(RollCallClosed):
        walk_in(service, shift_id, chair, guest)


def test_only_members_of_the_village_by_its_own_leaders(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "石桥村妇联")
    chair, foreign = a_chair(service, village_id), a_chair(service, other_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    draft_id = a_draft(service, village_id, chair=chair).shift_id
    guest, away = a_neighbour(service, village_id), a_neighbour(service, other_id)
    service.clock.advance(hours=23, minutes=45)

    with pytest.raises(ShiftNotFound):
        walk_in(service, shift_id, foreign, guest)
    with pytest.raises(ShiftNotFound):
        walk_in(service, draft_id, chair, guest)
    with pytest.raises(HouseholdNotFound):
        walk_in(service, shift_id, chair, away)
    someone = Neighbour(replace(guest.household, member_ids=away.household.member_ids), 0)
    with pytest.raises(NotOfHousehold):
        walk_in(service, shift_id, chair, someone)


def test_a_household_of_another_village_of_hers_does_not_belong_here(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "石桥村妇联")
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    away = a_neighbour(service, other_id)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=chair, organisation_id=other_id, role=Role.VILLAGE_CHAIR
        )
    )
    service.clock.advance(days=1)

    with pytest.raises(OtherVillage):
        walk_in(service, shift_id, chair, away)


def test_who_asked_for_it_is_kept(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    guest = a_neighbour(service, village_id)
    service.clock.advance(days=1)
    service.run(
        lambda work: activities.add_walk_in(
            work,
            shift_id,
            household_id=guest.household.id,
            member_id=guest.member_id,
            behalf=on_behalf_of(guest),
        ),
        service.actor(chair),
    )

    assert service.rows("SELECT action, member_id FROM proxy_acts") == [
        ("walk_in", guest.member_id)
    ]


def test_over_http_it_is_the_roll_callers_business(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    guest = a_neighbour(service, village_id)
    service.clock.advance(days=1)
    path = f"/activity-sessions/{shift_id}/walk-ins"
    body = {"household_id": guest.household.id, "member_id": guest.member_id}

    answer = service.sign_in(chair).post(path, body)

    assert (answer.status, answer.body["result"]) == (200, "present")
    assert service.sign_in(guest.person_id).post(path, body).status == 403
    keeper = an_officer(service, Role.SHOPKEEPER, village_id)
    assert service.sign_in(keeper).post(path, body).status == 403
