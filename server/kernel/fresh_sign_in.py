"""What takes more than a token: a sign-in of just now, which a stolen token cannot make."""

from datetime import timedelta
from typing import Any

from server.kernel.errors import Forbidden
from server.kernel.work import Work

FRESH = timedelta(minutes=10)


class SignInAgain(Forbidden):
    """A sign-in of the last ten minutes is needed; the phone signs in anew and asks again."""

    slug = "sign-in-again"
    title = "请再登录一次"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这一步要先重新登录，请退出小程序再进来一次。", **facts)


def check_fresh_sign_in(work: Work) -> None:
    """Refuse whoever signed in longer than `FRESH` ago. Raises SignInAgain."""
    signed_in_at = work.actor.signed_in_at
    if signed_in_at is None or signed_in_at + FRESH < work.now:
        raise SignInAgain
