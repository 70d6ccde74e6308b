"""Builders for minors: days of birth by age, and a child whom her guardian adds."""

from datetime import date

from models.vocabulary import Relation
from server.domains.households import service as households
from server.kernel.clock import local_date
from tests.support.activities_builders import Neighbour
from tests.support.service import Service


def born(service: Service, years: int) -> date:
    """Return the day of birth of somebody who is so many years old today."""
    today = local_date(service.clock.now())
    return today.replace(year=today.year - years)


def a_child(service: Service, family: Neighbour, name: str = "王小满", *, age: int = 8) -> int:
    """Return the member whom the neighbour, as her guardian, adds to her household."""
    new = households.NewChild(name, Relation.CHILD, born(service, age), consent_version=1)
    return service.run(
        lambda work: households.add_child(work, family.household.id, new).id,
        service.actor(family.person_id),
    )
