"""A branch of the federation tree with an officer at every level."""

from dataclasses import dataclass

from models.vocabulary import Role
from server.domains.organisations import service as organisations
from server.domains.organisations.service import Handover, OfficeCard
from tests.support.builders import a_person, a_village, an_officer
from tests.support.service import Service


@dataclass(frozen=True)
class Branch:
    """The federations from the city down to one village, and who holds office there."""

    city: int
    district: int
    town: int
    village: int
    city_officer: int
    district_officer: int
    town_officer: int
    chair: int


def a_branch(service: Service, name: str = "双龙村妇联") -> Branch:
    """Return a city, a district, a town and a village, one officer in each."""
    village = a_village(service, name)
    path = service.scalar("SELECT path FROM organisations WHERE id = :id", id=village)
    city, district, town, _ = (int(step) for step in path.strip("/").split("/"))
    return Branch(
        city=city,
        district=district,
        town=town,
        village=village,
        city_officer=an_officer(service, Role.CITY_OFFICER, city),
        district_officer=an_officer(service, Role.DISTRICT_OFFICER, district),
        town_officer=an_officer(service, Role.TOWN_OFFICER, town),
        chair=an_officer(service, Role.VILLAGE_CHAIR, village),
    )


def grant_of(service: Service, person_id: int) -> int:
    """Return the newest office of a person."""
    found: int = service.scalar(
        "SELECT max(id) FROM role_grants WHERE person_id = :id", id=person_id
    )
    return found


def appoint(
    service: Service, by: int, organisation_id: int, role: Role, person_id: int | None = None
) -> OfficeCard:
    """Let an officer appoint somebody, a new person unless one is named."""
    person = a_person(service) if person_id is None else person_id
    return service.run(
        lambda work: organisations.appoint(
            work, person_id=person, organisation_id=organisation_id, role=role
        ),
        service.actor(by),
    )


def end_office(
    service: Service, by: int, grant_id: int, successor_id: int | None = None
) -> Handover:
    """Let an officer end an office."""
    return service.run(
        lambda work: organisations.end_office(work, grant_id, successor_id), service.actor(by)
    )
