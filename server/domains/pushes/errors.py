"""Refusals of the pushes domain."""

from server.kernel.errors import Forbidden, NotFound
from server.kernel.work import refusal


class NoPushes(NotFound):
    """No pushes are received here."""

    def __init__(self) -> None:
        """Say what a missing page says."""
        super().__init__("没有找到您要的内容，请返回。")


class NotFromWeChat(Forbidden):
    """Whoever sent this does not learn what was wrong with it; the audit does."""

    def __init__(self, reason: str) -> None:
        """Keep the reason for the operator."""
        super().__init__(
            "这件事您这里办不了。", records=(refusal("refuse_push", "push", None, reason=reason),)
        )
