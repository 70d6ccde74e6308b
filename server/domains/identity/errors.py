"""What sign-in refuses."""

from server.kernel.errors import Unauthenticated


class SessionEnded(Unauthenticated):
    """The token is unknown, revoked or too old: the client signs in again, silently."""

    slug = "session-ended"
    title = "登录已过期"
