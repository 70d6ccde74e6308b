"""Who may decide about one claim: in scope, of the right office, never her own household's."""

from models.organisations import Organisation
from models.points import PointsClaim
from models.vocabulary import AnomalyKind, CheckedText
from server.domains.households import service as households
from server.domains.households.errors import OwnHousehold
from server.domains.organisations import service as organisations
from server.domains.points import policy
from server.domains.points.errors import (
    CLAIM_MISSING,
    OWN_HOUSEHOLD,
    ClaimNotFound,
    NotYoursToDecide,
)
from server.kernel.errors import NotFound
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal

CLAIM_REASONS = households.WrittenText(
    CheckedText.CLAIM_REASON,
    (PointsClaim.reason,),
    refused="您写的原因没有给住户看，请当面告诉她家。",
)


def get_to_decide(work: Work, claim_id: int, permission: Permission, *, action: str) -> PointsClaim:
    """Return a claim the actor may decide about, its row held until the transaction ends.

    Raises ClaimNotFound outside her office, OwnHousehold for her own or a declared relative's
    household (403, in the anomaly list).
    """
    scope = work.actor.office_scope(permission)
    missing = ClaimNotFound(CLAIM_MISSING)
    claim = organisations.get_within(scope, work.session, PointsClaim, claim_id, missing)
    own = households.own_and_relative_ids(work.session, work.person_id)
    if claim.household_id in own:
        raise own_claim(claim.id, claim.village_id, action)
    work.session.refresh(claim, with_for_update=True)
    return claim


def check_office(work: Work, claim: PointsClaim, action: str) -> None:
    """Refuse an office that does not decide claims of this level. Raises NotYoursToDecide."""
    village = work.session.get_one(Organisation, claim.village_id)
    if not policy.decides(work.actor.grants, village.path, claim.confirm_level):
        record = refusal(action, "points_claim", claim.id, village_id=claim.village_id)
        raise NotYoursToDecide(policy.WHO_DECIDES[claim.confirm_level], records=(record,))


def own_claim(claim_id: int, village_id: int, action: str) -> OwnHousehold:
    """Return the refusal of an act on one's own household, recorded for the level above (AB-4)."""
    record = refusal(
        action,
        "points_claim",
        claim_id,
        village_id=village_id,
        anomaly=AnomalyKind.OWN_OR_RELATIVE,
    )
    return OwnHousehold(OWN_HOUSEHOLD, records=(record,))


def missing_claim(claim_id: int, village_id: int | None) -> NotFound:
    """Return the refusal of a claim outside her office.

    That it exists is only recorded, for the level above its village (AB-13); None when it does not.
    """
    missing = ClaimNotFound(CLAIM_MISSING)
    return organisations.out_of_sight(missing, PointsClaim.__tablename__, claim_id, village_id)
