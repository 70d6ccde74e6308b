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


class PhotoCheckNotFound(NotFound):
    """No such check of a photo, or none of the caller's villages."""

    slug = "photo-check-not-found"
    title = "没有找到这张照片"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这张要看的照片，请返回刷新。", **facts)


class PhotoAlreadyDecided(Conflict):
    """The photo does not wait for people: it was decided upon, or is still being checked."""

    slug = "photo-already-decided"
    title = "这张照片不用再看"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这张照片已经有人看过了，或者正在检查，不用您再看。", **facts)


class OwnPhoto(Forbidden):
    """Nobody decides whether a photo of her own, or of her household, is shown."""

    slug = "own-photo"
    title = "自己家的照片要请别人看"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这张照片是您或您家交的，请另一位妇联干部来看。", **facts)


class ReportNotFound(NotFound):
    """No such report, or none of the caller's villages."""

    slug = "report-not-found"
    title = "没有找到这条举报"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这条举报，请返回刷新。", **facts)


class ReportAlreadyDecided(Conflict):
    """Somebody has decided what becomes of what was reported."""

    slug = "report-already-decided"
    title = "这条举报有人看过了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这条举报已经有人看过、定下来了，不用您再看。", **facts)


class OwnReported(Forbidden):
    """Nobody decides about her own words, or her household's photo, when they are reported."""

    slug = "own-reported"
    title = "自己的要请别人看"

    def __init__(self, **facts: Any) -> None:
        super().__init__("被举报的是您写的，或者是您家的，请另一位妇联干部来看。", **facts)


class NoticeStays(Conflict):
    """A notice is an official record: it is corrected by an objection, never hidden."""

    slug = "notice-stays"
    title = "公示不能藏起来"

    def __init__(self, **facts: Any) -> None:
        super().__init__("公示要留着给大家看，不能藏起来。有错的地方，请按异议来改。", **facts)
