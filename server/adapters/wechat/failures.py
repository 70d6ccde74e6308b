"""How calls to WeChat fail: four kinds, none of which carries any text of the request."""

import logging
import re
import time

from server.kernel.errors import DomainError, Forbidden, TryLater, Unauthenticated, UpstreamFailed

logger = logging.getLogger(__name__)

_RID = re.compile(r"\brid: ([0-9a-f-]{8,40})")
BUSY = -1
QUOTA_USED_UP, TOO_MANY_A_MINUTE, ONE_AT_A_TIME = 45009, 45011, 43108
TOKEN_REFUSED = frozenset({40001, 40014, 42001})
CODE_REFUSED = frozenset({40029, 40163})
BLOCKED = 40226
LATER = frozenset({BUSY, QUOTA_USED_UP, TOO_MANY_A_MINUTE, ONE_AT_A_TIME})
_EVERYDAY = CODE_REFUSED | {BLOCKED, 40003, 43101, 61010, 87009, 87014}
"""Answers about one person: a spent code, a permission used up, a text that is not good."""

RETRY_SECONDS = 5
_MINUTE_SECONDS, _DAY_SECONDS, _BEIJING_SECONDS = 60, 86_400, 8 * 3600


class WeChatCodeInvalid(Unauthenticated):
    """The code is unknown, used or too old; the client gets a new one from WeChat."""

    slug = "wechat-code-invalid"
    title = "微信登录没有成功"


class WeChatAccountBlocked(Forbidden):
    """WeChat holds the account for risky (40226); trying again does not help."""

    slug = "wechat-account-blocked"
    title = "这个微信号暂时不能登录"


class WeChatBusy(TryLater):
    """WeChat is busy, limits us, does not answer, or too many wait for it already."""

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
    """A call that brought nothing; never leaves this package."""

    outcome = "failed"
    level = logging.WARNING

    def __init__(self, *, seconds: int = RETRY_SECONDS) -> None:
        """`seconds` is when it may be worth another try."""
        super().__init__()
        self.seconds = seconds

    def refusal(self) -> DomainError:
        """Return the refusal people are shown."""
        return WeChatBusy("微信那边暂时没有回应，请过一会儿再试。", seconds=self.seconds)

    def log(self, call: str) -> None:
        """Note what an operator may have to look at."""
        logger.log(self.level, "WeChat failed: %s %s", call, self.outcome)


class NotAsked(Failure):
    """We did not ask: too many wait, the endpoint rests, or no time is left."""

    outcome = "not_asked"
    level = logging.INFO


class Unreached(Failure):
    """No connection came about, so WeChat cannot have seen the request."""

    outcome = "unreached"


class Lost(Failure):
    """No answer, or none that makes sense; the call may have had its effect."""

    outcome = "lost"


class Refused(Failure):
    """WeChat answered with an errcode, and did nothing."""

    outcome = "refused"

    def __init__(self, errcode: int, errmsg: object = "") -> None:
        """Keep WeChat's number and its request id, not its text."""
        super().__init__(seconds=_seconds_to_wait(errcode, str(errmsg)))
        self.errcode = errcode
        self.rid = rid_in(errmsg)

    def refusal(self) -> DomainError:
        """Return the refusal people are shown."""
        if self.errcode in LATER:
            return super().refusal()
        if self.errcode in CODE_REFUSED:
            return code_invalid()
        if self.errcode == BLOCKED:
            return WeChatAccountBlocked(
                "微信提示这个账号有风险，暂时不能登录。请先在微信里按提示处理，"
                "急着办事请找村（社区）妇联当面代办。"
            )
        return WeChatRefused(self.errcode)

    def log(self, call: str) -> None:
        """Note the errcode, unless it is everyday; what waiting does not heal is an error."""
        if self.errcode in _EVERYDAY:
            return
        level = logging.WARNING if self.errcode in LATER else logging.ERROR
        logger.log(level, "WeChat failed: %s errcode=%s rid=%s", call, self.errcode, self.rid)


def code_invalid(detail: str = "这次微信登录已经过期，请重新登录一次。") -> WeChatCodeInvalid:
    """Return the refusal of a code that opens nothing."""
    return WeChatCodeInvalid(detail)


def _seconds_to_wait(errcode: int, errmsg: str) -> int:
    """Return when it is worth another try: a used-up quota begins anew by Beijing's clock."""
    if errcode == QUOTA_USED_UP:
        unit = _MINUTE_SECONDS if "minute" in errmsg else _DAY_SECONDS
        return unit - int(time.time() + _BEIJING_SECONDS) % unit
    return _MINUTE_SECONDS if errcode == TOO_MANY_A_MINUTE else RETRY_SECONDS


def rid_in(errmsg: object) -> str:
    """Return WeChat's request id, by which its staff find a call for seven days."""
    found = _RID.search(str(errmsg))
    return found.group(1) if found else "-"
