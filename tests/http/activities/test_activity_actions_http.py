"""Activities say what they earn and what their reader may do with each shift."""

from datetime import timedelta
from typing import Any

from models.vocabulary import Zone
from tests.support.activities_builders import (
    CONTEST,
    GAMES,
    LECTURE,
    SERVICE,
    TRAINING,
    a_chair,
    a_draft,
    a_neighbour,
    a_village_with_rules,
    an_activity,
    signed_up,
)
from tests.support.builders import a_village
from tests.support.points_builders import rules_in_force
from tests.support.service import Caller, Service


def shown(caller: Caller, activity_id: int) -> dict[str, Any]:
    body: dict[str, Any] = caller.get(f"/activities/{activity_id}").body
    return body


def shift_actions(caller: Caller, activity_id: int) -> list[str]:
    (shift,) = shown(caller, activity_id)["sessions"]
    actions: list[str] = shift["actions"]
    return actions


def test_a_draft_can_be_published_by_its_organisers(service: Service) -> None:
    village = a_village(service)
    chair = a_chair(service, village)
    draft = a_draft(service, village, chair=chair)
    caller = service.sign_in(chair)

    assert shown(caller, draft.id)["actions"] == ["publish"]
    assert shift_actions(caller, draft.id) == []
    published = caller.post(f"/activities/{draft.id}/publication").body
    assert published["actions"] == []
    assert published["organisation_name"] == "双龙村妇联"


def test_places_are_offered_while_somebody_of_the_family_has_none(service: Service) -> None:
    village = a_village(service)
    activity = an_activity(service, village)
    neighbour = a_neighbour(service, village, ("王淑芬", "王小梅"))
    caller = service.sign_in(neighbour.person_id)

    assert shift_actions(caller, activity.id) == ["sign_up"]
    signed_up(service, activity.shift_id, neighbour)
    assert shift_actions(caller, activity.id) == ["sign_up"]
    signed_up(service, activity.shift_id, neighbour, member=1)
    assert shift_actions(caller, activity.id) == []


def test_others_are_offered_no_place(service: Service) -> None:
    activity = an_activity(service, a_village(service))
    away = a_neighbour(service, a_village(service, "石桥村妇联"))

    assert shift_actions(service.stranger(), activity.id) == []
    assert shift_actions(service.sign_in(away.person_id), activity.id) == []


def test_leaders_call_the_roll_within_its_window(service: Service) -> None:
    village = a_village(service)
    chair = a_chair(service, village)
    activity = an_activity(service, village, chair=chair)
    caller = service.sign_in(chair)

    assert shift_actions(caller, activity.id) == ["sign_up_for_household"]
    service.clock.advance(hours=23, minutes=30)
    assert shift_actions(caller, activity.id) == [
        "sign_up_for_household",
        "call_roll",
        "add_walk_in",
    ]
    service.clock.advance(minutes=30)
    assert shift_actions(caller, activity.id) == ["call_roll", "add_walk_in"]
    service.clock.advance(days=8)
    assert shift_actions(service.sign_in(chair), activity.id) == []


def test_a_roll_says_which_of_its_lines_can_be_marked(service: Service) -> None:
    village = a_village(service)
    chair = a_chair(service, village)
    activity = an_activity(service, village, chair=chair, capacity=2)
    names = ("陈玉兰", "李秀英", "何桂珍")
    came, stayed_away, _waiting = [
        signed_up(service, activity.shift_id, a_neighbour(service, village, (name,))).sign_up.id
        for name in names
    ]
    service.clock.advance(days=1)
    caller = service.sign_in(chair)
    shift = f"/activity-sessions/{activity.shift_id}"

    def marks() -> list[list[str]]:
        return [line["actions"] for line in caller.get(f"{shift}/sign-ups").body["items"]]

    assert marks() == [["mark"], ["mark"], []]
    caller.post(f"{shift}/roll-calls", {"present": [came], "absent": [stayed_away]})
    assert marks() == [[], ["mark"], []]


def test_a_sign_up_is_cancelled_until_the_start(service: Service) -> None:
    village = a_village(service)
    activity = an_activity(service, village)
    neighbour = a_neighbour(service, village)
    view = signed_up(service, activity.shift_id, neighbour)
    caller = service.sign_in(neighbour.person_id)

    assert [item["actions"] for item in caller.get("/sign-ups").body["items"]] == [["cancel"]]
    service.clock.advance(days=1)
    assert [item["actions"] for item in caller.get("/sign-ups").body["items"]] == [[]]
    service.clock.advance(days=-1)
    cancelled = caller.post(f"/sign-ups/{view.sign_up.id}/cancellation").body
    assert cancelled["actions"] == []


def test_an_activity_says_what_being_there_earns(service: Service) -> None:
    village = a_village_with_rules(service)
    caller = service.stranger()

    def earned(type_code: str, **options: Any) -> int | None:
        activity = an_activity(service, village, type_code=type_code, **options)
        points: int | None = shown(caller, activity.id)["points"]
        return points

    assert earned(LECTURE) == 5
    assert earned(SERVICE) == 20
    assert earned(TRAINING) is not None
    assert earned(GAMES) is None


def test_without_rules_or_in_the_other_zone_nothing_is_promised(service: Service) -> None:
    bare = a_village(service)
    town_quarter = a_village(service, "石角社区妇联", zone=Zone.URBAN)
    rules_in_force(service, town_quarter)

    for village, code in ((bare, LECTURE), (town_quarter, TRAINING)):
        activity = an_activity(service, village, type_code=code)
        assert shown(service.stranger(), activity.id)["points"] is None


def test_an_award_is_not_promised_for_being_there(service: Service) -> None:
    village = a_village_with_rules(service)
    chair = a_chair(service, village)
    start = service.clock.now() + timedelta(days=1)
    body = {
        "village_id": village,
        "type_code": CONTEST,
        "place": "村文化活动室",
        "content": "比一比",
        "contact": "刘主席",
        "sessions": [
            {
                "starts_at": start.isoformat(),
                "ends_at": (start + timedelta(hours=1)).isoformat(),
                "capacity": 5,
            }
        ],
    }

    made = service.sign_in(chair).post("/activities", body).body

    assert made["points"] is None


def test_the_rules_of_the_day_decide_what_is_earned(service: Service) -> None:
    village = a_village(service)
    rules_in_force(service, village, resolved_on=service.clock.now().date())
    this_month = an_activity(service, village)
    next_month = an_activity(service, village, starts_in=[timedelta(days=30)])

    assert shown(service.stranger(), this_month.id)["points"] is None
    assert shown(service.stranger(), next_month.id)["points"] == 5
