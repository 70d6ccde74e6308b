import pytest

from server.domains.activities import service as activities
from server.kernel.actors import Actor
from tests.support.activities_builders import (
    BuiltActivity,
    a_chair,
    a_neighbour,
    a_village_with_rules,
    an_activity,
    signed_up,
)
from tests.support.service import Room, Service
from tests.support.tampering import found, found_beyond_capacity, tamper

_WHO_WAITED = "SELECT household_id, member_id FROM sign_ups WHERE id = 4"


def _walk_in(service: Service, chair: Actor, shift_id: int, household: int, member: int) -> None:
    service.run(
        lambda work: activities.add_walk_in(
            work, shift_id, household_id=household, member_id=member
        ),
        chair,
    )


@pytest.fixture
def activity(service: Service) -> BuiltActivity:
    """Return a shift of two places, both taken (sign-ups 1 and 3), with one who waits (4).

    The third moved up when the second cancelled.
    """
    village_id = a_village_with_rules(service)
    activity = an_activity(service, village_id, capacity=2)
    neighbours = [a_neighbour(service, village_id) for _ in range(4)]
    for neighbour in neighbours:
        signed_up(service, activity.shift_id, neighbour)
    second = service.actor(neighbours[1].person_id)
    service.run(lambda work: activities.cancel_sign_up(work, 2), second)
    return activity


@pytest.fixture
def called(service: Service, activity: BuiltActivity) -> BuiltActivity:
    """Return the shift after its roll call: one came, one did not, two walked in."""
    village_id = activity.village_id
    chair = service.actor(a_chair(service, village_id))
    service.clock.advance(days=1)
    shift_id = activity.shift_id
    service.run(lambda work: activities.call_roll(work, shift_id, present=[1], absent=[3]), chair)
    _walk_in(service, chair, shift_id, *service.rows(_WHO_WAITED)[0])
    fresh = a_neighbour(service, village_id)
    _walk_in(service, chair, shift_id, fresh.household.id, fresh.member_id)
    return activity


def test_shifts_that_add_up_report_nothing(service: Service, activity: BuiltActivity) -> None:
    assert service.scalar("SELECT taken FROM activity_sessions") == 2
    assert found(service, activities.reconcile) == []


def test_a_roll_call_with_walk_ins_adds_up(service: Service, called: BuiltActivity) -> None:
    assert service.scalar("SELECT COUNT(*) FROM attendances") == 3
    assert service.scalar("SELECT taken FROM activity_sessions") == 2
    assert found(service, activities.reconcile) == []


def test_a_place_nobody_has_is_found(service: Service, activity: BuiltActivity) -> None:
    tamper(service, "UPDATE sign_ups SET state = 'cancelled' WHERE id = 1")
    assert found(service, activities.reconcile) == ["places of shift 1: kept 2, recounted 1"]


def test_more_places_than_were_taken_are_found(service: Service, activity: BuiltActivity) -> None:
    tamper(service, "UPDATE activity_sessions SET taken = 1")
    assert found(service, activities.reconcile) == [
        "places of shift 1: kept 1, recounted 2",
        "free places beside a waiting list of shift 1: kept 1, recounted 1",
    ]


def test_more_than_there_is_room_for_is_found(
    room: Room, service: Service, activity: BuiltActivity
) -> None:
    one_more = "UPDATE activity_sessions SET taken = 3"
    assert found_beyond_capacity(room, service, activities.reconcile, one_more) == [
        "places within capacity of shift 1: kept 3, recounted 2",
        "places of shift 1: kept 3, recounted 2",
    ]
    assert found(service, activities.reconcile) == []


def test_a_waiting_number_lost_or_forged_is_found(
    service: Service, activity: BuiltActivity
) -> None:
    tamper(service, "UPDATE sign_ups SET waiting_number = 9 WHERE id = 4")
    assert found(service, activities.reconcile) == [
        "waiting numbers of shift 1: kept 2, recounted 1"
    ]


def test_a_mark_without_attendance_is_found(service: Service, called: BuiltActivity) -> None:
    tamper(service, "UPDATE sign_ups SET state = 'attended' WHERE id = 3")
    assert found(service, activities.reconcile) == [
        "attendance and service time of sign-up 3: kept 1, recounted 0"
    ]


def test_stretched_service_time_is_found(service: Service, called: BuiltActivity) -> None:
    tamper(
        service,
        "UPDATE attendances SET ends_at = '2026-11-12T01:00:00+00:00' WHERE sign_up_id = 1",
    )
    assert found(service, activities.reconcile) == [
        "attendance and service time of sign-up 1: kept 1, recounted 0"
    ]
