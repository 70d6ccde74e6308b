"""The tree grows downwards: one level at a time, under one's own node, never twice the same."""

import pytest

from models.vocabulary import Zone
from server.domains.organisations import service as organisations
from server.domains.organisations.errors import DecidedAbove, OrganisationExists
from server.kernel.errors import InvalidInput
from server.kernel.permissions import Permission
from tests.support.offices_builders import Branch, a_branch
from tests.support.service import Service


@pytest.fixture
def branch(service: Service) -> Branch:
    return a_branch(service)


def found(service: Service, by: int | None, parent_id: int, name: str, **more: object) -> int:
    details = {"division_code": None, "zone": None} | more
    node = service.run(
        lambda work: organisations.found_organisation(
            work,
            parent_id=parent_id,
            name=name,
            **details,  # type: ignore[arg-type]
        ),
        *([service.actor(by)] if by else []),
    )
    return node.id


def renamed(service: Service, by: int | None, node_id: int, name: str) -> str:
    node = service.run(
        lambda work: organisations.rename_organisation(work, node_id, name),
        *([service.actor(by)] if by else []),
    )
    return node.name


def test_a_unit_lies_one_level_below_its_parent(service: Service, branch: Branch) -> None:
    county = "500101000000"
    district = found(service, branch.city_officer, branch.city, "万州区妇联", division_code=county)
    town = found(service, branch.city_officer, district, "新镇妇联", zone=Zone.RURAL)
    village = found(service, branch.city_officer, town, "新村妇联", zone=Zone.URBAN)
    kinds = "SELECT level, zone FROM organisations WHERE id IN (:a, :b, :c) ORDER BY id"
    assert service.rows(kinds, a=district, b=town, c=village) == [
        ("district", None),
        ("town", None),
        ("village", "urban"),
    ]
    path = service.scalar("SELECT path FROM organisations WHERE id = :id", id=village)
    assert path == f"/{branch.city}/{district}/{town}/{village}/"


def test_what_she_makes_lies_within_her_jurisdiction(service: Service, branch: Branch) -> None:
    town = found(service, branch.district_officer, branch.district, "新镇妇联")
    path = service.scalar("SELECT path FROM organisations WHERE id = :id", id=town)
    actor = service.actor(branch.district_officer)
    assert actor.scope(Permission.OFFICE_GRANT).covers_path(path)


@pytest.mark.parametrize("zone", [None, Zone.RURAL])
def test_a_village_has_the_zone_that_is_said_else_that_of_its_code(
    service: Service, branch: Branch, zone: Zone | None
) -> None:
    details = {"division_code": "500110001001", "zone": zone}
    village = found(service, branch.city_officer, branch.town, "河东社区妇联", **details)
    said = service.scalar("SELECT zone FROM organisations WHERE id = :id", id=village)
    assert said == (zone or Zone.URBAN)
    with pytest.raises(InvalidInput):
        found(service, branch.city_officer, branch.town, "河西社区妇联")


def test_names_are_told_apart_under_one_parent_only(service: Service, branch: Branch) -> None:
    other = found(service, branch.district_officer, branch.district, "青山镇妇联")
    found(service, branch.district_officer, other, "双龙村妇联", zone=Zone.RURAL)
    with pytest.raises(OrganisationExists):
        found(service, branch.district_officer, branch.town, "双龙村妇联", zone=Zone.RURAL)


def test_the_operator_alone_renames_the_top(service: Service, branch: Branch) -> None:
    with pytest.raises(DecidedAbove):
        renamed(service, branch.city_officer, branch.city, "重庆市妇女联合会")
    assert renamed(service, None, branch.city, "重庆市妇女联合会") == "重庆市妇女联合会"
    assert renamed(service, branch.city_officer, branch.town, "石角街道妇联") == "石角街道妇联"
