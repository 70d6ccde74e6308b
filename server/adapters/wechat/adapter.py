"""WeChat behind the `WeChat` port, and the interfaces that no domain asks for yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from server.adapters.wechat import content, entrances, messages, people
from server.adapters.wechat.content import MediaKind
from server.adapters.wechat.failures import Failure
from server.adapters.wechat.people import RiskScene
from server.adapters.wechat.platform import Platform
from server.kernel.wechat import (
    SendOutcome,
    SubscriptionMessage,
    TextCheck,
    TextScene,
    WeChatIdentity,
    WeChatPhone,
)

_STATES = {"release": "formal", "trial": "trial", "develop": "developer"}
"""Subscription messages have other words for the versions of a mini-program."""


class WeChatAdapter:
    """The WeChat platform for one mini-program; threads may share it.

    No secret, token, code or session_key is logged or stands in an exception.
    """

    def __init__(
        self, platform: Platform, now: Callable[[], datetime], *, version: str = "release"
    ) -> None:
        """`version` is what codes, links and messages open: `release`, `trial` or `develop`."""
        self._platform = platform
        self._now = now
        self._version = version

    def exchange_code(self, code: str) -> WeChatIdentity:
        """Exchange a `wx.login` code, once.

        A code of impossible shape is refused without asking WeChat. Raises WeChatCodeInvalid,
        WeChatAccountBlocked, WeChatBusy and WeChatRefused.
        """
        with _refusals_for_people():
            return people.exchange_code(self._platform, code)

    def exchange_phone_code(self, code: str, *, openid: str) -> WeChatPhone:
        """Exchange the code of the phone button, once, for the number of this very openid.

        Raises WeChatCodeInvalid, WeChatBusy and WeChatRefused.
        """
        now = self._now()
        with _refusals_for_people():
            return people.exchange_phone_code(self._platform, code, openid=openid, now=now)

    def send_subscription(self, message: SubscriptionMessage) -> SendOutcome:
        """Send a one-time subscription message; never raises for what WeChat answers."""
        return messages.send(self._platform, message, state=_STATES[self._version])

    def check_text(self, text: str, *, openid: str, scene: TextScene) -> TextCheck:
        """Ask whether a text may be shown to others; never raises for what WeChat answers."""
        return content.check_text(self._platform, text, openid=openid, scene=scene)

    def check_media(self, url: str, *, kind: MediaKind, openid: str, scene: TextScene) -> str:
        """Have a file looked at; return the trace id of the verdict that WeChat will push."""
        with _refusals_for_people():
            return content.check_media(self._platform, url, kind=kind, openid=openid, scene=scene)

    def check_picture(self, url: str, *, openid: str, scene: TextScene) -> str | None:
        """Have a picture looked at; return its trace id, None when WeChat did not take it in."""
        kind = MediaKind.PICTURE
        try:
            return content.check_media(self._platform, url, kind=kind, openid=openid, scene=scene)
        except Failure:
            return None

    def draw_code(self, scene: str, *, page: str, width: int = 430) -> bytes:
        """Return the picture of a mini-program code."""
        with _refusals_for_people():
            return entrances.draw_code(
                self._platform, scene, page=page, width=width, version=self._version
            )

    def make_link(self, *, path: str = "", query: str = "", days: int = 30) -> str:
        """Return a link into the mini-program, good for at most 30 days."""
        with _refusals_for_people():
            return entrances.make_link(
                self._platform, path=path, query=query, days=days, version=self._version
            )

    def rank_risk(self, openid: str, *, scene: RiskScene, client_ip: str) -> int | None:
        """Return WeChat's risk rank, None when it gives none."""
        return people.rank_risk(self._platform, openid, scene=scene, client_ip=client_ip)

    def is_session_key(self, session_key: str, *, openid: str) -> bool:
        """Tell whether a session_key is still hers."""
        with _refusals_for_people():
            return people.is_session_key(self._platform, session_key, openid=openid)


@contextmanager
def _refusals_for_people() -> Iterator[None]:
    try:
        yield
    except Failure as failure:
        refusal = failure.refusal()
    else:
        return
    raise refusal
