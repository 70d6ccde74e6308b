"""The first page in one request: a household's home, whoever she is."""

import json
from datetime import timedelta

from sqlalchemy import event

from server.domains.assessments import service as assessments
from tests.support.activities_builders import LECTURE, a_neighbour, an_activity, signed_up
from tests.support.assessments_builders import a_submitted_assessment
from tests.support.builders import a_household, a_person, a_resident, a_village
from tests.support.points_builders import (
    a_claim,
    a_family,
    a_points_village,
    confirm,
    effective_points,
)
from tests.support.service import Service

BYTES_MAX = 10 * 1024
QUERIES_MAX = 40


def test_a_person_without_a_household_sees_nothing_of_one(service: Service) -> None:
    caller = service.sign_in(a_person(service))

    answer = caller.get("/home")

    assert answer.status == 200
    assert answer.body.pop("has_workbench") is False
    assert answer.body.pop("actions") == []
    assert set(answer.body.values()) == {None}


def test_strangers_are_asked_to_sign_in(service: Service) -> None:
    assert service.stranger().get("/home").status == 401
    assert service.stranger().get("/workbench").status == 401


def test_a_fresh_household_may_begin_its_assessment(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)

    home = service.sign_in(family.person).get("/home").body

    assert home["household"] == {
        "id": family.id,
        "label": "王淑芬家 · 三组",
        "village_id": village.id,
        "village_name": "双龙村妇联",
    }
    assert (home["assessment"], home["next_step"], home["next_activity"]) == (None, None, None)
    assert home["actions"] == ["begin_assessment"]
    assert "默认" in home["standards_notice"]
    assert home["points"]["redeemable"] == 0


def test_before_any_standards_hold_the_rest_of_home_is_there(service: Service) -> None:
    service.clock.advance(days=-365)
    household = a_household(service, a_village(service))
    resident = a_resident(service, household)

    home = service.sign_in(resident).get("/home")

    assert (home.status, home.body["standards_notice"]) == (200, None)
    assert home.body["household"]["id"] == household.id


def test_a_begun_assessment_says_how_far_and_what_is_easiest(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    caller = service.sign_in(family.person)
    draft = caller.post(f"/households/{family.id}/assessments").body
    caller.put(f"/assessments/{draft['id']}/answers/R01", {"answer": "yes"})
    caller.put(f"/assessments/{draft['id']}/answers/R03", {"answer": "no"})

    home = caller.get("/home").body

    glance = home["assessment"]
    assert (glance["state"], glance["met"], glance["answered"], glance["total"]) == (
        "draft",
        1,
        2,
        18,
    )
    assert (glance["is_passed"], glance["is_in_force"]) == (None, False)
    assert home["next_step"]["code"] == "R03"
    assert home["actions"] == []


def test_last_years_pass_holds_while_this_years_assessment_is_open(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    passed = a_submitted_assessment(service, family.household, family.person)
    service.sign_in(village.chair).post(f"/assessments/{passed}/confirmation", {"submission": 1})
    service.clock.advance(days=60)
    caller = service.sign_in(family.person)

    assert caller.get("/home").body["actions"] == ["begin_assessment"]
    caller.post(f"/households/{family.id}/assessments")

    glance = caller.get("/home").body["assessment"]
    assert (glance["year"], glance["state"], glance["is_passed"]) == (2027, "draft", None)
    assert (glance["valid_until_on"], glance["is_in_force"]) == ("2027-11-09", True)
    service.clock.advance(days=305)
    later = service.sign_in(family.person).get("/home").body["assessment"]
    assert later["is_in_force"] is False


def test_points_and_messages_are_counted(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    effective_points(service, village, family)

    home = service.sign_in(family.person).get("/home").body

    assert home["points"]["redeemable"] == 10
    assert home["points"]["earned_this_year"] == 10
    assert home["unread_messages"] > 0


def test_the_next_activity_shows_my_own_place_and_what_it_earns(service: Service) -> None:
    village = a_points_village(service)
    neighbour = a_neighbour(service, village.id)
    activity = an_activity(service, village.id, chair=village.chair, type_code=LECTURE, capacity=1)
    signed_up(service, activity.shift_id, neighbour)
    second = a_neighbour(service, village.id, ("李芳",))
    signed_up(service, activity.shift_id, second)

    mine = service.sign_in(neighbour.person_id).get("/home").body["next_activity"]
    hers = service.sign_in(second.person_id).get("/home").body["next_activity"]

    assert (mine["sign_up_state"], mine["waiting_position"]) == ("registered", None)
    assert (hers["sign_up_state"], hers["waiting_position"]) == ("waiting", 1)
    assert (mine["places_left"], mine["points"]) == (0, 5)


def test_what_has_begun_comes_no_more(service: Service) -> None:
    village = a_points_village(service)
    neighbour = a_neighbour(service, village.id)
    an_activity(service, village.id, chair=village.chair)
    service.clock.advance(days=1)

    home = service.sign_in(neighbour.person_id).get("/home").body

    assert home["next_activity"] is None


def test_home_is_small_and_asks_a_bounded_number_of_queries(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    for days in range(1, 13):
        an_activity(service, village.id, chair=village.chair, starts_in=[timedelta(days=days)])
    confirm(service, village.chair, a_claim(service, family))
    service.run(
        lambda work: assessments.start_assessment(work, family.id, behalf=None),
        service.actor(family.person),
    )
    caller = service.sign_in(family.person)
    statements: list[str] = []
    engine = service.app.transactions.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(str(args[2])))

    answer = caller.get("/home")

    assert 0 < len(statements) <= QUERIES_MAX
    assert len(json.dumps(answer.body, ensure_ascii=False).encode()) <= BYTES_MAX
