"""A list asked for a village or a household: foreign ones do not exist, the own ones do (AB-13)."""

from typing import Any

import pytest

from models.vocabulary import Role
from tests.support.builders import a_household, a_resident, a_village, an_officer
from tests.support.service import Answer, Service

OF_A_VILLAGE = ("/households", "/assessments", "/claims", "/orders")
OF_HER_OWN_VILLAGE = ("/households", "/assessments", "/claims")
OF_A_HOUSEHOLD = ("/claims", "/orders")
FOREIGN = "SELECT count(*) FROM anomalies WHERE kind = 'foreign_id'"


def bare(answer: Answer) -> tuple[int, dict[str, Any]]:
    return answer.status, {k: v for k, v in answer.body.items() if k != "instance"}


@pytest.mark.parametrize("path", OF_A_VILLAGE)
def test_ab_13_a_foreign_village_in_a_filter_answers_as_a_missing_one(
    service: Service, path: str
) -> None:
    village_id, other_id = a_village(service), a_village(service, "青山村妇联")
    chair = service.sign_in(an_officer(service, Role.VILLAGE_CHAIR, village_id))
    foreign, missing = (chair.get(path, village_id=wanted) for wanted in (other_id, 999_999))
    assert bare(foreign) == bare(missing)
    assert (foreign.status, service.scalar(FOREIGN)) == (404, 1)
    assert chair.get(path, village_id=village_id).status == 200


@pytest.mark.parametrize("path", OF_A_HOUSEHOLD)
def test_ab_13_a_foreign_household_in_a_filter_answers_as_a_missing_one(
    service: Service, path: str
) -> None:
    village_id = a_village(service)
    household, neighbour = a_household(service, village_id), a_household(service, village_id)
    resident = service.sign_in(a_resident(service, household))
    foreign, missing = (
        resident.get(path, household_id=wanted) for wanted in (neighbour.id, 999_999)
    )
    assert bare(foreign) == bare(missing)
    assert (foreign.status, service.scalar(FOREIGN)) == (404, 1)
    assert resident.get(path, household_id=household.id).status == 200


@pytest.mark.parametrize("path", OF_HER_OWN_VILLAGE)
def test_a_resident_may_name_her_own_village_and_is_no_anomaly(service: Service, path: str) -> None:
    village_id = a_village(service)
    a_household(service, village_id, ("李桂花",))
    household = a_household(service, village_id)
    resident = service.sign_in(a_resident(service, household))
    answer = resident.get(path, village_id=village_id)
    assert answer.status == 200
    expected = [household.id] if path == "/households" else []
    assert [item["id"] for item in answer.body["items"]] == expected
    assert service.scalar(FOREIGN) == 0
