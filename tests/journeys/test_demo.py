"""The demo's whole mission, over HTTP against real processes: web, worker and stand-in."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.support.ports import free_port
from tests.support.postgres import PostgresServer  # noqa: TC001 - a fixture's own type
from tests.support.walls import see_all

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 100

pytestmark = [pytest.mark.journey, pytest.mark.long, pytest.mark.timeout(280)]


@pytest.fixture(params=["sqlite", "postgresql"])
def environ(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of an installation of its own."""
    settings = {
        "VAR_DIR": str(tmp_path),
        "PORT": str(free_port()),
        "STANDIN_PORT": str(free_port()),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bayu.sqlite3'}",
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    if request.param == "sqlite":
        yield {**kept, **settings}
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"bayu_demo_{uuid.uuid4().hex[:8]}"
    server.create_database(name)
    urls = {"DATABASE_URL": server.app_url(name), "DATABASE_OWNER_URL": server.owner_url(name)}
    yield {**kept, **settings, **urls}
    server.drop_database(name)


@pytest.fixture
def running(environ: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """Start everything as `make run` does, and stop it with Ctrl-C."""
    output = tmp_path / "run.log"
    with output.open("w") as log:
        crew = subprocess.Popen(
            [sys.executable, "-u", "-m", "tools.run"], cwd=ROOT, env=environ, stdout=log, stderr=log
        )
    try:
        _wait_until_ready(crew, output)
        yield environ
    finally:
        crew.send_signal(signal.SIGINT)
        crew.wait(timeout=30)


def _wait_until_ready(crew: "subprocess.Popen[bytes]", output: Path) -> None:
    for _ in range(PATIENCE_SECONDS * 10):
        if "Ctrl-C" in output.read_text():
            return
        try:
            crew.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(output.read_text())


def _play(environ: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tools.demo"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_whole_mission_can_be_played_again_and_again(running: dict[str, str]) -> None:
    first = _play(running)
    again = _play(running)

    assert first.returncode == 0, first.stdout + first.stderr
    assert again.returncode == 0, again.stdout + again.stderr
    assert "账平" in first.stdout
    assert "冉桂芬自动补上" in first.stdout
    _check_that_the_audit_tells_nobodys_name(environ=running)
    _wait_until_sealed(environ=running)


PERSONAL = (
    "SELECT name FROM members UNION SELECT name FROM join_requests",
    "SELECT openid FROM wechat_accounts",
    "SELECT phone_sealed FROM members WHERE phone_sealed IS NOT NULL",
    "SELECT token_hash FROM sign_in_sessions UNION SELECT code_hash FROM join_codes",
    "SELECT scene FROM codes UNION SELECT voucher_hash FROM orders",
    "SELECT note FROM points_claims WHERE note <> '' UNION SELECT reason FROM points_claims",
    "SELECT title FROM activities UNION SELECT contact FROM activities",
    "SELECT name FROM goods UNION SELECT name FROM organisations",
)


def _check_that_the_audit_tells_nobodys_name(environ: dict[str, str]) -> None:
    """Look for everything personal that the story left, in every column of every entry."""
    engine = create_engine(environ["DATABASE_URL"])
    with engine.connect() as connection:
        see_all(connection)
        audit = "\n".join(map(str, connection.execute(text("SELECT * FROM audit_entries"))))
        told = {str(word) for sql in PERSONAL for (word,) in connection.execute(text(sql)) if word}
    engine.dispose()
    assert "confirm_claim" in audit
    assert len(told) > 50
    assert {word for word in told if word in audit} == set()


def _wait_until_sealed(environ: dict[str, str]) -> None:
    """Wait for the worker to seal what the story left; the whole chain then holds."""
    for _ in range(30):
        verified = _verify_audit(environ)
        if verified.returncode == 0:
            assert verified.stdout.endswith("none was changed\n")
            return
    pytest.fail(_verify_audit(environ).stderr)


def _verify_audit(environ: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "verify-audit"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
