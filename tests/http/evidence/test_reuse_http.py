"""A photo that is shown again is pointed out to who confirms; it is never refused (AB-6)."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageOps

from tests.support.evidence_builders import Phone, a_picture, as_jpeg, hash_of, run_jobs
from tests.support.points_builders import Family, PointsVillage, a_family, a_points_village
from tests.support.service import Caller, Service

Change = Callable[[Image.Image], bytes]
FLAGS = "SELECT village_id, object_type, object_id FROM anomalies WHERE kind = 'reused_photo'"
DAY, NEXT_DAY = "2026-11-08", "2026-11-09"


def _cropped(picture: Image.Image) -> Image.Image:
    width, height = picture.size
    return picture.crop((width // 25, height // 25, width - width // 25, height - height // 25))


CHANGES: dict[str, Change] = {
    "turned": lambda picture: as_jpeg(picture.transpose(Image.Transpose.ROTATE_90)),
    "cropped": lambda picture: as_jpeg(_cropped(picture)),
    "encoded": lambda picture: as_jpeg(ImageOps.mirror(picture), quality=40),
}


@pytest.fixture
def village(service: Service) -> PointsVillage:
    return a_points_village(service)


def report(service: Service, family: Family, photo: bytes, deed_on: str = DAY) -> int:
    """Send a photo, claim points with it and let the worker look."""
    caller = service.sign_in(family.person)
    Phone(caller).send(photo)
    body = {"household_id": family.id, "rule_code": "CIV02", "deed_on": deed_on}
    claim = caller.post("/claims", body | {"photos": [hash_of(photo)]})
    assert claim.status == 201, claim.body
    run_jobs(service)
    return int(claim.body["id"])


def alike(caller: Caller, claim_id: int) -> list[tuple[int | None, str]]:
    """Return which claims look like this one, and whose they are, as the caller is told."""
    (photo,) = caller.get(f"/claims/{claim_id}").body["claim"]["photos"]
    return [(found["claim_id"], found["household_label"]) for found in photo["looks_like"]]


def test_ab_06_a_photo_shown_for_two_households_is_pointed_out(
    service: Service, village: PointsVillage
) -> None:
    chair, picture = service.sign_in(village.chair), a_picture(3)
    first = a_family(service, village, "王淑芬")
    original = report(service, first, as_jpeg(picture))
    report(service, a_family(service, village, "陈阿婆"), as_jpeg(a_picture(4)))
    assert service.rows(FLAGS) == []
    found = [
        report(service, a_family(service, village, f"赵{name}"), change(picture))
        for name, change in CHANGES.items()
    ]
    for claim_id in found:
        assert original in [other for other, _ in alike(chair, claim_id)]
    assert {other for other, _ in alike(chair, original)} == set(found)
    assert all("*" in label for _, label in alike(chair, found[0]))
    assert alike(service.sign_in(first.person), original) == [], "who confirms is told, nobody else"
    flagged = service.scalar("SELECT count(*) FROM photo_pairs WHERE flagged_at IS NOT NULL")
    assert len(service.rows(FLAGS)) == flagged >= len(found)
    assert {row[:2] for row in service.rows(FLAGS)} == {(village.id, "photo")}
    confirmed = chair.post("/claims/confirmations", {"claim_ids": [original, *found]}).body
    assert {item["outcome"] for item in confirmed["items"]} == {"confirmed"}


def test_ab_06_the_same_household_s_photo_counts_again_on_another_day(
    service: Service, village: PointsVillage
) -> None:
    family, photo = a_family(service, village), as_jpeg(a_picture(3))
    chair = service.sign_in(village.chair)
    returned = report(service, family, photo)
    chair.post(f"/claims/{returned}/return", {"reason": "请写明在哪里"})
    once_more = report(service, family, photo)
    assert (alike(chair, once_more), service.rows(FLAGS)) == ([], [])
    Phone(service.sign_in(family.person)).send(CHANGES["cropped"](a_picture(3)))
    run_jobs(service)
    assert service.rows(FLAGS) == [], "it stands behind nothing"
    again = report(service, family, photo, NEXT_DAY)
    assert {other for other, _ in alike(chair, again)} == {returned, once_more}
    assert len(service.rows(FLAGS)) == 1
    almost = report(service, family, CHANGES["encoded"](a_picture(3)), "2026-11-07")
    assert {returned, once_more, again} == {other for other, _ in alike(chair, almost)}
    assert len(service.rows(FLAGS)) == 2


def test_what_lies_in_another_village_or_long_ago_is_not_compared(
    service: Service, village: PointsVillage
) -> None:
    photo = as_jpeg(a_picture(3))
    elsewhere = a_points_village(service, "青山村妇联")
    report(service, a_family(service, elsewhere), photo)
    report(service, a_family(service, village), photo)
    service.clock.advance(days=2 * 366)
    for name, flags in (("赵小兰", 0), ("钱大妈", 1)):
        Phone(service.sign_in(a_family(service, village, name).person)).send(photo)
        run_jobs(service)
        assert len(service.rows(FLAGS)) == flags


def test_a_photo_that_stands_behind_nothing_is_named_when_it_is_another_household_s(
    service: Service, village: PointsVillage
) -> None:
    neighbours, photo = a_family(service, village, "陈阿婆"), as_jpeg(a_picture(3))
    Phone(service.sign_in(neighbours.person)).send(photo)
    claim_id = report(service, a_family(service, village), photo)
    assert [other for other, _ in alike(service.sign_in(village.chair), claim_id)] == [None]
