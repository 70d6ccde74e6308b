"""Given and taken back on many phones at once: one consent stands at most, as the trail says."""

import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.vocabulary import ConsentPurpose
from server.domains.consents import service as consents
from server.kernel.actors import Actor
from server.kernel.work import Work
from tests.support.builders import a_person
from tests.support.service import Service

pytestmark = pytest.mark.race
NAME = ConsentPurpose.PUBLIC_NAME
PHONES, ROUNDS = 8, 3
STANDING = (
    "SELECT count(*) FROM consents WHERE person_id = :id AND purpose = 'public_name'"
    " AND ended_at IS NULL"
)
BLIND = text(
    "INSERT INTO consents (person_id, purpose, version, channel, given_at, given_by)"
    " VALUES (:id, 'public_name', 1, 'self', '2026-11-10 01:00:00', :id)"
)


def give(work: Work) -> None:
    consents.give(work, NAME, 1)


def withdraw(work: Work) -> None:
    consents.withdraw(work, NAME)


def test_however_often_it_is_given_and_taken_back_at_most_one_stands(service: Service) -> None:
    she = a_person(service)
    acts = (give, withdraw, give)

    def tap(index: int) -> None:
        for act in itertools.islice(itertools.cycle(acts), index, index + ROUNDS):
            service.run(act, Actor(person_id=she))

    results = service.race(PHONES, tap)
    assert [found for found in results if found is not None] == []
    assert service.scalar(STANDING, id=she) in {0, 1}
    trail = service.rows(
        "SELECT action FROM audit_entries WHERE object_type = 'consent' AND person_id = :id"
        " AND action IN ('give_consent', 'withdraw_consent') ORDER BY id",
        id=she,
    )
    given = sum(action == "give_consent" for (action,) in trail)
    assert given - (len(trail) - given) == service.scalar(STANDING, id=she)
    for act, stands in ((give, 1), (withdraw, 0)):
        service.race(PHONES, lambda _, act=act: service.run(act, Actor(person_id=she)))  # type: ignore[misc]
        assert service.scalar(STANDING, id=she) == stands


def write_blindly(service: Service, she: int) -> Callable[[int], None]:
    """Return a writer that looks at nothing before it writes."""

    def write(_: int) -> None:
        with service.raw() as connection:
            connection.execute(BLIND, {"id": she})

    return write


def test_control_without_the_claim_the_second_writer_is_refused_by_the_index_alone(
    service: Service,
) -> None:
    """What races is real: of writers that look at nothing, all but one break the unique index."""
    she = a_person(service)

    results = service.race(PHONES, write_blindly(service, she))
    assert sum(isinstance(found, IntegrityError) for found in results) == PHONES - 1
    assert service.scalar(STANDING, id=she) == 1
