"""What the standards domain refuses."""

from collections.abc import Callable

from server.kernel.errors import Conflict, DomainError, NotFound


class StandardsNotLoaded(NotFound):
    """No list of standards is in force for this kind of place on that day."""

    slug = "standards-not-loaded"
    title = "还没有标准"


class StandardsChanged(Conflict):
    """A version that is loaded already came with another content; a set is never edited (SA-1)."""

    slug = "standards-changed"
    title = "这个版本的标准已经有了"


CONSTRAINTS: dict[str, Callable[[], DomainError]] = {
    "uq_standard_sets_zone_version": lambda: StandardsChanged(
        "这个版本的标准刚刚有人录入了，不用再录。"
    ),
}
