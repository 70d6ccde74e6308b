"""Which office decides about claims of which level, and who must stay out."""

from collections.abc import Iterable

from models.vocabulary import ConfirmLevel, Role
from server.kernel.actors import Grant

VILLAGE_DECIDERS: dict[ConfirmLevel, frozenset[Role]] = {
    ConfirmLevel.ONE: frozenset({Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE}),
    ConfirmLevel.SYSTEM: frozenset({Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE}),
    ConfirmLevel.TWO: frozenset({Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE, Role.ASSESSOR}),
    ConfirmLevel.TOWN: frozenset(),
}
TOWN_DECIDERS = frozenset({Role.TOWN_OFFICER})

WHO_DECIDES = {
    ConfirmLevel.ONE: "这一类要由妇联主席或执委确认。",
    ConfirmLevel.SYSTEM: "这一类要由妇联主席或执委确认。",
    ConfirmLevel.TWO: "这一类要由妇联主席、执委或评议小组的两个人确认。",
    ConfirmLevel.TOWN: "这一类要由镇街妇联核对证书后确认。",
}

OFFICE_TITLES = {
    Role.VILLAGE_CHAIR: "妇联主席",
    Role.VILLAGE_EXECUTIVE: "妇联执委",
    Role.ASSESSOR: "评议小组成员",
    Role.TOWN_OFFICER: "镇街妇联干部",
}
"""How an office is named to a household; the highest of several comes first."""


def decides(grants: Iterable[Grant], village_path: str, level: ConfirmLevel) -> bool:
    """Tell whether an office on the village, or on its town for L3, decides claims of a level.

    The statement that confirms says the same in SQL; a test holds the two together.
    """
    if level == ConfirmLevel.TOWN:
        town_path = village_path[: village_path.rstrip("/").rfind("/") + 1]
        return any(g.role in TOWN_DECIDERS and g.path == town_path for g in grants)
    wanted = VILLAGE_DECIDERS[level]
    return any(g.role in wanted and g.path == village_path for g in grants)


def levels_decided_at(grants: Iterable[Grant], path: str) -> frozenset[ConfirmLevel]:
    """Return the levels that offices on one node decide: of its own claims, a town's of L3."""
    roles = {grant.role for grant in grants if grant.path == path}
    of_village = {level for level, wanted in VILLAGE_DECIDERS.items() if wanted & roles}
    return frozenset(of_village | ({ConfirmLevel.TOWN} if roles & TOWN_DECIDERS else set()))


def office_title(roles: Iterable[Role]) -> str:
    """Return the highest of the offices somebody held, as a household knows it."""
    held = set(roles)
    return next((title for role, title in OFFICE_TITLES.items() if role in held), "妇联工作人员")
