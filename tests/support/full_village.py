"""A village with one of everything that can be asked for, and a village that has nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models.codes import Code
from models.vocabulary import (
    CodeKind,
    MessageKind,
    PrintKind,
    Relation,
    ReportedKind,
    ReportReason,
    Role,
)
from server.domains.codes import service as codes
from server.domains.feedback.service import Sender
from server.domains.households import service as households
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.domains.prints import service as prints
from server.kernel.wechat import Verdict
from server.kernel.work import Work
from tests.support import feedback_builders as feedback
from tests.support.activities_builders import Neighbour, a_neighbour, an_activity, signed_up
from tests.support.activities_builders import a_draft as an_activity_draft
from tests.support.assessments_builders import a_submitted_assessment, an_answered_draft
from tests.support.builders import BuiltHousehold, a_household, a_person, an_officer
from tests.support.corrections_builders import a_correction
from tests.support.evidence_builders import Phone, a_photo
from tests.support.exports_builders import an_own_export
from tests.support.households_builders import a_join_code, a_join_request
from tests.support.photos_builders import a_stored_photo
from tests.support.points_builders import (
    Family,
    PointsVillage,
    a_claim,
    a_points_village,
    confirm,
    publish,
)
from tests.support.rewards_builders import give_points, goods_on_the_shelf
from tests.support.service import Service

SOON, TOMORROW = timedelta(minutes=20), timedelta(days=1)
A_MONTH = 31
NOBODYS = 999_999


@dataclass(frozen=True)
class FullVillage:
    """A village, somebody of a household, who keeps the shop, and the ids of all by their names."""

    village: PointsVillage
    resident: int
    shopkeeper: int
    ids: Mapping[str, Any]


def a_full_village(service: Service, name: str = "双龙村妇联") -> FullVillage:
    """Return a village where every call of the API has something to meet, begun a month ago."""
    service.clock.advance(days=-A_MONTH)
    village = a_points_village(service, name)
    people = a_neighbour(service, village.id, ("王淑芬", "王小梅", "王老汉"))
    others = a_neighbour(service, village.id, ("李桂花",))
    third = a_neighbour(service, village.id, ("张秀英",))
    quiet = a_household(service, village.id, ("陈阿婆",))
    shopkeeper = an_officer(service, Role.SHOPKEEPER, village.id)
    ids = {
        "village_id": village.id,
        **_above(service, village.town_id),
        "household_id": people.household.id,
        "member_id": people.member_id,
        "other_member_id": people.household.member_ids[1],
        "phoneless_member_id": people.household.member_ids[2],
        "relatives_household_id": quiet.id,
        "declared_household_id": a_household(service, village.id, ("赵大妈",)).id,
        "rule_set_id": service.scalar("SELECT min(id) FROM rule_sets"),
        **_points(service, village, people, others),
        **_joining(service, people),
        **_found_by_phone(service, village, quiet),
        **_assessments(service, people, others, third),
        "token": Phone(service.sign_in(people.person_id)).announce(a_photo())["id"],
        **_shop(service, people),
        **_activities(service, village, people, others),
        **_printed(service, village, people),
        "export_id": an_own_export(service, people.person_id),
        **_told(service, people, quiet),
        **_declared(service, village, others),
        **_doubted(service, others),
        **_offices(service, village, people),
    }
    return FullVillage(village, people.person_id, shopkeeper, ids)


def nowhere(village: FullVillage) -> Mapping[str, Any]:
    """Return ids of the same names and shapes that belong to nothing."""
    return {
        name: NOBODYS if isinstance(value, int) else "9" * len(value)
        for name, value in village.ids.items()
    }


def declared_by(service: Service, person_id: int, household_id: int) -> int:
    """Return the declaration of a person who has an office that makes some."""
    return service.run(
        lambda work: households.declare_relative(work, household_id).row.id,
        service.actor(person_id),
    )


def _above(service: Service, town_id: int) -> dict[str, Any]:
    parent = "SELECT parent_id FROM organisations WHERE id = :id"
    district_id = service.scalar(parent, id=town_id)
    city_id = service.scalar(parent, id=district_id)
    return {"town_id": town_id, "district_id": district_id, "city_id": city_id}


def _joining(service: Service, people: Neighbour) -> dict[str, Any]:
    waiting = [a_join_request(service, people.household, people.person_id)[0] for _ in range(2)]
    return {
        "join_code": a_join_code(service, people.household, people.person_id),
        "request_id": waiting[0],
        "unwanted_request_id": waiting[1],
    }


def _found_by_phone(
    service: Service, village: PointsVillage, quiet: BuiltHousehold
) -> dict[str, Any]:
    """Register a number in one household, and return a code for it that anybody may send."""
    number = f"139{village.id:08}"
    aunt = households.NewMember("陈小妹", Relation.OTHER, number)
    service.run(
        lambda work: households.add_member(work, quiet.id, aunt), service.actor(village.chair)
    )
    return {"phone_code": f"n{village.id}--{number}"}


def _points(
    service: Service, village: PointsVillage, people: Neighbour, others: Neighbour
) -> dict[str, Any]:
    """Let a month pass: its claim is in notice; now one waits for a notice, two for a decision."""
    family = Family(people.household, people.person_id)
    given = a_claim(service, family)
    confirm(service, village.chair, given)
    notice_id = publish(service, village)
    service.clock.advance(days=A_MONTH)
    confirm(service, village.chair, a_claim(service, Family(others.household, others.person_id)))
    waiting, doubtful = (a_claim(service, family, days_ago=day) for day in (2, 3))
    return {
        "claim_id": waiting,
        "doubtful_claim_id": doubtful,
        "confirmed_claim_id": given,
        "notice_id": notice_id,
    }


def _assessments(
    service: Service, people: Neighbour, others: Neighbour, third: Neighbour
) -> dict[str, Any]:
    good, doubtful = (
        a_submitted_assessment(service, who.household, who.person_id) for who in (others, third)
    )
    return {
        "assessment_id": an_answered_draft(service, people.household, people.person_id),
        "submitted_assessment_id": good,
        "doubtful_assessment_id": doubtful,
    }


def _shop(service: Service, people: Neighbour) -> dict[str, Any]:
    goods_id = goods_on_the_shelf(service, people.household.village_id, price=20)
    give_points(service, people.household, 200)
    body = {
        "household_id": people.household.id,
        "lines": [{"goods_id": goods_id, "quantity": 1}],
    }
    phone = service.sign_in(people.person_id)
    first, second = (phone.post("/orders", body).body for _ in range(2))
    return {
        "goods_id": goods_id,
        "order_id": first["id"],
        "order_digits": first["pickup_digits"],
        "pickup_digits": second["pickup_digits"],
    }


def _activities(
    service: Service, village: PointsVillage, people: Neighbour, others: Neighbour
) -> dict[str, Any]:
    planned = an_activity(
        service, village.id, chair=village.chair, starts_in=(SOON, TOMORROW, 2 * TOMORROW)
    )
    soon, tomorrow, later = planned.shift_ids
    return {
        "activity_id": planned.id,
        "draft_activity_id": an_activity_draft(service, village.id, chair=village.chair).id,
        "session_id": later,
        "beginning_session_id": soon,
        "beginning_sign_up_id": signed_up(service, soon, others).sign_up.id,
        "sign_up_id": signed_up(service, tomorrow, people, member=1).sign_up.id,
    }


def _printed(service: Service, village: PointsVillage, people: Neighbour) -> dict[str, Any]:
    def issue(kind: CodeKind, target_id: int) -> Code:
        return service.run(
            lambda work: codes.issue_code(work, kind, target_id), service.actor(village.chair)
        )

    home = people.household.id
    door, card = issue(CodeKind.DOOR_PLATE, home), issue(CodeKind.CARD, home)
    shop = issue(CodeKind.SHOP, village.id)
    wanted = prints.Wanted(kind=PrintKind.CARDS, village_id=village.id, household_ids=[home])
    chair = service.actor(village.chair)
    ordered = service.run(lambda work: prints.order_print(work, wanted), chair)
    return {
        "code_id": card.id,
        "scene": door.scene,
        "shop_code_id": shop.id,
        "print_id": ordered.id,
    }


def _told(service: Service, people: Neighbour, quiet: BuiltHousehold) -> dict[str, Any]:
    correction_id = a_correction(service, people.person_id)
    read, untold = (_message(service, household) for household in (people.household, quiet))
    service.run(lambda work: messages.deliver(work, {"message_ids": [read, untold]}))
    sent = feedback.send(service, people.person_id, Sender(household_id=people.household.id))
    doubtful = feedback.send_unchecked(service, people.person_id, text="这话该不该给人看？")
    feedback.let_pass(service, doubtful.row.id, Verdict.REVIEW)
    return {
        "correction_id": correction_id,
        "message_id": read,
        "untold_message_id": untold,
        "feedback_id": sent.row.id,
        "check_id": service.scalar("SELECT max(id) FROM text_checks"),
    }


def _message(service: Service, household: BuiltHousehold) -> int:
    def tell(work: Work) -> None:
        messages.tell(
            work,
            household_id=household.id,
            village_id=household.village_id,
            kind=MessageKind.JOIN_APPROVED,
            title="新成员已加入",
            body="您家有一位新成员可以用手机办事了。",
        )

    service.run(tell)
    newest = "SELECT max(id) FROM messages WHERE household_id = :id"
    return int(service.scalar(newest, id=household.id))


def _offices(service: Service, village: PointsVillage, people: Neighbour) -> dict[str, Any]:
    supervisor = an_officer(service, Role.SUPERVISOR, village.id)
    held = "SELECT id FROM role_grants WHERE person_id = :id"
    return {
        "grant_id": service.scalar(held, id=supervisor),
        "newcomer_id": a_person(service),
        "person_id": people.person_id,
    }


def _doubted(service: Service, others: Neighbour) -> dict[str, Any]:
    """Leave a photo to people, and a report of a notice."""
    photo_id = a_stored_photo(service, others.household, others.person_id)
    service.run(lambda work: moderation.ASK_PHOTO.prepare(work, {"file_id": photo_id}))
    notice_id = service.scalar("SELECT max(id) FROM notices")
    reported = service.run(
        lambda work: moderation.report(work, ReportedKind.NOTICE, notice_id, ReportReason.UNTRUE),
        service.actor(others.person_id),
    )
    return {
        "photo_check_id": service.scalar("SELECT max(id) FROM photo_checks"),
        "report_id": reported.id,
    }


def _declared(service: Service, village: PointsVillage, others: Neighbour) -> dict[str, Any]:
    return {"declaration_id": declared_by(service, village.executive, others.household.id)}
