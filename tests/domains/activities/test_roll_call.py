"""The roll says who was there; nobody is at two places at once."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from models.vocabulary import Role
from server.domains.activities import service as activities
from server.domains.activities.errors import RollCallClosed, ShiftNotFound, SignUpClosed
from server.domains.activities.rules import PointsOutcome, RollResult
from server.kernel.pages import PageRequest
from tests.support.activities_builders import (
    GAMES,
    BuiltActivity,
    a_chair,
    a_neighbour,
    an_activity,
    on_behalf_of,
    signed_up,
)
from tests.support.builders import a_village, an_officer
from tests.support.service import Service


def rolled(
    service: Service,
    shift_id: int,
    caller: int,
    present: Sequence[int] = (),
    absent: Sequence[int] = (),
) -> dict[int, RollResult]:
    items = service.run(
        lambda work: activities.call_roll(work, shift_id, present=present, absent=absent),
        service.actor(caller),
    )
    assert all(item.points is PointsOutcome.NONE for item in items)
    return {item.sign_up_id: item.result for item in items}


def state_of(service: Service, sign_up_id: int) -> str:
    state: str = service.scalar("SELECT state FROM sign_ups WHERE id = :id", id=sign_up_id)
    return state


def games(
    service: Service, village_id: int, chair: int, capacity: int = 7, days: float = 1
) -> BuiltActivity:
    return an_activity(
        service,
        village_id,
        chair=chair,
        type_code=GAMES,
        capacity=capacity,
        starts_in=[timedelta(days=days)],
    )


def test_each_sign_up_is_judged_by_itself(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = games(service, village_id, chair, capacity=3).shift_id
    other_shift = games(service, village_id, chair, days=2).shift_id
    people = [a_neighbour(service, village_id) for _ in range(4)]
    came, away, gone, waits = (signed_up(service, shift_id, each).sign_up.id for each in people)
    elsewhere = signed_up(service, other_shift, people[0]).sign_up.id
    service.run(
        lambda work: activities.cancel_sign_up(work, gone), service.actor(people[2].person_id)
    )
    late = signed_up(service, shift_id, a_neighbour(service, village_id)).sign_up.id
    service.clock.advance(days=1)

    results = rolled(
        service, shift_id, chair, present=[came, gone, late, elsewhere, 999], absent=[away]
    )

    assert results == {
        came: RollResult.PRESENT,
        gone: RollResult.NOT_SIGNED_UP,
        late: RollResult.NOT_SIGNED_UP,
        elsewhere: RollResult.NOT_SIGNED_UP,
        999: RollResult.NOT_SIGNED_UP,
        away: RollResult.ABSENT,
    }
    states = [state_of(service, each) for each in (came, away, waits)]
    assert states == ["attended", "absent", "registered"]
    attendances = service.rows("SELECT sign_up_id, marked_by FROM attendances")
    assert attendances == [(came, chair)]


def test_a_repeated_roll_call_changes_nothing_but_admits_who_came_late(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = games(service, village_id, chair).shift_id
    me, late = (
        signed_up(service, shift_id, a_neighbour(service, village_id)).sign_up.id for _ in range(2)
    )
    service.clock.advance(days=1)
    rolled(service, shift_id, chair, present=[me], absent=[late])

    again = rolled(service, shift_id, chair, present=[me, late])
    too_late = rolled(service, shift_id, chair, absent=[me, late])

    assert again == {me: RollResult.ALREADY, late: RollResult.PRESENT}
    assert too_late == {me: RollResult.ALREADY, late: RollResult.ALREADY}
    assert service.scalar("SELECT count(*) FROM attendances") == 2
    assert service.scalar("SELECT count(*) FROM messages WHERE kind = 'attended'") == 2


def test_the_household_is_told_that_the_roll_was_called(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = games(service, village_id, chair).shift_id
    view = signed_up(service, shift_id, a_neighbour(service, village_id))
    service.clock.advance(days=1)

    rolled(service, shift_id, chair, present=[view.sign_up.id])

    body = service.scalar("SELECT body FROM messages WHERE kind = 'attended'")
    assert (
        body
        == "王淑芬参加了《垃圾分类知识竞赛/互动游戏》（11月11日 09:00，村文化活动室），已经点名。"
    )


def test_ab_08_a_member_present_at_two_overlapping_shifts_is_refused_at_the_second(
    service: Service,
) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    first = games(service, village_id, chair)
    same_time = games(service, village_id, chair)
    overlapping = games(service, village_id, chair, days=1 + 1 / 24)
    following = games(service, village_id, chair, days=1 + 1.5 / 24)
    me, other = a_neighbour(service, village_id), a_neighbour(service, village_id)
    mine = {
        each: signed_up(service, each.shift_id, me).sign_up.id
        for each in (first, same_time, overlapping, following)
    }
    hers = signed_up(service, overlapping.shift_id, other).sign_up.id
    service.clock.advance(days=1, hours=2)

    rolled(service, first.shift_id, chair, present=[mine[first]])
    refused = rolled(service, same_time.shift_id, chair, present=[mine[same_time]])
    mixed = rolled(service, overlapping.shift_id, chair, present=[mine[overlapping], hers])
    admitted = rolled(service, following.shift_id, chair, present=[mine[following]])

    assert refused == {mine[same_time]: RollResult.CLASH}
    assert mixed == {mine[overlapping]: RollResult.CLASH, hers: RollResult.PRESENT}
    assert admitted == {mine[following]: RollResult.PRESENT}
    assert state_of(service, mine[overlapping]) == "registered"
    assert service.scalar("SELECT count(*) FROM attendances") == 3


def test_the_roll_is_called_within_its_window_only(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = games(service, village_id, chair).shift_id
    me = signed_up(service, shift_id, a_neighbour(service, village_id)).sign_up.id

    service.clock.advance(hours=23, minutes=29)
    with pytest.raises(RollCallClosed) as too_soon:
        rolled(service, shift_id, chair, present=[me])
    service.clock.advance(minutes=1)
    with pytest.raises(RollCallClosed, match="先不要记缺席"):
        rolled(service, shift_id, chair, absent=[me])
    assert rolled(service, shift_id, chair, present=[me]) == {me: RollResult.PRESENT}
    service.clock.advance(days=8)
    with pytest.raises(RollCallClosed, match="7天"):
        rolled(service, shift_id, chair, present=[me])

    assert too_soon.value.facts["opens_at"] == "2026-11-11T00:30:00+00:00"


def test_whoever_was_called_present_early_can_no_longer_cancel(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = games(service, village_id, chair, capacity=1).shift_id
    me = a_neighbour(service, village_id)
    view = signed_up(service, shift_id, me)
    service.clock.advance(hours=23, minutes=45)
    rolled(service, shift_id, chair, present=[view.sign_up.id])

    with pytest.raises(SignUpClosed, match="已经点过名"):
        service.run(
            lambda work: activities.cancel_sign_up(work, view.sign_up.id),
            service.actor(me.person_id),
        )

    assert service.scalar("SELECT taken FROM activity_sessions WHERE id = :id", id=shift_id) == 1


def test_other_villages_and_other_offices_find_no_such_shift(service: Service) -> None:
    village_id = a_village(service)
    shift_id = games(service, village_id, a_chair(service, village_id)).shift_id
    service.clock.advance(days=1)
    outsiders = [
        a_chair(service, a_village(service, "别村妇联")),
        an_officer(service, Role.ASSESSOR, village_id),
        a_neighbour(service, village_id).person_id,
    ]

    for outsider in outsiders:
        with pytest.raises(ShiftNotFound):
            rolled(service, shift_id, outsider, present=[1])
        with pytest.raises(ShiftNotFound):
            service.run(
                lambda work: activities.list_roll(work, shift_id, PageRequest()),
                service.actor(outsider),
                writes=False,
            )


def test_the_roll_lists_full_names_in_order_and_leaves_out_who_cancelled(
    service: Service,
) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = games(service, village_id, chair, capacity=1).shift_id
    people = [a_neighbour(service, village_id, (name,)) for name in ("陈玉兰", "李秀英", "何桂珍")]
    ids = [signed_up(service, shift_id, each).sign_up.id for each in people]
    service.run(
        lambda work: activities.cancel_sign_up(work, ids[0], behalf=on_behalf_of(people[0])),
        service.actor(chair),
    )

    def page_after(after: int | None) -> tuple[list[tuple[str, str, int | None]], int | None]:
        page = service.run(
            lambda work: activities.list_roll(work, shift_id, PageRequest(after, 1)),
            service.actor(chair),
            writes=False,
        )
        lines = [
            (line.member_name, line.sign_up.state.value, line.waiting_position)
            for line in page.items
        ]
        return lines, page.next_after

    assert page_after(None) == ([("李秀英", "registered", None)], ids[1])
    assert page_after(ids[1]) == ([("何桂珍", "waiting", 1)], None)
