"""What the moderation domain refuses."""

from typing import Any

from server.kernel.errors import Conflict, Forbidden, NotFound


class TextCheckNotFound(NotFound):
    """No such check of a text, or none of the caller's villages."""

    slug = "text-check-not-found"
    title = "没有找到这段文字"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这段要看的文字，请返回刷新。", **facts)


class TextAlreadyDecided(Conflict):
    """The text does not wait for people: it was decided upon, or is still being checked."""

    slug = "text-already-decided"
    title = "这段文字不用再看"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这段文字已经有人看过了，或者正在检查，不用您再看。", **facts)


class TextRefused(Conflict):
    """The very text that was refused is handed in again."""

    slug = "text-refused"
    title = "这段话没有通过检查"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这段话里有不能公开的内容，请改一改再交。", **facts)


class OwnText(Forbidden):
    """Nobody decides whether what she wrote herself is shown."""

    slug = "own-text"
    title = "自己写的要请别人看"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这段文字是您写的，请另一位妇联干部来看。", **facts)
