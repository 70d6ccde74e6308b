"""What the prints domain refuses."""

from typing import Any

from server.kernel.errors import Conflict, NotFound, RuleBroken


class PrintNotFound(NotFound):
    """No such print-out, or none of the caller's villages."""

    slug = "print-not-found"
    title = "没有找到这份打印件"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这份打印件，请返回刷新。", **facts)


class NothingToPrint(RuleBroken):
    """No household fits what was asked for."""

    slug = "nothing-to-print"
    title = "没有要打印的"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有要打印的：这些户都打印过，或者不在这个村（组）。", **facts)


class ActivityNotPrintable(Conflict):
    """An activity is printed once it is published and what it says has passed its check (CS-1)."""

    slug = "activity-not-printable"
    title = "这张海报还不能打印"

    def __init__(self, **facts: Any) -> None:
        super().__init__("活动发布了、文字检查通过了，才能打印海报。请过一会儿再来。", **facts)
