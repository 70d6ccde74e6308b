"""What the feedback domain refuses."""

from typing import Any

from server.kernel.errors import Conflict, Forbidden, NotFound


class FeedbackNotFound(NotFound):
    """No such feedback, or none the caller may answer."""

    slug = "feedback-not-found"
    title = "没有找到这件事"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这件投诉建议，请返回刷新。", **facts)


class FeedbackAlreadyAnswered(Conflict):
    """Somebody was faster to answer; an answer is given once."""

    slug = "feedback-already-answered"
    title = "已经答复过了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这件投诉建议已经有人答复了，不用再答。", **facts)


class OwnFeedback(Forbidden):
    """Nobody answers what she wrote herself, also not what she wrote for somebody else."""

    slug = "own-feedback"
    title = "自己写的要请别人答"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这件投诉建议是您写的，请另一位妇联干部答复。", **facts)
