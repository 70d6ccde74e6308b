"""No secret leaves: canaries in every place, every call, every fault, and a look everywhere."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from server.adapters.wechat import MediaKind, Platform, RiskScene, WeChatAdapter
from server.kernel.errors import DomainError
from server.kernel.wechat import SubscriptionMessage, TextScene
from tests.support.wechat import (
    TOKEN_PATH,
    MemoryTokenStore,
    an_adapter,
    everything_said_by,
    kept_token,
    put_token,
)
from tools.wechat_standin import APP_SECRET, FaultKind, StandinServer

_SESSION_KEY, _PHONE = "Y2FuYXJ5LXNlc3Npb24ta2V5", "13977770000"
_OPENID = "o-canary-openid"
_TOKEN = "canary-token"

Ask = Callable[[WeChatAdapter, str, str], Any]
"""A call with a login code and a phone code."""

CALLS: dict[str, Ask] = {
    "/sns/jscode2session": lambda wechat, code, _: wechat.exchange_code(code),
    "/wxa/business/getuserphonenumber": lambda wechat, _, code: wechat.exchange_phone_code(
        code, openid=_OPENID
    ),
    "/cgi-bin/message/subscribe/send": lambda wechat, _c, _p: wechat.send_subscription(
        SubscriptionMessage(_OPENID, "tpl", "pages/me/me", {"phone_number1": _PHONE})
    ),
    "/wxa/msg_sec_check": lambda wechat, _c, _p: wechat.check_text(
        f"请打{_PHONE}", openid=_OPENID, scene=TextScene.COMMENT
    ),
    "/wxa/media_check_async": lambda wechat, _c, _p: wechat.check_media(
        "https://files.example/1.jpg",
        kind=MediaKind.PICTURE,
        openid=_OPENID,
        scene=TextScene.COMMENT,
    ),
    "/wxa/getwxacodeunlimit": lambda wechat, _c, _p: wechat.draw_code(
        "a-scene", page="pages/scan/scan"
    ),
    "/wxa/generate_urllink": lambda wechat, _c, _p: wechat.make_link(query="x=1"),
    "/wxa/getuserriskrank": lambda wechat, _c, _p: wechat.rank_risk(
        _OPENID, scene=RiskScene.REGISTER, client_ip="203.0.113.7"
    ),
    "/wxa/checksession": lambda wechat, _c, _p: wechat.is_session_key(_SESSION_KEY, openid=_OPENID),
}
FAULTS: list[tuple[FaultKind, dict[str, Any]]] = [
    (kind, {"errcode": 40013} if kind is FaultKind.ERRCODE else {})
    for kind in FaultKind
    if kind is not FaultKind.DELAY
] + [
    (FaultKind.ERRCODE, {"errcode": 40001}),
    (FaultKind.RESET, {"after_processing": True}),
    (FaultKind.DELAY, {"seconds": 1.0}),
]


@pytest.fixture
def standin() -> Iterator[StandinServer]:
    with StandinServer() as server:
        yield server


@pytest.mark.parametrize("faulty", ["the call", "the token"])
@pytest.mark.parametrize("path", CALLS)
def test_requirement_02_no_fault_lets_a_secret_out(
    standin: StandinServer, caplog: pytest.LogCaptureFixture, path: str, faulty: str
) -> None:
    caplog.set_level(logging.DEBUG)
    said, canaries = "", {APP_SECRET, _TOKEN, _SESSION_KEY, _PHONE, _OPENID}
    for kind, details in FAULTS:
        tokens = MemoryTokenStore()
        put_token(tokens, _TOKEN)  # refused, so that the call goes the whole way
        # a shorter limit, so that a delay beyond it costs little
        wechat = an_adapter(standin.base_url, tokens, read_seconds=0.3)
        codes = standin.login_code(_OPENID), standin.phone_code(_OPENID, _PHONE)
        standin.fault(path if faulty == "the call" else TOKEN_PATH, kind, times=9, **details)
        try:
            CALLS[path](wechat, *codes)
        except DomainError as refusal:
            said += everything_said_by(refusal) + repr(refusal.facts)
        canaries |= {*codes, kept_token(tokens) or _TOKEN}
        standin.reset()
    assert "GET " in caplog.text or "POST " in caplog.text  # urllib3 did write its lines
    for canary in canaries:
        assert canary not in said + caplog.text


def test_requirement_02_nothing_shows_what_it_is_made_of(standin: StandinServer) -> None:
    tokens = MemoryTokenStore()
    put_token(tokens, _TOKEN)
    wechat = an_adapter(standin.base_url, tokens)
    phone = wechat.exchange_phone_code(standin.phone_code(_OPENID, _PHONE), openid=_OPENID)
    shown = repr(wechat) + repr(vars(wechat)) + repr(phone) + repr(tokens.sealed)
    for canary in (APP_SECRET, _TOKEN, _PHONE, kept_token(tokens)):
        assert str(canary) not in shown
    assert Platform.__repr__ is object.__repr__
