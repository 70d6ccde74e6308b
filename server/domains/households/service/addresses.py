"""Where the households of a village are, for what is printed: nothing of who lives there."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.vocabulary import HouseholdStatus
from server.domains.households import queries, rules
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Address:
    """A household's place in its village; `has_phone`: one there uses the service with her own."""

    household_id: int
    number: str
    group_name: str
    status: HouseholdStatus
    has_phone: bool


def list_addresses(work: Work, village_id: int) -> Sequence[Address]:
    """Return the addresses of a village that the caller found in scope, 2 before 10."""
    online = queries.homes_with_phone(work.session, village_id)
    found = [
        Address(id_, number, group_name, status, id_ in online)
        for id_, number, group_name, _zone, status in queries.households_of(
            work.session, village_id
        )
    ]
    return sorted(found, key=lambda one: rules.natural_key(one.number))
