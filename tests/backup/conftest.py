"""Installations to be backed up and restored, on both databases."""

from collections.abc import Iterator

import pytest

from tests.conftest import DATABASES
from tests.support.installations import Estate, Installation, PostgresEstate, SqliteEstate
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def sqlite_estate(tmp_path_factory: pytest.TempPathFactory) -> SqliteEstate:
    """Return installations on SQLite, with one village prepared."""
    return SqliteEstate.found(tmp_path_factory.mktemp("estate"))


@pytest.fixture(scope="session")
def postgresql_estate(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgresEstate]:
    """Yield installations on PostgreSQL, with one village prepared."""
    estate = PostgresEstate.found(postgres_server, tmp_path_factory.mktemp("estate"))
    yield estate
    estate.close()


@pytest.fixture(params=DATABASES)
def estate(request: pytest.FixtureRequest) -> Estate:
    """Return installations on each kind of database."""
    found: Estate = request.getfixturevalue(f"{request.param}_estate")
    return found


@pytest.fixture
def village(estate: Estate) -> Installation:
    """Return an installation that has been lived in."""
    return estate.lived_in()
