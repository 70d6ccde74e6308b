"""A roster is imported while others import it, or register households, in the same village."""

import threading
from collections import Counter

import pytest
from sqlalchemy import insert

from models.households import Household
from models.vocabulary import HouseholdStatus, Relation, Zone
from server.domains.households import service as households
from server.domains.households.errors import NumberTaken
from server.domains.households.service import NewMember, Outcome, Plan, Told
from server.kernel.work import Work
from tests.support.builders import a_village
from tests.support.rosters_builders import PLAINLY, a_roster, import_lines
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 8
LINES = [f"{number:03} 三组 王{number} 户主" for number in range(1, 41)]


def test_an_import_at_once_by_many_adds_every_row_once(service: Service) -> None:
    village_id = a_village(service)
    plans = service.race(CROWD, lambda _: import_lines(service, village_id, *LINES))
    found = Counter(
        outcome for plan in plans if isinstance(plan, Plan) for outcome in plan.counts().elements()
    )
    assert found == {Outcome.NEW: len(LINES), Outcome.SAME: len(LINES) * (CROWD - 1)}
    assert service.scalar("SELECT count(*) FROM members") == len(LINES)


def test_control_comparing_before_the_village_is_held_meets_the_key(service: Service) -> None:
    village_id, roster = a_village(service), a_roster(*LINES)
    everybody_has_looked = threading.Barrier(CROWD)

    def naive(_index: int) -> int:
        plan = service.run(
            lambda work: households.preview_roster(work, village_id, roster, PLAINLY), writes=False
        )
        everybody_has_looked.wait()
        service.run(lambda work: add_naively(work, village_id, plan))
        return plan.counts()[Outcome.NEW]

    results = service.race(CROWD, naive)
    assert Counter(map(str, map(type, results))) == {
        str(int): 1,
        str(NumberTaken): CROWD - 1,
    }


def add_naively(work: Work, village_id: int, plan: Plan) -> None:
    values = [
        {
            "village_id": village_id,
            "number": addition.number,
            "group_name": addition.group_name,
            "zone": Zone.RURAL,
            "status": HouseholdStatus.RESIDENT,
            "registered_at": work.now,
        }
        for addition in plan.additions
    ]
    work.session.execute(insert(Household), values)


def test_registering_meanwhile_never_meets_an_import(service: Service) -> None:
    """Both give out numbers while holding the village's row: no number twice, nothing lost."""
    village_id = a_village(service)

    def register(work: Work) -> str:
        return households.register_household(
            work,
            village_id=village_id,
            number=None,
            group_name="五组",
            zone=None,
            members=[NewMember("赵", Relation.HEAD)],
        ).number

    def act(index: int) -> object:
        if index % 4 == 0:
            told = Told(skip_faulty=True)
            return import_lines(service, village_id, *LINES, told=told)
        return service.run(register)

    results = service.race(12, act)
    assert [result for result in results if isinstance(result, Exception)] == []
    numbers = [number for (number,) in service.rows("SELECT number FROM households")]
    assert len(numbers) == len(set(numbers))
    assert set(numbers) >= {line.split()[0] for line in LINES}
    assert service.scalar("SELECT count(*) FROM members WHERE name = '赵'") == 9
