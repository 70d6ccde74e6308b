"""A crawl of every read by everybody: nobody is linked to another's photo that has not passed."""

import pytest

from models.vocabulary import CheckState, ReportedKind, ReportReason, Role
from server.domains.moderation import service as moderation
from tests.support.builders import a_wechat_account
from tests.support.crawling import everything_read, files_linked
from tests.support.evidence_builders import Phone, a_photo, hash_of
from tests.support.full_village import FullVillage, a_full_village
from tests.support.photos_builders import let_judge, state
from tests.support.service import Service
from tools.access_table import RESIDENT_OF_A_HOUSEHOLD

DECIDE = {"list_photo_checks", "list_reports"}
"""Where whoever decides must look at what has not passed."""
JUDGED = ("pending", "review", "risky", "pass", "pass")
DECIDERS = {Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE, Role.TOWN_OFFICER}
STATES = [
    CheckState.PENDING,
    CheckState.FOR_PEOPLE,
    CheckState.REFUSED,
    CheckState.FOR_PEOPLE,
    CheckState.PASSED,
]


def photos_of_every_state(service: Service, village: FullVillage) -> tuple[int, list[int]]:
    """Let the resident name photos in a claim and an answer; return the claim and the photos."""
    phone, ids = Phone(service.sign_in(village.resident)), village.ids
    sent = [a_photo(number) for number in range(1, len(JUDGED) + 1)]
    files = [phone.send(photo)["file_id"] for photo in sent]
    hashes = [hash_of(photo) for photo in sent]
    deed = {"rule_code": "CIV02", "deed_on": "2026-11-01", "household_id": ids["household_id"]}
    claimed = phone.caller.post("/claims", deed | {"photos": hashes})
    assessment = f"/assessments/{ids['assessment_id']}"
    answer = {"answer": "yes", "photos": hashes[:3]}
    answered = phone.caller.put(f"{assessment}/answers/R07", answer)
    submitted = phone.caller.post(f"{assessment}/submission")
    assert [each.status for each in (claimed, answered, submitted)] == [201, 200, 200]
    for photo_id, suggest in zip(files, JUDGED, strict=True):
        let_judge(service, photo_id, suggest)
    kind, reason, assessor = ReportedKind.PHOTO, ReportReason.PRIVATE, village.village.assessor
    service.run(
        lambda work: moderation.report(work, kind, files[3], reason), service.actor(assessor)
    )
    assert [state(service, photo_id) for photo_id in files] == STATES
    return claimed.body["id"], files


@pytest.mark.parametrize("room", ["sqlite"], indirect=True)
def test_requirement_16_no_read_links_to_a_photo_that_has_not_passed(service: Service) -> None:
    village = a_full_village(service)
    a_wechat_account(service, village.resident)
    claim_id, files = photos_of_every_state(service, village)
    ids = {**village.ids, "claim_id": claim_id, "confirmed_claim_id": claim_id}
    photos = dict(service.rows("SELECT name, id FROM photos"))
    seen: dict[int, set[tuple[str, str]]] = {photo_id: set() for photo_id in photos.values()}
    for kind, call, answer in everything_read(service, village, ids):
        for name in files_linked(service, answer):
            seen[photos[name]].add((kind, call))
    own = {call for kind, call in seen[files[0]] if kind == RESIDENT_OF_A_HOUSEHOLD}
    assert own >= {"explain_claim", "list_claims"}
    for photo_id, where in seen.items():
        others = {(kind, call) for kind, call in where if kind != RESIDENT_OF_A_HOUSEHOLD}
        if state(service, photo_id) is not CheckState.PASSED:
            assert {call for _, call in others} <= DECIDE
            assert {kind for kind, _ in others} <= DECIDERS
    assert (Role.VILLAGE_CHAIR, "explain_claim") in seen[files[4]]  # the control: it has passed
    deciders = {kind for kind, call in seen[files[1]] if call == "list_photo_checks"}
    assert deciders == DECIDERS
