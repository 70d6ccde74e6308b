"""Two workers that kill themselves at random: exactly once inside, at least once outside."""

from collections import Counter
from pathlib import Path

import pytest

from server.domains.outbox import service as outbox
from server.kernel.work import Work
from tests.support.mortal_worker import EFFECT, TOPIC, Way, drain_with_mortal_workers
from tests.support.service import Service

ROWS = 100
EACH_ONCE = dict.fromkeys(range(ROWS), 1)

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(autouse=True)
def rows(service: Service) -> None:
    def fill(work: Work) -> None:
        for number in range(ROWS):
            outbox.put(work, TOPIC, {"number": number}, village_id=None)

    service.run(fill)


def effects(service: Service) -> Counter[int]:
    """Count the effects inside of each row."""
    query = "SELECT object_id FROM audit_entries WHERE action = :action"
    return Counter(number for (number,) in service.rows(query, action=EFFECT))


@pytest.mark.race
def test_inside_each_row_has_its_effect_once_however_workers_die(
    service: Service, tmp_path: Path
) -> None:
    deaths = drain_with_mortal_workers(service, tmp_path, Way.INSIDE)
    assert deaths > 1
    assert effects(service) == EACH_ONCE


@pytest.mark.race
def test_control_an_effect_without_its_mark_is_doubled(service: Service, tmp_path: Path) -> None:
    deaths = drain_with_mortal_workers(service, tmp_path, Way.INSIDE_WITHOUT_ITS_MARK)
    found = effects(service)
    assert deaths > 0
    assert found.keys() == EACH_ONCE.keys()
    assert found.total() > ROWS


@pytest.mark.race
def test_outside_each_row_is_sent_at_least_once_under_a_key_of_its_own(
    service: Service, tmp_path: Path
) -> None:
    drain_with_mortal_workers(service, tmp_path, Way.OUTSIDE)
    sent = (tmp_path / "remote").read_text().splitlines()
    assert len(sent) > ROWS
    assert len(set(sent)) == ROWS
