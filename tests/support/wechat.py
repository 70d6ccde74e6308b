"""WeChat's other end in tests: the adapter against any address, and a peer that misbehaves."""

import json
import secrets
import ssl
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

from config.production import DEVELOPMENT_KEY
from server.adapters.field_cipher import AesFieldCipher
from server.adapters.wechat import Platform, TokenStore, Transport, WeChatAdapter
from tools.wechat_standin import APP_ID, APP_SECRET

CIPHER = AesFieldCipher(DEVELOPMENT_KEY)
PLACE = f"access_tokens.sealed:{APP_ID}"
TOKEN_PATH = "/cgi-bin/stable_token"
GOOD_TOKEN = {"access_token": "t", "expires_in": 7200}


class MemoryTokenStore:
    """A token store of one process."""

    def __init__(self) -> None:
        self.sealed: str | None = None
        self.lease: str | None = None

    def find(self) -> str | None:
        return self.sealed

    def claim(self) -> str | None:
        if self.lease is not None:
            return None
        self.lease = secrets.token_hex(8)
        return self.lease

    def keep(self, lease: str, sealed: str, seconds: int) -> None:
        if lease == self.lease:
            self.sealed, self.lease = sealed, None

    def release(self, lease: str) -> None:
        if lease == self.lease:
            self.lease = None


def put_token(store: TokenStore, token: str) -> None:
    """Let a store hold this token as if WeChat had given it."""
    lease = store.claim()
    assert lease is not None
    store.keep(lease, CIPHER.encrypt(token, place=PLACE), 7000)


def kept_token(store: TokenStore) -> str | None:
    """Return the token a store holds."""
    sealed = store.find()
    return CIPHER.decrypt(sealed, place=PLACE) if sealed else None


def a_platform(
    base: str,
    tokens: TokenStore | None = None,
    *,
    secret: str = APP_SECRET,
    read_seconds: float = 5,
    rest_seconds: float = 30,
    counted: list[tuple[str, str]] | None = None,
) -> Platform:
    """Return a platform at an address; what it counts is appended to `counted`."""
    counts = [] if counted is None else counted
    return Platform(
        (APP_ID, secret),
        Transport(base, read_seconds=read_seconds, rest_seconds=rest_seconds),
        tokens or MemoryTokenStore(),
        CIPHER,
        lambda endpoint, outcome: counts.append((endpoint, outcome)),
    )


def an_adapter(base: str, tokens: TokenStore | None = None, **wishes: Any) -> WeChatAdapter:
    """Return an adapter at an address, with the real time."""
    platform = a_platform(base, tokens, **wishes)
    return WeChatAdapter(platform, lambda: datetime.now(UTC), version="develop")


def everything_said_by(error: BaseException | None) -> str:
    """Follow the chain that a traceback hides after `from None` as well."""
    said = ""
    while error is not None:
        said += "".join(traceback.format_exception(error)) + repr(vars(error))
        error = error.__cause__ or error.__context__
    return said


class Peer(BaseHTTPRequestHandler):
    """Answers every call with `body`, or one call with what `answers` has for its path."""

    status: ClassVar[int] = 200
    kind: ClassVar[str] = "application/json"
    body: ClassVar[bytes] = b""
    answers: ClassVar[Mapping[str, object]] = {}
    pause_seconds: ClassVar[float] = 0.0
    seen: ClassVar[list[tuple[str, bytes]]] = []

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, posted: bytes) -> None:
        path = self.path.partition("?")[0]
        self.seen.append((path, posted))
        self.hold(path)
        body = json.dumps(self.answers[path]).encode() if path in self.answers else self.body
        try:
            self.send_response(self.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Type", self.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._write(body)
        except ConnectionError:
            return

    def hold(self, path: str) -> None:
        """Keep a call waiting; this one does not."""

    def _write(self, body: bytes) -> None:
        if not self.pause_seconds:
            self.wfile.write(body)
            return
        for sign in body:
            self.wfile.write(bytes([sign]))
            time.sleep(self.pause_seconds)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


class _Server(ThreadingHTTPServer):
    block_on_close = False  # a peer that hangs is not waited for


@contextmanager
def a_peer(**behaviour: object) -> Iterator[tuple[type[Peer], str]]:
    """Serve a peer on a free port of the loopback; with an `identity` (certificate, key) by TLS."""
    identity = behaviour.pop("identity", None)
    peer = type("_ThisPeer", (Peer,), behaviour | {"seen": []})
    with _Server(("127.0.0.1", 0), peer) as server:
        if isinstance(identity, tuple):
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*identity)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield peer, f"http{'s' if identity else ''}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
