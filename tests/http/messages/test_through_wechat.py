"""The whole way with the stand-in: she accepts, WeChat says so, the worker sends, it arrives."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings
from models.vocabulary import MessageKind, SendState
from server.app import create_app
from server.background import drain_outbox
from server.domains.messages import service as messages
from server.registry import OUTBOX_TOPICS
from server.web.requests import ServiceFlask
from tests.support.messages_builders import RESULT, Subscriber, a_subscriber, balance, sends, tell
from tests.support.service import Service, SqliteRoom, settings_for, start
from tests.support.serving import served
from tools.wechat_standin.server import StandinServer

TITLE = "您家的自评有3条要再看看，请按每一条的说明补好再交"


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
def app(service: Service, wechat: StandinServer) -> Iterator[ServiceFlask]:
    """Return an app that talks to the stand-in, and is told of pushes by it."""
    app = create_app(
        Settings.from_env(
            {
                "DATABASE_URL": service.app.config["SQLALCHEMY_DATABASE_URI"],
                "WECHAT_API_BASE": wechat.base_url,
                "QUIET_HOURS": "0-0",
            }
        )
    )
    with served(app) as address:
        wechat.push_to(f"{address}/api/v1/wechat/push")
        yield app
    app.transactions.engine.dispose()


def decide(wechat: StandinServer, her: Subscriber, decision: str) -> None:
    """Let her answer WeChat's question, and wait until the service was told."""
    wechat.order("subscribe", openid=her.openid, template_id=RESULT, decision=decision)
    wechat.pushes()


def test_what_she_accepts_brings_one_message_and_no_second(
    service: Service, app: ServiceFlask, wechat: StandinServer
) -> None:
    her = a_subscriber(service, 0)
    decide(wechat, her, "accept")
    drain_outbox(app.transactions, OUTBOX_TOPICS)
    assert balance(service, her) == 1
    tell(service, her, 2, MessageKind.ASSESSMENT_RETURNED, TITLE)
    drain_outbox(app.transactions, OUTBOX_TOPICS)
    (arrived,) = (one.message for one in wechat.messages())
    assert (arrived.openid, arrived.template_id) == (her.openid, RESULT)
    assert arrived.data["thing1"] == TITLE[:19] + "…"
    assert arrived.data["phrase2"] == "已退回"
    assert sends(service, her) == [SendState.SENT]
    assert service.run(lambda work: messages.reconcile(work.session)) == []


def test_what_she_switches_off_at_wechat_is_not_sent(
    service: Service, app: ServiceFlask, wechat: StandinServer
) -> None:
    """Nor when the service was not told: WeChat says 43101, and is never asked again."""
    her = a_subscriber(service, 2)  # credits of which this WeChat knows nothing
    tell(service, her)
    drain_outbox(app.transactions, OUTBOX_TOPICS)
    assert sends(service, her) == [SendState.NO_CREDIT]
    decide(wechat, her, "accept")
    decide(wechat, her, "off")
    tell(service, her)
    drain_outbox(app.transactions, OUTBOX_TOPICS)
    assert (balance(service, her), wechat.messages()) == (0, [])
    assert len(wechat.journal("/cgi-bin/message/subscribe/send")) == 1
