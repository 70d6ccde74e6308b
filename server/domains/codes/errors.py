"""What the codes domain refuses."""

from typing import Any

from server.kernel.errors import Conflict, NotFound


class CodeNotFound(NotFound):
    """The code is unknown, malformed or revoked: the answer is the same (AB-12)."""

    slug = "code-not-found"
    title = "这个码用不了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这个码查不到或已停用，请找村（社区）妇联。", **facts)


class CodeRevoked(Conflict):
    """The code was revoked before."""

    slug = "code-already-revoked"
    title = "这个码已经停用"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这个码早已停用，不用再停。要用请重新发码。", **facts)
