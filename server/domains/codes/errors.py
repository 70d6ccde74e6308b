"""What the codes domain refuses."""

from typing import Any

from server.kernel.errors import Conflict, Gone, NotFound


class CodeNotFound(NotFound):
    """The code is unknown, malformed or not yet published: the answer is the same (AB-12)."""

    slug = "code-not-found"
    title = "这个码查不到"

    def __init__(self, **facts: Any) -> None:
        super().__init__("请看看扫的是不是巴渝绿家的码，还不行就找村（社区）妇联。", **facts)


class CodeRevoked(Gone):
    """The code was good once; the fact `reissued` says whether another one is now."""

    slug = "code-revoked"
    title = "这个码已经停用"

    def __init__(self, *, reissued: bool) -> None:
        new_one = "已经换了新码，请扫新的。" if reissued else ""
        super().__init__(f"{new_one}请找村（社区）妇联。", reissued=reissued)


class CodeAlreadyRevoked(Conflict):
    """The code was revoked before."""

    slug = "code-already-revoked"
    title = "这个码已经停用"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这个码早已停用，不用再停。要用请重新发码。", **facts)
