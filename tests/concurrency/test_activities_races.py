"""Places hold under a crowd; each race has a control without the protection that goes wrong."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from models.activities import ActivitySession, Attendance, SignUp
from models.vocabulary import SignUpState
from server.domains.activities import service as activities
from server.domains.activities.errors import AlreadySignedUp
from server.domains.activities.rules import RollResult
from server.kernel.actors import SYSTEM, Actor
from server.kernel.work import Work
from server.web.transactions import Busy, Overloaded
from tests.support.activities_builders import (
    DAY,
    GAMES,
    Family,
    a_chair,
    a_neighbour,
    an_activity,
    families,
    signed_up,
)
from tests.support.builders import a_village
from tests.support.service import Service

pytestmark = pytest.mark.race

PLACES = 7
CROWD = 200
THREADS = 20
PATIENCE = 5

Seeker = tuple[Family, int]


def seekers(service: Service, village_id: int, number: int) -> list[Seeker]:
    """Return `number` members of households of ten."""
    homes = families(service, village_id, number=number // 10, size=10)
    return [(home, member_id) for home in homes for member_id in home.member_ids]


def sign_up(service: Service, shift_id: int, seeker: Seeker) -> activities.SignUpView:
    """Sign up as a phone does: whoever is told that it is too busy asks again."""
    family, member_id = seeker
    for _ in range(PATIENCE):
        with suppress(Busy, Overloaded):
            return service.run(
                lambda work: activities.sign_up(
                    work, shift_id, household_id=family.household_id, member_id=member_id
                ),
                family.actor,
            )
    message = "too busy all the time"
    raise RuntimeError(message)


def registered(service: Service, shift_id: int) -> int:
    number: int = service.scalar(
        "SELECT count(*) FROM sign_ups WHERE session_id = :id AND state = 'registered'", id=shift_id
    )
    return number


def taken(service: Service, shift_id: int) -> int:
    number: int = service.scalar("SELECT taken FROM activity_sessions WHERE id = :id", id=shift_id)
    return number


def a_row(shift_id: int, village_id: int, seeker: Seeker, work: Work) -> SignUp:
    """Return a place as somebody would write it who only looked before."""
    return SignUp(
        village_id=village_id,
        session_id=shift_id,
        household_id=seeker[0].household_id,
        member_id=seeker[1],
        state=SignUpState.REGISTERED,
        signed_up_at=work.now,
    )


def looking_first(
    service: Service,
    look: Callable[[Work], bool],
    act: Callable[[int], Callable[[Work], None]],
    actor: Actor = SYSTEM,
) -> int:
    """Let everybody look, wait for each other, and then act on what they saw; count who acted."""
    barrier = threading.Barrier(THREADS)
    acted = count()

    def one(index: int) -> None:
        saw = service.run(look, writes=False)
        barrier.wait()
        if saw:
            next(acted)
            service.run(act(index), actor)

    service.race(THREADS, one)
    return next(acted)


def test_ab_09_two_hundred_for_seven_places_fill_exactly_seven(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=PLACES).shift_id
    crowd = seekers(service, village_id, CROWD)

    results = service.race(CROWD, lambda index: sign_up(service, shift_id, crowd[index]))

    assert [result for result in results if isinstance(result, Exception)] == []
    assert registered(service, shift_id) == taken(service, shift_id) == PLACES
    waiting = service.rows(
        "SELECT waiting_number FROM sign_ups WHERE state = 'waiting' ORDER BY waiting_number"
    )
    assert [row[0] for row in waiting] == list(range(1, CROWD - PLACES + 1))
    told = service.rows("SELECT kind, count(*) FROM messages GROUP BY kind ORDER BY kind")
    assert told == [("signed_up", PLACES), ("waiting", CROWD - PLACES)]


def test_control_counting_places_before_taking_one_over_admits(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=PLACES).shift_id
    crowd = seekers(service, village_id, THREADS)
    places = (
        select(func.count())
        .select_from(SignUp)
        .where(SignUp.session_id == shift_id, SignUp.state == SignUpState.REGISTERED)
    )

    def is_free(work: Work) -> bool:
        return (work.session.scalar(places) or 0) < PLACES

    def take(index: int) -> Callable[[Work], None]:
        return lambda work: work.session.add(a_row(shift_id, village_id, crowd[index], work))

    looking_first(service, is_free, take)

    assert registered(service, shift_id) == THREADS > PLACES


def test_cancelling_against_signing_up_keeps_every_place_filled_and_none_too_many(
    service: Service,
) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=PLACES).shift_id
    crowd = seekers(service, village_id, 40)
    early = [sign_up(service, shift_id, seeker) for seeker in crowd[:20]]

    def act(index: int) -> activities.SignUpView:
        if index % 2:
            return sign_up(service, shift_id, crowd[20 + index // 2])
        view, (family, _) = early[index // 2], crowd[index // 2]
        return service.run(
            lambda work: activities.cancel_sign_up(work, view.sign_up.id), family.actor
        )

    results = service.race(40, act)

    assert [result for result in results if isinstance(result, Exception)] == []
    assert registered(service, shift_id) == taken(service, shift_id) == PLACES
    assert service.scalar("SELECT count(*) FROM sign_ups WHERE state = 'waiting'") == 20 - PLACES
    assert _is_first_come_first_served(service)


def _is_first_come_first_served(service: Service) -> bool:
    """Tell whether nobody with a later number has a place while somebody earlier waits."""
    last_promoted = service.scalar(
        "SELECT max(waiting_number) FROM sign_ups WHERE state = 'registered'"
    )
    first_waiting = service.scalar(
        "SELECT min(waiting_number) FROM sign_ups WHERE state = 'waiting'"
    )
    return bool(last_promoted < first_waiting)


def test_when_more_leave_than_wait_the_places_are_free_again(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=PLACES).shift_id
    crowd = seekers(service, village_id, 10)
    early = [sign_up(service, shift_id, seeker) for seeker in crowd]

    results = service.race(
        9,
        lambda index: service.run(
            lambda work: activities.cancel_sign_up(work, early[index].sign_up.id),
            crowd[index][0].actor,
        ),
    )

    assert [result for result in results if isinstance(result, Exception)] == []
    assert registered(service, shift_id) == taken(service, shift_id) == 1


def test_control_promoting_whom_one_saw_waiting_loses_places(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=PLACES).shift_id
    crowd = seekers(service, village_id, 40)
    early = [sign_up(service, shift_id, seeker) for seeker in crowd]
    first_waiting = early[PLACES].sign_up.id

    def somebody_waits(work: Work) -> bool:
        return work.session.get_one(SignUp, first_waiting).state is SignUpState.WAITING

    def swap(index: int) -> Callable[[Work], None]:
        def do(work: Work) -> None:
            if index < PLACES:
                work.session.get_one(SignUp, early[index].sign_up.id).state = SignUpState.CANCELLED
                work.session.get_one(SignUp, first_waiting).state = SignUpState.REGISTERED

        return do

    looking_first(service, somebody_waits, swap)

    assert taken(service, shift_id) == PLACES
    assert registered(service, shift_id) < PLACES


def test_the_same_member_from_twenty_phones_at_once_has_one_place(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=PLACES).shift_id
    (me, *_) = seekers(service, village_id, 10)

    results = service.race(THREADS, lambda _: sign_up(service, shift_id, me))

    refused = [result for result in results if isinstance(result, AlreadySignedUp)]
    assert len(refused) == THREADS - 1
    assert registered(service, shift_id) == taken(service, shift_id) == 1


def test_control_asking_whether_she_is_signed_up_lets_all_twenty_through(
    service: Service,
) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=PLACES).shift_id
    (me, *_) = seekers(service, village_id, 10)
    hers = select(func.count()).where(SignUp.session_id == shift_id, SignUp.member_id == me[1])

    def is_new(work: Work) -> bool:
        return work.session.scalar(hers) == 0

    def take(_: int) -> Callable[[Work], None]:
        return lambda work: work.session.add(a_row(shift_id, village_id, me, work))

    passed = looking_first(service, is_new, take)

    assert passed == THREADS
    assert registered(service, shift_id) == 1, "only the unique key stopped the others"


def test_ab_08_two_rolls_called_at_once_find_a_member_present_at_one_shift_only(
    service: Service,
) -> None:
    village_id = a_village(service)
    chairs = [a_chair(service, village_id) for _ in range(4)]
    shifts = [
        an_activity(
            service,
            village_id,
            chair=chair,
            type_code=GAMES,
            starts_in=[DAY + timedelta(minutes=10 * number)],
        ).shift_id
        for number, chair in enumerate(chairs)
    ]
    people = [a_neighbour(service, village_id) for _ in range(5)]
    sign_ups = {
        shift_id: [signed_up(service, shift_id, each).sign_up.id for each in people]
        for shift_id in shifts
    }
    actors = [service.actor(chair) for chair in chairs]
    service.clock.advance(days=1)

    def call(index: int) -> list[activities.RollItem]:
        present = sign_ups[shifts[index]][:: -1 if index % 2 else 1]
        return service.run(
            lambda work: activities.call_roll(work, shifts[index], present=present, absent=[]),
            actors[index],
        )

    results = service.race(len(shifts), call)

    items = [item for result in results if isinstance(result, list) for item in result]
    assert len(items) == len(shifts) * len(people)
    found = [item.result for item in items]
    assert found.count(RollResult.PRESENT) == len(people)
    assert found.count(RollResult.CLASH) == (len(shifts) - 1) * len(people)


def an_overlapping_attendance(
    work: Work, sign_up_id: int, member_id: int, *, shift: ActivitySession, later: int
) -> Attendance:
    """Return an attendance as somebody would write it who only looked for a clash before."""
    return Attendance(
        village_id=shift.village_id,
        sign_up_id=sign_up_id,
        session_id=shift.id,
        member_id=member_id,
        starts_at=shift.starts_at + timedelta(minutes=later),
        ends_at=shift.ends_at,
        marked_by=work.person_id,
        marked_at=work.now,
    )


def test_control_looking_for_a_clash_before_writing_admits_one_member_twice(
    service: Service,
) -> None:
    village_id = a_village(service)
    person_id = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=person_id, capacity=THREADS).shift_id
    crowd = seekers(service, village_id, THREADS)
    sign_ups = [sign_up(service, shift_id, seeker).sign_up.id for seeker in crowd]
    member_id = crowd[0][1]
    hers = select(func.count()).where(Attendance.member_id == member_id)

    def is_free(work: Work) -> bool:
        return work.session.scalar(hers) == 0

    def mark(index: int) -> Callable[[Work], None]:
        def do(work: Work) -> None:
            shift = work.session.get_one(ActivitySession, shift_id)
            row = an_overlapping_attendance(
                work, sign_ups[index], member_id, shift=shift, later=index
            )
            work.session.add(row)

        return do

    looking_first(service, is_free, mark, service.actor(person_id))

    assert service.scalar("SELECT count(*) FROM attendances") == THREADS
