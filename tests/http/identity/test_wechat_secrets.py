"""No secret leaves by HTTP either: signing in while WeChat misbehaves in every way."""

import logging
from collections.abc import Iterator

import pytest

from config.settings import Settings
from server.app import create_app
from server.web.requests import ServiceFlask
from tests.support.service import Room
from tools.wechat_standin import APP_SECRET, FaultKind, StandinServer

LOGIN = "/sns/jscode2session"


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server


@pytest.fixture
def app(sqlite_room: Room, standin: StandinServer) -> Iterator[ServiceFlask]:
    url = sqlite_room.open().app.transactions.engine.url.render_as_string(hide_password=False)
    app = create_app(
        Settings.from_env(
            {"DATABASE_URL": url, "WECHAT_API_BASE": standin.base_url, "RATE_LIMITS": "off"}
        )
    )
    yield app
    app.transactions.engine.dispose()


def test_requirement_02_signing_in_shows_no_secret_whatever_fails(
    app: ServiceFlask, standin: StandinServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries, said, statuses = [APP_SECRET, "session_key", "o-canary"], "", []
    for kind in [kind for kind in FaultKind if kind is not FaultKind.DELAY]:
        for times in (1, 0):  # a good one between the bad ones, or the endpoint would rest
            code = standin.login_code("o-canary")
            canaries.append(code)
            if times:
                standin.fault(LOGIN, kind, errcode=40125)
            answer = app.test_client().post("/api/v1/sessions", json={"code": code})
            said += answer.get_data(as_text=True) + str(answer.headers)
            statuses.append(answer.status_code)
    assert set(statuses[1::2]) == {201}
    assert statuses[0] == 502
    assert set(statuses[2::2]) == {503}
    assert len(standin.journal(LOGIN)) == len(statuses)
    for canary in canaries:
        assert canary not in said + caplog.text
