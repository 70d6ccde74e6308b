"""Photos come in by chunks over a bad line: whatever is lost on the way, nothing is lost."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from models.vocabulary import Role
from server.domains.evidence import rules
from server.domains.evidence import service as evidence
from server.kernel.pictures import PictureBusy
from tests.support.builders import (
    BuiltHousehold,
    a_household,
    a_resident,
    a_village,
    an_officer,
)
from tests.support.evidence_builders import (
    Phone,
    a_photo,
    a_picture,
    as_jpeg,
    hash_of,
    run_jobs,
)
from tests.support.service import Answer, Service

CHUNKS = 4
FILES = "SELECT name FROM photos"
HTML = b"<!doctype html><script>alert(1)</script>" + b" " * 100
GPS, MAKER = 0x8825, 0x010F


@pytest.fixture
def home(service: Service) -> BuiltHousehold:
    return a_household(service, a_village(service), ("李芳", "李明"))


@pytest.fixture
def phone(service: Service, home: BuiltHousehold) -> Phone:
    return Phone(service.sign_in(a_resident(service, home)))


def slug(answer: Answer) -> tuple[int, str]:
    """Return what kind of refusal came."""
    return answer.status, answer.body["type"].removeprefix("/problems/")


def kept(service: Service, name: str) -> bytes | None:
    """Return what lies in the store under a name."""
    return service.app.transactions.ports.files.get(name)


def test_a_chunk_lost_at_any_position_loses_nothing(service: Service, phone: Phone) -> None:
    for position in range(CHUNKS):
        photo = a_photo(position, chunks=CHUNKS)
        upload = phone.announce(photo, but=[position])
        refused = phone.complete(upload)
        assert (refused.status, refused.body["missing"]) == (409, [position])
        again = phone.open(photo).body
        assert again["id"] == upload["id"]
        assert again["stored"] == [other for other in range(CHUNKS) if other != position]
        assert phone.put(again, photo, position).status == 204
        receipt = phone.complete(again).body
        assert receipt["sha256"] == hash_of(photo)
        (kept,) = service.rows(f"{FILES} WHERE id = :id", id=receipt["file_id"])
        stored = service.app.transactions.ports.files.get(kept[0])
        assert hash_of(stored or b"") == receipt["stored_sha256"]
        assert len(stored or b"") == receipt["bytes"]
    assert service.scalar("SELECT count(*) FROM upload_chunks") == 0


# Strangers' files (AB-15)


def a_bomb() -> bytes:
    """Return a small file that would become 400 million pixels."""
    small, made = BytesIO(), Image.new("1", (20_000, 20_000))
    made.save(small, "PNG")
    return small.getvalue()


def test_ab_15_what_is_no_photo_does_not_come_in(service: Service, phone: Phone) -> None:
    for content, why in ((HTML, "not-a-picture"), (a_bomb(), "picture-too-large")):
        upload = phone.announce(content)
        assert slug(phone.complete(upload)) == (422, why)
    huge = phone.open(HTML, bytes=20 * 1024 * 1024)
    assert slug(huge) == (422, "picture-too-large")
    assert service.rows(FILES) == []
    refused = "SELECT count(*) FROM audit_entries WHERE action = 'store_photo'"
    assert service.scalar(refused) == 2


def test_ab_15_a_photo_is_kept_without_where_and_by_whose_phone_it_was_taken(
    service: Service, phone: Phone
) -> None:
    exif = Image.Exif()
    exif[MAKER] = "HUAWEI"
    exif[GPS] = {1: "N", 2: (29.0, 33.0, 0.0), 3: "E", 4: (106.0, 34.0, 0.0)}
    photo = as_jpeg(a_picture(), exif=exif)
    assert b"HUAWEI" in photo
    receipt = phone.send(photo)
    stored = kept(service, service.scalar(FILES)) or b""
    assert hash_of(stored) == receipt["stored_sha256"] != receipt["sha256"]
    assert not [word for word in (b"Exif", b"HUAWEI", b"GPS") if word in stored]
    with Image.open(BytesIO(stored)) as opened:
        assert not opened.getexif()
        assert opened.size == (receipt["width"], receipt["height"])


def test_what_arrives_otherwise_than_announced_is_sent_again(phone: Phone) -> None:
    photo = a_photo(1, chunks=2)
    upload = phone.open(photo).body
    assert slug(phone.put(upload, photo[:-1], 1)) == (422, "invalid-input")
    assert slug(phone.put(upload, photo, 2)) == (404, "upload-not-found")
    assert slug(phone.open(photo, bytes=len(photo) + 1)) == (422, "invalid-input")
    spoilt = b"\0" + photo[1:]
    for position in range(2):
        phone.put(upload, spoilt, position)
    assert slug(phone.complete(upload)) == (422, "hash-differs")
    phone.put(upload, photo, 0)
    assert phone.complete(upload).status == 200
    assert phone.put(upload, spoilt, 0).status == 204, "it is stored, so a late chunk is nothing"


# Whose


def test_an_upload_is_its_person_s_alone(
    service: Service, home: BuiltHousehold, phone: Phone
) -> None:
    photo = a_photo()
    upload = phone.announce(photo)
    neighbours = a_household(service, home.village_id, ("赵小兰",))
    for stranger in (a_resident(service, home, 1), a_resident(service, neighbours)):
        other = Phone(service.sign_in(stranger))
        for answer in (
            other.caller.get(f"/uploads/{upload['id']}"),
            other.put(upload, photo, 0),
            other.complete(upload),
        ):
            assert slug(answer) == (404, "upload-not-found")
    executive = an_officer(service, Role.VILLAGE_EXECUTIVE, home.village_id)
    leader = Phone(service.sign_in(executive))
    assert slug(leader.open(photo)) == (422, "invalid-input"), "she says for whom"
    elsewhere = a_household(service, a_village(service, "青山村妇联"), ("钱大妈",))
    assert leader.open(photo, household_id=elsewhere.id).status == 404
    assert Phone(leader.caller, home.id).send(photo)["sha256"] == hash_of(photo)


def test_a_photo_that_the_household_has_stored_is_not_sent_again(
    service: Service, home: BuiltHousehold, phone: Phone
) -> None:
    photo = a_photo()
    receipt = phone.send(photo)
    again = phone.open(photo).body
    assert (again["receipt"], again["stored"]) == (receipt, [0])
    assert phone.caller.get(f"/uploads/{again['id']}").body == again
    assert phone.complete(again).body == receipt
    sister = Phone(service.sign_in(a_resident(service, home, 1))).open(photo).body
    assert sister["receipt"] == receipt
    assert service.scalar("SELECT taken FROM photo_allowances") == 1


# How much, and how long


def test_a_household_and_a_person_send_so_many_a_day(
    service: Service, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PHOTOS_A_DAY", 2)
    for number in range(2):
        assert phone.open(a_photo(number)).status == 201
    assert phone.open(a_photo(1)).status == 201, "it is the same one"
    refused = phone.open(a_photo(2))
    assert slug(refused) == (429, "too-many-photos")
    assert refused.body["seconds"] == 15 * 3600
    service.clock.advance(hours=15)
    monkeypatch.setattr(rules, "OPEN_UPLOADS_MAX", 2)
    assert slug(phone.open(a_photo(2))) == (429, "too-many-photos")
    service.clock.advance(hours=10)
    assert phone.open(a_photo(2)).status == 201
    service.clock.advance(days=2)
    run_jobs(service, "purge_allowances")
    assert service.scalar("SELECT count(*) FROM photo_allowances") == 0


def test_what_broke_off_is_swept_away_after_a_day(service: Service, phone: Phone) -> None:
    photo = a_photo(1, chunks=2)
    upload = phone.announce(photo, but=[1])
    name = service.scalar("SELECT name FROM uploads")
    service.app.transactions.ports.files.put(name, b"written when the line broke")
    service.clock.advance(hours=24, minutes=30)
    run_jobs(service, "forget_uploads")
    assert kept(service, rules.chunk_name(upload["id"], 0)) is not None, "a slow phone may write"
    service.clock.advance(minutes=30)
    run_jobs(service, "forget_uploads")
    assert kept(service, rules.chunk_name(upload["id"], 0)) is None
    assert kept(service, name) is None
    assert service.rows("SELECT id FROM uploads") == []
    phone = Phone(service.sign_in(service.scalar("SELECT max(person_id) FROM members")))
    assert phone.open(photo).body["stored"] == []


def test_what_is_done_already_or_went_on_meanwhile_is_left_alone(
    service: Service, phone: Phone
) -> None:
    phone.send(a_photo())
    upload_id, photo_id = service.rows("SELECT id, photo_id FROM uploads")[0]
    service.run(lambda work: evidence.forget_upload(work, upload_id))
    service.run(lambda work: evidence.forget_upload(work, upload_id + 1))
    service.run(lambda work: evidence.remove_file(work, photo_id))
    assert service.scalar("SELECT count(*) FROM uploads") == 1
    assert service.rows("SELECT removed_at FROM photos") == [(None,)]
    assert slug(phone.caller.get("/uploads/nothing")) == (404, "upload-not-found")


def test_chunks_go_when_the_photo_is_stored_and_the_photo_stays(
    service: Service, phone: Phone
) -> None:
    upload = phone.announce(a_photo())
    phone.complete(upload)
    service.clock.advance(hours=1)
    run_jobs(service)
    assert kept(service, rules.chunk_name(upload["id"], 0)) is None
    service.clock.advance(days=1)
    run_jobs(service, "forget_uploads")
    assert service.rows("SELECT id FROM uploads") == []
    assert kept(service, service.scalar(FILES)) is not None


# When something else is busy or gone


class _Gone:
    """A store that does not answer."""

    def put(self, name: str, content: bytes) -> None:
        raise ConnectionError

    get = remove = lambda self, *_: self.put("", b"")


class _Busy:
    """Pictures that are all taken."""

    def read(self, upload: bytes) -> None:
        raise PictureBusy


def with_ports(service: Service, monkeypatch: pytest.MonkeyPatch, **other: object) -> None:
    """Let the service have other ports for a while."""
    transactions = service.app.transactions
    ports = replace(transactions.ports, **other)  # type: ignore[arg-type]
    monkeypatch.setattr(service.app, "transactions", replace(transactions, ports=ports))


def test_nothing_is_lost_while_the_store_is_gone_or_pictures_are_busy(
    service: Service, phone: Phone
) -> None:
    photo = a_photo()
    upload = phone.announce(photo)
    with pytest.MonkeyPatch.context() as meanwhile:
        with_ports(service, meanwhile, files=_Gone())
        assert slug(phone.put(upload, photo, 0)) == (503, "files-unavailable")
        assert slug(phone.complete(upload)) == (503, "files-unavailable")
    with pytest.MonkeyPatch.context() as meanwhile:
        with_ports(service, meanwhile, pictures=_Busy())
        busy = phone.complete(upload)
        assert (slug(busy), busy.body["seconds"]) == ((503, "pictures-busy"), 5)
    service.app.transactions.ports.files.remove(rules.chunk_name(upload["id"], 0))
    lost = phone.complete(upload)
    assert (slug(lost), lost.body["missing"]) == ((409, "chunks-missing"), [0])
    phone.put(upload, photo, 0)
    assert phone.complete(upload).status == 200


def test_files_are_removed_when_the_store_is_back(service: Service, phone: Phone) -> None:
    upload = phone.announce(a_photo())
    phone.complete(upload)
    service.clock.advance(hours=1)
    with pytest.MonkeyPatch.context() as meanwhile:
        with_ports(service, meanwhile, files=_Gone())
        run_jobs(service)
    service.clock.advance(hours=1)
    run_jobs(service)
    assert kept(service, rules.chunk_name(upload["id"], 0)) is None
