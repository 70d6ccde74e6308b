"""What of claims can be reported (举报)."""

from models.points import PointsClaim
from models.vocabulary import CheckedText, CheckState
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.domains.points.errors import CLAIM_MISSING, ClaimNotFound
from server.kernel.permissions import Permission
from server.kernel.ports import Shown
from server.kernel.work import Work


class ShownNotes:
    """Notes of claims can be reported by whoever reads them (the port of moderation)."""

    def find_shown(self, work: Work, object_id: int) -> Shown:
        """Return a claim whose note has passed and is shown to the actor. Raises ClaimNotFound."""
        scope = work.actor.scope(Permission.CLAIM_READ)
        missing = ClaimNotFound(CLAIM_MISSING)
        claim = organisations.get_within(scope, work.session, PointsClaim, object_id, missing)
        states = moderation.states_of(work, CheckedText.CLAIM_NOTE, [claim.id])
        if states[claim.id] is not CheckState.PASSED:
            raise ClaimNotFound(CLAIM_MISSING)
        return Shown(claim.village_id, claim.submitted_by)
