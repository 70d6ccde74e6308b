"""The whole way with the stand-in: stored, asked, fetched by its link, pushed, passed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from config.settings import Settings
from models.vocabulary import CheckState
from server.app import create_app
from server.background import drain_outbox
from server.registry import OUTBOX_TOPICS
from server.web.requests import ServiceFlask
from tests.support.photos_builders import SHOWN, a_home, a_stored_photo, state
from tests.support.ports import free_port
from tests.support.service import Service, SqliteRoom, settings_for, start
from tests.support.serving import served
from tools.wechat_standin.server import StandinServer


@pytest.fixture
def service(sqlite_room: SqliteRoom, tmp_path: Path) -> Iterator[Service]:
    """Return the service on a file of its own, which several programs may hold open."""
    file = tmp_path / "bayu.sqlite3"
    shutil.copy(sqlite_room.template, file)
    service = start(settings_for(f"sqlite:///{file}", tmp_path), "sqlite")
    yield service
    service.app.transactions.engine.dispose()


@pytest.fixture
def wechat(service: Service) -> Iterator[StandinServer]:
    with StandinServer(service.app.config["SQLALCHEMY_DATABASE_URI"]) as standin:
        yield standin


@pytest.fixture
def app(service: Service, wechat: StandinServer, tmp_path: Path) -> Iterator[ServiceFlask]:
    """Return an app whose links reach itself, and which the stand-in asks and tells."""
    port = free_port()
    settings = {
        "DATABASE_URL": service.app.config["SQLALCHEMY_DATABASE_URI"],
        "VAR_DIR": str(tmp_path),
        "WECHAT_API_BASE": wechat.base_url,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    app = create_app(Settings.from_env(settings))
    with served(app, port) as address:
        wechat.push_to(f"{address}/api/v1/wechat/push")
        yield app
    app.transactions.engine.dispose()


def check(app: ServiceFlask, wechat: StandinServer) -> None:
    """Let the worker ask, WeChat fetch and push, and the worker hear of it."""
    drain_outbox(app.transactions, OUTBOX_TOPICS)
    wechat.pushes()
    drain_outbox(app.transactions, OUTBOX_TOPICS)


def test_a_photo_goes_to_wechat_and_is_shown_once_it_was_seen_there(
    service: Service, app: ServiceFlask, wechat: StandinServer
) -> None:
    household, person_id = a_home(service)
    seen, unseen = (a_stored_photo(service, household, person_id) for _ in range(2))
    name = service.scalar("SELECT name FROM photos WHERE id = :id", id=unseen)
    app.transactions.ports.files.remove(name)
    check(app, wechat)
    found = requests.get(f"{wechat.base_url}/__ctl/media", timeout=5).json()["checks"]
    assert [each["fetched_bytes"] for each in found] == [len(SHOWN), None]
    assert state(service, seen) is CheckState.PASSED
    assert state(service, unseen) is CheckState.PENDING  # it "passed", and was never fetched
    wechat.order("media-verdict", regex="/files/", suggest="risky", label=20002)
    risky = a_stored_photo(service, household, person_id)
    check(app, wechat)
    assert state(service, risky) is CheckState.REFUSED
    assert service.rows("SELECT kind FROM messages") == [("content_refused",)]
