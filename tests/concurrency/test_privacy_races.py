"""Two phones that close one account, and many who decide one correction; controls do it twice."""

import threading
from collections import Counter

import pytest
from sqlalchemy import select, update

from models.corrections import Correction
from models.identity import Person
from models.vocabulary import CorrectionState, Role
from server.domains.identity.errors import SessionEnded
from server.domains.privacy import service as privacy
from server.domains.privacy.errors import CorrectionDecided
from server.kernel.work import Work
from tests.support.activities_builders import a_neighbour
from tests.support.builders import a_village, an_officer
from tests.support.corrections_builders import a_correction
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 8
CLOSED = "SELECT count(*) FROM audit_entries WHERE action = 'close_account'"


def test_an_account_is_closed_by_one_of_her_phones(service: Service) -> None:
    home = a_neighbour(service, a_village(service))
    actor = service.actor(home.person_id)
    results = service.race(CROWD, lambda _: service.run(privacy.close_account, actor))
    told = Counter(type(result).__name__ for result in results)
    assert told == {"NoneType": 1, SessionEnded.__name__: CROWD - 1}
    assert service.scalar(CLOSED) == 1
    assert service.rows("SELECT name FROM members ORDER BY id")[0] == ("已注销成员",)


def test_control_looking_whether_it_is_open_closes_it_often(service: Service) -> None:
    home = a_neighbour(service, a_village(service))
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(_: int) -> bool:
        looks = select(Person.closed_at).where(Person.id == home.person_id)
        seen = service.run(lambda work: work.session.scalar(looks), writes=False)
        everybody_has_looked.wait()

        def close(work: Work) -> None:
            person = update(Person).where(Person.id == home.person_id)
            work.session.execute(person.values(closed_at=work.now))
            work.audit("close_account", "person", home.person_id)

        service.run(close)
        return seen is None

    assert service.race(CROWD, naive) == [True] * CROWD
    assert service.scalar(CLOSED) == CROWD


def test_a_correction_is_decided_by_one_of_many(service: Service) -> None:
    correction_id, leaders = a_question(service)
    results = service.race(
        CROWD,
        lambda index: service.run(
            lambda work: privacy.decide_correction(
                work, correction_id, accepts=index % 2 == 0, answer="看过了"
            ),
            service.actor(leaders[index]),
        ),
    )
    told = Counter(type(result).__name__ for result in results)
    assert told == {"CorrectionCard": 1, CorrectionDecided.__name__: CROWD - 1}
    told_once = "SELECT count(*) FROM messages WHERE kind = 'correction_decided'"
    assert service.scalar(told_once) == 1


def test_control_looking_whether_it_waits_decides_it_often(service: Service) -> None:
    _, leaders = a_question(service)
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(index: int) -> bool:
        looks = select(Correction.id).where(Correction.state == CorrectionState.OPEN)
        seen = service.run(lambda work: work.session.scalar(looks), writes=False)
        everybody_has_looked.wait()
        values = {"state": CorrectionState.DECLINED, "decided_by": leaders[index]}

        def write(work: Work) -> None:
            work.session.execute(update(Correction).values(decided_at=work.now, **values))

        service.run(write)
        return seen is not None

    assert service.race(CROWD, naive) == [True] * CROWD


def a_question(service: Service) -> tuple[int, list[int]]:
    """Return a correction that waits, and the leaders who may decide it."""
    village_id = a_village(service)
    leaders = [an_officer(service, Role.VILLAGE_EXECUTIVE, village_id) for _ in range(CROWD)]
    return a_correction(service, a_neighbour(service, village_id).person_id), leaders
