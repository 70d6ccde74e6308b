"""Activities over HTTP: who may call what, what comes back, what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.activities_builders import (
    CLEAN_UP,
    GAMES,
    a_chair,
    a_draft,
    a_neighbour,
    an_activity,
    signed_up,
)
from tests.support.builders import a_village
from tests.support.service import Answer, Service


def a_payload(service: Service, village_id: int, **changes: Any) -> dict[str, Any]:
    start = service.clock.now() + timedelta(days=1)
    return {
        "village_id": village_id,
        "type_code": GAMES,
        "place": "村文化活动室",
        "content": "有奖竞答",
        "contact": "刘主席",
        "sessions": [{"starts_at": start.isoformat(), "capacity": 7}],
        **changes,
    }


def without_actions(activity: dict[str, Any]) -> dict[str, Any]:
    sessions = [{**shift, "actions": []} for shift in activity["sessions"]]
    return {**activity, "actions": [], "sessions": sessions}


def faults(answer: Answer) -> list[str]:
    assert answer.status == 422
    assert answer.body["type"] == "/problems/invalid-input"
    return sorted(fault["pointer"] for fault in answer.body["errors"])


def test_everybody_reads_the_types(service: Service) -> None:
    answer = service.stranger().get("/activity-types")

    assert answer.status == 200
    assert len(answer.body["items"]) == 37
    assert answer.body["items"][0] == {
        "code": "A01",
        "group_code": "PUB",
        "name": "百千万巾帼大宣讲·绿色专场",
        "minutes": 120,
        "is_voluntary_service": True,
        "risk": "low",
        "needs": [],
        "age_min": 16,
        "admits_minors_with_guardian": True,
        "rule_code": "EDU02",
        "provenance": "四(一)1",
        "version": "default-2026.11",
    }
    needs = {item["risk"]: item["needs"] for item in answer.body["items"]}
    assert needs == {"low": [], "mid": ["risk_notes"], "high": ["risk_notes", "insurance"]}


def test_a_leader_creates_and_publishes_and_everybody_reads(service: Service) -> None:
    village_id = a_village(service)
    chair = service.sign_in(a_chair(service, village_id))

    created = chair.post("/activities", a_payload(service, village_id, title=" 知识竞赛 "))
    path = f"/activities/{created.body['id']}"
    hidden = service.stranger().get(path)
    published = chair.post(f"{path}/publication")
    unchecked = service.stranger().get(path)
    service.settle_checks()
    read = service.stranger().get(path)

    assert (created.status, hidden.status, published.status) == (201, 404, 200)
    assert hidden.body["type"] == unchecked.body["type"] == "/problems/activity-not-found"
    assert published.body["text_state"] == "pending"
    assert without_actions(read.body) == {
        **without_actions(published.body),
        "text_state": "passed",
    }
    assert read.body["title"] == "知识竞赛"
    assert read.body["state"] == "published"
    (session,) = read.body["sessions"]
    assert session["starts_at"] == "2026-11-11T01:00:00+00:00"
    assert session["ends_at"] == "2026-11-11T02:30:00+00:00"
    assert (session["capacity"], session["taken"], session["waiting"]) == (7, 0, 0)


def test_publishing_a_risky_draft_names_all_that_is_missing(service: Service) -> None:
    village_id = a_village(service)
    person = a_chair(service, village_id)
    draft = a_draft(service, village_id, chair=person, type_code=CLEAN_UP)
    chair = service.sign_in(person)

    refused = chair.post(f"/activities/{draft.id}/publication", {"insurance": "已投保"})
    published = chair.post(f"/activities/{draft.id}/publication", {"risk_notes": "戴手套"})

    assert refused.status == 422
    assert refused.body["type"] == "/problems/not-ready-to-publish"
    assert refused.body["missing"] == ["risk_notes"]
    assert published.status == 200


@pytest.mark.parametrize(
    ("changes", "pointers"),
    [
        ({"risk": "low"}, ["#/risk"]),
        ({"place": ""}, ["#/place"]),
        ({"content": "好"}, ["#/content"]),
        ({"sessions": []}, ["#/sessions"]),
        ({"sessions": [{"starts_at": "明天", "capacity": 0}]}, None),
        ({"sessions": [{"starts_at": "2026-11-11T09:00:00", "capacity": 7}]}, None),
        ({"type_code": "A99"}, ["#/type_code"]),
    ],
)
def test_faulty_input_is_named_field_by_field(
    service: Service, changes: dict[str, Any], pointers: list[str] | None
) -> None:
    village_id = a_village(service)
    chair = service.sign_in(a_chair(service, village_id))

    found = faults(chair.post("/activities", a_payload(service, village_id, **changes)))

    assert found
    assert all(pointer.startswith("#/sessions/0/") for pointer in found) or found == pointers
    assert service.scalar("SELECT count(*) FROM activities") == 0


@pytest.mark.parametrize(
    "start",
    ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2026-11-11T09:00:00+08:00"],
)
def test_extreme_times_are_refused_and_never_a_crash(service: Service, start: str) -> None:
    village_id = a_village(service)
    chair = service.sign_in(a_chair(service, village_id))
    session = {"starts_at": start, "ends_at": "9999-12-31T23:59:59-12:00", "capacity": 7}

    answer = chair.post("/activities", a_payload(service, village_id, sessions=[session]))

    assert faults(answer) == ["#/sessions/0"]


def test_ab_13_a_foreign_village_answers_exactly_as_a_missing_one(service: Service) -> None:
    foreign_id = a_village(service, "别村妇联")
    chair = service.sign_in(a_chair(service, a_village(service)))

    foreign = chair.post("/activities", a_payload(service, foreign_id))
    missing = chair.post("/activities", a_payload(service, 999_999))

    assert foreign.status == missing.status == 404
    assert {**foreign.body, "instance": ""} == {**missing.body, "instance": ""}


def test_residents_organise_nothing_and_call_no_roll(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id).shift_id
    resident = service.sign_in(a_neighbour(service, village_id).person_id)

    answers = [
        resident.post("/activities", a_payload(service, village_id)),
        resident.get(f"/activity-sessions/{shift_id}/sign-ups"),
        resident.post(f"/activity-sessions/{shift_id}/roll-calls", {"present": [1]}),
    ]

    assert [answer.status for answer in answers] == [403, 403, 403]
    assert service.stranger().post("/activities", {}).status in {401, 422}


def test_a_household_signs_up_waits_and_moves_up(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id, capacity=1).shift_id
    first, second = a_neighbour(service, village_id), a_neighbour(service, village_id)
    one, two = service.sign_in(first.person_id), service.sign_in(second.person_id)
    path = f"/activity-sessions/{shift_id}/sign-ups"

    place = one.post(path, {"household_id": first.household.id, "member_id": first.member_id})
    waiting = two.post(path, {"household_id": second.household.id, "member_id": second.member_id})
    twice = two.post(path, {"household_id": second.household.id, "member_id": second.member_id})
    left = one.post(f"/sign-ups/{place.body['id']}/cancellation")
    mine = two.get("/sign-ups")

    assert (place.status, place.body["state"], place.body["waiting_position"]) == (
        201,
        "registered",
        None,
    )
    assert (waiting.body["state"], waiting.body["waiting_position"]) == ("waiting", 1)
    assert (twice.status, twice.body["type"]) == (409, "/problems/already-signed-up")
    assert (left.status, left.body["state"]) == (200, "cancelled")
    assert mine.body["next_after"] is None
    (own,) = mine.body["items"]
    assert (own["state"], own["member_name"], own["title"]) == (
        "registered",
        "王淑芬",
        "绿色小课堂环保讲座",
    )


def test_ab_27_a_repeated_sign_up_gives_the_same_answer_and_one_place(service: Service) -> None:
    village_id = a_village(service)
    shift_id = an_activity(service, village_id).shift_id
    me = a_neighbour(service, village_id)
    caller = service.sign_in(me.person_id)
    path = f"/activity-sessions/{shift_id}/sign-ups"
    payload = {"household_id": me.household.id, "member_id": me.member_id}

    first = caller.post(path, payload, key="same-key-1")
    again = caller.post(path, payload, key="same-key-1")

    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert service.scalar("SELECT taken FROM activity_sessions WHERE id = :id", id=shift_id) == 1


def test_a_leader_says_for_whom_and_why_she_signs_up(service: Service) -> None:
    village_id = a_village(service)
    person = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=person).shift_id
    neighbour = a_neighbour(service, village_id)
    chair = service.sign_in(person)
    payload = {"household_id": neighbour.household.id, "member_id": neighbour.member_id}
    behalf = {"member_id": neighbour.member_id, "reason": "没有手机", "channel": "in_person"}
    path = f"/activity-sessions/{shift_id}/sign-ups"

    alone = chair.post(path, payload)
    on_behalf = chair.post(path, {**payload, "on_behalf": behalf})
    roll = chair.get(path)
    gone = chair.post(f"/sign-ups/{on_behalf.body['id']}/cancellation", {"on_behalf": behalf})

    assert alone.status == 422
    assert (on_behalf.status, gone.status) == (201, 200)
    assert [line["member_name"] for line in roll.body["items"]] == ["王淑芬"]
    assert roll.body["items"][0]["household_number"]


def test_the_roll_is_called_item_by_item(service: Service) -> None:
    village_id = a_village(service)
    person = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=person, type_code=GAMES).shift_id
    me = signed_up(service, shift_id, a_neighbour(service, village_id)).sign_up.id
    service.clock.advance(days=1)
    chair = service.sign_in(person)
    path = f"/activity-sessions/{shift_id}/roll-calls"

    called = chair.post(path, {"present": [me], "absent": [999]})

    assert called.status == 200
    assert called.body["items"] == [
        {"sign_up_id": me, "result": "present", "points": "none"},
        {"sign_up_id": 999, "result": "not_signed_up", "points": "none"},
    ]
    assert faults(chair.post(path, {})) == ["#"]
    assert faults(chair.post(path, {"present": [me], "absent": [me]})) == ["#"]
    assert faults(chair.post(path, {"present": list(range(1, 202))})) == ["#"]
    assert faults(chair.post(path, {"present": [2**70]})) == ["#/present"]


def test_a_roll_called_too_soon_says_when_it_opens(service: Service) -> None:
    village_id = a_village(service)
    person = a_chair(service, village_id)
    shift_id = an_activity(service, village_id, chair=person).shift_id

    refused = service.sign_in(person).post(
        f"/activity-sessions/{shift_id}/roll-calls", {"present": [1]}
    )

    assert (refused.status, refused.body["type"]) == (422, "/problems/roll-call-closed")
    assert refused.body["opens_at"] == "2026-11-11T00:30:00+00:00"


def test_the_list_of_a_village_is_paged_and_public(service: Service) -> None:
    village_id = a_village(service)
    person = a_chair(service, village_id)
    ids = [an_activity(service, village_id, chair=person).id for _ in range(2)]

    page = service.stranger().get("/activities", village_id=village_id, size=1)
    rest = service.stranger().get("/activities", village_id=village_id, after=ids[1])

    assert [item["id"] for item in page.body["items"]] == [ids[1]]
    assert page.body["next_after"] == ids[1]
    assert [item["id"] for item in rest.body["items"]] == [ids[0]]
