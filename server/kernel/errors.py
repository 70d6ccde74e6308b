"""Refusals as facts, of eight families; domains derive theirs, `server.web` maps them to HTTP."""

from typing import Any, ClassVar

from server.kernel.records import Record


class DomainError(Exception):
    """A refusal a person can act on.

    `detail` is shown as it is; `facts` become fields of the answer; `records` are written after the
    rollback, because a refusal must leave its traces (RFC 9457 is made of it in `server.web`).
    """

    slug: ClassVar[str] = "refused"
    title: ClassVar[str] = "办不了"

    def __init__(self, detail: str, *, records: tuple[Record, ...] = (), **facts: Any) -> None:
        """Keep the words, the facts and the records."""
        super().__init__(detail)
        self.detail = detail
        self.records = records
        self.facts = facts


class Unauthenticated(DomainError):
    """Nobody is signed in, or no longer."""

    slug = "sign-in-required"
    title = "请先登录"


class Forbidden(DomainError):
    """The person may not do this."""

    slug = "not-allowed"
    title = "这件事您这里办不了"


class NotFound(DomainError):
    """There is no such thing, or none the person may see: the answer is the same."""

    slug = "not-found"
    title = "没有找到"


class Gone(DomainError):
    """There was such a thing; told only to who shows that she knew it."""

    slug = "gone"
    title = "已经停用"


class Conflict(DomainError):
    """Somebody was faster, or it was done already."""

    slug = "conflict"
    title = "情况变了"


class RuleBroken(DomainError):
    """A rule of the campaign forbids it."""

    slug = "rule-broken"
    title = "按规定办不了"


class InvalidInput(RuleBroken):
    """The input has faults. `errors` names every one: `[{"pointer": "#/answers", "detail": …}]`."""

    slug = "invalid-input"
    title = "有几处要改一改"

    def __init__(self, errors: list[dict[str, str]], detail: str = "请改正后再交一次。") -> None:
        """Keep the faults, all at once."""
        super().__init__(detail, errors=errors)


class TooOften(DomainError):
    """Somebody asks more often than is allowed; `seconds` says when to come back."""

    slug = "too-many-requests"
    title = "点得太快了"

    def __init__(self, detail: str, *, seconds: int, **facts: Any) -> None:
        """Keep when to come back."""
        super().__init__(detail, seconds=seconds, **facts)


class UpstreamFailed(DomainError):
    """An outside service failed; nothing was done."""

    slug = "upstream-failed"
    title = "暂时连不上"


class TryLater(UpstreamFailed):
    """It cannot be done now; after `seconds` it may."""

    slug = "try-later"
    title = "请过一会儿再试"

    def __init__(self, detail: str, *, seconds: int = 5) -> None:
        """Keep when to come back."""
        super().__init__(detail, seconds=seconds)
