"""The queue of photos over HTTP: only there a photo is seen before it has passed."""

from models.vocabulary import Role
from tests.support.builders import an_officer
from tests.support.photos_builders import SHOWN, a_checked_photo, fetch, state
from tests.support.service import Service


def test_a_leader_looks_at_a_photo_and_lets_it_pass(service: Service) -> None:
    photo_id, household, person_id = a_checked_photo(service, "review")
    phone = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, household.village_id))
    (line,) = phone.get("/photo-checks").body["items"]
    assert (line["file_id"], line["label"], line["actions"]) == (photo_id, 21000, ["decide"])
    assert set(line) & {"person_id", "household_id", "household_label"} == set()
    assert fetch(service, line["link"]) == SHOWN
    tiles = phone.get("/workbench").body["items"]
    (tile,) = [tile for tile in tiles if tile["key"] == "photos_to_decide"]
    assert (tile["title"], tile["count"]) == ("等您看的照片", 1)
    path = f"/photo-checks/{line['id']}/decision"
    for nonsense in ({}, {"passes": "yes"}, {"passes": None}):
        assert phone.post(path, nonsense).status == 422
    decided = phone.post(path, {"passes": True}).body
    assert (decided["state"], decided["link"], decided["actions"]) == ("passed", None, [])
    again = phone.post(path, {"passes": False})
    assert (again.status, again.body["type"]) == (409, "/problems/photo-already-decided")
    assert phone.get("/photo-checks").body["items"] == []
    assert state(service, photo_id).value == "passed"
    assert service.sign_in(person_id).get("/photo-checks").status == 403


def test_a_link_to_a_photo_that_is_refused_comes_from_nowhere(service: Service) -> None:
    _, household, person_id = a_checked_photo(service, "risky")
    phone = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, household.village_id))
    assert phone.get("/photo-checks").body["items"] == []
    (told,) = service.rows("SELECT kind, body FROM messages")
    assert told == (
        "content_refused",
        "您家交的一张照片没有通过检查，别人看不到。请换一张再交，或者请村（社区）妇联到家里来看。",
    )
    assert service.sign_in(person_id).get("/messages").status == 200
