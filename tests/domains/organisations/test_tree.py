"""The federation tree, its offices, and the wall between scopes."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models.households import Household, Member
from models.organisations import Organisation
from models.vocabulary import OrganisationLevel, Role, Zone
from server.domains.organisations import queries
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import AlreadyInOffice, OrganisationNotFound
from server.domains.organisations.service import OfficeFilter
from server.kernel.actors import Actor
from server.kernel.errors import NotFound
from server.kernel.pages import PageRequest
from server.kernel.permissions import Permission
from server.kernel.scopes import Scope
from server.kernel.work import Work
from tests.support.builders import (
    a_household,
    a_person,
    a_resident,
    a_town,
    a_village,
    an_officer,
)
from tests.support.service import Service

EVERYTHING = Scope.everything(reason="a test")


def path_of(service: Service, organisation_id: int) -> str:
    path: str = service.scalar("SELECT path FROM organisations WHERE id = :id", id=organisation_id)
    return path


def below(service: Service, organisation_id: int) -> Scope:
    return Scope(paths=frozenset({path_of(service, organisation_id)}))


def grant(service: Service, person: int, organisation: int, role: Role = Role.ASSESSOR) -> int:
    return service.run(
        lambda work: organisations.grant_role(
            work, person_id=person, organisation_id=organisation, role=role
        )
    )


def offices(service: Service, person: int) -> list[Role]:
    return [grant.role for grant in service.actor(person).grants]


# The tree


def test_a_path_leads_from_the_top_to_the_node(service: Service) -> None:
    town = a_town(service)
    village = a_village(service, town_id=town)
    ids = [int(step) for step in path_of(service, village).strip("/").split("/")]
    levels = [
        service.scalar("SELECT level FROM organisations WHERE id = :id", id=node) for node in ids
    ]
    assert levels == ["city", "district", "town", "village"]
    assert ids[-2:] == [town, village]
    assert path_of(service, village).startswith(path_of(service, town))


def test_the_top_is_made_once(service: Service) -> None:
    def ensure(work: Work) -> int:
        return organisations.ensure_top(work, level=OrganisationLevel.CITY, name="重庆市妇联")

    assert service.run(ensure) == service.run(ensure)
    assert service.scalar("SELECT count(*) FROM organisations") == 1


def test_nodes_of_one_name_may_be_made_together(service: Service) -> None:
    town = a_town(service)

    def make_two(work: Work) -> list[int]:
        return [
            organisations.create_organisation(
                work,
                level=OrganisationLevel.VILLAGE,
                name="双龙村妇联",
                parent_id=town,
                zone=Zone.RURAL,
            )
            for _ in range(2)
        ]

    first, second = service.run(make_two)
    assert path_of(service, first) != path_of(service, second)


def test_the_nodes_under_one_are_listed_page_by_page(service: Service) -> None:
    town = a_town(service)
    villages = [a_village(service, f"{n}村妇联", town_id=town) for n in range(5)]

    def page(after: int | None) -> tuple[list[int], int | None]:
        found = service.run(
            lambda work: organisations.list_organisations(
                work, town, PageRequest(after=after, size=3)
            )
        )
        return [node.id for node in found.items], found.next_after

    assert page(None) == (villages[:3], villages[2])
    assert page(villages[2]) == (villages[3:], None)


def test_villages_are_found_by_their_division_code(service: Service) -> None:
    town = a_town(service)

    def make(work: Work) -> int:
        return organisations.create_organisation(
            work,
            level=OrganisationLevel.VILLAGE,
            name="桥北社区妇联",
            parent_id=town,
            division_code="500105001001",
            zone=organisations.zone_of_code("500105001001"),
        )

    village = service.run(make)
    codes = ["500105001001", "500105001002"]
    by_code = service.run(lambda work: queries.villages_by_code(work.session, codes))
    assert by_code == {"500105001001": village}


# Offices


def test_an_office_is_held_from_its_grant_until_its_end(service: Service) -> None:
    person, village = a_person(service), a_village(service)
    service.clock.advance(hours=1)
    grant_id = grant(service, person, village)
    assert offices(service, person) == [Role.ASSESSOR]
    service.clock.advance(hours=-1)
    assert offices(service, person) == []
    service.clock.advance(hours=2)
    service.run(lambda work: organisations.end_role(work, grant_id))
    assert offices(service, person) == []
    service.clock.advance(minutes=-1)
    assert offices(service, person) == [Role.ASSESSOR]


def test_ending_an_office_twice_changes_nothing(service: Service) -> None:
    grant_id = grant(service, a_person(service), a_village(service))
    for _ in range(2):
        service.clock.advance(hours=1)
        service.run(lambda work: organisations.end_role(work, grant_id))
    ended = service.scalar("SELECT CAST(until_at AS TEXT) FROM role_grants")
    assert ended.startswith("2026-11-10 02:00:00")
    audited = "SELECT count(*) FROM audit_entries WHERE action = 'end_role'"
    assert service.scalar(audited) == 1


def test_an_office_is_held_once_at_a_time(service: Service) -> None:
    person, village = a_person(service), a_village(service)
    first = grant(service, person, village)
    with pytest.raises(AlreadyInOffice):
        grant(service, person, village)
    grant(service, person, village, Role.SHOPKEEPER)
    service.clock.advance(hours=1)
    service.run(lambda work: organisations.end_role(work, first))
    grant(service, person, village)
    assert offices(service, person) == [Role.SHOPKEEPER, Role.ASSESSOR]


def test_who_granted_an_office_is_kept(service: Service) -> None:
    chair, person, village = a_person(service), a_person(service), a_village(service)
    service.run(
        lambda work: organisations.grant_role(
            work, person_id=person, organisation_id=village, role=Role.ASSESSOR
        ),
        Actor(person_id=chair),
    )
    assert service.scalar("SELECT granted_by FROM role_grants") == chair


def test_an_officer_sees_the_offices_of_her_subtree(service: Service) -> None:
    town = a_town(service)
    inside, outside = a_village(service, town_id=town), a_village(service, "外村妇联")
    officer = an_officer(service, Role.TOWN_OFFICER, town)
    seen = {officer, an_officer(service, Role.ASSESSOR, inside)}
    an_officer(service, Role.ASSESSOR, outside)

    def people(person: int) -> set[int]:
        found = service.run(
            lambda work: organisations.list_offices(work, OfficeFilter(), PageRequest()),
            service.actor(person),
            writes=False,
        )
        return {card.grant.person_id for card in found.items}

    assert people(officer) == seen
    assert people(a_person(service)) == set()


# The wall between scopes


def refused_by(service: Service, look: Callable[[Work], object]) -> NotFound:
    with pytest.raises(NotFound) as caught:
        service.run(look, writes=False)
    return caught.value


def member_seen(scope: Scope, row_id: int) -> Callable[[Work], Member]:
    return lambda work: organisations.get_within(
        scope, work.session, Member, row_id, OrganisationNotFound("没有找到。")
    )


def village_seen(scope: Scope, row_id: int) -> Callable[[Work], Organisation]:
    return lambda work: organisations.get_village(scope, work.session, row_id)


def foreign_looks(service: Service) -> list[tuple[Any, ...]]:
    return service.rows(
        "SELECT object_type, object_id, village_id FROM audit_entries"
        " WHERE action = 'foreign_id' AND outcome = 'refused'"
    )


def test_a_row_in_scope_is_returned(service: Service) -> None:
    village = a_village(service)
    household = a_household(service, village)
    own = Scope(household_ids=frozenset({household.id}))
    for scope in (EVERYTHING, below(service, village), own):
        found = service.run(member_seen(scope, household.member_ids[0]))
        assert found.household_id == household.id
    assert foreign_looks(service) == []


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_foreign_row_is_refused_like_a_missing_one_and_audited(
    service: Service, *, is_empty: bool
) -> None:
    own, foreign = a_village(service), a_village(service, "外村妇联")
    member = a_household(service, foreign).member_ids[0]
    scope = Scope() if is_empty else below(service, own)
    refused, missing = (
        refused_by(service, member_seen(scope, row_id)) for row_id in (member, member + 99)
    )
    assert (refused.detail, refused.facts, refused.slug) == (
        missing.detail,
        missing.facts,
        missing.slug,
    )
    assert foreign_looks(service) == [("members", member, foreign)]
    assert service.rows("SELECT kind, village_id FROM anomalies") == [("foreign_id", foreign)]


def test_a_village_is_found_in_scope_only(service: Service) -> None:
    town = a_town(service)
    own, foreign = a_village(service, town_id=town), a_village(service, "外村妇联")
    scope = below(service, town)
    assert service.run(village_seen(scope, own)).id == own
    for row_id in (foreign, 99_999, town):
        refused_by(service, village_seen(scope, row_id))
    assert foreign_looks(service) == [("organisations", foreign, foreign)]


@pytest.mark.parametrize("is_member", [True, False])
def test_a_scope_is_a_condition_of_every_list(service: Service, *, is_member: bool) -> None:
    town = a_town(service)
    village, other = a_village(service, town_id=town), a_village(service, "外村妇联")
    inside, outside = a_household(service, village), a_household(service, other, ("李芳",))

    def listed(scope: Scope) -> list[int]:
        columns = (Household.village_id, Household.id) if is_member else (Household.village_id,)
        rows = select(Household.id).where(organisations.within(scope, *columns))
        return sorted(service.run(lambda work: list(work.session.scalars(rows)), writes=False))

    own = frozenset({outside.id})
    assert listed(EVERYTHING) == [inside.id, outside.id]
    assert listed(Scope()) == []
    assert listed(below(service, town)) == [inside.id]
    assert listed(Scope(household_ids=own)) == ([outside.id] if is_member else [])
    both = Scope(paths=below(service, town).paths, household_ids=own)
    assert listed(both) == ([inside.id, outside.id] if is_member else [inside.id])


def test_a_subtree_never_reaches_a_neighbour_whose_number_begins_alike(service: Service) -> None:
    """Node 1 is no ancestor of node 12: paths end in a slash."""
    villages = [a_village(service, f"{n}村妇联") for n in range(6)]
    for village in villages:
        inside = queries.villages_within(below(service, village))
        assert service.rows(str(inside.compile(compile_kwargs={"literal_binds": True}))) == [
            (village,)
        ]


def test_authority_follows_the_permission_and_the_household(service: Service) -> None:
    village = a_village(service)
    household = a_household(service, village)
    resident = service.actor(a_resident(service, household))
    assert resident.scope(Permission.CLAIM_READ) == Scope(household_ids=frozenset({household.id}))
    chair = service.actor(an_officer(service, Role.VILLAGE_CHAIR, village))
    assert chair.scope(Permission.CLAIM_READ) == below(service, village)
    assert chair.scope(Permission.ANOMALY_READ).is_empty


def test_an_organisation_out_of_scope_is_not_found(service: Service) -> None:
    own, foreign = a_village(service), a_village(service, "外村妇联")

    def find(organisation_id: int) -> Organisation | None:
        scope = below(service, own)
        return service.run(
            lambda work: queries.find_organisation(scope, work.session, organisation_id)
        )

    found = find(own)
    assert found is not None
    assert found.id == own
    assert find(foreign) is None
    assert find(99_999) is None
