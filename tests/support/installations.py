"""Whole installations for tests of backups: a database of their own, a folder, the commands."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from click.testing import CliRunner, Result
from sqlalchemy import MetaData, create_engine, select, text

from config.settings import Settings
from server.cli import cli
from server.cli.database import migrate_database
from server.domains.audit import service as audit
from server.domains.consents import service as consents
from server.domains.points import service as points
from server.outside import reference
from tests.support.points_builders import a_family, a_points_village, effective_points
from tests.support.ports import free_port
from tests.support.postgres import PostgresServer
from tests.support.rewards_builders import a_shop
from tests.support.service import BEGINNING, Service, settings_for, start
from tests.support.walls import see_all

SETTLED = BEGINNING + timedelta(days=15)
"""A village has been settled by then; time does not go back, or the audit would not be sealed."""

_numbers = itertools.count(1)
Rows = dict[str, list[str]]


@dataclass(frozen=True)
class Installation:
    """A database and a folder, and what their operator's shell has in its environment."""

    database: str
    settings: Settings

    @property
    def folder(self) -> Path:
        """Return VAR_DIR."""
        return self.settings.var_dir

    @property
    def environ(self) -> dict[str, str]:
        """Return the settings as a command reads them."""
        return {
            "DATABASE_URL": self.settings.database_url,
            "DATABASE_OWNER_URL": self.settings.database_owner_url,
            "VAR_DIR": str(self.folder),
            "PORT": str(self.settings.port),
        }

    def command(self, *words: str | Path, **environ: str) -> Result:
        """Run one of the operator's commands."""
        runner = CliRunner(env={**self.environ, **environ})
        return runner.invoke(cli, [str(word) for word in words])

    def backup(self) -> Path:
        """Back up, and return the archive."""
        answer = self.command("backup")
        assert answer.exit_code == 0, answer.output
        return self.archives()[-1]

    def archives(self) -> list[Path]:
        """Return the archives in its folder, oldest first."""
        return sorted((self.folder / "backups").glob("bayu-*.tar"))

    def leftovers(self) -> list[Path]:
        """Return what unfinished work left behind."""
        return list(self.folder.rglob(".bayu-*"))

    @contextmanager
    def serving(self) -> Iterator[Service]:
        """Run the service on it as the app role, never earlier than the commands before it."""
        service = start(self.settings, self.database)
        service.clock.instant = max(SETTLED, datetime.now(UTC))
        try:
            yield service
        finally:
            service.app.transactions.engine.dispose()

    def rows(self) -> Rows:
        """Return every row of every table as text, read by the owner."""
        engine = create_engine(self.settings.owner_url)
        with engine.connect() as connection:
            see_all(connection)
            tables = MetaData()
            tables.reflect(connection)
            found = {
                name: sorted(repr(row) for row in connection.execute(select(table)))
                for name, table in tables.tables.items()
            }
        engine.dispose()
        return found

    def schema(self) -> list[str]:
        """Return tables, constraints, indexes, triggers, functions and grants as text.

        PostgreSQL words a check in another way once it was dumped: there its name must do.
        """
        engine = create_engine(self.settings.owner_url)
        with engine.connect() as connection:
            see_all(connection)
            found = sorted(connection.execute(text(_SCHEMA[self.database])).scalars())
        engine.dispose()
        return found


_SCHEMA = {
    "sqlite": "SELECT replace(sql, char(34), '') FROM sqlite_schema WHERE sql IS NOT NULL",
    "postgresql": """
        SELECT concat_ws(' ', conrelid::regclass, conname, contype, convalidated)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
         UNION ALL SELECT tablename || ' ' || indexname FROM pg_indexes WHERE schemaname = 'public'
         UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
         UNION ALL SELECT pg_get_functiondef(oid)
          FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         UNION ALL SELECT grantee || ' ' || privilege_type || ' ' || table_name
          FROM information_schema.role_table_grants WHERE table_schema = 'public'
         UNION ALL SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable,
               column_default, is_identity)
          FROM information_schema.columns WHERE table_schema = 'public'
        """,
}


class Estate(Protocol):
    """Gives out installations on one kind of database."""

    def empty(self) -> Installation:
        """Return one with nothing in it."""
        ...

    def lived_in(self) -> Installation:
        """Return one whose village has earned, spent and sealed."""
        ...


@dataclass(frozen=True)
class SqliteEstate:
    """Every installation is a folder with a file in it."""

    folder: Path

    @classmethod
    def found(cls, folder: Path) -> "SqliteEstate":
        """Prepare the village that `lived_in` copies."""
        estate = cls(folder)
        settle(estate._at(folder / "village"))
        return estate

    def empty(self) -> Installation:
        """Return a folder without a database."""
        return self._at(self.folder / str(next(_numbers)))

    def lived_in(self) -> Installation:
        """Return a copy of the village."""
        copy = self.empty()
        shutil.copytree(self.folder / "village", copy.folder)
        return copy

    def _at(self, folder: Path) -> Installation:
        return Installation(
            "sqlite", with_port(settings_for(f"sqlite:///{folder}/x.sqlite3", folder))
        )


@dataclass
class PostgresEstate:
    """Every installation is a database on the run's server, and a folder."""

    server: PostgresServer
    folder: Path
    databases: list[str] = field(default_factory=list)

    @classmethod
    def found(cls, server: PostgresServer, folder: Path) -> "PostgresEstate":
        """Prepare the village that `lived_in` copies."""
        estate = cls(server, folder)
        settle(estate.empty())
        return estate

    def empty(self, template: str | None = None) -> Installation:
        """Return an empty database."""
        name = f"bayu_estate_{os.getpid()}_{next(_numbers)}"
        self.server.create_database(name, template)
        self.databases.append(name)
        folder = self.folder / name
        owner_url, app_url = self.server.owner_url(name), self.server.app_url(name)
        settings = settings_for(app_url, folder, owner_url=owner_url)
        return Installation("postgresql", with_port(settings))

    def lived_in(self) -> Installation:
        """Return a copy of the village."""
        village = self.databases[0]
        copy = self.empty(template=village)
        shutil.copytree(self.folder / village, copy.folder)
        return copy

    def close(self) -> None:
        """Drop everything."""
        for name in self.databases:
            self.server.drop_database(name)


def with_port(settings: Settings) -> Settings:
    """Let no other service of this machine answer in its place."""
    return replace(settings, port=free_port())


def settle(installation: Installation) -> None:
    """Let a village earn, spend and be sealed; somebody is signed in, and a photo was handed in."""
    migrate_database(installation.settings)
    photo = installation.folder / "files" / "2026" / "photo.jpg"
    photo.parent.mkdir(parents=True)
    photo.write_bytes(b"\xff\xd8 not really a photo")
    with installation.serving() as service:
        service.clock.instant = BEGINNING
        service.run(lambda work: points.load_rules(work, reference("points_rules.yaml")))
        service.run(lambda work: consents.load_texts(work, reference("consents.yaml")))
        village = a_points_village(service)
        family = a_family(service, village)
        effective_points(service, village, family, deeds=2)
        a_shop(service, purse=60)
        service.run(points.seal_transfers)
        service.run(audit.seal_entries)
        service.sign_in(family.person)
