"""What the code on a household's card (积分卡) opens, by who scans it."""

from server.domains.households import policy, queries
from server.domains.households.service.registry import get_household, masked_labels
from server.kernel.permissions import Permission
from server.kernel.ports import CodeOpening
from server.kernel.work import Work


class Card:
    """The CodeTarget of membership cards; whom it is nothing to learns nothing."""

    def village_of(self, work: Work, target_id: int) -> int:
        """Return the village of a household the actor prints cards for; HouseholdNotFound."""
        scope = work.actor.office_scope(Permission.CODE_ISSUE)
        return get_household(scope, work.session, target_id).village_id

    def open(self, work: Work, target_id: int) -> CodeOpening:
        """Return where the card leads: home, acting for her, or her orders at the counter."""
        if work.actor.person_id is None:
            return CodeOpening(target_id, {}, policy.STRANGER_ACTIONS)
        leads = work.actor.office_scope(Permission.PROXY_ACT)
        serves = work.actor.office_scope(Permission.ORDER_FULFIL)
        actions = policy.card_actions(
            is_member=policy.is_member(work.actor, target_id),
            is_leader=queries.lies_within(leads, work.session, target_id),
            is_shopkeeper=queries.lies_within(serves, work.session, target_id),
        )
        if actions == policy.OUTSIDER_ACTIONS:
            return CodeOpening(target_id, {}, actions)
        facts = {"label": masked_labels(work.session, [target_id])[target_id]}
        return CodeOpening(target_id, facts, actions)
