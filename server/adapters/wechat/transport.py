"""One request to WeChat and its answer: wechatpy in bounds, behind a circuit breaker per endpoint.

wechatpy is used as the transport that turns an errcode into an exception. Its own token handling
is not: it fetches tokens without a time limit, repeats a refused call without end, lets every
thread refresh for itself and attaches a token where WeChat wants none.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import urllib3.exceptions
from pybreaker import CircuitBreaker, CircuitBreakerError
from urllib3 import Timeout
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from server.adapters import bounded_http
from server.adapters.wechat.failures import (
    BUSY,
    QUOTA_USED_UP,
    Failure,
    Lost,
    NotAsked,
    Refused,
    Unreached,
)
from server.adapters.wechat.gate import Budget

Parameters = list[tuple[str, str]]
"""A list, not a dict: to a dict of parameters wechatpy adds an access token."""

FAILURES_MAX, REST_SECONDS = 5, 30
_TRY_AGAIN_SECONDS = 10
_RETRY_PAUSE_SECONDS = 0.2
_JSON_BODY = {"Content-Type": "application/json"}


class Transport:
    """Sends one request at a time for each thread; threads may share it.

    An endpoint that fails five times in a row rests for 30 seconds, one whose quota is used up
    until the next minute or day. An errcode is an answer, and no failure of the way.
    """

    def __init__(
        self,
        base: str,
        *,
        read_seconds: float = bounded_http.READ_SECONDS,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        """Take the address: `https://api.weixin.qq.com`, or the stand-in's."""
        self._base = base.rstrip("/")
        self._read_seconds = read_seconds
        self._rest_seconds = rest_seconds
        self._client = _bounded_client()
        self._breakers: dict[str, CircuitBreaker] = {}
        self._closed_until: dict[str, float] = {}

    def get(self, path: str, parameters: Parameters, budget: Budget) -> Any:  # noqa: ANN401 - not read yet
        """Ask and return what came: a dict, or the response when it is no JSON."""
        return self._ask(self._client.get, path, budget, params=parameters)

    def post(
        self, path: str, parameters: Parameters, data: Mapping[str, Any], budget: Budget
    ) -> Any:  # noqa: ANN401 - not read yet
        """Post JSON and return what came: a dict, or the response when it is no JSON."""
        # Chinese as itself: WeChat's content check does not understand backslash-u escapes.
        body = json.dumps(data, ensure_ascii=False).encode(errors="replace")
        parts = {"params": parameters, "data": body, "headers": _JSON_BODY}
        return self._ask(self._client.post, path, budget, **parts)

    def _ask(self, send: Callable[..., Any], path: str, budget: Budget, **parts: Any) -> Any:  # noqa: ANN401 - not read yet
        self._refuse_while_closed(path)
        timeout = self._timeout(budget)
        with _as_not_asked(), self._breaker(path).calling():
            try:
                return _answer_of(send, self._base + path, timeout=timeout, **parts)
            except Refused as refused:
                if refused.errcode == QUOTA_USED_UP:
                    self._closed_until[path] = time.monotonic() + refused.seconds
                raise

    def _timeout(self, budget: Budget) -> Timeout:
        connect = bounded_http.CONNECT_SECONDS
        return Timeout(total=budget.left(), connect=connect, read=self._read_seconds)

    def _breaker(self, path: str) -> CircuitBreaker:
        # calling() and not call(), which holds the breaker's lock until the answer is there.
        return self._breakers.setdefault(
            path,
            CircuitBreaker(
                fail_max=FAILURES_MAX,
                reset_timeout=self._rest_seconds,
                exclude=[Refused],
                throw_new_error_on_trip=False,
            ),
        )

    def _refuse_while_closed(self, path: str) -> None:
        left = self._closed_until.get(path, 0.0) - time.monotonic()
        if left > 0:
            raise NotAsked(seconds=int(left) + 1)


def asked_twice(ask: Callable[[], Any], budget: Budget) -> Any:  # noqa: ANN401 - not read yet
    """Ask; once more when WeChat was not reached or says it is busy: for calls that may repeat."""
    try:
        return ask()
    except Unreached:
        pass
    except Refused as refused:
        if refused.errcode != BUSY:
            raise
    budget.pause(_RETRY_PAUSE_SECONDS)
    return ask()


@contextmanager
def _as_not_asked() -> Iterator[None]:
    try:
        yield
    except CircuitBreakerError:
        raise NotAsked(seconds=_TRY_AGAIN_SECONDS) from None


def _answer_of(send: Callable[..., Any], url: str, **parts: Any) -> Any:  # noqa: ANN401 - not read yet
    failure: Failure = Lost()
    try:
        return send(url, allow_redirects=False, **parts)
    except WeChatClientException as refusal:
        failure = Refused(refusal.errcode, refusal.errmsg)
    except (requests.RequestException, urllib3.exceptions.HTTPError) as broken:
        failure = Unreached() if _was_not_reached(broken) else Lost()
    except (TypeError, ValueError):
        pass  # wechatpy reads errcode with int()
    # Raised out here, the failure drags along no exception that holds the request's secrets.
    raise failure


def _was_not_reached(broken: Exception) -> bool:
    cause = getattr(broken.args[0], "reason", None) if broken.args else None
    return isinstance(broken, requests.ConnectTimeout) or isinstance(
        cause, urllib3.exceptions.NewConnectionError
    )


def _bounded_client() -> WeChatClient:
    client = WeChatClient("", "", auto_retry=False)
    bounded_http.bind(client._http)  # noqa: SLF001 - wechatpy offers no other way to its session
    return client
