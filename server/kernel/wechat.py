"""WeChat as the domains see it: what they ask of it, and the answers they must tell apart.

What a caller can do nothing about is raised as a refusal; what he must decide upon is returned.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class WeChatIdentity:
    """Who WeChat says is holding the phone."""

    app_id: str
    openid: str
    unionid: str | None


@dataclass(frozen=True, slots=True)
class WeChatPhone:
    """A phone number that WeChat vouches for; `number` has no country code."""

    number: str = field(repr=False)
    country_code: str


@dataclass(frozen=True, slots=True)
class SubscriptionMessage:
    """A one-time subscription message (订阅消息) to one openid; `data` is the template's fields."""

    openid: str
    template_id: str
    page: str
    data: dict[str, str]


class SendOutcome(StrEnum):
    """What became of a subscription message; only `LATER` may be sent again."""

    SENT = "sent"
    NO_CREDIT = "no_credit"  # 43101: she refused, or her permissions are used up
    GONE = "gone"  # 40003: the openid is not of this mini-program
    MALFORMED = "malformed"  # 47003: a field breaks WeChat's rules
    SENSITIVE = "sensitive"  # 45168: WeChat does not like a word
    MISCONFIGURED = "misconfigured"  # 40037, 41030, 43107, 48001 …: the operator must look
    LATER = "later"  # busy, a quota, not reached: it was not taken in
    UNKNOWN = "unknown"  # the answer was lost: it may have arrived


class TextScene(IntEnum):
    """Where a text appears, in the numbers of WeChat's content check."""

    PROFILE = 1
    COMMENT = 2
    FORUM = 3
    LOG = 4


class Verdict(StrEnum):
    """What the content check says; `UNKNOWN` is no answer (timeout, quota, 61010), never a pass."""

    PASS = "pass"  # noqa: S105 - a verdict, not a secret
    REVIEW = "review"
    RISKY = "risky"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TextCheck:
    """The verdict on a text; `label` is WeChat's number for what it found (100: nothing)."""

    verdict: Verdict
    label: int | None = None


class WeChat(Protocol):
    """The WeChat platform. Every call ends within eight seconds, however WeChat behaves."""

    def exchange_code(self, code: str) -> WeChatIdentity:
        """Exchange a `wx.login` code, once. Raises Unauthenticated, Forbidden, UpstreamFailed."""
        ...

    def exchange_phone_code(self, code: str, *, openid: str) -> WeChatPhone:
        """Exchange the code of the phone button, once, for the number of this very openid.

        Raises Unauthenticated (unknown, used, too old or another's), UpstreamFailed.
        """
        ...

    def send_subscription(self, message: SubscriptionMessage) -> SendOutcome:
        """Send a one-time subscription message; never raises for what WeChat answers."""
        ...

    def check_text(self, text: str, *, openid: str, scene: TextScene) -> TextCheck:
        """Ask whether a text may be shown to others; never raises for what WeChat answers."""
        ...

    def check_picture(self, url: str, *, openid: str, scene: TextScene) -> str | None:
        """Have a picture looked at; return the id that the pushed verdict will bear.

        None when WeChat did not take it in: ask again. It fetches `url`, for an hour at least.
        """
        ...

    def draw_code(self, scene: str, *, page: str) -> bytes:
        """Return the JPEG of a mini-program code (小程序码). Raises UpstreamFailed, TryLater."""
        ...


class PushSeal(Protocol):
    """How a push (推送) is known to be WeChat's: signed with our token, sealed under our key."""

    @property
    def original_id(self) -> str:
        """The id to which pushes are addressed (原始ID)."""
        ...

    def is_signed(self, signature: str, *texts: str) -> bool:
        """Tell whether a signature over these texts was made with our token."""
        ...

    def open(self, sealed: str) -> str | None:
        """Return what was sealed for this mini-program under our key; never raises."""
        ...
