"""Who may do what with a household, decided from the actor alone."""

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


def is_member(actor: Actor, household_id: int) -> bool:
    """Tell whether the actor belongs to the household now."""
    return actor.household_id == household_id


def acts_as_member(actor: Actor, household_id: int, permission: Permission) -> bool:
    """Tell whether membership alone lets the actor do this for the household."""
    return is_member(actor, household_id) and permission in RESIDENT


def may_decide(actor: Actor, applicant_id: int) -> bool:
    """Tell whether the actor may decide a person's request: never her own."""
    return actor.person_id != applicant_id


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
