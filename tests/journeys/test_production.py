"""A start as production does it: real settings on PostgreSQL and Redis, refusals that end it."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from config.production import WECHAT_API_BASE
from tests.support.nodes import IS_BLOCKED, ROOT, WEB, WORKER, running, wait_until, web_node
from tests.support.postgres import PostgresServer
from tests.support.redis import emptied_redis

PATIENCE_SECONDS = 60
pytestmark = pytest.mark.journey


@pytest.fixture
def settings(postgres_server: PostgresServer, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return production's settings with a migrated database of their own."""
    name = f"bayu_production_{uuid.uuid4().hex[:8]}"
    postgres_server.create_database(name)
    with emptied_redis() as redis_url:
        settings = {
            "APP_ENV": "production",
            "DATABASE_URL": postgres_server.app_url(name),
            "DATABASE_OWNER_URL": postgres_server.owner_url(name),
            "REDIS_URL": redis_url,
            "SECRET_KEY": uuid.uuid4().hex * 2,
            "FIELD_KEY": uuid.uuid4().hex * 2,
            "INDEX_KEY": uuid.uuid4().hex * 2,
            "WECHAT_APP_ID": "wx0123456789abcdef",
            "WECHAT_APP_SECRET": uuid.uuid4().hex,
            "WECHAT_API_BASE": WECHAT_API_BASE,
            "WECHAT_PUSH_TOKEN": uuid.uuid4().hex,
            "WECHAT_PUSH_KEY": (uuid.uuid4().hex * 2)[:43],
            "WECHAT_ORIGINAL_ID": "gh_0123456789ab",
            "WECHAT_TEMPLATES": os.devnull,
            "WEB_PROCESSES": "2",
            "TRUSTED_PROXIES": "1",
            "PUBLIC_URL": "https://bayu.example.cn",
        }
        with running(["server.cli", "migrate"], tmp_path / "migrate", **settings) as migration:
            assert migration.process.wait(PATIENCE_SECONDS) == 0, migration.told()
        yield settings
    postgres_server.drop_database(name)


def test_it_starts_serves_and_stops(settings: dict[str, str], tmp_path: Path) -> None:
    with (
        web_node(tmp_path / "web", **settings) as web,
        running(WORKER, tmp_path / "worker", **settings) as worker,
    ):
        wait_until(lambda: web.get("/readyz").body["status"] == "ok")
        about = web.get("/api/v1/about", X_Forwarded_For="203.0.113.7")
        hidden = web.get("/metrics", X_Forwarded_For="203.0.113.7")
        assert (web.stop(), worker.stop()) == (0, 0)

    assert (about.status, hidden.status) == (200, 404)
    assert "203.0.113.7" not in web.told()
    assert all(line.startswith("{") for line in (web.told() + worker.told()).splitlines())


def test_a_web_node_told_to_stop_answers_what_it_has_begun(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with (
        web_node(tmp_path / "web", **settings) as web,
        connected(settings["DATABASE_OWNER_URL"]) as blocker,
        connected(settings["DATABASE_URL"]) as observer,
        ThreadPoolExecutor(1) as pool,
    ):
        blocker.execute(text("LOCK TABLE standard_sets IN ACCESS EXCLUSIVE MODE"))
        begun = pool.submit(web.get, "/api/v1/about")
        wait_until(lambda: is_blocked(observer))
        web.process.send_signal(signal.SIGTERM)
        wait_until(lambda: "Handling signal: term" in web.told())
        blocker.rollback()
        answer = begun.result(PATIENCE_SECONDS)
        ended = web.process.wait(PATIENCE_SECONDS)

    assert (answer.status, ended) == (200, 0)
    with pytest.raises(ConnectionRefusedError):
        web.get("/healthz")


def is_blocked(observer: Connection) -> bool:
    with observer.begin():
        return bool(observer.scalar(text(IS_BLOCKED)))


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def test_it_refuses_a_database_that_development_has_moved_in_time(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with connected(settings["DATABASE_OWNER_URL"]) as owner:
        owner.execute(text("INSERT INTO clock_offsets (id, seconds) VALUES (1, 86400)"))
        owner.commit()
    for program in (WEB, WORKER):
        with running(program, tmp_path / program[0], **settings) as node:
            assert node.process.wait(PATIENCE_SECONDS) != 0
            assert "UnsafeDatabase: clock: it was moved" in node.told()


def test_gunicorn_takes_the_number_of_processes_from_the_settings_alone(tmp_path: Path) -> None:
    program = [sys.executable, "-m", *WEB, "--workers", "3"]
    environ = {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3"}
    ended = subprocess.run(
        program, cwd=ROOT, env=environ, capture_output=True, timeout=PATIENCE_SECONDS, check=False
    )

    assert ended.returncode == 1
    assert b"WEB_PROCESSES alone says how many" in ended.stderr
