"""Login codes (code2Session) against the stand-in, and what is logged of it."""

import logging
import socket
from collections.abc import Iterator

import pytest

from server.adapters.wechat import (
    WeChatAccountBlocked,
    WeChatAdapter,
    WeChatBusy,
    WeChatCodeInvalid,
    WeChatRefused,
)
from server.kernel.errors import DomainError
from server.kernel.wechat import WeChat, WeChatIdentity
from tests.support.wechat import an_adapter
from tools.wechat_standin import APP_ID, FaultKind, StandinServer

_LOGIN, _CLASSIC = "/sns/jscode2session", "/cgi-bin/token"


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server
        assert not server.journal(_CLASSIC)


@pytest.fixture
def wechat(standin: StandinServer) -> WeChatAdapter:
    return an_adapter(standin.base_url)


def test_a_code_opens_for_its_person_once(standin: StandinServer, wechat: WeChatAdapter) -> None:
    port: WeChat = wechat
    code = standin.login_code("o-li", unionid="u-li")
    assert port.exchange_code(code) == WeChatIdentity(app_id=APP_ID, openid="o-li", unionid="u-li")
    with pytest.raises(WeChatCodeInvalid):
        port.exchange_code(code)
    assert port.exchange_code(standin.login_code("o-yu")).unionid is None


def test_the_login_sends_and_fetches_no_token(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    wechat.exchange_code(standin.login_code())
    (call,) = standin.journal()
    assert call.path == _LOGIN
    assert call.parameters == ["appid", "grant_type", "js_code", "secret"]


def test_a_code_lives_five_minutes(standin: StandinServer, wechat: WeChatAdapter) -> None:
    code, late = standin.login_code("o-li"), standin.login_code("o-li")
    standin.advance(290)
    assert wechat.exchange_code(code).openid == "o-li"
    standin.advance(10)
    with pytest.raises(WeChatCodeInvalid):
        wechat.exchange_code(late)


@pytest.mark.parametrize(
    "code",
    ["", "short", "a" * 65, "with space", "abcdefgh\n", "汉字汉字汉字汉字", "a&b=c&d=e"],
)
def test_a_code_of_impossible_shape_never_reaches_wechat(
    standin: StandinServer, wechat: WeChatAdapter, code: str
) -> None:
    with pytest.raises(WeChatCodeInvalid):
        wechat.exchange_code(code)
    assert not standin.journal()


def test_a_risky_account_is_blocked(standin: StandinServer, wechat: WeChatAdapter) -> None:
    with pytest.raises(WeChatAccountBlocked):
        wechat.exchange_code(standin.login_code(risk=True))


@pytest.mark.parametrize(
    ("errcode", "refusal", "calls"),
    [
        (40029, WeChatCodeInvalid, 1),
        (40163, WeChatCodeInvalid, 1),
        (40226, WeChatAccountBlocked, 1),
        (-1, WeChatBusy, 2),
        (45009, WeChatBusy, 1),
        (45011, WeChatBusy, 1),
        (40013, WeChatRefused, 1),
        (40125, WeChatRefused, 1),
        (40164, WeChatRefused, 1),
        (40243, WeChatRefused, 1),
        (41002, WeChatRefused, 1),
        (48001, WeChatRefused, 1),
        (40001, WeChatRefused, 1),
    ],
)
def test_each_errcode_has_its_refusal(
    standin: StandinServer,
    wechat: WeChatAdapter,
    errcode: int,
    refusal: type[DomainError],
    calls: int,
) -> None:
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=errcode, times=9)
    with pytest.raises(refusal) as raised:
        wechat.exchange_code(standin.login_code())
    assert str(errcode) not in raised.value.detail
    assert set(raised.value.facts) == ({"seconds"} if refusal is WeChatBusy else set())
    assert len(standin.journal(_LOGIN)) == calls


def test_busy_once_is_asked_once_more(standin: StandinServer, wechat: WeChatAdapter) -> None:
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=-1)
    assert wechat.exchange_code(standin.login_code("o-li")).openid == "o-li"
    assert len(standin.journal(_LOGIN)) == 2


@pytest.mark.parametrize(
    "kind", [kind for kind in FaultKind if kind not in {FaultKind.ERRCODE, FaultKind.DELAY}]
)
def test_a_broken_answer_is_not_asked_for_again(
    standin: StandinServer, wechat: WeChatAdapter, kind: FaultKind
) -> None:
    standin.fault(_LOGIN, kind, times=9)
    with pytest.raises(WeChatBusy):
        wechat.exchange_code(standin.login_code())
    assert len(standin.journal()) == 1  # nor is it looked for elsewhere


def test_after_a_lost_answer_the_code_is_spent(
    standin: StandinServer, wechat: WeChatAdapter
) -> None:
    code = standin.login_code()
    standin.fault(_LOGIN, FaultKind.RESET, after_processing=True)
    with pytest.raises(WeChatBusy):
        wechat.exchange_code(code)
    with pytest.raises(WeChatCodeInvalid):
        wechat.exchange_code(code)


def test_nobody_at_the_address() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(WeChatBusy):
        an_adapter(base).exchange_code("a-fine-code")


def test_a_proxy_variable_is_ignored(
    standin: StandinServer, wechat: WeChatAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    assert wechat.exchange_code(standin.login_code("o-li")).openid == "o-li"


def test_the_log_names_errcode_and_request_id_but_no_everyday_refusal(
    standin: StandinServer, wechat: WeChatAdapter, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(WeChatCodeInvalid):
        wechat.exchange_code("unknown-code")
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=-1)
    wechat.exchange_code(standin.login_code())
    assert not caplog.records
    standin.fault(_LOGIN, FaultKind.ERRCODE, errcode=40164)
    with pytest.raises(WeChatRefused):
        wechat.exchange_code(standin.login_code())
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "errcode=40164 rid=" in record.getMessage()
    assert "rid=-" not in record.getMessage()


def test_the_wrong_secret_is_told_apart_from_a_bad_code(standin: StandinServer) -> None:
    with pytest.raises(WeChatRefused) as raised:
        an_adapter(standin.base_url, secret="another-secret").exchange_code("a-fine-code")
    assert raised.value.errcode == 40125
