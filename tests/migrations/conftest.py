"""Empty databases of one's own, to be migrated up and down."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from config.settings import Settings
from server.app import create_app
from tests.conftest import DATABASES
from tests.support.service import Service, settings_for, start

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Blank:
    """A database with nothing in it, and its owner."""

    database: str
    settings: Settings
    owner: Engine

    @contextmanager
    def as_owner(self) -> Iterator[Flask]:
        """Enter the service as the role that migrates."""
        url = self.settings.owner_url
        app = create_app(Settings(**{**vars(self.settings), "database_url": url}))
        with app.app_context():
            yield app
        app.transactions.engine.dispose()

    @contextmanager
    def serving(self) -> Iterator[Service]:
        """Run the service on the database as the app role."""
        service = start(self.settings, self.database)
        yield service
        service.app.transactions.engine.dispose()


@pytest.fixture(params=DATABASES)
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Blank]:
    """Yield an empty database of each kind."""
    if request.param == "sqlite":
        yield from _opened("sqlite", settings_for(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path))
        return
    server = request.getfixturevalue("postgres_server")
    name = f"bayu_blank_{os.getpid()}_{next(_numbers)}"
    server.create_database(name)
    settings = settings_for(server.app_url(name), tmp_path, owner_url=server.owner_url(name))
    yield from _opened("postgresql", settings)
    server.drop_database(name)


def _opened(database: str, settings: Settings) -> Iterator[Blank]:
    owner = create_engine(settings.owner_url)
    yield Blank(database, settings, owner)
    owner.dispose()
