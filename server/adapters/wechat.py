"""WeChat behind the `WeChat` port: login codes and authorised calls; the only importer of wechatpy.

wechatpy is used as the transport that turns an errcode into an exception. Its own token handling
is not: it fetches tokens without a time limit, repeats a refused call without end, lets every
thread refresh for itself and attaches a token where WeChat wants none.
"""

import json
import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import urllib3.exceptions
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from server.adapters import bounded_http
from server.kernel.errors import DomainError, Forbidden, Unauthenticated, UpstreamFailed
from server.kernel.ports import TokenStore, WeChatIdentity

logger = logging.getLogger(__name__)

_LOGIN_PATH, _TOKEN_PATH = "/sns/jscode2session", "/cgi-bin/stable_token"
_RETRY_PAUSE_SECONDS = 0.2
_RENEW_EARLY_SECONDS, _SHORTEST_TTL_SECONDS = 300, 60
"""WeChat renews five minutes before the end, and both tokens are good in between."""

_CODE_SHAPE = re.compile(r"[0-9A-Za-z_-]{8,64}")
_OPENID_SHAPE = re.compile(r"[0-9A-Za-z_-]{1,128}")
_TOKEN_LIMIT = 512
_RID = re.compile(r"\brid: ([0-9a-f-]{8,40})")
_JSON_BODY = {"Content-Type": "application/json"}

_BUSY = -1
_TOKEN_REFUSED = {40001, 40014, 42001}
_CODE_REFUSED = {40029, 40163}
_BLOCKED = {40226}
_COME_BACK_LATER = {_BUSY, 45009, 45011}


class WeChatCodeInvalid(Unauthenticated):
    """The login code is unknown, used or too old; the client calls `wx.login` again."""

    slug = "wechat-code-invalid"
    title = "微信登录没有成功"


class WeChatAccountBlocked(Forbidden):
    """WeChat holds the account for risky (40226); trying again does not help."""

    slug = "wechat-account-blocked"
    title = "这个微信号暂时不能登录"


class WeChatBusy(UpstreamFailed):
    """WeChat is busy, limits us, does not answer, or answers nonsense; later it may work."""

    slug = "wechat-busy"
    title = "微信暂时没有回应"


class WeChatRefused(UpstreamFailed):
    """WeChat refused the call itself; waiting does not help. `errcode` is for the caller only."""

    slug = "wechat-refused"
    title = "微信没有受理"

    def __init__(self, errcode: int) -> None:
        """Keep WeChat's number; people are told whom to ask."""
        super().__init__("微信这次没有受理，请告诉村（社区）妇联，由管理员查看。")
        self.errcode = errcode


class WeChatAdapter:
    """The WeChat platform for one mini-program; threads may share it.

    No secret, token, code or session_key is logged or stands in an exception.
    """

    def __init__(self, app_id: str, app_secret: str, api_base: str, tokens: TokenStore) -> None:
        """`api_base` is `https://api.weixin.qq.com`, or the stand-in's address."""
        self._app_id = app_id
        self._app_secret = app_secret
        self._base = api_base.rstrip("/")
        self._tokens = tokens
        self._token_key = f"wechat:{app_id}:access_token"
        self._client = _bounded_client(app_id, app_secret)

    def exchange_code(self, code: str) -> WeChatIdentity:
        """Exchange a `wx.login` code, once; the session_key is dropped.

        A code of impossible shape is refused without asking WeChat. Raises WeChatCodeInvalid,
        WeChatAccountBlocked, WeChatBusy and WeChatRefused.
        """
        if not _CODE_SHAPE.fullmatch(code):
            raise _code_invalid()
        with _refusals_for_people(_LOGIN_PATH):
            return self._identity_in(self._exchange(code))

    def stable_access_token(self) -> str:
        """Return the token all processes share; fetch one when none is valid."""
        with _refusals_for_people(_TOKEN_PATH):
            return self._current_token()

    def call(self, path: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """POST `data` to `path` with the token and return WeChat's answer.

        A refused token is refreshed once and the call made once more, never oftener: three
        requests at most. Nothing else is repeated, since a call may have had its effect.
        """
        with _refusals_for_people(path):
            token = self._current_token()
            try:
                return self._post(path, token, data)
            except _Failure as failure:
                if failure.errcode not in _TOKEN_REFUSED:
                    raise
            return self._post(path, self._refresh_token(stale=token), data)

    def _exchange(self, code: str) -> dict[str, Any]:
        # A list, not a dict: to a dict of parameters wechatpy adds an access token.
        parameters = [
            ("appid", self._app_id),
            ("secret", self._app_secret),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ]
        return self._ask_twice(self._client.get, _LOGIN_PATH, params=parameters)

    def _identity_in(self, answer: dict[str, Any]) -> WeChatIdentity:
        openid, unionid = answer.get("openid"), answer.get("unionid") or None
        for name in (openid, unionid or openid):
            if not isinstance(name, str) or not _OPENID_SHAPE.fullmatch(name):
                raise _Failure
        return WeChatIdentity(app_id=self._app_id, openid=str(openid), unionid=unionid)

    def _current_token(self) -> str:
        return self._tokens.get(self._token_key) or self._refresh_token(stale=None)

    def _refresh_token(self, *, stale: str | None) -> str:
        """Fetch a token unless somebody else has replaced the stale one meanwhile."""
        try:
            with self._tokens.lock():
                current = self._tokens.get(self._token_key)
                return current if current and current != stale else self._fetch_token()
        except TimeoutError:
            raise _Failure from None

    def _fetch_token(self) -> str:
        request = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._app_secret,
            "force_refresh": False,
        }
        parts = {"params": [], "data": _as_json(request), "headers": _JSON_BODY}
        answer = self._ask_twice(self._client.post, _TOKEN_PATH, **parts)
        token, lifetime = _token_in(answer)
        ttl = max(_SHORTEST_TTL_SECONDS, lifetime - _RENEW_EARLY_SECONDS)
        self._tokens.set(self._token_key, token, ttl)
        return token

    def _post(self, path: str, token: str, data: Mapping[str, Any]) -> dict[str, Any]:
        parts = {"params": [("access_token", token)], "data": _as_json(data), "headers": _JSON_BODY}
        return self._ask(self._client.post, path, **parts)

    def _ask_twice(self, send: Callable[..., Any], path: str, **parts: Any) -> dict[str, Any]:
        """Ask; once more when WeChat was not reached or says it is busy (-1)."""
        try:
            return self._ask(send, path, **parts)
        except _Failure as failure:
            if not failure.may_repeat:
                raise
        time.sleep(_RETRY_PAUSE_SECONDS)
        return self._ask(send, path, **parts)

    def _ask(self, send: Callable[..., Any], path: str, **parts: Any) -> dict[str, Any]:
        failure = _Failure()
        try:
            answer = send(self._base + path, allow_redirects=False, **parts)
        except WeChatClientException as refusal:
            failure = _Failure(refusal.errcode, rid=_rid_in(refusal.errmsg))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as broken:
            failure = _Failure(not_reached=_was_not_reached(broken))
        except (TypeError, ValueError):
            pass  # wechatpy reads errcode with int()
        else:
            if isinstance(answer, dict):
                return answer
        # Raised out here, the failure drags along no exception that holds the request's secrets.
        raise failure


class _Failure(Exception):
    """What went wrong, without any text of the request; never leaves this module."""

    def __init__(
        self, errcode: int | None = None, *, rid: str = "-", not_reached: bool = False
    ) -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.rid = rid
        self.may_repeat = not_reached or errcode == _BUSY

    def log(self, call: str) -> None:
        """Note what an operator may have to look at; a spent login code is everyday."""
        if self.errcode in _CODE_REFUSED:
            return
        level = logging.WARNING if isinstance(self.refusal(), WeChatBusy) else logging.ERROR
        logger.log(level, "WeChat failed: %s errcode=%s rid=%s", call, self.errcode, self.rid)

    def refusal(self) -> DomainError:
        """Return the refusal people are shown."""
        if self.errcode is None or self.errcode in _COME_BACK_LATER:
            return WeChatBusy("微信那边暂时没有回应，请过一会儿再试。")
        if self.errcode in _CODE_REFUSED:
            return _code_invalid()
        if self.errcode in _BLOCKED:
            return WeChatAccountBlocked(
                "微信提示这个账号有风险，暂时不能登录。请先在微信里按提示处理，"
                "急着办事请找村（社区）妇联当面代办。"
            )
        return WeChatRefused(self.errcode)


def _code_invalid() -> WeChatCodeInvalid:
    return WeChatCodeInvalid("这次微信登录已经过期，请重新登录一次。")


@contextmanager
def _refusals_for_people(call: str) -> Iterator[None]:
    """Turn a failure into a refusal and log it, once the call is really given up."""
    try:
        yield
    except _Failure as failure:
        failure.log(call)
        raise failure.refusal() from None


def _as_json(data: Mapping[str, Any]) -> bytes:
    """Write Chinese as itself: WeChat's content check does not understand backslash-u escapes."""
    return json.dumps(data, ensure_ascii=False).encode()


def _token_in(answer: dict[str, Any]) -> tuple[str, int]:
    token, lifetime = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not 0 < len(token) <= _TOKEN_LIMIT:
        raise _Failure
    if not isinstance(lifetime, int) or lifetime <= 0:
        raise _Failure
    return token, lifetime


def _rid_in(errmsg: object) -> str:
    """Return WeChat's request id, by which its staff find a call for seven days."""
    found = _RID.search(str(errmsg))
    return found.group(1) if found else "-"


def _was_not_reached(broken: Exception) -> bool:
    """Tell whether no connection came about, so that WeChat cannot have seen the request."""
    cause = getattr(broken.args[0], "reason", None) if broken.args else None
    return isinstance(broken, requests.ConnectTimeout) or isinstance(
        cause, urllib3.exceptions.NewConnectionError
    )


def _bounded_client(app_id: str, app_secret: str) -> WeChatClient:
    limits = (bounded_http.CONNECT_SECONDS, bounded_http.READ_SECONDS)
    client = WeChatClient(app_id, app_secret, timeout=limits, auto_retry=False)
    bounded_http.bind(client._http)  # noqa: SLF001 - wechatpy offers no other way to its session
    return client
