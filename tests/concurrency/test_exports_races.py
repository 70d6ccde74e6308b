"""Of many who follow one link at once, one gets the file; orders have their day."""

import threading
from collections import Counter

import pytest
from sqlalchemy import select, update

from models.exports import Export
from models.vocabulary import Role
from server.domains.exports import service as exports
from server.domains.exports.errors import ExportsUsedUp
from server.kernel.secrets import digest
from server.kernel.work import Work
from tests.support.builders import a_person, a_village, an_officer
from tests.support.exports_builders import OWN_DATA, fetch, link_to, made, register_of
from tests.support.service import Service

CROWD = 12
pytestmark = pytest.mark.race


def a_link(service: Service) -> str:
    """Return a link to a village's register."""
    village_id = a_village(service)
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    url: str = link_to(chair, made(service, chair, register_of(village_id))).body["url"]
    return url


def test_requirement_09_of_many_who_follow_a_link_at_once_one_gets_the_file(
    service: Service,
) -> None:
    url = a_link(service)
    results = service.race(CROWD, lambda _: fetch(service, url).status)
    assert Counter(results) == {200: 1, 404: CROWD - 1}
    opened = "SELECT count(*) FROM audit_entries WHERE action = 'open_export'"
    assert service.scalar(opened) == 1


def test_control_looking_first_and_taking_afterwards_hands_it_out_to_all(service: Service) -> None:
    link_hash = digest(a_link(service).rpartition("/")[2])
    everybody_has_looked, turn = threading.Barrier(CROWD), threading.Lock()

    def look(work: Work) -> bool:
        found = select(Export.id).where(Export.link_hash == link_hash)
        return work.session.scalar(found) is not None

    def take(work: Work) -> None:
        used = update(Export).where(Export.link_hash == link_hash)
        work.session.execute(used.values(link_hash=None, link_until=None))

    def naive(_index: int) -> bool:
        is_good = service.run(look, writes=False)
        everybody_has_looked.wait()
        with turn:
            service.run(take)
        return is_good

    assert service.race(CROWD, naive) == [True] * CROWD


def test_of_many_orders_at_once_as_many_are_taken_as_a_day_has(service: Service) -> None:
    actor = service.actor(a_person(service))
    results = service.race(
        CROWD, lambda _: service.run(lambda work: exports.order_export(work, OWN_DATA).id, actor)
    )
    kinds = Counter(type(result).__name__ for result in results)
    assert kinds == {"int": 3, ExportsUsedUp.__name__: CROWD - 3}
    assert service.scalar("SELECT count(*) FROM exports") == 3
