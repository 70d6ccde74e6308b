"""Who puts whom into which office, and what becomes of it when it ends."""

from typing import Any

import pytest

from models.vocabulary import OrganisationLevel, Role
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import (
    AlreadyInOffice,
    DecidedAbove,
    OfficeEnded,
    OfficeNotFound,
    OfficesApart,
    OrganisationNotFound,
    OwnOffice,
    PersonNotFound,
)
from server.domains.organisations.rules.offices import ADMINISTRATORS, LEVELS
from server.domains.organisations.service import OfficeFilter
from server.kernel.errors import InvalidInput
from server.kernel.pages import PageRequest
from tests.support.builders import a_person, an_officer
from tests.support.offices_builders import Branch, a_branch, appoint, end_office, grant_of
from tests.support.service import Service


@pytest.fixture
def branch(service: Service) -> Branch:
    return a_branch(service)


def offices(service: Service, person_id: int) -> list[Role]:
    return [grant.role for grant in service.actor(person_id).grants]


def refused_acts(service: Service) -> list[tuple[Any, ...]]:
    return service.rows(
        "SELECT person_id, action, object_id FROM audit_entries WHERE outcome = 'refused'"
    )


# Appointing


@pytest.mark.parametrize(
    ("by", "place", "role"),
    [
        ("city_officer", "district", Role.DISTRICT_OFFICER),
        ("city_officer", "district", Role.SECURITY_ADMINISTRATOR),
        ("city_officer", "village", Role.VILLAGE_CHAIR),
        ("district_officer", "town", Role.TOWN_OFFICER),
        ("district_officer", "village", Role.ASSESSOR),
        ("district_officer", "town", Role.PARTNER),
    ],
)
def test_gov_5_city_and_district_appoint_below_their_own_node(
    service: Service, branch: Branch, by: str, place: str, role: Role
) -> None:
    officer, node = getattr(branch, by), getattr(branch, place)
    card = appoint(service, officer, node, role)
    assert offices(service, card.grant.person_id) == [role]
    assert (card.grant.granted_by, card.organisation.id) == (officer, node)
    done = "SELECT person_id FROM audit_entries WHERE action = 'grant_role' AND object_id = :id"
    assert service.rows(done, id=card.grant.id) == [(officer,)]


@pytest.mark.parametrize(
    ("by", "place", "role"),
    [
        ("city_officer", "city", Role.CITY_OFFICER),
        ("city_officer", "city", Role.AUDIT_ADMINISTRATOR),
        ("district_officer", "district", Role.DISTRICT_OFFICER),
        ("district_officer", "district", Role.SYSTEM_ADMINISTRATOR),
    ],
)
def test_gov_5_nobody_fills_the_offices_of_her_own_level(
    service: Service, branch: Branch, by: str, place: str, role: Role
) -> None:
    officer, node = getattr(branch, by), getattr(branch, place)
    with pytest.raises(DecidedAbove):
        appoint(service, officer, node, role)
    assert refused_acts(service) == [(officer, "decide_office", node)]


def test_the_level_above_and_another_district_are_not_there(
    service: Service, branch: Branch
) -> None:
    other = a_branch(service, "外村妇联")
    for node in (branch.city, other.district, other.village, 99_999):
        with pytest.raises(OrganisationNotFound):
            appoint(service, branch.district_officer, node, Role.ASSESSOR)
    reached = [(branch.district_officer, "foreign_id", node) for node in (branch.city,)]
    assert refused_acts(service)[:1] == reached
    assert len(refused_acts(service)) == 3


def test_the_operator_fills_the_offices_of_the_top(service: Service, branch: Branch) -> None:
    person = a_person(service)
    service.run(
        lambda work: organisations.appoint(
            work, person_id=person, organisation_id=branch.city, role=Role.AUDIT_ADMINISTRATOR
        )
    )
    assert offices(service, person) == [Role.AUDIT_ADMINISTRATOR]


def test_nobody_appoints_herself(service: Service, branch: Branch) -> None:
    officer = branch.district_officer
    with pytest.raises(OwnOffice):
        appoint(service, officer, branch.village, Role.VILLAGE_CHAIR, officer)
    chair = grant_of(service, branch.chair)
    with pytest.raises(OwnOffice):
        end_office(service, officer, chair, officer)
    assert offices(service, branch.chair) == [Role.VILLAGE_CHAIR]
    assert [act[:2] for act in refused_acts(service)] == [(officer, "decide_office")] * 2


def test_an_unknown_number_is_nobody(service: Service, branch: Branch) -> None:
    with pytest.raises(PersonNotFound):
        appoint(service, branch.city_officer, branch.village, Role.ASSESSOR, 99_999)


@pytest.mark.parametrize("role", list(Role))
def test_an_office_exists_at_its_levels_only(service: Service, branch: Branch, role: Role) -> None:
    for level in OrganisationLevel:
        node = getattr(branch, level.value)
        if level in LEVELS[role]:
            assert offices(service, an_officer(service, role, node)) == [role]
            continue
        with pytest.raises(InvalidInput) as refused:
            an_officer(service, role, node)
        assert [fault["pointer"] for fault in refused.value.facts["errors"]] == ["#/role"]


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_holds_no_other_office(
    service: Service, branch: Branch, role: Role
) -> None:
    for held in (*ADMINISTRATORS, Role.CITY_OFFICER):
        person = an_officer(service, held, branch.city)
        with pytest.raises(OfficesApart):
            appoint(service, branch.city_officer, branch.district, role, person)
    single = appoint(service, branch.city_officer, branch.district, role).grant.person_id
    with pytest.raises(OfficesApart):
        appoint(service, branch.city_officer, branch.village, Role.ASSESSOR, single)


def test_an_administrator_takes_another_office_once_hers_has_ended(
    service: Service, branch: Branch
) -> None:
    by = branch.city_officer
    first = appoint(service, by, branch.district, Role.SYSTEM_ADMINISTRATOR).grant
    service.clock.advance(minutes=1)
    end_office(service, by, first.id)
    appoint(service, by, branch.district, Role.AUDIT_ADMINISTRATOR, first.person_id)
    assert offices(service, first.person_id) == [Role.AUDIT_ADMINISTRATOR]


def test_a_security_administrator_grants_and_ends_offices_below(
    service: Service, branch: Branch
) -> None:
    security = appoint(
        service, branch.city_officer, branch.district, Role.SECURITY_ADMINISTRATOR
    ).grant.person_id
    card = appoint(service, security, branch.village, Role.SHOPKEEPER)
    service.clock.advance(minutes=1)
    end_office(service, security, card.grant.id)
    assert offices(service, card.grant.person_id) == []
    with pytest.raises(DecidedAbove):
        end_office(service, security, grant_of(service, branch.district_officer))


# Ending and handing over


def test_an_office_passes_to_the_successor_in_one_step(service: Service, branch: Branch) -> None:
    successor, chair = a_person(service), grant_of(service, branch.chair)
    service.clock.advance(minutes=1)
    done = end_office(service, branch.district_officer, chair, successor)
    assert offices(service, branch.chair) == []
    assert offices(service, successor) == [Role.VILLAGE_CHAIR]
    assert done.successor is not None
    assert done.successor.grant.succeeds_id == chair
    assert done.ended.grant.ended_by == branch.district_officer
    assert done.ended.grant.until_at == done.successor.grant.since_at == service.clock.instant


def test_ending_again_changes_nothing_and_says_the_same(service: Service, branch: Branch) -> None:
    successor, chair = a_person(service), grant_of(service, branch.chair)
    service.clock.advance(minutes=1)
    first = end_office(service, branch.district_officer, chair, successor)
    before = service.rows("SELECT * FROM role_grants ORDER BY id")
    service.clock.advance(minutes=1)
    for by, again in ((branch.district_officer, successor), (branch.city_officer, None)):
        done = end_office(service, by, chair, again)
        assert done.successor is not None
        assert first.successor is not None
        assert done.successor.grant.id == first.successor.grant.id
    assert service.rows("SELECT * FROM role_grants ORDER BY id") == before


def test_an_ended_office_passes_to_nobody_else(service: Service, branch: Branch) -> None:
    chair, village = grant_of(service, branch.chair), branch.village
    service.clock.advance(minutes=1)
    end_office(service, branch.district_officer, chair)
    with pytest.raises(OfficeEnded):
        end_office(service, branch.city_officer, chair, a_person(service))
    held = "SELECT count(*) FROM role_grants WHERE organisation_id = :id AND until_at IS NULL"
    assert service.scalar(held, id=village) == 0


def test_a_successor_who_cannot_take_it_leaves_everything_as_it_was(
    service: Service, branch: Branch
) -> None:
    chair, by = grant_of(service, branch.chair), branch.city_officer
    service.clock.advance(minutes=1)
    administrator = an_officer(service, Role.AUDIT_ADMINISTRATOR, branch.city)
    other_chair = an_officer(service, Role.VILLAGE_CHAIR, branch.village)
    for successor, refusal in (
        (administrator, OfficesApart),
        (other_chair, AlreadyInOffice),
        (99_999, PersonNotFound),
    ):
        with pytest.raises(refusal):
            end_office(service, by, chair, successor)
    assert offices(service, branch.chair) == [Role.VILLAGE_CHAIR]


def test_an_office_out_of_sight_is_missing_and_one_above_is_decided_above(
    service: Service, branch: Branch
) -> None:
    other = a_branch(service, "外村妇联")
    foreign = grant_of(service, other.chair)
    for grant_id in (foreign, 99_999):
        with pytest.raises(OfficeNotFound):
            end_office(service, branch.district_officer, grant_id)
    with pytest.raises(DecidedAbove):
        end_office(service, branch.district_officer, grant_of(service, branch.district_officer))
    assert [act[1:] for act in refused_acts(service)] == [
        ("foreign_id", foreign),
        ("decide_office", branch.district),
    ]


def test_an_office_that_a_clock_behind_ends_is_over_at_once(
    service: Service, branch: Branch
) -> None:
    """Two machines' clocks differ: the one that ends has not reached the instant of the grant."""
    service.clock.advance(minutes=1)
    card = appoint(service, branch.district_officer, branch.village, Role.ASSESSOR)
    service.clock.advance(seconds=-2)
    end_office(service, branch.district_officer, card.grant.id)
    service.clock.advance(seconds=3)
    assert offices(service, card.grant.person_id) == []


# Lists


def test_the_history_keeps_who_held_what_and_when(service: Service, branch: Branch) -> None:
    successor, chair = a_person(service), grant_of(service, branch.chair)
    service.clock.advance(minutes=1)
    end_office(service, branch.district_officer, chair, successor)

    def listed(*, has_history: bool) -> list[tuple[int, bool]]:
        wanted = OfficeFilter(branch.village, has_history=has_history)
        found = service.run(
            lambda work: organisations.list_offices(work, wanted, PageRequest()),
            service.actor(branch.town_officer),
        )
        return [(card.grant.person_id, card.grant.until_at is None) for card in found.items]

    assert listed(has_history=False) == [(successor, True)]
    assert listed(has_history=True) == [(branch.chair, False), (successor, True)]


def test_a_federation_without_a_head_is_on_the_list_of_vacancies(
    service: Service, branch: Branch
) -> None:
    def vacant(by: int) -> list[tuple[int, Role, bool]]:
        found = service.run(
            lambda work: organisations.list_vacancies(work, PageRequest()), service.actor(by)
        )
        return [(v.organisation.id, v.role, v.since_at is None) for v in found.items]

    never_filled = a_branch(service, "外村妇联")
    an_officer(service, Role.VILLAGE_EXECUTIVE, branch.village)
    assert vacant(branch.town_officer) == []
    service.clock.advance(minutes=1)
    end_office(service, branch.district_officer, grant_of(service, branch.chair))
    lost = (branch.village, Role.VILLAGE_CHAIR, False)
    assert vacant(branch.town_officer) == vacant(branch.district_officer) == [lost]
    service.run(lambda work: organisations.end_role(work, grant_of(service, never_filled.chair)))
    assert len(vacant(branch.city_officer)) == 2
    assert vacant(never_filled.town_officer) == [(never_filled.village, Role.VILLAGE_CHAIR, False)]
    appoint(service, branch.district_officer, branch.village, Role.VILLAGE_CHAIR)
    assert vacant(branch.town_officer) == []
