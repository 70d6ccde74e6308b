"""Attendance earns points by the activity's rule, and nobody confirms her own household's."""

from collections.abc import Sequence

from models.vocabulary import ProxyChannel, Role, Zone
from server.domains.activities import service as activities
from server.domains.activities.rules import PointsOutcome
from server.domains.households import service as households
from server.domains.organisations import service as organisations
from server.domains.points import service as points
from server.kernel.work import OnBehalf, Work
from tests.support.activities_builders import (
    CONTEST,
    DAY,
    LECTURE,
    PATROL,
    SERVICE,
    TRAINING,
    Family,
    Neighbour,
    a_chair,
    a_neighbour,
    a_village_with_rules,
    an_activity,
    families,
    signed_up,
)
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.service import Service


def attended(
    service: Service,
    caller: int,
    people: Sequence[Neighbour],
    type_code: str = LECTURE,
) -> list[PointsOutcome]:
    """Hold an activity today, call everybody present, return what became of the points."""
    village_id = people[0].household.village_id
    shift_id = an_activity(
        service, village_id, chair=caller, type_code=type_code, starts_in=[DAY / 24]
    ).shift_id
    ids = [signed_up(service, shift_id, each).sign_up.id for each in people]
    service.clock.advance(hours=3)
    items = service.run(
        lambda work: activities.call_roll(work, shift_id, present=ids, absent=[]),
        service.actor(caller),
    )
    return [item.points for item in items]


def test_being_there_earns_points_by_rule_confirmed_with_the_roll(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)
    people = [a_neighbour(service, village_id) for _ in range(2)]

    outcomes = attended(service, chair, people, SERVICE)

    assert outcomes == [PointsOutcome.CONFIRMED] * 2
    claims = service.rows(
        "SELECT c.household_id, c.member_id, c.source, c.points, c.state, c.confirmed_by,"
        " c.submitted_by FROM points_claims AS c ORDER BY c.id"
    )
    assert claims == [
        (each.household.id, each.member_id, f"sign_up:{number}", 20, "confirmed", chair, None)
        for number, each in enumerate(people, start=1)
    ]
    assert str(service.scalar("SELECT max(deed_on) FROM points_claims")) == "2026-11-10"
    body = service.scalar("SELECT max(body) FROM messages WHERE kind = 'attended'")
    assert body.endswith("已经点名。积分已经确认，公示期满就能用。")


def test_the_roll_callers_own_and_relative_households_wait_for_another_confirmer(
    service: Service,
) -> None:
    village_id = a_village_with_rules(service)
    home = a_household(service, village_id, ("刘主席",))
    me = Neighbour(home, a_resident(service, home))
    relative, other = a_neighbour(service, village_id), a_neighbour(service, village_id)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=me.person_id, organisation_id=village_id, role=Role.VILLAGE_CHAIR
        )
    )
    service.run(
        lambda work: households.declare_relative(work, relative.household.id),
        service.actor(me.person_id),
    )
    executive = an_officer(service, Role.VILLAGE_EXECUTIVE, village_id)

    outcomes = attended(service, me.person_id, [me, relative, other])

    waits = PointsOutcome.WAITS_FOR_ANOTHER
    assert outcomes == [waits, waits, PointsOutcome.CONFIRMED]
    states = "SELECT state FROM points_claims ORDER BY household_id"
    assert service.rows(states) == [("submitted",), ("submitted",), ("confirmed",)]
    ids = [row[0] for row in service.rows("SELECT id FROM points_claims WHERE state = 'submitted'")]
    service.run(lambda work: points.confirm_claims(work, ids), service.actor(executive))
    assert service.rows(states) == [("confirmed",)] * 3


def test_without_a_resolution_of_the_village_there_are_no_points(service: Service) -> None:
    village_id = a_village(service)

    outcomes = attended(service, a_chair(service, village_id), [a_neighbour(service, village_id)])

    assert outcomes == [PointsOutcome.NONE]
    assert service.scalar("SELECT count(*) FROM points_claims") == 0


def test_a_rule_that_is_not_confirmed_by_the_roll_waits_like_a_claim(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)

    outcomes = attended(service, chair, [a_neighbour(service, village_id)], PATROL)

    assert outcomes == [PointsOutcome.SUBMITTED]
    claim = service.rows("SELECT state, confirm_level, first_confirmed_by FROM points_claims")
    assert claim == [("submitted", "L1", None)]


def test_an_award_is_not_earned_by_being_there(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)
    start = service.clock.now() + DAY
    new = activities.NewActivity(
        village_id=village_id,
        type_code=CONTEST,
        place="村文化活动室",
        content="评最美庭院",
        contact="刘主席",
        shifts=[activities.NewShift(start, 7, start + DAY / 12)],
    )
    view = service.run(lambda work: activities.create_activity(work, new), service.actor(chair))
    service.run(
        lambda work: activities.publish_activity(work, view.activity.id), service.actor(chair)
    )
    service.settle_checks()
    me = signed_up(service, view.shifts[0].id, a_neighbour(service, village_id)).sign_up.id
    service.clock.advance(days=1)

    (item,) = service.run(
        lambda work: activities.call_roll(work, view.shifts[0].id, present=[me], absent=[]),
        service.actor(chair),
    )

    assert item.points is PointsOutcome.NONE
    assert service.scalar("SELECT count(*) FROM points_claims") == 0


def test_a_rule_for_villages_gives_nothing_to_an_urban_household(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)
    home = a_household(service, village_id, zone=Zone.URBAN)
    urban = Neighbour(home, a_resident(service, home))
    rural = a_neighbour(service, village_id)

    outcomes = attended(service, chair, [urban, rural], TRAINING)

    assert outcomes == [PointsOutcome.NONE, PointsOutcome.CONFIRMED]


def test_beyond_the_cap_attendance_is_kept_and_the_points_are_not(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)
    me = [a_neighbour(service, village_id)]

    outcomes = [attended(service, chair, me) for _ in range(3)]

    assert outcomes == [
        [PointsOutcome.CONFIRMED],
        [PointsOutcome.CONFIRMED],
        [PointsOutcome.OVER_CAP],
    ]
    assert service.scalar("SELECT count(*) FROM attendances") == 3


def test_a_long_roll_is_confirmed_in_lots(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = service.actor(a_chair(service, village_id))
    shift_id = an_activity(service, village_id, chair=chair.person_id, capacity=200).shift_id
    homes = families(service, village_id, number=101, size=1)

    def sign_up(work: Work, home: Family) -> int:
        member_id = home.member_ids[0]
        behalf = OnBehalf(member_id, "没有手机", ProxyChannel.TELEPHONE)
        return activities.sign_up(
            work, shift_id, household_id=home.household_id, member_id=member_id, behalf=behalf
        ).sign_up.id

    ids = service.run(lambda work: [sign_up(work, home) for home in homes], chair)
    service.clock.advance(days=1)

    items = service.run(
        lambda work: activities.call_roll(work, shift_id, present=ids, absent=[]), chair
    )

    assert {item.points for item in items} == {PointsOutcome.CONFIRMED}
    assert service.scalar("SELECT count(*) FROM points_claims WHERE state = 'confirmed'") == 101


def test_calling_the_roll_again_awards_nothing_twice(service: Service) -> None:
    village_id = a_village_with_rules(service)
    chair = a_chair(service, village_id)
    attended(service, chair, [a_neighbour(service, village_id)])
    shift_id = service.scalar("SELECT max(id) FROM activity_sessions")
    me = service.scalar("SELECT max(id) FROM sign_ups")

    (item,) = service.run(
        lambda work: activities.call_roll(work, shift_id, present=[me], absent=[]),
        service.actor(chair),
    )

    assert item.points is PointsOutcome.NONE
    assert service.scalar("SELECT count(*) FROM points_claims") == 1
