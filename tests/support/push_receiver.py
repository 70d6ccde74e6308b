"""Somebody on this machine who takes pushes, and opens them with code that is not ours."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tools.wechat_standin import APP_ID
from tools.wechat_standin.credentials import PUSH_KEY, PUSH_TOKEN
from tools.wechat_standin.pushing import PushRequest

CRYPTO = pytest.importorskip("wechatpy.crypto")
"""Only the adapter imports wechatpy; here it is the second opinion on our seal."""


@dataclass
class PushReceiver:
    """Takes pushes and answers what the test wants; when that is used up, `success`."""

    url: str = ""
    answers: list[tuple[int, str]] = field(default_factory=list)
    taken: list[PushRequest] = field(default_factory=list)

    def events(self) -> list[dict[str, Any]]:
        """Return what was taken, opened."""
        return [opened(request) for request in self.taken]

    def take(self, request: PushRequest) -> tuple[int, str]:
        """Keep a push and return the answer to it."""
        self.taken.append(request)
        return self.answers.pop(0) if self.answers else (200, "success")


def opened(request: PushRequest) -> dict[str, Any]:
    """Open a push with wechatpy, which knows nothing of ours."""
    crypto = CRYPTO.WeChatCrypto(PUSH_TOKEN, PUSH_KEY, APP_ID)
    query = request.query
    plain = crypto.decrypt_message(
        json.loads(request.body), query["msg_signature"], query["timestamp"], query["nonce"]
    )
    event: dict[str, Any] = json.loads(plain)
    return event


@contextmanager
def push_receiver() -> Iterator[PushReceiver]:
    """Listen on a free port of the loopback."""
    receiver = PushReceiver()
    with ThreadingHTTPServer(("127.0.0.1", 0), _answering_for(receiver)) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        receiver.url = f"http://127.0.0.1:{server.server_port}/push"
        yield receiver
        server.shutdown()
        thread.join()


def _answering_for(receiver: PushReceiver) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Let the receiver say what is answered."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, text = receiver.take(PushRequest(self._query(), body))
            self._answer(status, text)

        def do_GET(self) -> None:
            """Say that the address is ours."""
            self._answer(200, self._query()["echostr"])

        def log_message(self, *_: Any) -> None:
            """Write nothing."""

        def _query(self) -> dict[str, str]:
            found = parse_qs(urlsplit(self.path).query)
            return {name: values[0] for name, values in found.items()}

        def _answer(self, status: int, text: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(text.encode())

    return Answers
