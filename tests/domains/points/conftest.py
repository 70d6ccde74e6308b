"""The village and the family that most stories about points begin with."""

import pytest

from tests.support.points_builders import Family, PointsVillage, a_family, a_points_village
from tests.support.service import Service


@pytest.fixture
def village(service: Service) -> PointsVillage:
    return a_points_village(service)


@pytest.fixture
def family(service: Service, village: PointsVillage) -> Family:
    return a_family(service, village)
