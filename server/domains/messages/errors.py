"""What the messages domain refuses."""

from typing import Any

from server.kernel.errors import Conflict, NotFound


class MessageNotFound(NotFound):
    """No such message, or none of the caller's household or village."""

    slug = "message-not-found"
    title = "没有找到这条消息"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这条消息，请返回刷新。", **facts)


class AlreadyTold(Conflict):
    """Nothing is left to be told in person: it was done, or the household can read it herself."""

    slug = "already-told"
    title = "不用再告知"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这条消息已经有人当面告知过，或者这户自己能收到，不用再去。", **facts)
