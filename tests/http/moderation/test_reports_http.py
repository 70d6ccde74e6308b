"""Reports (举报): she reports what she sees; others than its author decide what becomes of it."""

import re
from typing import Any

from sqlalchemy import text

from models import Base, vocabulary
from models.vocabulary import CheckState, Role
from tests.support.activities_builders import an_activity
from tests.support.builders import a_household, a_person, a_resident, an_officer
from tests.support.feedback_builders import send
from tests.support.photos_builders import a_checked_photo, fetch, state
from tests.support.points_builders import (
    a_claim,
    a_family,
    a_points_village,
    confirm,
    publish,
)
from tests.support.service import Answer, Caller, Service

ANOMALIES = "SELECT kind, object_type, object_id FROM anomalies"


def report(caller: Caller, kind: str, object_id: int, reason: str = "private") -> Answer:
    return caller.post("/reports", {"kind": kind, "object_id": object_id, "reason": reason})


def waiting(caller: Caller) -> list[dict[str, Any]]:
    """Return the reports that wait for somebody, as many as her tile says."""
    items: list[dict[str, Any]] = caller.get("/reports").body["items"]
    tiles = caller.get("/workbench").body["items"]
    assert [tile["count"] for tile in tiles if tile["key"] == "reports_to_decide"] == [len(items)]
    return items


def decide(caller: Caller, report_id: int, *, hides: bool) -> Answer:
    return caller.post(f"/reports/{report_id}/decision", {"hides": hides})


def test_a_reported_photo_is_hidden_at_once_until_somebody_has_decided(service: Service) -> None:
    photo_id, household, _ = a_checked_photo(service)
    village_id = household.village_id
    chair, executive, assessor = (
        service.sign_in(an_officer(service, role, village_id))
        for role in (Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE, Role.ASSESSOR)
    )
    first = report(assessor, "photo", photo_id)
    assert (first.status, state(service, photo_id)) == (201, CheckState.FOR_PEOPLE)
    assert set(first.body) == {"id", "kind", "object_id", "reason", "reported_at"}
    assert report(assessor, "photo", photo_id, "advert").body == first.body
    hidden = report(executive, "photo", photo_id)
    assert hidden.body["type"] == "/problems/photo-check-not-found"  # nobody sees it any more
    (line,) = waiting(chair)
    assert (line["reason"], line["hides"], line["text"]) == ("private", None, None)
    assert (line["actions"], "person_id" in line) == (["decide", "hide"], False)
    assert fetch(service, line["link"]).startswith(b"\xff\xd8")
    assert chair.get("/photo-checks").body["items"] == []
    kept = decide(chair, line["id"], hides=False)
    assert (kept.status, kept.body["hides"], kept.body["actions"]) == (200, False, [])
    assert (state(service, photo_id), waiting(chair)) == (CheckState.PASSED, [])
    again = report(executive, "photo", photo_id)
    gone = decide(chair, again.body["id"], hides=True)
    assert (gone.status, state(service, photo_id)) == (200, CheckState.REFUSED)
    assert service.scalar("SELECT count(*) FROM messages WHERE kind = 'content_refused'") == 1
    late = decide(executive, again.body["id"], hides=False)
    assert (late.status, late.body["type"]) == (409, "/problems/report-already-decided")


def test_she_reports_only_what_she_sees(service: Service) -> None:
    photo_id, household, person_id = a_checked_photo(service, "review")
    other = a_resident(service, a_household(service, household.village_id, ("李芳",)))
    chair, elsewhere = (
        service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
        for village_id in (household.village_id, a_points_village(service, "东升村妇联").id)
    )
    unseen = (chair, elsewhere, service.sign_in(other), service.sign_in(person_id))
    answers = [report(caller, "photo", photo_id) for caller in unseen]
    answers += [report(chair, "photo", 999)]
    assert {(answer.status, answer.body["type"]) for answer in answers} == {
        (404, "/problems/photo-check-not-found")
    }
    foreign = ("foreign_id", "photos", photo_id)
    assert service.rows(ANOMALIES) == [foreign] * 2  # the other village, the other household
    nobody = service.sign_in(a_person(service))
    for kind in ("activity", "notice", "photo", "feedback_answer", "claim_note"):
        assert report(nobody, kind, 999).status == 404
    for nonsense in ({"kind": "household"}, {"reason": "ugly"}, {"object_id": 0}, {"note": "看"}):
        body = {"kind": "notice", "object_id": 1, "reason": "other"} | nonsense
        assert nobody.post("/reports", body).status == 422
    assert report(service.stranger(), "photo", photo_id).status == 401
    assert service.scalar("SELECT count(*) FROM reports") == 0


def test_a_notice_is_not_hidden_and_the_level_above_sees_the_report(service: Service) -> None:
    village = a_points_village(service)
    confirm(service, village.chair, a_claim(service, a_family(service, village)))
    notice_id = publish(service, village)
    reader = service.sign_in(a_person(service))
    reported = report(reader, "notice", notice_id, "untrue").body
    assert service.rows(ANOMALIES) == [("reported", "notice", notice_id)]
    chair, town, foreign = (
        service.sign_in(one)
        for one in (
            village.chair,
            an_officer(service, Role.TOWN_OFFICER, village.town_id),
            a_points_village(service, "东升村妇联").chair,
        )
    )
    assert [waiting(caller) != [] for caller in (chair, town, foreign)] == [True, True, False]
    assert decide(foreign, reported["id"], hides=False).status == 404
    refused = decide(chair, reported["id"], hides=True)
    assert (refused.status, refused.body["type"]) == (409, "/problems/notice-stays")
    seen = decide(chair, reported["id"], hides=False)
    assert (seen.status, seen.body["actions"]) == (200, [])
    assert reader.get(f"/notices/{notice_id}").status == 200


def test_nobody_decides_about_her_own_household(service: Service) -> None:
    photo_id, household, person_id = a_checked_photo(service)
    executive = an_officer(service, Role.VILLAGE_EXECUTIVE, household.village_id)
    reported = report(service.sign_in(executive), "photo", photo_id).body
    with service.raw() as connection:  # she is of that home herself
        connection.execute(text("UPDATE members SET person_id = :id"), {"id": executive})
    hers = service.sign_in(executive)
    assert waiting(hers) == []
    refused = decide(hers, reported["id"], hides=False)
    assert (refused.status, refused.body["type"]) == (403, "/problems/own-reported")
    assert ("own_or_relative", "report", reported["id"]) in service.rows(ANOMALIES)
    assert person_id != executive


def test_cs_4_there_is_nowhere_to_comment_and_nothing_to_like(service: Service) -> None:
    """What people write to each other goes through an office; nobody is liked or laughed at."""
    vocabularies = [getattr(vocabulary, name) for name in vocabulary.__all__]
    names = [rule.rule for rule in service.app.url_map.iter_rules()]
    names += [*Base.metadata.tables, *(word.value for kind in vocabularies for word in kind)]
    words = {word for name in names for word in re.split(r"[^a-z]+", name.lower())}
    assert {"reports", "photos", "wrong"} - words == {"wrong"}
    assert words & {"comment", "comments", "like", "likes", "thumb", "praise"} == set()


def test_a_reported_activity_is_shown_until_another_than_its_organiser_has_decided(
    service: Service,
) -> None:
    village = a_points_village(service)
    activity = an_activity(service, village.id, chair=village.chair)
    readers = [service.sign_in(a_person(service)) for _ in range(3)]
    first, second = (report(reader, "activity", activity.id, "untrue") for reader in readers[:2])
    path = f"/activities/{activity.id}"
    assert (first.status, readers[0].get(path).status) == (201, 200)
    chair, executive = service.sign_in(village.chair), service.sign_in(village.executive)
    assert waiting(chair) == []
    refused = decide(chair, first.body["id"], hides=True)
    assert (refused.status, refused.body["type"]) == (403, "/problems/own-reported")
    lines = waiting(executive)
    assert [line["id"] for line in lines] == [first.body["id"], second.body["id"]]
    assert all(line["text"] and line["link"] is None for line in lines)
    assert decide(executive, first.body["id"], hides=False).status == 200
    assert (readers[0].get(path).status, waiting(executive)) == (200, [])  # for both of them
    third = report(readers[2], "activity", activity.id, "offensive").body
    assert decide(executive, third["id"], hides=True).body["hides"] is True
    assert readers[0].get(path).status == 404
    assert chair.get(path).body["text_state"] == "refused"


def test_a_reported_answer_or_note_is_hidden_when_another_has_decided_so(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    home, chair, executive = (
        service.sign_in(one) for one in (family.person, village.chair, village.executive)
    )
    letter = send(service, family.person).row.id
    deed = {"rule_code": "CIV02", "deed_on": "2026-11-09", "note": "李家那个人写的"}
    claim = home.post("/claims", deed | {"household_id": family.id}).body["id"]
    assert chair.post(f"/feedback/{letter}/answer", {"text": "明天就换。"}).status == 200
    for caller, kind, one in ((home, "feedback_answer", letter), (chair, "claim_note", claim)):
        assert report(caller, kind, one).status == 404  # it has not passed yet
    service.settle_checks()
    assert report(executive, "feedback_answer", letter).status == 404  # it was not given to her
    assert report(service.sign_in(a_person(service)), "claim_note", claim).status == 404
    answer = report(home, "feedback_answer", letter).body
    note = report(chair, "claim_note", claim).body
    texts = [line["text"] for line in waiting(executive)]
    assert texts == ["明天就换。", "李家那个人写的"]
    assert [line["id"] for line in waiting(chair)] == [note["id"]]  # the answer is her own
    for each in (answer, note):
        assert decide(executive, each["id"], hides=True).status == 200
    (mine,) = home.get("/feedback").body["items"]
    assert (mine["state"], mine["answer"], mine["answer_state"]) == ("open", None, "refused")
    seen = chair.get(f"/claims/{claim}").body["claim"]
    assert (seen["note"], seen["note_state"]) == (None, "refused")
    assert home.get(f"/claims/{claim}").body["claim"]["note"] == "李家那个人写的"
