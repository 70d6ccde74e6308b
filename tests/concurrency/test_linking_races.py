"""Many at once for one free member, bound without a code.

The control that binds too many stands in test_households_races.py, for both ways share the claim.
"""

from collections import Counter

import pytest

from server.domains.households import service as households
from server.domains.households.errors import MemberTaken
from tests.support.builders import a_household, a_person, a_village
from tests.support.service import Service

pytestmark = pytest.mark.race

CROWD = 20


def test_a_free_member_is_bound_to_one_of_many_people(service: Service) -> None:
    (member_id,) = a_household(service, a_village(service)).member_ids
    people = [a_person(service) for _ in range(CROWD)]
    results = service.race(
        CROWD,
        lambda index: service.run(
            lambda work: households.link_member(work, member_id, people[index])
        ),
    )
    assert Counter(type(result) for result in results) == {type(None): 1, MemberTaken: CROWD - 1}
