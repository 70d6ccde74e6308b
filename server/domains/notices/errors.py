"""What the public notices refuse."""

from collections.abc import Callable

from server.kernel.errors import Conflict, DomainError, NotFound


class NoticeNotFound(NotFound):
    """No such public notice."""

    slug = "notice-not-found"
    title = "没有这期公示"


class NoticeAlreadyPublished(Conflict):
    """The village has this month's notice already."""

    slug = "notice-already-published"
    title = "这个月已经公示过了"


def already_published() -> DomainError:
    """Return the refusal of a second notice of one kind in a month."""
    return NoticeAlreadyPublished("这个月的公示已经发过了，新的积分放到下个月公示。")


CONSTRAINTS: dict[str, Callable[[], DomainError]] = {
    "uq_notices_village_id_kind_month": already_published
}
