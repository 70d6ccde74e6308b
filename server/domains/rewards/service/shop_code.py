"""What the code at the door of a points shop (积分超市码) opens, by who scans it."""

from server.domains.organisations import service as organisations
from server.domains.rewards import policy
from server.domains.rewards.service.shelf import lives_in
from server.kernel.permissions import Permission
from server.kernel.ports import CodeOpening
from server.kernel.work import Work


class ShopCode:
    """The CodeTarget of shops; a village has one, and its shelf is public."""

    def village_of(self, work: Work, target_id: int) -> int:
        """Return the village whose shop code the actor prints; OrganisationNotFound."""
        scope = work.actor.office_scope(Permission.CODE_ISSUE)
        return organisations.get_village(scope, work.session, target_id).id

    def open(self, work: Work, target_id: int) -> CodeOpening:
        """Return the village's name, and whether she orders, serves or only looks."""
        village = organisations.get_any_village(work.session, target_id)
        serves = work.actor.office_scope(Permission.ORDER_FULFIL)
        actions = policy.shop_actions(
            is_signed_in=work.actor.person_id is not None,
            lives_here=lives_in(work, target_id, work.actor.household_id),
            serves_here=serves.covers_path(village.path),
        )
        return CodeOpening(target_id, {"village_name": village.name}, actions)
