"""How calls to WeChat fail: without any text of the request, and as refusals for people."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import requests
import urllib3.exceptions

from server.kernel.errors import DomainError, Forbidden, Unauthenticated, UpstreamFailed

logger = logging.getLogger(__name__)

_RID = re.compile(r"\brid: ([0-9a-f-]{8,40})")
BUSY = -1
TOKEN_REFUSED = {40001, 40014, 42001}
_CODE_REFUSED = {40029, 40163}
_BLOCKED = {40226}
_COME_BACK_LATER = {BUSY, 45009, 45011}


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


class Failure(Exception):
    """What went wrong, without any text of the request; never leaves this module."""

    def __init__(
        self, errcode: int | None = None, *, rid: str = "-", not_reached: bool = False
    ) -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.rid = rid
        self.may_repeat = not_reached or errcode == BUSY

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
            return code_invalid()
        if self.errcode in _BLOCKED:
            return WeChatAccountBlocked(
                "微信提示这个账号有风险，暂时不能登录。请先在微信里按提示处理，"
                "急着办事请找村（社区）妇联当面代办。"
            )
        return WeChatRefused(self.errcode)


def code_invalid() -> WeChatCodeInvalid:
    """Return the refusal of a code that opens nothing."""
    return WeChatCodeInvalid("这次微信登录已经过期，请重新登录一次。")


@contextmanager
def refusals_for_people(call: str) -> Iterator[None]:
    """Turn a failure into a refusal and log it, once the call is really given up."""
    try:
        yield
    except Failure as failure:
        failure.log(call)
        raise failure.refusal() from None


def rid_in(errmsg: object) -> str:
    """Return WeChat's request id, by which its staff find a call for seven days."""
    found = _RID.search(str(errmsg))
    return found.group(1) if found else "-"


def was_not_reached(broken: Exception) -> bool:
    """Tell whether no connection came about, so that WeChat cannot have seen the request."""
    cause = getattr(broken.args[0], "reason", None) if broken.args else None
    return isinstance(broken, requests.ConnectTimeout) or isinstance(
        cause, urllib3.exceptions.NewConnectionError
    )
