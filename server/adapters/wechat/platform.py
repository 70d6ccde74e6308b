"""A call to WeChat as a whole: through the gate, with a token, in its time, counted and logged."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from server.adapters.wechat.failures import TOKEN_REFUSED, Failure, Lost, NotAsked, Refused
from server.adapters.wechat.fields import Fields
from server.adapters.wechat.gate import Budget, Gate
from server.adapters.wechat.tokens import AccessToken, TokenStore
from server.adapters.wechat.transport import Parameters, Transport, asked_twice
from server.kernel.ports import FieldCipher

Answer = TypeVar("Answer")
Count = Callable[[str, str], None]
Read = Callable[[Any], Answer]
Send = Callable[[Parameters, Budget], Any]

TOKEN_PATH = "/cgi-bin/stable_token"  # noqa: S105 - an address
_RENEW_EARLY_SECONDS, _SHORTEST_TTL_SECONDS = 300, 60
"""WeChat renews five minutes before the end, and both tokens are good in between."""
_TOKEN_SHAPE = re.compile(r"[!-~]{1,512}")


class Platform:
    """WeChat's interfaces for one mini-program; a call raises Failure, and no other exception.

    `read` makes of an answer what the caller wants, and raises Lost when it makes no sense.
    """

    def __init__(
        self,
        credentials: tuple[str, str],
        transport: Transport,
        tokens: TokenStore,
        cipher: FieldCipher,
        count: Count,
    ) -> None:
        """`credentials` are the mini-program's id and its AppSecret."""
        self.app_id, self._app_secret = credentials
        self._transport = transport
        self._gate = Gate()
        self._count = count
        place = f"access_tokens.sealed:{self.app_id}"
        self._token = AccessToken(tokens, cipher, place, self._fetch_token)

    def get_with_secret(self, path: str, parameters: Parameters, read: Read[Answer]) -> Answer:
        """Ask with the AppSecret and without a token; once more where that does no harm."""
        secret = [("appid", self.app_id), ("secret", self._app_secret), *parameters]

        def ask(budget: Budget) -> Answer:
            return read(asked_twice(lambda: self._transport.get(path, secret, budget), budget))

        return self._pass(path, ask, Budget())

    def get(self, path: str, parameters: Parameters, read: Read[Answer]) -> Answer:
        """Ask with the token."""

        def send(token: Parameters, budget: Budget) -> Any:  # noqa: ANN401 - not read yet
            return self._transport.get(path, token + parameters, budget)

        return self._pass(path, lambda budget: read(self._authorised(send, budget)), Budget())

    def post(
        self, path: str, data: Mapping[str, Any], read: Read[Answer], budget: Budget | None = None
    ) -> Answer:
        """Post JSON with the token; calls that belong together share a budget."""

        def send(token: Parameters, budget: Budget) -> Any:  # noqa: ANN401 - not read yet
            return self._transport.post(path, token, data, budget)

        return self._pass(
            path, lambda budget: read(self._authorised(send, budget)), budget or Budget()
        )

    def _pass(self, path: str, ask: Callable[[Budget], Answer], budget: Budget) -> Answer:
        with self._told(path):
            return self._gate.pass_through(ask, budget)

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        """Count how a call ends, and log a failure."""
        try:
            yield
        except Failure as failure:
            self._count(path, failure.outcome)
            failure.log(path)
            raise
        self._count(path, "ok")

    def _authorised(self, send: Send, budget: Budget) -> Any:  # noqa: ANN401 - not read yet
        """Send with the token; once more with a fresh one when it was refused, never oftener."""
        token = self._current_token(budget)
        try:
            return send([("access_token", token)], budget)
        except Refused as refused:
            if refused.errcode not in TOKEN_REFUSED:
                raise
        return send([("access_token", self._current_token(budget, stale=token))], budget)

    def _current_token(self, budget: Budget, *, stale: str | None = None) -> str:
        try:
            return self._token.current(budget, stale=stale)
        except Lost as lost:
            seconds = lost.seconds
        raise NotAsked(seconds=seconds)  # the call itself was not sent

    def _fetch_token(self, budget: Budget) -> tuple[str, int]:
        asked = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self._app_secret,
            "force_refresh": False,
        }
        with self._told(TOKEN_PATH):
            answer = Fields(
                asked_twice(lambda: self._transport.post(TOKEN_PATH, [], asked, budget), budget)
            )
            token, lifetime = answer.text("access_token", _TOKEN_SHAPE), answer.number("expires_in")
            if lifetime <= 0:
                raise Lost
        return token, max(_SHORTEST_TTL_SECONDS, lifetime - _RENEW_EARLY_SECONDS)
