"""Print-outs over HTTP: ordered by a leader, drawn by the worker, fetched by a link, gone later."""

from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import zxingcpp
from sqlalchemy import text

from models.vocabulary import Role
from server.background import drain_outbox
from server.domains.organisations import service as organisations
from server.domains.prints import rules
from server.registry import OUTBOX_TOPICS
from tests.support.activities_builders import a_draft, an_activity
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.rewards_builders import a_shop
from tests.support.service import Caller, Service


def a_leader(service: Service, village_id: int) -> Caller:
    return service.sign_in(an_officer(service, Role.VILLAGE_EXECUTIVE, village_id))


def work_off(service: Service) -> None:
    drain_outbox(service.app.transactions, OUTBOX_TOPICS)


def fetched(service: Service, link: str) -> bytes:
    answer = service.app.test_client().get(urlsplit(link).path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return bytes(answer.data)


def scenes_on(pdf: bytes) -> list[str]:
    pages = [page.render(scale=150 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def plates_of(village_id: int) -> dict[str, Any]:
    return {"kind": "door_plates", "village_id": village_id}


def made(service: Service, leader: Caller, body: dict[str, Any]) -> dict[str, Any]:
    """Order a print-out, let the worker make it and return it as it is then."""
    ordered = leader.post("/prints", body)
    assert (ordered.status, ordered.body["state"], ordered.body["link"]) == (201, "ordered", None)
    work_off(service)
    shown: dict[str, Any] = leader.get(f"/prints/{ordered.body['id']}").body
    return shown


def test_plates_of_a_village_are_printed_each_once_with_codes_that_open(service: Service) -> None:
    village_id = a_village(service)
    homes = [a_household(service, village_id) for _ in range(3)]
    gone = a_household(service, village_id)
    leader = a_leader(service, village_id)
    leader.put(f"/households/{gone.id}/status", {"status": "empty"})
    body = plates_of(village_id)
    printed = made(service, leader, body)
    assert (printed["state"], printed["pieces"], printed["pages"]) == ("ready", 3, 1)
    assert (printed["warnings"], printed["next_after"]) == ([], None)
    scenes = scenes_on(fetched(service, printed["link"]))
    opened = [leader.get(f"/codes/{scene}").body["target_id"] for scene in scenes]
    assert sorted(opened) == [home.id for home in homes]

    named = {**body, "household_ids": [gone.id, homes[0].id, gone.id]}
    assert leader.post("/prints", named).body["pieces"] == 2
    newer = a_household(service, village_id)
    assert leader.post("/prints", {**body, "only_new": True}).body["pieces"] == 1
    nothing = leader.post("/prints", {**body, "only_new": True})
    assert (nothing.status, nothing.body["type"]) == (422, "/problems/nothing-to-print")
    assert leader.post("/prints", {**body, "group_name": "九组"}).status == 422
    assert leader.post("/prints", {**body, "after": homes[2].id}).body["pieces"] == 1
    assert service.scalar("SELECT count(*) FROM codes WHERE target_id = :id", id=newer.id) == 1
    page = leader.get("/prints", village_id=village_id, size=3).body
    rest = leader.get("/prints", village_id=village_id, after=page["next_after"]).body
    assert (len(page["items"]), [one["id"] for one in rest["items"]]) == (3, [printed["id"]])


def test_cards_are_for_households_without_a_phone_and_name_nobody(service: Service) -> None:
    village_id = a_village(service)
    quiet, online = (a_household(service, village_id, ("欧阳淑芬",)) for _ in range(2))
    a_resident(service, online)
    leader = a_leader(service, village_id)
    printed = made(service, leader, {"kind": "cards", "village_id": village_id})
    pdf = fetched(service, printed["link"])
    (scene,) = scenes_on(pdf)
    assert leader.get(f"/codes/{scene}").body["target_id"] == quiet.id
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "欧** · 三组" in text
    assert "欧阳" not in text


def test_posters_carry_what_everybody_may_read(service: Service) -> None:
    village_id = a_shop(service).village_id
    activity, draft = an_activity(service, village_id), a_draft(service, village_id)
    leader = a_leader(service, village_id)
    poster = {"kind": "activity_poster", "village_id": village_id}
    unready = leader.post("/prints", {**poster, "activity_id": draft.id})
    assert (unready.status, unready.body["type"]) == (409, "/problems/activity-not-printable")
    ordered = {"讲怎样分垃圾": {**poster, "activity_id": activity.id}}
    ordered["牙膏"] = {**poster, "kind": "shop_poster"}
    for words, body in ordered.items():
        pdf = fetched(service, made(service, leader, body)["link"])
        (scene,) = scenes_on(pdf)
        assert leader.get(f"/codes/{scene}").status == 200
        assert words in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert leader.post("/prints", poster).status == 422
    elsewhere = an_activity(service, a_village(service, "青山村妇联"))
    foreign = leader.post("/prints", {**poster, "activity_id": elsewhere.id})
    assert (foreign.status, foreign.body["type"]) == (404, "/problems/activity-not-found")


def test_a_poster_says_what_has_passed_its_check_when_it_is_drawn(service: Service) -> None:
    village_id = a_village(service)
    activity = an_activity(service, village_id)
    leader = a_leader(service, village_id)
    body = {"kind": "activity_poster", "village_id": village_id, "activity_id": activity.id}
    ordered = leader.post("/prints", body).body["id"]
    wanted = "UPDATE text_checks SET state = 'for_people', decided_at = NULL WHERE object_id = :id"
    service.run(lambda work: work.session.execute(text(wanted), {"id": activity.id}))
    work_off(service)
    assert leader.get(f"/prints/{ordered}").body["state"] == "failed"
    assert leader.post("/prints", body).status == 409


def test_ab_13_a_foreign_village_a_household_or_a_print_of_it_does_not_exist(
    service: Service,
) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    home, foreign = a_household(service, village_id), a_household(service, other_id)
    leader, other = a_leader(service, village_id), a_leader(service, other_id)
    body = plates_of(village_id)
    answers = [
        other.post("/prints", body),
        other.get("/prints", village_id=village_id),
        leader.post("/prints", {**body, "household_ids": [home.id, foreign.id]}),
        leader.post("/prints", {**body, "household_ids": [999_999]}),
        other.get(f"/prints/{leader.post('/prints', body).body['id']}"),
    ]
    assert [answer.status for answer in answers] == [404] * 5
    assert service.scalar("SELECT count(*) FROM codes") == 1


def test_a_leader_of_two_villages_prints_for_one_at_a_time(service: Service) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    elsewhere, home = an_activity(service, other_id), a_household(service, other_id)
    person_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=person_id, organisation_id=other_id, role=Role.VILLAGE_CHAIR
        )
    )
    leader, here = service.sign_in(person_id), {"village_id": village_id}
    poster = {"kind": "activity_poster", "activity_id": elsewhere.id, **here}
    plates = {"kind": "door_plates", "household_ids": [home.id], **here}
    assert [leader.post("/prints", body).status for body in (poster, plates)] == [404, 404]


def test_a_print_out_is_kept_for_a_week_and_its_file_removed(service: Service) -> None:
    village_id = a_village(service)
    a_household(service, village_id)
    printed = made(service, a_leader(service, village_id), plates_of(village_id))
    name = service.scalar("SELECT file_name FROM prints")
    files = service.app.transactions.ports.files
    service.clock.advance(days=6)
    work_off(service)
    assert files.get(name) is not None
    service.clock.advance(days=1, seconds=1)
    work_off(service)
    late = a_leader(service, village_id).get(f"/prints/{printed['id']}").body
    assert (files.get(name), late["link"], late["state"]) == (None, None, "ready")


def test_what_has_no_code_any_more_is_not_printed(service: Service) -> None:
    village_id = a_village(service)
    homes = [a_household(service, village_id) for _ in range(2)]
    leader = a_leader(service, village_id)
    ordered = leader.post("/prints", plates_of(village_id)).body["id"]
    revoke(service, leader, homes[0].id)
    work_off(service)
    printed = leader.get(f"/prints/{ordered}").body
    assert printed["warnings"] == rules.warnings(1, lacks_pictures=False)
    assert len(scenes_on(fetched(service, printed["link"]))) == 1

    ordered = leader.post("/prints", {**plates_of(village_id), "household_ids": [homes[1].id]}).body
    revoke(service, leader, homes[1].id)
    work_off(service)
    assert leader.get(f"/prints/{ordered['id']}").body["state"] == "failed"


def test_what_fails_is_tried_again_then_given_up_and_may_be_ordered_anew(service: Service) -> None:
    village_id = a_village(service)
    a_household(service, village_id)
    leader = a_leader(service, village_id)
    ordered = leader.post("/prints", plates_of(village_id)).body["id"]
    name = service.scalar("SELECT file_name FROM prints")
    service.app.transactions.ports.files.put(f"{name}/x", b"a folder lies in its place")
    for _ in range(rules.ATTEMPTS_MAX):
        work_off(service)
        assert leader.get(f"/prints/{ordered}").body["state"] == "ordered"
        service.clock.advance(minutes=10)
    work_off(service)
    leader = a_leader(service, village_id)
    assert leader.get(f"/prints/{ordered}").body["state"] == "failed"
    assert made(service, leader, plates_of(village_id))["state"] == "ready"


def revoke(service: Service, leader: Caller, household_id: int) -> None:
    wanted = "SELECT id FROM codes WHERE target_id = :id AND revoked_at IS NULL"
    code_id = service.scalar(wanted, id=household_id)
    assert leader.post(f"/codes/{code_id}/revocation", {"reason": "lost"}).status == 200
