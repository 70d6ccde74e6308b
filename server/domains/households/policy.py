"""Who may do what with a household, decided from the actor alone."""

from collections.abc import Iterator

from models.vocabulary import FoundBy, JoinState
from server.kernel.actors import Actor
from server.kernel.permissions import RESIDENT, Permission

STRANGER_ACTIONS = ("sign_in",)
OUTSIDER_ACTIONS = ("ask_to_join",)
OVERSEER_ACTIONS = ("open_household",)
LEADER_ACTIONS = (
    "open_household",
    "answer_for_household",
    "claim_for_household",
    "order_for_household",
    "sign_up_for_household",
)
MEMBER_ACTIONS = (
    "open_household",
    "answer_standards",
    "claim_points",
    "order_goods",
    "sign_up",
)
HOUSEHOLD_ACTIONS = {
    "invite": Permission.HOUSEHOLD_INVITE,
    "decide_requests": Permission.HOUSEHOLD_APPROVE,
    "add_member": Permission.HOUSEHOLD_REGISTER,
    "add_child": Permission.CHILD_ADD,
    "tell_birth_day": Permission.BIRTH_DAY_TELL,
    "disclose_minor": Permission.MINOR_DISCLOSE,
    "set_status": Permission.HOUSEHOLD_REGISTER,
    "change_head": Permission.HOUSEHOLD_REGISTER,
    "print_code": Permission.CODE_ISSUE,
    "declare_relative": Permission.RELATIVE_DECLARE,
    "act_for": Permission.PROXY_ACT,
}
REQUEST_ACTIONS = ("approve", "refuse")


def invitation_actions(actor: Actor) -> tuple[str, ...]:
    """Return what a scanned join code offers; who has a household needs none."""
    if actor.person_id is None:
        return STRANGER_ACTIONS
    return OUTSIDER_ACTIONS if actor.household_id is None else ("open_home",)


def is_member(actor: Actor, household_id: int) -> bool:
    """Tell whether the actor belongs to the household now."""
    return actor.household_id == household_id


def acts_as_member(actor: Actor, household_id: int, permission: Permission) -> bool:
    """Tell whether membership alone lets the actor do this for the household."""
    return is_member(actor, household_id) and permission in RESIDENT


def may_decide(actor: Actor, applicant_id: int) -> bool:
    """Tell whether the actor may decide a person's request: never her own."""
    return actor.person_id != applicant_id


def is_from_outside(actor: Actor, found_by: FoundBy, household_id: int) -> bool:
    """Tell whether the actor is no member of a household that was found by a phone number."""
    return found_by is FoundBy.CODE or not is_member(actor, household_id)


def is_told_household(found_by: FoundBy, state: JoinState, *, is_applicant: bool) -> bool:
    """Tell whether a request names its household: not to who was only found by her number."""
    return not is_applicant or found_by is FoundBy.CODE or state is JoinState.APPROVED


def door_actions(*, is_member: bool, is_leader: bool, is_overseer: bool) -> tuple[str, ...]:
    """Return what a door plate offers to somebody who is signed in; membership goes first."""
    if is_member:
        return MEMBER_ACTIONS
    if is_leader:
        return LEADER_ACTIONS
    return OVERSEER_ACTIONS if is_overseer else OUTSIDER_ACTIONS


def card_actions(*, is_member: bool, is_leader: bool, is_shopkeeper: bool) -> tuple[str, ...]:
    """Return what a household's card offers to somebody who is signed in."""
    if is_member:
        return ("open_home",)
    if is_leader:
        return ("act_for",)
    return ("open_orders",) if is_shopkeeper else OUTSIDER_ACTIONS


def reaches(actor: Actor, permission: Permission, household_id: int, village_path: str) -> bool:
    """Tell whether the actor holds a permission for a household, by office or as its member."""
    scope = actor.scope(permission)
    return household_id in scope.household_ids or scope.covers_path(village_path)


def household_actions(
    actor: Actor, household_id: int, village_path: str, *, is_declared: bool
) -> list[str]:
    """Return what the actor may do with a household; nobody acts for her own as a leader."""
    spent = set(_spent_actions(is_own=is_member(actor, household_id), is_declared=is_declared))
    return [
        action
        for action, permission in HOUSEHOLD_ACTIONS.items()
        if action not in spent and reaches(actor, permission, household_id, village_path)
    ]


def request_actions(
    actor: Actor,
    state: JoinState,
    found_by: FoundBy,
    applicant_id: int,
    household_id: int,
    village_path: str,
) -> tuple[str, ...]:
    """Return how the actor may decide a request: once, while it waits."""
    is_hers = reaches(actor, Permission.HOUSEHOLD_APPROVE, household_id, village_path)
    is_others = may_decide(actor, applicant_id) and is_from_outside(actor, found_by, household_id)
    return REQUEST_ACTIONS if state is JoinState.PENDING and is_hers and is_others else ()


def _spent_actions(*, is_own: bool, is_declared: bool) -> Iterator[str]:
    if is_own:
        yield from ("act_for", "disclose_minor")
    if is_declared:
        yield "declare_relative"
