"""The workbench: the server says which piles wait for whom, and how much is in each."""

from typing import Any

from models.vocabulary import MessageKind, Relation, Role
from server.domains.assessments import service as assessments
from server.domains.households import service as households
from server.domains.messages import service as messages
from tests.support.activities_builders import a_neighbour, an_activity, signed_up
from tests.support.assessments_builders import a_draft, answers
from tests.support.builders import BuiltHousehold, a_household, a_person, an_officer
from tests.support.consents_builders import agrees
from tests.support.feedback_builders import let_pass
from tests.support.points_builders import a_claim, a_family, a_points_village, confirm, publish
from tests.support.rewards_builders import a_shop, an_order
from tests.support.service import Service


def tiles(service: Service, person_id: int) -> dict[str, dict[str, Any]]:
    items = service.sign_in(person_id).get("/workbench").body["items"]
    return {tile["key"]: tile for tile in items}


def counts(service: Service, person_id: int) -> dict[str, int]:
    return {key: tile["count"] for key, tile in tiles(service, person_id).items()}


def told(service: Service, household: BuiltHousehold) -> int:
    """Let a household be told something and return the message's id."""
    service.run(
        lambda work: messages.tell(
            work,
            household_id=household.id,
            village_id=household.village_id,
            kind=MessageKind.POINTS_EFFECTIVE,
            title="积分能用了",
            body="您家的积分能用了。",
        )
    )
    message_id: int = service.scalar("SELECT max(id) FROM messages")
    return message_id


def test_a_resident_has_no_workbench(service: Service) -> None:
    family = a_family(service, a_points_village(service))

    assert tiles(service, family.person) == {}


def test_each_office_has_its_own_tiles(service: Service) -> None:
    village = a_points_village(service)
    shopkeeper = an_officer(service, Role.SHOPKEEPER, village.id)
    supervisor = an_officer(service, Role.SUPERVISOR, village.id)

    chair = tiles(service, village.chair)
    assert {
        "claims_to_confirm",
        "assessments_to_review",
        "join_requests",
        "rolls_to_call",
        "in_person_messages",
        "notice_to_publish",
    } <= set(chair)
    assert "orders_waiting" not in chair
    assert set(tiles(service, shopkeeper)) == {"orders_waiting"}
    assert set(tiles(service, village.assessor)) == {"claims_to_confirm"}
    assert tiles(service, supervisor) == {}
    assert chair["claims_to_confirm"]["village_id"] == village.id
    assert tiles(service, village.town_officer)["claims_to_confirm"]["village_id"] is None
    home = service.sign_in(village.chair).get("/home").body
    assert (home["has_workbench"], home["household"]) == (True, None)
    assert service.sign_in(supervisor).get("/home").body["has_workbench"] is False


def test_claims_count_only_where_she_may_confirm(service: Service) -> None:
    village = a_points_village(service)
    family, relatives = a_family(service, village), a_family(service, village, "李芳")
    a_claim(service, family)
    a_claim(service, relatives)
    service.run(
        lambda work: households.declare_relative(work, relatives.id), service.actor(village.chair)
    )

    assert counts(service, village.chair)["claims_to_confirm"] == 1
    assert counts(service, village.executive)["claims_to_confirm"] == 2
    assert counts(service, village.assessor)["claims_to_confirm"] == 0
    assert counts(service, village.town_officer)["claims_to_confirm"] == 0


def test_who_confirmed_first_has_it_no_more_on_her_pile(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    claim = a_claim(service, family, "ENV07")

    assert counts(service, village.assessor)["claims_to_confirm"] == 1
    confirm(service, village.assessor, claim)

    assert counts(service, village.assessor)["claims_to_confirm"] == 0
    assert counts(service, village.chair)["claims_to_confirm"] == 1


def test_the_notice_can_be_published_once_a_month(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    assert tiles(service, village.chair)["notice_to_publish"]["actions"] == []

    confirm(service, village.chair, a_claim(service, family))
    tile = tiles(service, village.chair)["notice_to_publish"]
    assert (tile["count"], tile["actions"]) == (1, ["publish"])

    publish(service, village)
    confirm(service, village.chair, a_claim(service, family, days_ago=2))
    tile = tiles(service, village.chair)["notice_to_publish"]
    assert (tile["count"], tile["actions"]) == (1, [])


def test_assessments_count_for_those_who_took_no_part(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    draft = a_draft(service, family.household, family.person)
    actor = service.actor(family.person)
    service.run(
        lambda work: assessments.save_all_answers(work, draft, answers(), behalf=None), actor
    )
    assert counts(service, village.chair)["assessments_to_review"] == 0
    service.run(lambda work: assessments.submit_assessment(work, draft, behalf=None), actor)

    assert counts(service, village.chair)["assessments_to_review"] == 1
    service.run(
        lambda work: households.declare_relative(work, family.id), service.actor(village.chair)
    )
    assert counts(service, village.chair)["assessments_to_review"] == 0


def test_requests_to_join_wait_for_a_decision(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    applicant = a_person(service)
    caller = service.sign_in(family.person)
    ids = []
    for person in (applicant, village.chair):
        code = caller.post(f"/households/{family.id}/join-codes").body["code"]
        asked = {"code": code, "name": "王小梅", "relation": Relation.CHILD.value}
        applies = service.sign_in(agrees(service, person))
        ids.append(applies.post("/join-requests", asked).body["id"])

    assert counts(service, village.executive)["join_requests"] == 2
    assert counts(service, village.chair)["join_requests"] == 1, "nobody decides her own"
    mine = service.sign_in(applicant).get("/home").body["join_request"]
    assert (mine["id"], mine["state"]) == (ids[0], "pending")


def test_a_roll_waits_from_half_an_hour_before_until_it_is_called(service: Service) -> None:
    village = a_points_village(service)
    neighbour = a_neighbour(service, village.id)
    activity = an_activity(service, village.id, chair=village.chair)
    mine = signed_up(service, activity.shift_id, neighbour)
    assert counts(service, village.chair)["rolls_to_call"] == 0

    service.clock.advance(hours=23, minutes=30)
    assert counts(service, village.chair)["rolls_to_call"] == 1
    service.sign_in(village.chair).post(
        f"/activity-sessions/{activity.shift_id}/roll-calls", {"present": [mine.sign_up.id]}
    )

    assert counts(service, village.chair)["rolls_to_call"] == 0


def test_a_roll_nobody_called_in_time_waits_no_more(service: Service) -> None:
    village = a_points_village(service)
    activity = an_activity(service, village.id, chair=village.chair)
    signed_up(service, activity.shift_id, a_neighbour(service, village.id))

    service.clock.advance(days=7)
    assert counts(service, village.chair)["rolls_to_call"] == 1
    service.clock.advance(days=2)
    assert counts(service, village.chair)["rolls_to_call"] == 0


def test_households_without_a_phone_are_told_in_person(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    phoneless = a_household(service, village.id, ("赵桂兰",))
    ids = [told(service, household) for household in (family.household, phoneless)]
    assert counts(service, village.chair)["in_person_messages"] == 0
    service.run(lambda work: messages.deliver(work, {"message_ids": ids}))

    assert counts(service, village.chair)["in_person_messages"] == 1
    service.sign_in(village.chair).post(f"/in-person-messages/{ids[1]}/telling")

    assert counts(service, village.chair)["in_person_messages"] == 0


def test_orders_wait_at_the_counter_until_they_are_handed_out(service: Service) -> None:
    shop = a_shop(service, purse=100)
    resident = service.sign_in(shop.resident_id)
    order = an_order(service, shop)

    assert counts(service, shop.shopkeeper_id)["orders_waiting"] == 1
    assert resident.get("/home").body["waiting_orders"] == 1
    shown = {"village_id": shop.village_id, "voucher": order["voucher"]}
    service.sign_in(shop.shopkeeper_id).post("/orders/fulfilments", shown)

    assert counts(service, shop.shopkeeper_id)["orders_waiting"] == 0
    assert resident.get("/home").body["waiting_orders"] == 0


def test_feedback_waits_for_the_village_and_overdue_for_those_above(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    body = {"kind": "question", "text": "垃圾车几点来？"}
    sent = service.sign_in(family.person).post("/feedback", body)
    assert counts(service, village.chair)["feedback_to_answer"] == 0
    let_pass(service, sent.body["id"])

    assert counts(service, village.chair)["feedback_to_answer"] == 1
    assert counts(service, village.town_officer)["feedback_to_answer"] == 0
    service.clock.advance(days=14)

    assert counts(service, village.town_officer)["feedback_to_answer"] == 1
