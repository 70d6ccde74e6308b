"""Serves the stand-in over HTTP on the loopback: for good, or inside a test."""

import socket
import struct
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self, Unpack

import requests
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tools.wechat_standin.app import create_standin
from tools.wechat_standin.control.orders import PREFIX
from tools.wechat_standin.faults import Fault, FaultDetails, FaultKind
from tools.wechat_standin.journal import JournalEntry
from tools.wechat_standin.phone_codes import CHINA
from tools.wechat_standin.pushing import Delivery
from tools.wechat_standin.standin import EXTENSION, Standin
from tools.wechat_standin.subscriptions import SentMessage

_LOOPBACK = "127.0.0.1"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_ORDER_SECONDS = 60
_POLL_SECONDS = 0.02
"""How long the end of a test waits for the server to stop."""
_ONE_AT_A_TIME = Lock()
"""Building routes compiles syntax trees, which Python 3.11 cannot do in two threads (gh-106905)."""


class _Connection(WSGIRequestHandler):
    """Keeps query strings, which hold secrets, off the terminal; really drops connections."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing: the journal has it."""

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:
        """Close with a reset, so that the caller does not wait for an answer."""
        del error, environ
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.close_connection = True


def bind_server(app: Flask, port: int) -> BaseWSGIServer:
    """Return a server bound to the loopback; port 0 takes a free one."""
    return make_server(_LOOPBACK, port, app, threaded=True, request_handler=_Connection)


class StandinServer:
    """A stand-in on a free port for as long as the `with` block runs."""

    def __init__(self, database_url: str | None = None, push_url: str | None = None) -> None:
        """Bind the port, so that `base_url` is known before the block begins."""
        with _ONE_AT_A_TIME:
            app = create_standin(database_url, push_url)
        self._standin: Standin = app.extensions[EXTENSION]
        self._server = bind_server(app, 0)
        self._thread = Thread(target=self._server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
        self.base_url = f"http://{_LOOPBACK}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._standin.close()

    def login_code(
        self, openid: str | None = None, *, unionid: str | None = None, risk: bool = False
    ) -> str:
        """Return a code as `wx.login` would, of a new person when no openid is given."""
        with self._standin.turn() as (platform, now):
            wishes = {"openid": openid, "unionid": unionid}
            return platform.login_codes.hand_out(now, **wishes, risky=risk)[0]

    def phone_code(self, openid: str, phone: str | None = None, *, country: str = CHINA) -> str:
        """Return a code as the phone button would, for her own number unless one is given."""
        with self._standin.turn() as (platform, now):
            return platform.phone_codes.hand_out(now, openid=openid, number=phone, country=country)[
                0
            ]

    def messages(self) -> list[SentMessage]:
        """Return the subscription messages since the last reset, the oldest first."""
        with self._standin.turn() as (platform, _):
            return list(platform.subscriptions.sent)

    def push_to(self, url: str | None, **patience: float) -> None:
        """Set where pushes go; `patience_seconds` and `pause_seconds` of the tries."""
        self._standin.push_to(url, **patience)

    def pushes(self) -> list[Delivery]:
        """Return what was pushed since the last reset, once all of it has arrived or not."""
        self._standin.settle()
        with self._standin.turn() as (platform, _):
            return list(platform.pushes.deliveries)

    def order(self, what: str, **order: Any) -> dict[str, Any]:
        """Order something of `/__ctl/…`, as over HTTP: `order("text-rule", regex="…", …)`."""
        url = f"{self.base_url}{PREFIX}/{what}"
        answer = requests.post(url, json=order, timeout=_ORDER_SECONDS)
        answer.raise_for_status()
        answered: dict[str, Any] = answer.json()
        return answered

    def advance(self, seconds: int) -> None:
        """Move the system's time forward."""
        self._standin.clock.advance(seconds)

    def fault(
        self, path: str, kind: FaultKind, *, times: int = 1, **details: Unpack[FaultDetails]
    ) -> None:
        """Let the next calls of a path go wrong."""
        with self._standin.turn() as (platform, _):
            platform.faults.add(Fault(path=path, kind=kind, times=times, **details))

    def journal(self, path: str | None = None) -> list[JournalEntry]:
        """Return the calls since the last reset, of one path or all."""
        with self._standin.turn() as (platform, _):
            return [entry for entry in platform.journal.entries() if path in (None, entry.path)]

    def reset(self) -> None:
        """Forget everything but the time."""
        self._standin.reset()
