"""Readiness: what keeps the service from serving, and what somebody should look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from config.settings import Settings
from server import vitals
from server.app import create_app
from server.web.health import Health
from server.web.requests import ServiceFlask
from server.worker import tick
from tests.support.postgres import PostgresServer
from tests.support.redis import own_redis
from tests.support.service import PostgresRoom, Room, Service, SqliteRoom, settings_for


def get(service: Service, path: str) -> tuple[int, dict[str, object]]:
    answer = service.app.test_client().get(path)
    return answer.status_code, answer.get_json()


def as_owner(room: Room, *statements: str) -> None:
    """Change what the service itself may not."""
    if isinstance(room, PostgresRoom):
        url = room.owner_url
    else:
        assert isinstance(room, SqliteRoom)
        url = f"sqlite:///{room.file}"
    owner = create_engine(url)
    with owner.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    owner.dispose()


@contextmanager
def at_version(room: Room, version: str) -> Iterator[None]:
    change = "UPDATE alembic_version SET version_num = '{}'"
    as_owner(room, change.format(version))
    yield
    as_owner(room, change.format(vitals.HEAD))


@pytest.fixture
def unreachable(tmp_path: Path) -> ServiceFlask:
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/none/bayu.sqlite3"}
    return create_app(Settings.from_env(environ))


def test_with_a_worker_at_work_all_is_well(service: Service) -> None:
    tick(service.app.transactions)

    assert get(service, "/healthz") == (200, {"status": "ok"})
    assert get(service, "/readyz") == (
        200,
        {"status": "ok", "faults": {}, "concerns": {}, "worker_seconds": 0},
    )


def test_a_silent_worker_is_a_concern_but_takes_no_node_away(service: Service) -> None:
    never = get(service, "/readyz")
    tick(service.app.transactions)
    service.clock.advance(seconds=vitals.WORKER_SILENT_SECONDS + 1)
    silent = get(service, "/readyz")

    for status, told in (never, silent):
        assert (status, told["status"]) == (200, "degraded")
        assert told["concerns"] == {"worker": "none has finished a job for a minute or more"}
    assert never[1]["worker_seconds"] is None
    assert silent[1]["worker_seconds"] == vitals.WORKER_SILENT_SECONDS + 1


def test_without_its_tables_the_service_lives_but_is_not_ready(
    service: Service, room: Room
) -> None:
    as_owner(room, "ALTER TABLE alembic_version RENAME TO hidden")
    answers = [get(service, path) for path in ("/healthz", "/readyz")]
    as_owner(room, "ALTER TABLE hidden RENAME TO alembic_version")

    assert [status for status, _ in answers] == [200, 503]
    told = answers[1][1]
    assert told["status"] == "not ready"
    assert told["faults"] == {"database": "it does not answer or has not been migrated"}
    assert get(service, "/readyz")[0] == 200


def test_a_database_behind_the_code_is_not_ready(service: Service, room: Room) -> None:
    with at_version(room, "0001"):
        status, told = get(service, "/readyz")

    assert status == 503
    assert told["faults"] == {
        "migrations": f"the database is at 0001, the code needs {vitals.HEAD}"
    }


def test_a_database_ahead_of_the_code_is_an_upgrade_under_way(service: Service, room: Room) -> None:
    with at_version(room, "9999"):
        assert get(service, "/readyz")[0] == 200


def test_production_refuses_a_database_whose_clock_was_moved(service: Service, room: Room) -> None:
    assert vitals.examine(service.app, is_production=True).faults == {}
    vitals.refuse_when_unsafe(service.app)
    as_owner(room, "INSERT INTO clock_offsets (id, seconds) VALUES (1, 3600)")

    assert vitals.examine(service.app, is_production=False).faults == {}
    assert list(vitals.examine(service.app, is_production=True).faults) == ["clock"]
    with pytest.raises(vitals.UnsafeDatabase, match="it was moved"):
        vitals.refuse_when_unsafe(service.app)


def test_production_refuses_a_role_that_no_wall_binds(
    postgres_server: PostgresServer, postgresql_room: PostgresRoom, tmp_path: Path
) -> None:
    postgresql_room.open()  # on an emptied database: another test moves the clock
    database = make_url(postgresql_room.owner_url).database
    mighty = postgres_server.owner.set(username="postgres", database=database)
    app = create_app(settings_for(mighty.render_as_string(hide_password=False), tmp_path))
    try:
        assert list(vitals.examine(app, is_production=True).faults) == ["role"]
        with pytest.raises(vitals.UnsafeDatabase, match="role: it is a superuser"):
            vitals.refuse_when_unsafe(app)
    finally:
        app.transactions.engine.dispose()


def test_a_database_that_does_not_answer_yet_is_waited_for(unreachable: ServiceFlask) -> None:
    vitals.refuse_when_unsafe(unreachable)

    assert unreachable.test_client().get("/readyz").status_code == 503


def test_a_missing_redis_is_a_concern(sqlite_room: SqliteRoom) -> None:
    url = sqlite_room.open().app.config["SQLALCHEMY_DATABASE_URI"]
    with own_redis() as redis:
        app = create_app(Settings.from_env({"DATABASE_URL": url, "REDIS_URL": redis.url}))
        with_redis = vitals.examine(app, is_production=True).concerns
        redis.kill()
        without = vitals.examine(app, is_production=True).concerns
    app.transactions.engine.dispose()

    assert set(without) - set(with_redis) == {"redis"}


def test_a_fault_outweighs_a_concern() -> None:
    assert Health(faults={"disk": "full"}, concerns={"worker": "silent"}).status == "not ready"
