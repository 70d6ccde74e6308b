"""What is one's own is found wherever it lies: where she lived, served, wrote to or looked at."""

from sqlalchemy import text

from server.domains.feedback.service import Sender
from tests.support.builders import a_household, a_person, a_resident
from tests.support.corrections_builders import a_correction
from tests.support.exports_builders import fetch, link_to, made
from tests.support.feedback_builders import answer, send
from tests.support.full_village import declared_by
from tests.support.points_builders import a_claim, a_family, a_points_village, confirm, publish
from tests.support.service import Service


def test_a_report_from_elsewhere_is_kept_once_and_told_to_her(service: Service) -> None:
    village = a_points_village(service)
    confirm(service, village.chair, a_claim(service, a_family(service, village)))
    person_id = a_person(service)
    letter = send(service, person_id, Sender(village_id=village.id)).row.id
    answer(service, village.chair, letter)
    service.settle_checks()
    caller = service.sign_in(person_id)
    for kind, object_id in (("notice", publish(service, village)), ("feedback_answer", letter)):
        wanted = {"kind": kind, "object_id": object_id, "reason": "untrue"}
        assert [caller.post("/reports", wanted).status for _ in range(2)] == [201, 201]
    recorded = "SELECT count(*) FROM audit_entries WHERE action = 'report'"
    assert service.scalar(recorded) == 2
    sections = {one["name"]: one["items"] for one in caller.get("/me/data").body["sections"]}
    told = [item for item in sections["moderation"] if item["title"] == "您的举报"]
    assert len(told) == 2
    file = made(service, caller, {"kind": "my_data", "reason": "own", "format": "json"})
    content = fetch(service, link_to(caller, file).body["url"]).body.decode()
    assert content.count("您的举报") == 2


def test_who_has_left_a_village_still_sees_what_she_asked_for_there(service: Service) -> None:
    village = a_points_village(service)
    home = a_household(service, village.id, ("王淑芬", "王老汉"))
    person_id = a_resident(service, home)
    a_correction(service, person_id)
    gone = text("UPDATE members SET left_at = joined_at WHERE person_id = :person")
    with service.raw() as connection:
        connection.execute(gone, {"person": person_id})
    caller = service.sign_in(person_id)
    (asked,) = caller.get("/corrections").body["items"]
    assert (asked["wanted"], asked["household_label"]) == ("王淑芳", "王** · 三组")


def test_who_serves_elsewhere_now_still_sees_which_relatives_she_declared(service: Service) -> None:
    before, now = a_points_village(service), a_points_village(service, "东升村妇联")
    declared_by(service, before.chair, a_household(service, before.id).id)
    moved = text("UPDATE role_grants SET organisation_id = :now WHERE person_id = :person")
    with service.raw() as connection:
        connection.execute(moved, {"now": now.id, "person": before.chair})
    (told,) = service.sign_in(before.chair).get("/declared-relatives").body["items"]
    assert told["label"] == "王** · 三组"
