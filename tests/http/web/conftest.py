"""The service of a test with the tiny routes added."""

from collections.abc import Iterator

import pytest

from tests.http.web.tiny import with_tiny_routes
from tests.support.service import Service


@pytest.fixture(scope="session")
def tiny_apps() -> dict[str, Service]:
    """Keep one tiny app for each database; making one takes a while."""
    return {}


@pytest.fixture
def tiny(
    service: Service, tiny_apps: dict[str, Service], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """Return a second app on the same empty database."""
    if service.database not in tiny_apps:
        folder = tmp_path_factory.mktemp("tiny")
        tiny_apps[service.database] = with_tiny_routes(service, folder)
    added = tiny_apps[service.database]
    added.clock.instant = service.clock.instant
    yield added
    added.app.transactions.engine.dispose()
