"""A peer that misbehaves in ways the stand-in does not."""

import json
from pathlib import Path

import pytest
import requests

from server.adapters.wechat import WeChatBusy
from server.adapters.wechat.failures import NotAsked
from server.adapters.wechat.fields import Fields
from tests.support.proxies import make_certificate
from tests.support.wechat import GOOD_TOKEN, TOKEN_PATH, MemoryTokenStore, a_peer, a_platform
from tests.support.wechat import an_adapter as adapter_at
from tools.wechat_standin import APP_ID, APP_SECRET

_GOOD_LOGIN = {"openid": "o-li", "session_key": "k"}


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("kind", ["application/json; encoding=utf-8", "text/plain", "Text/JSON"])
def test_the_types_wechat_uses_are_read(kind: str) -> None:
    with a_peer(body=_json(_GOOD_LOGIN), kind=kind) as (_, base):
        assert adapter_at(base).exchange_code("a-fine-code").openid == "o-li"


@pytest.mark.parametrize(
    "behaviour",
    [
        {"body": _json(_GOOD_LOGIN), "kind": "text/html"},
        {"body": _json(_GOOD_LOGIN), "kind": ""},
        {"body": _json(_GOOD_LOGIN), "status": 201},
        {"body": _json(_GOOD_LOGIN), "status": 302},
        {"body": _json(_GOOD_LOGIN | {"padding": "x" * 70_000})},
        {"body": b"x" * 1_100_000, "kind": "image/jpeg"},
        {"body": b""},
        {"body": b"[]"},
        {"body": b"null"},
        {"body": b"\xff\xfe{"},
        {"body": _json({"errcode": "none"})},
        {"body": _json({"errcode": None})},
        {"body": _json({"errcode": 0})},
        {"body": _json({"openid": ""})},
        {"body": _json({"openid": 7})},
        {"body": _json({"openid": "o li"})},
        {"body": _json({"openid": "o" * 129})},
        {"body": _json({"openid": "o-li", "unionid": ["u"]})},
    ],
)
def test_anything_else_counts_as_no_answer(behaviour: dict[str, object]) -> None:
    with a_peer(**behaviour) as (peer, base):
        with pytest.raises(WeChatBusy):
            adapter_at(base).exchange_code("a-fine-code")
        assert len(peer.seen) == 1


def test_a_wechat_that_nobody_vouches_for_is_told_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_certificate(tmp_path)
    identity = tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    # what a stray variable says is trusted counts for nothing either
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(identity[0]))
    with a_peer(identity=identity, body=_json(_GOOD_LOGIN)) as (peer, base):
        with pytest.raises(WeChatBusy):
            adapter_at(base).exchange_code("a-fine-code")
        assert peer.seen == []
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        with requests.get(base, verify=str(identity[0]), timeout=10) as trusting:
            assert trusting.json() == _GOOD_LOGIN


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"access_token": "t"},
        {"access_token": "", "expires_in": 7200},
        {"access_token": "t" * 513, "expires_in": 7200},
        {"access_token": 5, "expires_in": 7200},
        {"access_token": "t", "expires_in": 0},
        {"access_token": "t", "expires_in": [7200]},
    ],
)
def test_a_token_that_makes_no_sense_is_not_kept(answer: dict[str, object]) -> None:
    tokens = MemoryTokenStore()
    with a_peer(body=_json(answer)) as (_, base), pytest.raises(NotAsked):
        a_platform(base, tokens).post("/any", {}, Fields)
    assert tokens.find() is tokens.lease is None


def test_what_is_sent_is_json_with_chinese_as_itself() -> None:
    with a_peer(body=_json(GOOD_TOKEN)) as (peer, base):
        a_platform(base).post("/wxa/msg_sec_check", {"content": "绿色家庭"}, Fields)
    (token_path, token_request), call = peer.seen
    assert token_path == TOKEN_PATH
    assert json.loads(token_request) == {
        "grant_type": "client_credential",
        "appid": APP_ID,
        "secret": APP_SECRET,
        "force_refresh": False,
    }
    assert call == ("/wxa/msg_sec_check", '{"content": "绿色家庭"}'.encode())
