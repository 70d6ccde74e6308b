"""What sign-in refuses."""

from typing import Any

from server.kernel.errors import Conflict, TooOften, Unauthenticated


class SessionEnded(Unauthenticated):
    """The token is unknown, revoked or too old: the client signs in again, silently."""

    slug = "session-ended"
    title = "登录已过期"


class SignInRaced(Conflict):
    """The same person signed in elsewhere in the same moment; another try finds her."""

    slug = "sign-in-raced"
    title = "正在登录"


class OfficeHeld(Conflict):
    """Whoever holds an office hands it over before she closes her account."""

    slug = "office-held"
    title = "您还有职务在身"

    def __init__(self, **facts: Any) -> None:
        super().__init__("您还有职务，请先请上一级妇联办好卸任，再来注销。", **facts)


def signed_in_too_often(seconds: int) -> TooOften:
    """Return the refusal of somebody who signs in again and again."""
    return TooOften("进出得太快了，请1分钟后再进小程序。", seconds=seconds)


def sign_in_raced() -> SignInRaced:
    """Return the refusal of a sign-in that lost its race for a unionid."""
    return SignInRaced("您正在另一处登录，请再进一次。")


CONSTRAINTS = {"uq_people_unionid": sign_in_raced}
