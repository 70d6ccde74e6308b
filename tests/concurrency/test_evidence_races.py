"""Many phones for one photo and for the last room of a day, beside controls that look first."""

import threading

import pytest
from sqlalchemy import text

from models.vocabulary import OutboxTopic
from server.domains.evidence import queries, rules
from server.domains.evidence import service as evidence
from server.domains.evidence.errors import TooManyPhotos
from server.domains.evidence.service import Announced, MadePhoto
from server.domains.outbox import service as outbox
from server.kernel.work import Work
from tests.support.builders import BuiltHousehold, a_household, a_resident, a_village
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 8
SHA = "7" * 64
MADE = MadePhoto("8" * 64, 9, 4, 3, "")
STORED = "SELECT count(*) FROM outbox_rows WHERE topic = 'photo_stored'"


def a_home(service: Service) -> tuple[BuiltHousehold, list[int]]:
    """Return a household and its members, all with phones."""
    names = tuple(f"王{number}" for number in range(CROWD))
    household = a_household(service, a_village(service), names)
    return household, [a_resident(service, household, number) for number in range(CROWD)]


def open_upload(service: Service, person_id: int, sha256: str = SHA) -> str:
    """Open an upload in her own household and return its token."""
    announced = Announced(sha256=sha256, size=9)
    actor = service.actor(person_id)
    return service.run(lambda work: evidence.open_upload(work, announced).row.token, actor)


@pytest.mark.parametrize("phones", [1, CROWD])
def test_completed_by_many_at_once_a_photo_is_stored_once(service: Service, phones: int) -> None:
    """From one upload on two phones of a person, and from one of each member."""
    _household, people = a_home(service)
    uploads = [(person, open_upload(service, person)) for person in people[:phones]]

    def complete(index: int) -> int:
        person, token = uploads[index % phones]
        actor = service.actor(person)
        return service.run(lambda work: evidence.complete_upload(work, token, MADE).id, actor)

    photo_id = service.scalar("SELECT max(id) FROM photos") or 1
    assert service.race(CROWD, complete) == [photo_id] * CROWD
    assert service.scalar(STORED) == 1


def test_control_looking_whether_it_is_stored_tells_of_it_often(service: Service) -> None:
    household, _people = a_home(service)
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(_index: int) -> bool:
        seen = service.run(lambda work: queries.find_kept(work.session, household.id, SHA))
        everybody_has_looked.wait()
        if seen is None:
            service.run(
                lambda work: outbox.put(work, OutboxTopic.PHOTO_STORED, {}, village_id=None)
            )
        return seen is None

    assert service.race(CROWD, naive) == [True] * CROWD
    assert service.scalar(STORED) == CROWD


def test_the_last_rooms_of_a_day_are_given_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "PHOTOS_A_DAY", 3)
    _household, people = a_home(service)
    results = service.race(
        CROWD, lambda index: open_upload(service, people[index], f"{index}" * 64)
    )
    assert sum(isinstance(result, TooManyPhotos) for result in results) == CROWD - 3
    assert service.scalar("SELECT taken FROM photo_allowances") == 3


def test_control_counting_before_taking_gives_too_many_rooms(service: Service) -> None:
    household, people = a_home(service)
    open_upload(service, people[0])
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(_index: int) -> bool:
        taken = service.scalar("SELECT taken FROM photo_allowances")
        everybody_has_looked.wait()

        def take(work: Work) -> None:
            values = {"household": household.id, "taken": taken + 1}
            sql = "UPDATE photo_allowances SET taken = :taken WHERE household_id = :household"
            work.session.execute(text(sql), values)

        if taken < 2:
            service.run(take)
        return bool(taken < 2)

    assert service.race(CROWD, naive) == [True] * CROWD
    assert service.scalar("SELECT taken FROM photo_allowances") == 2
