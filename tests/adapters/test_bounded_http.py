"""A peer that misbehaves in ways the stand-in does not."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from server.adapters.token_store import FileTokenStore
from server.adapters.wechat import WeChatAdapter, WeChatBusy

_GOOD_LOGIN = {"openid": "o-li", "session_key": "k"}
_GOOD_TOKEN = {"access_token": "t", "expires_in": 7200}


class _Peer(BaseHTTPRequestHandler):
    status: ClassVar[int] = 200
    kind: ClassVar[str] = "application/json"
    body: ClassVar[bytes] = b""
    pause_seconds: ClassVar[float] = 0.0
    seen: ClassVar[list[tuple[str, bytes]]] = []

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, posted: bytes) -> None:
        self.seen.append((self.path.partition("?")[0], posted))
        self.send_response(self.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        try:
            self._write_body()
        except ConnectionError:
            return

    def _write_body(self) -> None:
        if not self.pause_seconds:
            self.wfile.write(self.body)
            return
        for sign in self.body:
            self.wfile.write(bytes([sign]))
            time.sleep(self.pause_seconds)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@contextmanager
def _peer(**behaviour: object) -> Iterator[tuple[type[_Peer], str]]:
    peer = type("_ThisPeer", (_Peer,), behaviour | {"seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), peer) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield peer, f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _adapter(base: str, folder: Path) -> WeChatAdapter:
    return WeChatAdapter("wx1", "secret", base, FileTokenStore(folder))


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("kind", ["application/json; encoding=utf-8", "text/plain", "Text/JSON"])
def test_the_types_wechat_uses_are_read(tmp_path: Path, kind: str) -> None:
    with _peer(body=_json(_GOOD_LOGIN), kind=kind) as (_, base):
        assert _adapter(base, tmp_path).exchange_code("a-fine-code").openid == "o-li"


@pytest.mark.parametrize(
    "behaviour",
    [
        {"body": _json(_GOOD_LOGIN), "kind": "text/html"},
        {"body": _json(_GOOD_LOGIN), "kind": ""},
        {"body": _json(_GOOD_LOGIN), "status": 201},
        {"body": _json(_GOOD_LOGIN), "status": 302},
        {"body": _json(_GOOD_LOGIN | {"padding": "x" * 70_000})},
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
def test_anything_else_counts_as_no_answer(tmp_path: Path, behaviour: dict[str, object]) -> None:
    with _peer(**behaviour) as (peer, base):
        with pytest.raises(WeChatBusy):
            _adapter(base, tmp_path).exchange_code("a-fine-code")
        assert len(peer.seen) == 1


def test_a_peer_that_dribbles_is_given_up_in_time(tmp_path: Path) -> None:
    with _peer(body=b" " * 100, pause_seconds=0.4) as (_, base):
        began = time.monotonic()
        with pytest.raises(WeChatBusy):
            _adapter(base, tmp_path).exchange_code("a-fine-code")
        assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"access_token": "t"},
        {"access_token": "", "expires_in": 7200},
        {"access_token": "t" * 513, "expires_in": 7200},
        {"access_token": 5, "expires_in": 7200},
        {"access_token": "t", "expires_in": 0},
        {"access_token": "t", "expires_in": "7200"},
    ],
)
def test_a_token_that_makes_no_sense_is_not_kept(tmp_path: Path, answer: dict[str, object]) -> None:
    tokens = FileTokenStore(tmp_path)
    with _peer(body=_json(answer)) as (_, base), pytest.raises(WeChatBusy):
        WeChatAdapter("wx1", "secret", base, tokens).stable_access_token()
    assert tokens.get("wechat:wx1:access_token") is None


def test_what_is_sent_is_json_with_chinese_as_itself(tmp_path: Path) -> None:
    with _peer(body=_json(_GOOD_TOKEN)) as (peer, base):
        _adapter(base, tmp_path).call("/wxa/msg_sec_check", {"content": "绿色家庭"})
    (token_path, token_request), call = peer.seen
    assert token_path == "/cgi-bin/stable_token"
    assert json.loads(token_request) == {
        "grant_type": "client_credential",
        "appid": "wx1",
        "secret": "secret",
        "force_refresh": False,
    }
    assert call == ("/wxa/msg_sec_check", '{"content": "绿色家庭"}'.encode())
