"""What codes of households open, by who scans: door plate (门牌码), card (积分卡), join code."""

from abc import ABC, abstractmethod

from server.domains.households import policy, queries, rules
from server.domains.households.service.naming import masked_labels
from server.domains.households.service.registry import get_household
from server.kernel.permissions import Permission
from server.kernel.ports import CodeOpening
from server.kernel.work import Work


class HouseholdCode(ABC):
    """A CodeTarget that is a household; whom it is nothing to learns nothing."""

    def village_of(self, work: Work, target_id: int) -> int:
        """Return the village of a household the actor prints codes for; HouseholdNotFound."""
        scope = work.actor.office_scope(Permission.CODE_ISSUE)
        return get_household(scope, work.session, target_id).village_id

    def open(self, work: Work, target_id: int) -> CodeOpening:
        """Return what the household is to the actor; without facts when it is none of hers."""
        if work.actor.person_id is None:
            return CodeOpening(target_id, {}, policy.STRANGER_ACTIONS)
        actions = self._actions(work, target_id)
        if actions == policy.OUTSIDER_ACTIONS:
            return CodeOpening(target_id, {}, actions)
        return CodeOpening(target_id, self._facts(work, target_id), actions)

    @abstractmethod
    def _actions(self, work: Work, household_id: int) -> tuple[str, ...]:
        """Return what the actor may do with the household."""

    @abstractmethod
    def _facts(self, work: Work, household_id: int) -> dict[str, str]:
        """Return what the actor is told of it."""


class DoorPlate(HouseholdCode):
    """The code at the door: for the household, its leaders and those who look after them."""

    def _actions(self, work: Work, household_id: int) -> tuple[str, ...]:
        return policy.door_actions(
            is_member=policy.is_member(work.actor, household_id),
            is_leader=_holds(work, Permission.PROXY_ACT, household_id),
            is_overseer=_holds(work, Permission.HOUSEHOLD_READ, household_id),
        )

    def _facts(self, work: Work, household_id: int) -> dict[str, str]:
        scope = work.actor.scope(Permission.HOUSEHOLD_READ)
        number = get_household(scope, work.session, household_id).number
        return {"number": number, "label": _label(work, household_id)}


class Card(HouseholdCode):
    """The code on the card: home, acting for her, or her orders at the counter."""

    def _actions(self, work: Work, household_id: int) -> tuple[str, ...]:
        return policy.card_actions(
            is_member=policy.is_member(work.actor, household_id),
            is_leader=_holds(work, Permission.PROXY_ACT, household_id),
            is_shopkeeper=_holds(work, Permission.ORDER_FULFIL, household_id),
        )

    def _facts(self, work: Work, household_id: int) -> dict[str, str]:
        return {"label": _label(work, household_id)}


class JoinCodes:
    """The DerivedCodes of invitations: one who has no household may hand a request in with hers.

    Whether a code is good is not looked up here: it has 30 bits, so only `ask_to_join` tells, to
    one try of a person after the other, and of those to six.
    """

    def open(self, work: Work, scene: str) -> CodeOpening | None:
        """Return what every text that could be a join code is to the actor."""
        if not rules.could_be_join_code(scene):
            return None
        return CodeOpening(None, {}, policy.invitation_actions(work.actor))


def _holds(work: Work, permission: Permission, household_id: int) -> bool:
    return queries.lies_within(work.actor.office_scope(permission), work.session, household_id)


def _label(work: Work, household_id: int) -> str:
    return masked_labels(work, [household_id])[household_id]
