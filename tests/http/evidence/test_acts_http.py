"""Claims and answers name photos: they wait for them, and only who decides sees what passed."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.support.assessments_builders import answers, as_json, behalf_json
from tests.support.builders import a_wechat_account
from tests.support.evidence_builders import Phone, a_photo, hash_of, run_jobs
from tests.support.photos_builders import judge
from tests.support.points_builders import Family, PointsVillage, a_family, a_points_village
from tests.support.service import Answer, Caller, Service

DEED = {"rule_code": "CIV02", "deed_on": "2026-11-09"}


@dataclass(frozen=True)
class Scene:
    """A village with a family that has a phone, and its chair."""

    service: Service
    village: PointsVillage
    family: Family
    phone: Phone
    chair: Caller

    def claim(self, *photos: bytes, caller: Caller | None = None, **other: object) -> Answer:
        """Report a deed with photos."""
        body = {"household_id": self.family.id, "photos": [hash_of(photo) for photo in photos]}
        return (caller or self.phone.caller).post("/claims", DEED | body | other)

    def confirm(self, *claim_ids: int) -> Answer:
        """Confirm as the chair."""
        return self.chair.post("/claims/confirmations", {"claim_ids": list(claim_ids)})

    def fetch(self, link: str) -> int:
        """Follow a link as anybody may; return the status."""
        return self.service.app.test_client().get(urlsplit(link).path).status_code


@pytest.fixture
def scene(service: Service) -> Scene:
    village = a_points_village(service)
    family = a_family(service, village)
    a_wechat_account(service, family.person)
    phone = Phone(service.sign_in(family.person))
    return Scene(service, village, family, phone, service.sign_in(village.chair))


def test_a_claim_waits_for_its_photos_and_nobody_confirms_it_before(scene: Scene) -> None:
    first, second = a_photo(1), a_photo(2)
    claim = scene.claim(first, second).body
    assert [photo["state"] for photo in claim["photos"]] == ["missing", "missing"]
    assert not claim["is_complete"]
    scene.phone.send(first)
    refused = scene.confirm(claim["id"])
    assert (refused.status, refused.body["missing"]) == (409, 1)
    assert refused.body["type"] == "/problems/photos-missing"
    other = scene.claim(deed_on="2026-11-08").body["id"]
    batch = scene.confirm(claim["id"], other).body["items"]
    assert [item["outcome"] for item in batch] == ["photos_missing", "confirmed"]
    seen = scene.chair.get(f"/claims/{claim['id']}").body["claim"]
    assert seen["actions"] == ["return"]
    assert seen["blocked"] == "还有1张照片没有传完，等传完才能确认。"
    scene.phone.send(second)
    seen = scene.chair.get(f"/claims/{claim['id']}").body["claim"]
    assert (seen["is_complete"], seen["actions"], seen["blocked"]) == (
        True,
        ["confirm", "return"],
        None,
    )
    assert scene.confirm(claim["id"]).body["items"][0]["outcome"] == "confirmed"


def test_only_a_household_s_own_photos_complete_its_claim(scene: Scene) -> None:
    photo = a_photo(1)
    neighbours = a_family(scene.service, scene.village, "赵小兰")
    Phone(scene.service.sign_in(neighbours.person)).send(photo)
    claim = scene.claim(photo).body
    assert claim["photos"][0]["state"] == "missing"
    assert scene.confirm(claim["id"]).status == 409


def test_the_household_sees_its_photo_at_once_who_confirms_when_it_has_passed(
    scene: Scene,
) -> None:
    photo = a_photo(1)
    receipt = scene.phone.send(photo)
    (own,) = scene.claim(photo).body["photos"]
    assert (own["file_id"], own["state"]) == (receipt["file_id"], "pending")
    assert (own["width"], own["height"]) == (receipt["width"], receipt["height"])
    assert scene.fetch(own["link"]) == 200

    def seen(caller: Caller) -> dict[str, object]:
        (item,) = caller.get("/claims", village_id=scene.village.id).body["items"]
        (shown,) = item["photos"]
        return dict(shown)

    town = scene.service.sign_in(scene.village.town_officer)
    assert seen(scene.chair)["link"] is None
    judge(scene.service)
    passed = seen(scene.chair)
    assert (passed["state"], scene.fetch(str(passed["link"]))) == ("passed", 200)
    assert seen(town)["link"] is None, "she decides about no such claim"
    scene.service.clock.advance(minutes=10)
    assert scene.fetch(str(passed["link"])) == 404


def test_what_was_refused_nobody_else_sees(scene: Scene) -> None:
    photo = a_photo(1)
    scene.phone.send(photo)
    claim_id = scene.claim(photo).body["id"]
    judge(scene.service, "risky")
    hers, theirs = (
        caller.get(f"/claims/{claim_id}").body["claim"]["photos"][0]
        for caller in (scene.phone.caller, scene.chair)
    )
    assert (hers["state"], theirs["state"], theirs["link"]) == ("refused", "refused", None)
    assert scene.fetch(hers["link"]) == 200


def test_an_answer_names_photos_and_the_assessment_waits_for_them(scene: Scene) -> None:
    mine, path = scene.phone.caller, "/assessments"
    draft = mine.post(f"/households/{scene.family.id}/assessments").body["id"]
    photo, other = a_photo(1), a_photo(2)
    given = as_json(answers())
    given["answers"][0]["photos"] = [hash_of(other)]  # type: ignore[assignment]
    saved = mine.put(f"{path}/{draft}/answers", given).body
    assert not saved["is_complete"]
    body = {"answer": "yes", "photos": [hash_of(photo), hash_of(photo)]}
    code = saved["clauses"][0]["code"]
    answer = mine.put(f"{path}/{draft}/answers/{code}", body).body
    assert [one["state"] for one in answer["photos"]] == ["missing"]
    kept = mine.put(f"{path}/{draft}/answers/{code}", {"answer": "no"}).body
    assert [one["sha256"] for one in kept["photos"]] == [hash_of(photo)]
    mine.put(f"{path}/{draft}/answers/{code}", {"answer": "yes"})
    assert mine.post(f"{path}/{draft}/submission").status == 200
    waiting = scene.chair.get(f"{path}/{draft}").body
    assert (waiting["is_complete"], waiting["actions"]) == (False, ["return"])
    refused = scene.chair.post(f"{path}/{draft}/confirmation", {})
    assert (refused.status, refused.body["missing"]) == (409, 1)
    scene.phone.send(photo)
    judge(scene.service)
    ready = scene.chair.get(f"{path}/{draft}").body
    (shown,) = next(each for each in ready["clauses"] if each["code"] == code)["photos"]
    assert (shown["state"], scene.fetch(shown["link"])) == ("passed", 200)
    assert scene.chair.post(f"{path}/{draft}/confirmation", {}).status == 200


def test_a_leader_sends_photos_for_a_household_she_acts_for(scene: Scene) -> None:
    photo, executive = a_photo(1), scene.service.sign_in(scene.village.executive)
    Phone(executive, scene.family.id).send(photo)
    behalf = behalf_json(scene.family.household)
    claim = scene.claim(photo, caller=executive, **behalf).body
    assert claim["is_complete"]
    assert claim["photos"][0]["link"] is None, "she holds the picture herself"


@pytest.mark.parametrize("photos", [["a" * 63], ["G" * 64], ["A" * 64], ["b" * 64] * 10, "b" * 64])
def test_what_names_no_photo_is_refused(scene: Scene, photos: object) -> None:
    body = DEED | {"household_id": scene.family.id, "photos": photos}
    assert scene.phone.caller.post("/claims", body).status == 422


def test_a_file_goes_after_its_time_and_the_rest_is_kept(scene: Scene) -> None:
    service, photo = scene.service, a_photo(1)
    receipt = scene.phone.send(photo)
    claim_id = scene.claim(photo).body["id"]
    name = service.scalar("SELECT name FROM photos")
    judge(service)
    service.clock.advance(days=181)
    run_jobs(service, "remove_photos")
    assert service.app.transactions.ports.files.get(name) is None
    caller = service.sign_in(scene.family.person)
    claim = caller.get(f"/claims/{claim_id}").body["claim"]
    (shown,) = claim["photos"]
    assert claim["is_complete"]
    assert (shown["state"], shown["link"], shown["file_id"]) == ("passed", None, receipt["file_id"])
    assert shown["removed_at"] is not None
    assert service.rows("SELECT stored_sha256, length(fingerprint) > 0 FROM photos") == [
        (receipt["stored_sha256"], True)
    ]
    again = Phone(caller).send(photo)
    assert (again["file_id"], again["stored_sha256"]) == (
        receipt["file_id"],
        receipt["stored_sha256"],
    )
