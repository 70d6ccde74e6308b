"""What sign-in refuses."""

from collections.abc import Callable

from server.kernel.errors import Conflict, DomainError, RuleBroken, TooOften, Unauthenticated


class SessionEnded(Unauthenticated):
    """The token is unknown, revoked or too old: the client signs in again, silently."""

    slug = "session-ended"
    title = "登录已过期"


class SignInRaced(Conflict):
    """The same person signed in elsewhere in the same moment; another try finds her."""

    slug = "sign-in-raced"
    title = "正在登录"


class PhoneTriedTooOften(RuleBroken):
    """Three numbers a day are asked of WeChat for one person; each has a price."""

    slug = "phone-tried-too-often"
    title = "今天试的次数够了"

    def __init__(self) -> None:
        super().__init__("今天取手机号的次数用完了，请明天再试，或者向村（社区）妇联要入户码。")


class PhoneCodeUsed(Conflict):
    """The code of the phone button has given a number already, which is no longer hers."""

    slug = "phone-code-used"
    title = "请再点一次"

    def __init__(self) -> None:
        super().__init__("这次的手机号已经取过了，请再点一次按钮。")


def signed_in_too_often(seconds: int) -> TooOften:
    """Return the refusal of somebody who signs in again and again."""
    return TooOften("进出得太快了，请1分钟后再进小程序。", seconds=seconds)


def sign_in_raced() -> SignInRaced:
    """Return the refusal of a sign-in that lost its race for a unionid."""
    return SignInRaced("您正在另一处登录，请再进一次。")


CONSTRAINTS: dict[str, Callable[[], DomainError]] = {
    "uq_people_unionid": sign_in_raced,
    "uq_person_phones_code_hash": PhoneCodeUsed,
}
