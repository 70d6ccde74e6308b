"""What the code on a household's door plate (门牌码) opens, by who scans it."""

from server.domains.households import policy, queries
from server.domains.households.service.registry import get_household, masked_labels
from server.kernel.permissions import Permission
from server.kernel.ports import CodeOpening
from server.kernel.work import Work


class DoorPlate:
    """The CodeTarget of households."""

    def village_of(self, work: Work, target_id: int) -> int:
        """Return the village of a household the actor prints codes for; HouseholdNotFound."""
        scope = work.actor.office_scope(Permission.CODE_ISSUE)
        return get_household(scope, work.session, target_id).village_id

    def open(self, work: Work, target_id: int) -> CodeOpening:
        """Return what the household is to the actor; without facts when it is none of hers."""
        if work.actor.person_id is None:
            return CodeOpening(target_id, {}, policy.STRANGER_ACTIONS)
        leads = work.actor.office_scope(Permission.PROXY_ACT)
        sees = work.actor.office_scope(Permission.HOUSEHOLD_READ)
        actions = policy.door_actions(
            is_member=policy.is_member(work.actor, target_id),
            is_leader=queries.lies_within(leads, work.session, target_id),
            is_overseer=queries.lies_within(sees, work.session, target_id),
        )
        if actions == policy.OUTSIDER_ACTIONS:
            return CodeOpening(target_id, {}, actions)
        return CodeOpening(target_id, _facts(work, target_id), actions)


def _facts(work: Work, household_id: int) -> dict[str, str]:
    scope = work.actor.scope(Permission.HOUSEHOLD_READ)
    household = get_household(scope, work.session, household_id)
    labels = masked_labels(work.session, [household.id])
    return {"number": household.number, "label": labels[household.id]}
