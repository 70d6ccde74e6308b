"""What the exports domain refuses."""

from typing import Any

from server.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken, TooOften


class ExportNotFound(NotFound):
    """No such file, or none that the caller ordered."""

    slug = "export-not-found"
    title = "没有找到这份导出"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这份导出，请返回刷新。", **facts)


class ExportTooLarge(RuleBroken):
    """One file holds 20,000 rows at most."""

    slug = "export-too-large"
    title = "内容太多，一份装不下"

    def __init__(self, *, most: int) -> None:
        super().__init__(f"内容太多，一份最多{most}行。请选短一点的时间，再导出。", most=most)


class ExportsUsedUp(TooOften):
    """A person orders five files of villages and three of herself a day."""

    slug = "exports-used-up"
    title = "今天导出的次数够了"

    def __init__(self, *, most: int, seconds: int) -> None:
        super().__init__(f"今天已经导出{most}次了，请明天再来。", seconds=seconds, most=most)


class NamesStayMasked(Forbidden):
    """Whole names leave the house with the chair or the town officer only."""

    slug = "names-stay-masked"
    title = "名字不能全部显示"

    def __init__(self, **facts: Any) -> None:
        super().__init__("带全名的表要由妇联主席或镇街妇联干部来导出。", **facts)


class ExportNotReady(Conflict):
    """The file is not made yet, was given up, or its day is over."""

    slug = "export-not-ready"
    title = "现在还不能下载"
