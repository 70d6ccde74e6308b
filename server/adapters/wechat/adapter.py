"""WeChat behind the `WeChat` port: login codes and authorised calls; the only importer of wechatpy.

wechatpy is used as the transport that turns an errcode into an exception. Its own token handling
is not: it fetches tokens without a time limit, repeats a refused call without end, lets every
thread refresh for itself and attaches a token where WeChat wants none.
"""

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

import requests
import urllib3.exceptions
from wechatpy import WeChatClient
from wechatpy.exceptions import WeChatClientException

from server.adapters import bounded_http
from server.adapters.wechat.failures import (
    TOKEN_REFUSED,
    Failure,
    code_invalid,
    refusals_for_people,
    rid_in,
    was_not_reached,
)
from server.kernel.errors import UpstreamFailed
from server.kernel.ports import TokenStore
from server.kernel.wechat import (
    SendOutcome,
    SubscriptionMessage,
    TextCheck,
    TextScene,
    Verdict,
    WeChatIdentity,
    WeChatPhone,
)

_LOGIN_PATH, _TOKEN_PATH = "/sns/jscode2session", "/cgi-bin/stable_token"
_RETRY_PAUSE_SECONDS = 0.2
_RENEW_EARLY_SECONDS, _SHORTEST_TTL_SECONDS = 300, 60
"""WeChat renews five minutes before the end, and both tokens are good in between."""

_CODE_SHAPE = re.compile(r"[0-9A-Za-z_-]{8,64}")
_OPENID_SHAPE = re.compile(r"[0-9A-Za-z_-]{1,128}")
_TOKEN_LIMIT = 512
_JSON_BODY = {"Content-Type": "application/json"}


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
            raise code_invalid()
        with refusals_for_people(_LOGIN_PATH):
            return self._identity_in(self._exchange(code))

    def exchange_phone_code(self, code: str, *, openid: str) -> WeChatPhone:
        """Exchange the code of the phone button, once, for the number of this very openid."""
        answer = self.call("/wxa/business/getuserphonenumber", {"code": code, "openid": openid})
        found = answer["phone_info"]
        return WeChatPhone(str(found["purePhoneNumber"]), str(found["countryCode"]))

    def send_subscription(self, message: SubscriptionMessage) -> SendOutcome:
        """Send a one-time subscription message."""
        data = {name: {"value": value} for name, value in message.data.items()}
        asked = {"touser": message.openid, "template_id": message.template_id, "data": data}
        try:
            self.call("/cgi-bin/message/subscribe/send", asked | {"page": message.page})
        except UpstreamFailed:
            return SendOutcome.UNKNOWN
        return SendOutcome.SENT

    def check_text(self, text: str, *, openid: str, scene: TextScene) -> TextCheck:
        """Ask whether a text may be shown to others."""
        asked = {"version": 2, "openid": openid, "scene": int(scene), "content": text}
        try:
            answer = self.call("/wxa/msg_sec_check", asked)
        except UpstreamFailed:
            return TextCheck(Verdict.UNKNOWN)
        return TextCheck(Verdict(answer["result"]["suggest"]), answer["result"]["label"])

    def stable_access_token(self) -> str:
        """Return the token all processes share; fetch one when none is valid."""
        with refusals_for_people(_TOKEN_PATH):
            return self._current_token()

    def call(self, path: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """POST `data` to `path` with the token and return WeChat's answer.

        A refused token is refreshed once and the call made once more, never oftener: three
        requests at most. Nothing else is repeated, since a call may have had its effect.
        """
        with refusals_for_people(path):
            token = self._current_token()
            try:
                return self._post(path, token, data)
            except Failure as failure:
                if failure.errcode not in TOKEN_REFUSED:
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
                raise Failure
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
            raise Failure from None

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
        except Failure as failure:
            if not failure.may_repeat:
                raise
        time.sleep(_RETRY_PAUSE_SECONDS)
        return self._ask(send, path, **parts)

    def _ask(self, send: Callable[..., Any], path: str, **parts: Any) -> dict[str, Any]:
        failure = Failure()
        try:
            answer = send(self._base + path, allow_redirects=False, **parts)
        except WeChatClientException as refusal:
            failure = Failure(refusal.errcode, rid=rid_in(refusal.errmsg))
        except (requests.RequestException, urllib3.exceptions.HTTPError) as broken:
            failure = Failure(not_reached=was_not_reached(broken))
        except (TypeError, ValueError):
            pass  # wechatpy reads errcode with int()
        else:
            if isinstance(answer, dict):
                return answer
        # Raised out here, the failure drags along no exception that holds the request's secrets.
        raise failure


def _as_json(data: Mapping[str, Any]) -> bytes:
    """Write Chinese as itself: WeChat's content check does not understand backslash-u escapes."""
    return json.dumps(data, ensure_ascii=False).encode()


def _token_in(answer: dict[str, Any]) -> tuple[str, int]:
    token, lifetime = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not 0 < len(token) <= _TOKEN_LIMIT:
        raise Failure
    if not isinstance(lifetime, int) or lifetime <= 0:
        raise Failure
    return token, lifetime


def _bounded_client(app_id: str, app_secret: str) -> WeChatClient:
    limits = (bounded_http.CONNECT_SECONDS, bounded_http.READ_SECONDS)
    client = WeChatClient(app_id, app_secret, timeout=limits, auto_retry=False)
    bounded_http.bind(client._http)  # noqa: SLF001 - wechatpy offers no other way to its session
    return client
