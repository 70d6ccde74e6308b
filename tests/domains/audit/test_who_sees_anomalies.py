"""Every anomaly reaches an officer: of the level above its village, or of the city."""

import pytest

from models.vocabulary import AnomalyKind, Role
from server.domains.audit import service as audit
from server.domains.households import service as households
from server.domains.households.errors import DeclaredRelativeNotFound
from server.domains.points.errors import ClaimNotFound
from server.kernel.errors import Conflict
from server.kernel.pages import PageRequest
from server.kernel.work import Work, refusal
from tests.support.builders import a_person, a_town, an_officer
from tests.support.points_builders import a_claim, a_family, a_points_village, confirm
from tests.support.service import Service


def seen_by(service: Service, person_id: int) -> list[int | None]:
    found = service.run(
        lambda work: audit.list_anomalies(work, PageRequest()),
        service.actor(person_id),
        writes=False,
    )
    return [anomaly.village_id for anomaly in found.items]


def test_the_city_alone_sees_the_anomalies_of_no_village(service: Service) -> None:
    def guess(work: Work) -> None:
        record = refusal("guess", "code", None, anomaly=AnomalyKind.CODE_GUESSING)
        raise Conflict("x", records=(record,))

    town = a_town(service)
    with pytest.raises(Conflict):
        service.run(guess, service.actor(a_person(service)))
    city, district = (
        service.scalar("SELECT id FROM organisations WHERE level = :level", level=level)
        for level in ("city", "district")
    )
    assert seen_by(service, an_officer(service, Role.CITY_OFFICER, city)) == [None]
    assert seen_by(service, an_officer(service, Role.DISTRICT_OFFICER, district)) == []
    assert seen_by(service, an_officer(service, Role.TOWN_OFFICER, town)) == []


def test_the_town_sees_who_reached_for_a_claim_of_its_village(service: Service) -> None:
    here, there = a_points_village(service), a_points_village(service, "白家村妇联")
    foreign = a_claim(service, a_family(service, there))
    with pytest.raises(ClaimNotFound):
        confirm(service, here.chair, foreign)
    confirm(service, here.chair, 999_999, foreign)
    assert seen_by(service, there.town_officer) == [there.id, there.id]
    assert seen_by(service, here.town_officer) == []


def test_the_town_sees_who_reached_for_a_declaration_of_another(service: Service) -> None:
    village = a_points_village(service)
    family = a_family(service, village)
    row_id = service.run(
        lambda work: households.declare_relative(work, family.id).row.id,
        service.actor(village.chair),
    )
    with pytest.raises(DeclaredRelativeNotFound):
        service.run(
            lambda work: households.withdraw_declaration(work, row_id),
            service.actor(village.executive),
        )
    assert seen_by(service, village.town_officer) == [village.id]
