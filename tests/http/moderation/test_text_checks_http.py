"""The queue of texts over HTTP, and a crawl: nobody but its author reads what has not passed."""

from collections.abc import Iterator

import pytest

from models.vocabulary import Role
from server.domains.feedback.service import Sender
from server.kernel.wechat import Verdict
from tests.support.builders import a_household, a_person, a_resident, a_town, a_village, an_officer
from tests.support.feedback_builders import let_pass, send_unchecked
from tests.support.service import Caller, Service

SECRET = "这句话谁也不能看见"


def test_a_leader_decides_and_the_letter_appears(service: Service) -> None:
    household = a_household(service, a_village(service))
    author, leader = (
        a_resident(service, household),
        an_officer(service, Role.VILLAGE_CHAIR, household.village_id),
    )
    letter = send_unchecked(service, author)
    let_pass(service, letter.row.id, Verdict.REVIEW)
    phone = service.sign_in(leader)
    (line,) = phone.get("/text-checks").body["items"]
    assert (line["kind"], line["text"], line["actions"]) == (
        "feedback",
        letter.row.text,
        ["decide"],
    )
    assert set(line) & {"person_id", "household_label"} == set()
    (tile,) = [
        tile for tile in phone.get("/workbench").body["items"] if tile["key"] == "texts_to_decide"
    ]
    assert (tile["title"], tile["count"]) == ("等您看的文字", 1)
    path = f"/text-checks/{line['id']}/decision"
    for nonsense in ({}, {"passes": "yes"}, {"passes": None}):
        assert phone.post(path, nonsense).status == 422
    decided = phone.post(path, {"passes": True})
    assert (decided.status, decided.body["state"], decided.body["actions"]) == (200, "passed", [])
    again = phone.post(path, {"passes": False})
    assert (again.status, again.body["type"]) == (409, "/problems/text-already-decided")
    assert phone.get("/text-checks").body["items"] == []
    (shown,) = phone.get("/feedback", village_id=household.village_id).body["items"]
    assert (shown["text_state"], shown["actions"]) == ("passed", ["answer"])
    assert service.sign_in(author).get("/text-checks").status == 403


def test_the_town_decides_where_the_village_has_nobody_else(service: Service) -> None:
    town_id = a_town(service)
    village_id = a_village(service, town_id=town_id)
    only_leader = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    letter = send_unchecked(service, only_leader, Sender(village_id=village_id))
    let_pass(service, letter.row.id, Verdict.REVIEW)
    assert service.sign_in(only_leader).get("/text-checks").body["items"] == []
    town = service.sign_in(an_officer(service, Role.TOWN_OFFICER, town_id))
    (line,) = town.get("/text-checks").body["items"]
    assert town.post(f"/text-checks/{line['id']}/decision", {"passes": True}).status == 200


@pytest.mark.parametrize("verdict", [None, Verdict.RISKY, Verdict.REVIEW])
def test_requirement_16_no_feedback_call_shows_others_what_has_not_passed(
    service: Service, verdict: Verdict | None
) -> None:
    town_id = a_town(service)
    household = a_household(service, a_village(service, town_id=town_id), ("李芳", "王芳"))
    author, relative = (a_resident(service, household, index) for index in range(2))
    letter = send_unchecked(service, author, text=SECRET).row.id
    if verdict:
        let_pass(service, letter, verdict)
    service.clock.advance(days=14)  # overdue: the levels above would see it
    others = [
        a_person(service),
        relative,
        an_officer(service, Role.VILLAGE_CHAIR, household.village_id),
        an_officer(service, Role.TOWN_OFFICER, town_id),
    ]
    for person_id in others:
        caller = service.sign_in(person_id)
        for shown in _everything_of_feedback(service, caller, household.village_id, town_id):
            assert SECRET not in shown
        refused = caller.post(f"/feedback/{letter}/answer", {"text": "看到了。"})
        assert refused.status in {403, 404}
        assert SECRET not in str(refused.body)
    (mine,) = service.sign_in(author).get("/feedback").body["items"]
    states = {None: "pending", Verdict.RISKY: "refused", Verdict.REVIEW: "for_people"}
    assert (mine["text"], mine["text_state"]) == (SECRET, states[verdict])


def _everything_of_feedback(
    service: Service, caller: Caller, village_id: int, town_id: int
) -> Iterator[str]:
    """Yield the answer to every read of the feedback domain, and the count on the workbench."""
    reads = [
        rule.rule
        for rule in service.app.url_map.iter_rules()
        if rule.endpoint.startswith("feedback.") and "GET" in (rule.methods or ())
    ]
    assert reads
    for path in reads:
        for query in ({}, {"village_id": village_id}, {"village_id": town_id}):
            yield str(caller.get(path, **query).body)
    tiles = caller.get("/workbench").body["items"]
    assert [t["count"] for t in tiles if t["key"] == "feedback_to_answer" and t["count"]] == []
