"""What the organisations domain refuses."""

from collections.abc import Callable
from typing import Any

from server.kernel.errors import Conflict, DomainError, Forbidden, NotFound, RuleBroken


class OrganisationNotFound(NotFound):
    """No such federation, or none in sight."""

    slug = "organisation-not-found"
    title = "没有找到这个妇联"


class DivisionNotFound(NotFound):
    """No such administrative division."""

    slug = "division-not-found"
    title = "没有找到这个地方"


class OfficeNotFound(NotFound):
    """No such office, or none in sight."""

    slug = "office-not-found"
    title = "没有找到这个职务"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这个职务，请返回刷新。", **facts)


class PersonNotFound(NotFound):
    """No such person, or none in sight."""

    slug = "person-not-found"
    title = "没有找到这个人的编号"

    def __init__(self, **facts: Any) -> None:
        super().__init__("没有找到这个编号，请让她打开“我的”，照着念一遍。", **facts)


class DecidedAbove(Forbidden):
    """Federations and offices are made by a level above: district or city (GOV-5)."""

    slug = "decided-above"
    title = "这要由上一级来办"

    def __init__(self, **facts: Any) -> None:
        super().__init__("您只能办下一级的，这一级的请找上一级妇联。", **facts)


class OwnOffice(Forbidden):
    """Nobody appoints herself."""

    slug = "own-office"
    title = "不能给自己登记职务"

    def __init__(self, **facts: Any) -> None:
        super().__init__("自己的职务要由别人来登记，请找上一级妇联。", **facts)


class AlreadyInOffice(Conflict):
    """The person holds this office already."""

    slug = "already-in-office"
    title = "已经在任"


class OfficeEnded(Conflict):
    """The office has ended, and not with this successor."""

    slug = "office-ended"
    title = "已经卸任了"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这个职务刚才已经办了卸任，请刷新看看是谁接的。", **facts)


class OfficesApart(RuleBroken):
    """An administrator holds no other office (SEC-2)."""

    slug = "offices-apart"
    title = "不能兼任"

    def __init__(self, **facts: Any) -> None:
        super().__init__(
            "系统、安全、审计管理员不兼任别的职务，请换一个人，或先办卸任。",
            **facts,
        )


class OrganisationExists(Conflict):
    """A federation of this name or division is there already."""

    slug = "organisation-exists"
    title = "已经有这个妇联"

    def __init__(self, **facts: Any) -> None:
        super().__init__("这个妇联已经登记过了，不用再登记。", **facts)


def already_in_office() -> AlreadyInOffice:
    """Return the refusal of a second grant of one office."""
    return AlreadyInOffice("这个人已经担任这个职务了，不用再登记。")


CONSTRAINTS: dict[str, Callable[[], DomainError]] = {
    "uq_role_grants_in_force": already_in_office,
    "uq_role_grants_one_administrator": OfficesApart,
    "uq_role_grants_succeeds_id": OfficeEnded,
    "ix_organisations_division_code": OrganisationExists,
}
