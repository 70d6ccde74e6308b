"""Copies of a PostgreSQL database by its own programs; a restore replaces all or nothing."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from models.vocabulary import Door
from server.adapters.backups.archive import Progress
from server.adapters.backups.contents import Contents, is_lived_in
from server.adapters.backups.postgresql_programs import Programs, major_of
from server.adapters.backups.refusals import BackupRefused

_THROUGH_THE_DOOR = f"-c app.door={Door.OPERATOR}"
_LEAVING_SECONDS = 3.0
_LOOK_SECONDS = 0.1
_PATIENCE = "SET lock_timeout = '10s';"
_SNAPSHOT = text("SELECT pg_export_snapshot()")
_SERVER = text("SHOW server_version")
_TABLES = text("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")
_OTHERS = text(
    """
    SELECT usename, COUNT(*) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL
     GROUP BY usename ORDER BY usename
    """
)
_DROPS = text(
    """
    SELECT format('DROP TABLE %I.%I CASCADE;', schemaname, tablename)
      FROM pg_tables WHERE schemaname = 'public'
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE;', p.oid::regprocedure)
      FROM pg_proc AS p
     WHERE p.pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
    """
)


@dataclass(frozen=True)
class PostgresDatabase:
    """A database, reached as the role that owns it."""

    url: URL

    kind = "postgresql"
    part = "database.dump"
    is_set_aside = False
    """What is replaced is gone with the commit, so a copy of it is taken first."""

    folder = None

    @property
    def made_with(self) -> str:
        """Name the program that would write a copy."""
        with self._connected() as connection:
            return f"pg_dump {Programs.for_server(_server_major(connection)).major}"

    def copy(self, target: Path, progress: Progress) -> Contents:
        """Dump one snapshot of the database to `target`, and count the same snapshot."""
        with self._connected() as connection:
            snapshot = connection.execute(_SNAPSHOT).scalar_one()
            tables = connection.execute(_TABLES).scalar_one()
            whole = [
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                "--enable-row-security",  # which the operator's door opens
                "--verbose",
            ]
            Programs.for_server(_server_major(connection)).run(
                "pg_dump",
                *whole,
                f"--snapshot={snapshot}",
                f"--file={target}",
                f"--dbname={self._address}",
                password=self.url.password,
                hear=_counting(tables, progress),
            )
            return Contents.count(connection)

    def is_lived_in(self) -> bool:
        """Tell whether people are in it."""
        with self._connected() as connection:
            return is_lived_in(connection)

    def who_uses_it(self) -> list[str]:
        """Name the roles that stay connected; who is just leaving is waited for."""
        deadline = time.monotonic() + _LEAVING_SECONDS
        while True:
            with self._connected() as connection:
                others = [f"{role} ({count})" for role, count in connection.execute(_OTHERS)]
            if not others or time.monotonic() > deadline:
                return others
            time.sleep(_LOOK_SECONDS)

    def lay_down(self, part: Path, made_with: str) -> None:
        """Replace all that is in the database by the copy, in one transaction."""
        with self._connected() as connection:
            server = _server_major(connection)
            drops = "\n".join(connection.execute(_DROPS).scalars())
        self._replay(Programs.for_server(server, least=major_of(made_with)), drops, part)

    def recount(self, part: Path) -> Contents:
        """Count what is in the database now."""
        del part
        with self._connected() as connection:
            return Contents.count(connection)

    def take_over(self, part: Path, aside: str) -> None:
        """Do nothing: the copy lies in its place already."""

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        engine = create_engine(
            self.url,
            poolclass=NullPool,
            isolation_level="REPEATABLE READ",
            connect_args={"options": _THROUGH_THE_DOOR},
        )
        try:
            with engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            cause = str(error.orig).splitlines()[0]
            raise BackupRefused(f"数据库不答应 / the database refuses: {cause}") from None

    def _replay(self, programs: Programs, drops: str, part: Path) -> None:
        """Write out what the copy holds, then let one transaction drop all and bring it in."""
        clearing, script = part.with_suffix(".clear.sql"), part.with_suffix(".sql")
        clearing.write_text(f"{_PATIENCE}\n{drops}\n", encoding="utf-8")
        whole = ["--schema=public", "--no-owner", "--no-privileges", f"--file={script}"]
        programs.run("pg_restore", *whole, str(part))
        strict = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        files = [f"--file={clearing}", f"--file={script}"]
        programs.run(
            "psql", *strict, *files, f"--dbname={self._address}", password=self.url.password
        )

    @property
    def _address(self) -> str:
        """Return where the database is, without the password: everybody may read a command line."""
        names = self.url.translate_connect_args(username="user", database="dbname")
        names.pop("password", None)
        options = {key: value for key, value in self.url.query.items() if isinstance(value, str)}
        return make_conninfo("", **{"options": _THROUGH_THE_DOOR, **names, **options})


def _server_major(connection: Connection) -> int:
    return major_of(connection.execute(_SERVER).scalar_one())


def _counting(total: int, progress: Progress) -> Callable[[str], None]:
    """Return what hears pg_dump and counts the tables it has begun."""
    done = 0

    def hear(line: str) -> None:
        nonlocal done
        if "dumping contents of table" in line:
            done += 1
            progress(done, total)

    return hear
