"""What sign-in refuses."""

from server.kernel.errors import Conflict, Unauthenticated


class SessionEnded(Unauthenticated):
    """The token is unknown, revoked or too old: the client signs in again, silently."""

    slug = "session-ended"
    title = "登录已过期"


class SignInRaced(Conflict):
    """The same person signed in elsewhere in the same moment; another try finds her."""

    slug = "sign-in-raced"
    title = "正在登录"


def sign_in_raced() -> SignInRaced:
    """Return the refusal of a sign-in that lost its race for a unionid."""
    return SignInRaced("您正在另一处登录，请再进一次。")


CONSTRAINTS = {"uq_people_unionid": sign_in_raced}
