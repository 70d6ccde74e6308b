"""Which tiles a workbench has, told from the offices alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import Role
from server.kernel.actors import Actor
from server.kernel.permissions import BY_ROLE, Permission


class TileKey(StrEnum):
    """A pile of work on the workbench."""

    CLAIMS_TO_CONFIRM = "claims_to_confirm"
    ASSESSMENTS_TO_REVIEW = "assessments_to_review"
    JOIN_REQUESTS = "join_requests"
    ROLLS_TO_CALL = "rolls_to_call"
    IN_PERSON_MESSAGES = "in_person_messages"
    ORDERS_WAITING = "orders_waiting"
    NOTICE_TO_PUBLISH = "notice_to_publish"
    FEEDBACK_TO_ANSWER = "feedback_to_answer"
    CORRECTIONS_TO_DECIDE = "corrections_to_decide"
    TEXTS_TO_DECIDE = "texts_to_decide"
    PHOTOS_TO_DECIDE = "photos_to_decide"
    REPORTS_TO_DECIDE = "reports_to_decide"


class TileAction(StrEnum):
    """What may be done from the tile itself."""

    PUBLISH = "publish"


OPENED_BY: dict[TileKey, Permission] = {
    TileKey.CLAIMS_TO_CONFIRM: Permission.CLAIM_CONFIRM,
    TileKey.ASSESSMENTS_TO_REVIEW: Permission.ASSESSMENT_REVIEW,
    TileKey.JOIN_REQUESTS: Permission.HOUSEHOLD_APPROVE,
    TileKey.ROLLS_TO_CALL: Permission.ROLL_CALL,
    TileKey.IN_PERSON_MESSAGES: Permission.IN_PERSON_READ,
    TileKey.ORDERS_WAITING: Permission.ORDER_FULFIL,
    TileKey.NOTICE_TO_PUBLISH: Permission.NOTICE_PUBLISH,
    TileKey.FEEDBACK_TO_ANSWER: Permission.FEEDBACK_READ,
    TileKey.CORRECTIONS_TO_DECIDE: Permission.CORRECTION_READ,
    TileKey.TEXTS_TO_DECIDE: Permission.CONTENT_DECIDE,
    TileKey.PHOTOS_TO_DECIDE: Permission.CONTENT_DECIDE,
    TileKey.REPORTS_TO_DECIDE: Permission.CONTENT_DECIDE,
}
TITLES: dict[TileKey, str] = {
    TileKey.CLAIMS_TO_CONFIRM: "等您确认的积分",
    TileKey.ASSESSMENTS_TO_REVIEW: "等您核的自评",
    TileKey.JOIN_REQUESTS: "入户申请",
    TileKey.ROLLS_TO_CALL: "要点名的活动",
    TileKey.IN_PERSON_MESSAGES: "要当面告知的消息",
    TileKey.ORDERS_WAITING: "等着领货的兑换单",
    TileKey.NOTICE_TO_PUBLISH: "等公示的积分",
    TileKey.FEEDBACK_TO_ANSWER: "等答复的投诉建议",
    TileKey.CORRECTIONS_TO_DECIDE: "等您核对的更正",
    TileKey.TEXTS_TO_DECIDE: "等您看的文字",
    TileKey.PHOTOS_TO_DECIDE: "等您看的照片",
    TileKey.REPORTS_TO_DECIDE: "等您看的举报",
}
_ABOVE_VILLAGES = frozenset({Role.TOWN_OFFICER, Role.DISTRICT_OFFICER, Role.CITY_OFFICER})


@dataclass(frozen=True, slots=True)
class Desk:
    """One node on which somebody holds offices; `village_id` is None above the villages."""

    organisation_id: int
    path: str
    village_id: int | None
    keys: tuple[TileKey, ...]


def desks(actor: Actor) -> Iterator[Desk]:
    """Yield the actor's desks that have tiles, in the order of her offices."""
    for path, (organisation_id, roles) in _nodes(actor).items():
        permissions = frozenset[Permission]().union(*(BY_ROLE[role] for role in roles))
        keys = tuple(key for key, wanted in OPENED_BY.items() if wanted in permissions)
        if keys:
            yield Desk(
                organisation_id, path, None if roles & _ABOVE_VILLAGES else organisation_id, keys
            )


def has_workbench(actor: Actor) -> bool:
    """Tell whether any of the actor's offices brings work."""
    return any(desks(actor))


def notice_actions(count: int, *, is_month_published: bool) -> tuple[TileAction, ...]:
    """Return what may be done from the notice's tile: publish what waits, once a month."""
    return (TileAction.PUBLISH,) if count and not is_month_published else ()


def home_actions(*, year: int, newest_year: int | None) -> tuple[str, ...]:
    """Return what a household may begin from its first page: this year's assessment, once."""
    return ("begin_assessment",) if newest_year != year else ()


def _nodes(actor: Actor) -> dict[str, tuple[int, set[Role]]]:
    nodes: dict[str, tuple[int, set[Role]]] = {}
    for grant in actor.grants:
        nodes.setdefault(grant.path, (grant.organisation_id, set()))[1].add(grant.role)
    return nodes
