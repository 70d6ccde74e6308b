"""The pytest plug-in that gives a whole run, with all its xdist workers, one PostgreSQL server.

The controller opens the room and so decides how long the server lives; the first worker that asks
for the server starts it. A run that never asks pays nothing.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.postgres import PostgresServer, enter_room, open_room

ROOM = "TEST_POSTGRES_ROOM"


def pytest_configure(config: pytest.Config) -> None:
    """Open the room in the controller; workers inherit its address with the environment."""
    if hasattr(config, "workerinput"):
        return
    stack = ExitStack()
    os.environ[ROOM] = str(stack.enter_context(open_room()))
    config.add_cleanup(stack.close)


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """Return the run's server; create a database of your own on it."""
    return enter_room(Path(os.environ[ROOM]))
