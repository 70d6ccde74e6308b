"""Places are given in order, by and for the right people, until the start."""

from datetime import timedelta

import pytest

from models.vocabulary import Role, SignUpState
from server.domains.activities import service as activities
from server.domains.activities.errors import (
    AlreadySignedUp,
    NotOfHousehold,
    OtherVillage,
    ShiftNotFound,
    ShiftStarted,
    SignUpClosed,
    SignUpNotFound,
)
from server.domains.households.errors import BehalfRequired, HouseholdNotFound
from server.kernel.actors import Actor
from server.kernel.pages import PageRequest
from server.kernel.work import OnBehalf
from tests.support.activities_builders import (
    DAY,
    a_chair,
    a_draft,
    a_neighbour,
    an_activity,
    on_behalf_of,
    signed_up,
)
from tests.support.builders import a_village, an_officer
from tests.support.service import Service


def cancelled(
    service: Service, sign_up_id: int, actor: Actor, behalf: OnBehalf | None = None
) -> activities.SignUpView:
    return service.run(
        lambda work: activities.cancel_sign_up(work, sign_up_id, behalf=behalf), actor
    )


def state_of(service: Service, view: activities.SignUpView) -> str:
    state: str = service.scalar("SELECT state FROM sign_ups WHERE id = :id", id=view.sign_up.id)
    return state


def taken(service: Service, shift_id: int) -> int:
    number: int = service.scalar("SELECT taken FROM activity_sessions WHERE id = :id", id=shift_id)
    return number


def told(service: Service, household_id: int) -> list[str]:
    rows = service.rows(
        "SELECT kind FROM messages WHERE household_id = :id ORDER BY id", id=household_id
    )
    return [row[0] for row in rows]


def test_whoever_comes_first_has_a_place_and_the_others_wait_in_order(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=1).shift_id
    neighbours = [a_neighbour(service, village_id) for _ in range(3)]

    views = [signed_up(service, shift_id, neighbour) for neighbour in neighbours]

    assert [view.sign_up.state for view in views] == ["registered", "waiting", "waiting"]
    assert [view.waiting_position for view in views] == [None, 1, 2]
    assert taken(service, shift_id) == 1
    assert [told(service, each.household.id) for each in neighbours] == [
        ["signed_up"],
        ["waiting"],
        ["waiting"],
    ]


def test_a_member_signs_up_her_family_but_nobody_else(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id).shift_id
    me, other = a_neighbour(service, village_id), a_neighbour(service, village_id)

    view = signed_up(service, shift_id, me, member=1)
    with pytest.raises(NotOfHousehold):
        service.run(
            lambda work: activities.sign_up(
                work, shift_id, household_id=me.household.id, member_id=other.member_id
            ),
            service.actor(me.person_id),
        )
    with pytest.raises(HouseholdNotFound):
        service.run(
            lambda work: activities.sign_up(
                work, shift_id, household_id=other.household.id, member_id=other.member_id
            ),
            service.actor(me.person_id),
        )

    assert view.member.name == "王小梅"
    assert taken(service, shift_id) == 1


def test_a_second_sign_up_of_a_member_is_refused_and_gives_the_place_back(
    service: Service,
) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id).shift_id
    me = a_neighbour(service, village_id)
    signed_up(service, shift_id, me)

    with pytest.raises(AlreadySignedUp):
        signed_up(service, shift_id, me)

    assert taken(service, shift_id) == 1


def test_a_leader_signs_up_for_a_household_only_with_a_record_of_why(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    neighbour = a_neighbour(service, village_id)

    def sign_up(behalf: OnBehalf | None) -> activities.SignUpView:
        return service.run(
            lambda work: activities.sign_up(
                work,
                shift_id,
                household_id=neighbour.household.id,
                member_id=neighbour.household.member_ids[1],
                behalf=behalf,
            ),
            service.actor(chair),
        )

    with pytest.raises(BehalfRequired):
        sign_up(None)
    view = sign_up(on_behalf_of(neighbour))

    assert view.sign_up.signed_up_by == chair
    acts = service.rows("SELECT action, object_id, acted_by, channel, reason FROM proxy_acts")
    assert acts == [("sign_up", view.sign_up.id, chair, "telephone", "老人没有手机")]


def test_drafts_and_unknown_shifts_cannot_be_joined(service: Service) -> None:
    village_id = a_village(service)
    me = a_neighbour(service, village_id)
    draft = a_draft(service, village_id)

    for shift_id in (draft.shift_id, 999):
        with pytest.raises(ShiftNotFound):
            signed_up(service, shift_id, me)


def test_places_are_for_residents_of_the_village(service: Service) -> None:
    shift_id = an_activity(service, a_village(service)).shift_id
    stranger = a_neighbour(service, a_village(service, "别村妇联"))

    with pytest.raises(OtherVillage):
        signed_up(service, shift_id, stranger)


def test_from_the_start_on_nobody_signs_up_cancels_or_moves_up(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=1).shift_id
    first, second, late = (a_neighbour(service, village_id) for _ in range(3))
    place, waiting = signed_up(service, shift_id, first), signed_up(service, shift_id, second)

    service.clock.advance(days=1)

    with pytest.raises(ShiftStarted):
        signed_up(service, shift_id, late)
    for view, neighbour in ((place, first), (waiting, second)):
        with pytest.raises(ShiftStarted):
            cancelled(service, view.sign_up.id, service.actor(neighbour.person_id))
    assert [state_of(service, place), state_of(service, waiting)] == ["registered", "waiting"]


def test_the_first_who_waits_moves_up_when_a_place_is_given_back(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=1).shift_id
    neighbours = [a_neighbour(service, village_id) for _ in range(3)]
    views = [signed_up(service, shift_id, neighbour) for neighbour in neighbours]

    view = cancelled(service, views[0].sign_up.id, service.actor(neighbours[0].person_id))

    assert view.sign_up.state is SignUpState.CANCELLED
    assert view.sign_up.closed_by == neighbours[0].person_id
    assert [state_of(service, each) for each in views] == ["cancelled", "registered", "waiting"]
    assert taken(service, shift_id) == 1
    assert told(service, neighbours[1].household.id) == ["waiting", "promoted"]
    assert told(service, neighbours[0].household.id) == ["signed_up", "sign_up_cancelled"]
    own = service.run(
        lambda work: activities.list_own_sign_ups(work, PageRequest()),
        service.actor(neighbours[2].person_id),
        writes=False,
    )
    assert [each.waiting_position for each in own.items] == [1]


def test_a_place_nobody_waits_for_is_free_again_and_can_be_taken_again(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=1).shift_id
    me, other = a_neighbour(service, village_id), a_neighbour(service, village_id)

    cancelled(service, signed_up(service, shift_id, me).sign_up.id, service.actor(me.person_id))

    assert taken(service, shift_id) == 0
    assert signed_up(service, shift_id, other).sign_up.state is SignUpState.REGISTERED
    assert signed_up(service, shift_id, me).sign_up.state is SignUpState.WAITING


def test_leaving_the_waiting_list_frees_no_place_and_moves_the_others_forward(
    service: Service,
) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=1).shift_id
    neighbours = [a_neighbour(service, village_id) for _ in range(4)]
    views = [signed_up(service, shift_id, neighbour) for neighbour in neighbours[:3]]

    cancelled(service, views[1].sign_up.id, service.actor(neighbours[1].person_id))
    last = signed_up(service, shift_id, neighbours[3])

    assert taken(service, shift_id) == 1
    assert last.waiting_position == 2
    numbers = service.rows("SELECT waiting_number FROM sign_ups ORDER BY id")
    assert numbers == [(None,), (1,), (2,), (3,)]


def test_cancelling_twice_is_refused_and_frees_one_place_only(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id).shift_id
    me = a_neighbour(service, village_id)
    signed_up(service, shift_id, a_neighbour(service, village_id))
    view = signed_up(service, shift_id, me)
    cancelled(service, view.sign_up.id, service.actor(me.person_id))

    with pytest.raises(SignUpClosed, match="已经取消了"):
        cancelled(service, view.sign_up.id, service.actor(me.person_id))

    assert taken(service, shift_id) == 1


def test_a_leader_cancels_on_behalf_and_other_people_find_nothing(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=chair).shift_id
    neighbour = a_neighbour(service, village_id)
    view = signed_up(service, shift_id, neighbour)
    strangers = [
        a_neighbour(service, village_id).person_id,
        a_chair(service, a_village(service, "别村妇联")),
        an_officer(service, Role.SHOPKEEPER, village_id),
    ]

    for stranger in strangers:
        with pytest.raises(SignUpNotFound):
            cancelled(service, view.sign_up.id, service.actor(stranger))
    cancelled(service, view.sign_up.id, service.actor(chair), on_behalf_of(neighbour))

    assert state_of(service, view) == "cancelled"
    assert service.rows("SELECT action, acted_by FROM proxy_acts") == [("cancel_sign_up", chair)]
    assert service.scalar("SELECT count(*) FROM anomalies WHERE kind = 'foreign_id'") == 3


def test_own_sign_ups_are_those_of_the_household_newest_first(service: Service) -> None:
    village_id = a_village(service)
    chair = a_chair(service, village_id)
    activity = an_activity(service, village_id, chair=chair, starts_in=[DAY, 2 * DAY, 3 * DAY])
    me = a_neighbour(service, village_id)
    ids = [signed_up(service, shift, me).sign_up.id for shift in activity.shift_ids]
    signed_up(service, activity.shift_ids[0], a_neighbour(service, village_id))

    def page_after(actor: Actor, after: int | None) -> tuple[list[int], int | None]:
        page = service.run(
            lambda work: activities.list_own_sign_ups(work, PageRequest(after, 2)),
            actor,
            writes=False,
        )
        return [view.sign_up.id for view in page.items], page.next_after

    assert page_after(service.actor(me.person_id), None) == ([ids[2], ids[1]], ids[1])
    assert page_after(service.actor(me.person_id), ids[1]) == ([ids[0]], None)
    assert page_after(service.actor(chair), None) == ([], None)


def test_messages_say_when_and_where_in_local_time(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, starts_in=[timedelta(days=1, hours=5)]).shift_id
    me = a_neighbour(service, village_id)

    signed_up(service, shift_id, me)

    body = service.scalar("SELECT body FROM messages")
    assert body == "王淑芬报上了《绿色小课堂环保讲座》（11月11日 14:00，村文化活动室）。"
