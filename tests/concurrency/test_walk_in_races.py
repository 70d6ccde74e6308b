"""Several leaders note the same guest at once: she is present once, at one place.

The controls of what protects her stand beside the roll call's, in `test_activities_races`.
"""

import pytest

from server.domains.activities import service as activities
from server.domains.activities.errors import AttendedElsewhere
from server.domains.activities.rules import RollResult
from server.domains.activities.service import RollItem
from tests.support.activities_builders import Neighbour, a_chair, a_neighbour, an_activity
from tests.support.builders import a_village
from tests.support.service import Service

pytestmark = pytest.mark.race

LEADERS = 8


def walk_in(service: Service, shift_id: int, chair: int, guest: Neighbour) -> RollItem:
    return service.run(
        lambda work: activities.add_walk_in(
            work, shift_id, household_id=guest.household.id, member_id=guest.member_id
        ),
        service.actor(chair),
    )


def test_one_guest_noted_by_many_is_present_once(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair, capacity=1).shift_id
    guest = a_neighbour(service, village_id)
    service.clock.advance(days=1)

    items = service.race(LEADERS, lambda _: walk_in(service, shift_id, chair, guest))

    results = sorted(item.result for item in items if isinstance(item, RollItem))
    assert results == [*[RollResult.ALREADY] * (LEADERS - 1), RollResult.PRESENT]
    assert service.scalar("SELECT count(*) FROM attendances") == 1


def test_one_guest_at_two_shifts_is_present_at_one(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shifts = [an_activity(service, village_id, chair=chair).shift_id for _ in range(2)]
    guest = a_neighbour(service, village_id)
    service.clock.advance(days=1)

    items = service.race(2, lambda index: walk_in(service, shifts[index], chair, guest))

    assert sum(isinstance(item, RollItem) for item in items) == 1
    assert sum(isinstance(item, AttendedElsewhere) for item in items) == 1
    assert service.scalar("SELECT count(*) FROM attendances") == 1
