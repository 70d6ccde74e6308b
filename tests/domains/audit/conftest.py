"""Fixtures for the tests of the audit: the villages that their entries are about."""

import pytest

from tests.support.service import Service
from tests.support.walls import found_villages


@pytest.fixture
def villages(service: Service) -> None:
    """Found the villages 7 and 8."""
    with service.raw() as connection:
        found_villages(connection, 7, 8)
