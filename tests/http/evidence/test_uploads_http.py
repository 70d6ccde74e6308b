"""Photos come in by chunks over a bad line: whatever is lost on the way, nothing is lost."""

import pytest

from tests.support.builders import BuiltHousehold, a_household, a_resident, a_village
from tests.support.evidence_builders import Phone, a_photo, hash_of
from tests.support.service import Service

CHUNKS = 4
FILES = "SELECT name FROM photos"


@pytest.fixture
def home(service: Service) -> BuiltHousehold:
    return a_household(service, a_village(service), ("李芳", "李明"))


@pytest.fixture
def phone(service: Service, home: BuiltHousehold) -> Phone:
    return Phone(service.sign_in(a_resident(service, home)))


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
