"""Who issued a join code and left office is not told it again."""

import pytest

from models.vocabulary import Role
from server.domains.households import service as households
from server.domains.households.errors import HouseholdNotFound
from server.domains.organisations import service as organisations
from tests.support.builders import a_household, a_village, an_officer
from tests.support.service import Service


def test_a_code_is_told_no_more_once_its_issuer_is_no_longer_responsible(service: Service) -> None:
    village_id = a_village(service)
    leader_id = an_officer(service, Role.VILLAGE_CHAIR, village_id)
    household = a_household(service, village_id)
    row = service.run(
        lambda work: households.issue_join_code(work, household.id), service.actor(leader_id)
    )
    grant_id = service.scalar("SELECT id FROM role_grants WHERE person_id = :id", id=leader_id)
    service.clock.advance(hours=1)
    service.run(lambda work: organisations.end_role(work, grant_id))
    with pytest.raises(HouseholdNotFound):
        service.run(lambda work: households.spell_join_code(work, row.id), service.actor(leader_id))
