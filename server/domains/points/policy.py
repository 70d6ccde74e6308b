"""Which office decides about claims of which level, and who must stay out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import Applicant, ClaimState, ConfirmLevel, Role
from server.kernel.actors import Grant

VILLAGE_DECIDERS: dict[ConfirmLevel, frozenset[Role]] = {
    ConfirmLevel.ONE: frozenset({Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE}),
    ConfirmLevel.SYSTEM: frozenset({Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE}),
    ConfirmLevel.TWO: frozenset({Role.VILLAGE_CHAIR, Role.VILLAGE_EXECUTIVE, Role.ASSESSOR}),
    ConfirmLevel.TOWN: frozenset(),
}
TOWN_DECIDERS = frozenset({Role.TOWN_OFFICER})

REVOCABLE = frozenset(
    {ClaimState.CONFIRMED, ClaimState.IN_NOTICE, ClaimState.OBJECTED, ClaimState.EFFECTIVE}
)

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


class Action(StrEnum):
    """What the caller may do with a claim now; the client shows only these."""

    CONFIRM = "confirm"
    RETURN = "return"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimStanding:
    """What the acting person is to one claim.

    `decides`: an office of hers decides claims of its level. `revokes`: her office takes awards
    back there. `is_barred`: own or declared-relative household. `took_part`: she submitted it or
    gave the first of two confirmations. `is_complete`: the photos it names have arrived.
    """

    state: ClaimState
    decides: bool
    revokes: bool
    is_barred: bool
    took_part: bool
    is_complete: bool


def claim_actions(standing: ClaimStanding) -> tuple[Action, ...]:
    """Return what she may do with a claim now."""
    if standing.is_barred:
        return ()
    if standing.state in REVOCABLE:
        return (Action.REVOKE,) if standing.revokes else ()
    if standing.state is not ClaimState.SUBMITTED or not standing.decides:
        return ()
    may_confirm = standing.is_complete and not standing.took_part
    return (Action.CONFIRM, Action.RETURN) if may_confirm else (Action.RETURN,)


def is_blocked(standing: ClaimStanding) -> bool:
    """Tell whether her office confirms such claims, but she may not confirm this one."""
    waits = standing.state is ClaimState.SUBMITTED and standing.decides
    return waits and (standing.is_barred or standing.took_part or not standing.is_complete)


def judges(standing: ClaimStanding) -> bool:
    """Tell whether she decides about such claims, of a household that is not hers or a relative's.

    Only then she looks at its photos, and is told what looks like them.
    """
    return standing.decides and not standing.is_barred


def rule_actions(
    applicants: Collection[str], *, is_member: bool, is_leader: bool
) -> tuple[str, ...]:
    """Return "claim" to whoever may report deeds under a rule: her own, or others' (GOV-2)."""
    of_household = Applicant.HOUSEHOLD in applicants
    of_leader = of_household or Applicant.LEADER in applicants
    return ("claim",) if (is_member and of_household) or (is_leader and of_leader) else ()


def office_title(roles: Iterable[Role]) -> str:
    """Return the highest of the offices somebody held, as a household knows it."""
    held = set(roles)
    return next((title for role, title in OFFICE_TITLES.items() if role in held), "妇联工作人员")
