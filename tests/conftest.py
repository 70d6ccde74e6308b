"""Fixtures for every test: the whole service on SQLite and on a real PostgreSQL."""

import fcntl
import gc
import os
from collections.abc import Iterator

import pytest

from tests.support.postgres import PostgresServer
from tests.support.service import PostgresRoom, Room, Service, SqliteRoom

pytest_plugins = ["tests.support.postgres_plugin"]

DATABASES = ("sqlite", "postgresql")
OBJECTS_BETWEEN_COLLECTIONS = 20_000


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process works on alone; measure coverage once.

    On PostgreSQL a test takes the branches that it takes on SQLite, unless it is a race: there
    nobody takes turns. Measuring them again would cost a fifth of the whole time.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        is_race = item.get_closest_marker("race") is not None
        if isinstance(item, pytest.Function) and _is_on_postgresql(item) and not is_race:
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Let the garbage collector leave alone what was imported: it stays to the end of the run.

    Going through all of it again and again cost a sixth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def _is_on_postgresql(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and "postgresql" in item.callspec.params.values()


@pytest.fixture(autouse=True)
def one_race_at_a_time(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Let the crowds of two races not wait for each other: a lock has its time, and it is short."""
    if request.node.get_closest_marker("race") is None:
        yield
        return
    of_all_processes = tmp_path_factory.getbasetemp().parent / "race"
    with of_all_processes.open("w") as course:
        fcntl.flock(course, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def sqlite_room(tmp_path_factory: pytest.TempPathFactory) -> SqliteRoom:
    """Return a migrated SQLite database with the reference data, once per process."""
    return SqliteRoom.prepare(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_room(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgresRoom]:
    """Return a migrated PostgreSQL database with the reference data, once per process."""
    name = f"bayu_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    room = PostgresRoom.prepare(postgres_server, name, tmp_path_factory.mktemp("postgresql"))
    yield room
    room.close()
    postgres_server.drop_database(name)


@pytest.fixture(params=DATABASES)
def room(request: pytest.FixtureRequest) -> Room:
    """Return the prepared database of this kind."""
    found: Room = request.getfixturevalue(f"{request.param}_room")
    return found


@pytest.fixture
def service(room: Room) -> Service:
    """Return the whole service on an empty database (reference data only)."""
    return room.open()
