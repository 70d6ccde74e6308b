"""What the privacy domain refuses."""

from collections.abc import Sequence
from typing import Any

from server.kernel.errors import Conflict, NotFound, RuleBroken
from server.kernel.personal_data import Hindrance


class ClosingHindered(Conflict):
    """Something must be settled before the account is closed; `hindrances` names all of it."""

    slug = "closing-hindered"
    title = "还有事没办完"

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        told = [{"slug": one.slug, "detail": one.detail} for one in hindrances]
        super().__init__("".join(one.detail for one in hindrances), hindrances=told)


class CorrectionNotFound(NotFound):
    """No such correction, or none the caller may decide."""

    slug = "correction-not-found"
    title = "没有找到这件更正"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这件更正申请，请返回刷新。", **facts)


class CorrectionDecided(Conflict):
    """Somebody was faster; a correction is decided once."""

    slug = "correction-already-decided"
    title = "已经定过了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这件更正申请已经有人办了，不用再办。", **facts)


class TooManyCorrections(RuleBroken):
    """So many of hers wait already."""

    slug = "too-many-corrections"
    title = "等着的更正太多了"

    def __init__(self, most: int) -> None:
        super().__init__(f"您已经有{most}件更正在等着办，办好了再申请。")
