"""While WeChat hangs: two sign-ins wait, the next is refused at once, everybody else is served."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config.settings import Settings
from server.adapters.wechat.gate import PLACES
from server.app import create_app
from server.kernel.wechat import SendOutcome, SubscriptionMessage
from server.web.requests import ServiceFlask
from tests.support.service import Service
from tests.support.wechat import GOOD_TOKEN, TOKEN_PATH, a_peer


class Hang:
    """Where sign-ins hang until they may go on."""

    def __init__(self) -> None:
        self.arrived = threading.Semaphore(0)
        self.may_go_on = threading.Event()

    def __call__(self, path: str) -> None:
        self.arrived.release()
        self.may_go_on.wait()


@pytest.fixture
def hang() -> Hang:
    return Hang()


@pytest.fixture
def app(service: Service, hang: Hang) -> Iterator[ServiceFlask]:
    """Return the service with a single database connection and a WeChat that hangs."""
    url = service.app.transactions.engine.url.render_as_string(hide_password=False)
    answers = {
        "/sns/jscode2session": {"openid": "o-li", "session_key": "k"},
        TOKEN_PATH: GOOD_TOKEN,
        "/cgi-bin/message/subscribe/send": {"errcode": 0},
    }
    with a_peer(answers=answers, hold=lambda _, path: hang(path)) as (_, base):
        app = create_app(
            Settings.from_env({"DATABASE_URL": url, "WEB_THREADS": "1", "WECHAT_API_BASE": base})
        )
        yield app
        hang.may_go_on.set()
        app.transactions.engine.dispose()


def sign_in(client: FlaskClient, number: int) -> TestResponse:
    return client.post("/api/v1/sessions", json={"code": f"a-fine-code-{number}"})


def test_requirement_04_a_wechat_that_hangs_holds_nobody_else_up(
    app: ServiceFlask, hang: Hang
) -> None:
    assert app.transactions.engine.pool.size() == 1  # type: ignore[attr-defined]
    with ThreadPoolExecutor(PLACES) as pool:
        waiting = [pool.submit(sign_in, app.test_client(), number) for number in range(PLACES)]
        for _ in waiting:
            hang.arrived.acquire()
        refused = sign_in(app.test_client(), PLACES)
        served = app.test_client().get("/api/v1/about")
        hang.may_go_on.set()
        answered = [each.result().status_code for each in waiting]
    assert refused.status_code == 503
    assert refused.json is not None
    assert refused.json["type"] == "/problems/wechat-busy"
    assert refused.headers["Retry-After"] == str(refused.json["seconds"])
    assert served.status_code == 200
    assert answered == [201] * PLACES
    assert not hang.arrived.acquire(blocking=False)  # the third never reached WeChat


def test_nothing_is_held_while_the_token_is_fetched(app: ServiceFlask, hang: Hang) -> None:
    wechat = app.transactions.ports.wechat
    message = SubscriptionMessage("o-li", "tpl", "pages/me/me", {"thing1": "好"})
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(wechat.send_subscription, message)
        hang.arrived.acquire()
        read = app.test_client().get("/api/v1/about")
        hang.may_go_on.set()
        outcome = sending.result()
    assert read.status_code == 200
    assert outcome is SendOutcome.SENT
