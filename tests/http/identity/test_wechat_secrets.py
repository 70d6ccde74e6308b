"""No secret leaves by HTTP either: signing in while WeChat misbehaves in every way."""

import logging
from collections.abc import Iterator

import pytest

from config.settings import Settings
from server.app import create_app
from server.web.requests import ServiceFlask
from tests.support.service import Caller, Room
from tools.wechat_standin import APP_SECRET, FaultKind, StandinServer

LOGIN, PHONE = "/sns/jscode2session", "/wxa/business/getuserphonenumber"
NUMBER = "13977770000"
MISHAPS = [kind for kind in FaultKind if kind is not FaultKind.DELAY]


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
    for kind in MISHAPS:
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


def test_requirement_02_a_phone_number_shows_nowhere_whatever_fails(
    app: ServiceFlask, standin: StandinServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries, said, statuses = [APP_SECRET, NUMBER], "", []
    for number, kind in enumerate(MISHAPS):
        openid = f"o-canary-{number}"
        wechat = {"code": standin.login_code(openid)}
        signed_in = Caller(app).post("/sessions", wechat)
        caller = Caller(app, signed_in.body["token"])
        for purpose in ("service", "phone"):
            caller.put(f"/me/consents/{purpose}", {"version": 1})
        for times in (1, 0):
            code = standin.phone_code(openid, NUMBER)
            canaries.append(code)
            if times:
                standin.fault(PHONE, kind, errcode=40125)
            answer = caller.post("/me/phone", {"code": code})
            said += str(answer)
            statuses.append(answer.status)
    assert set(statuses[1::2]) == {201}
    assert set(statuses[::2]) == {502, 503}
    assert "139****0000" in said
    for canary in canaries:
        assert canary not in said + caplog.text
