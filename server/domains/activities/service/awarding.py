"""Points for attendance (活动积分): claims the system makes by the activity's rule."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from models.activities import SignUp
from models.points import EarningRule, PointsClaim
from models.vocabulary import ConfirmLevel
from server.domains.activities.queries import LockedShift
from server.domains.activities.rules import PointsOutcome, earns_by_itself
from server.domains.households import service as households
from server.domains.points import service as points
from server.kernel.clock import local_date
from server.kernel.work import Work

CONFIRMED_TOGETHER = 100


def award(work: Work, shift: LockedShift, came: Sequence[SignUp]) -> dict[int, PointsOutcome]:
    """Claim the activity's points for those who came; return what became of each sign-up's.

    Calling the roll confirms them where the rule says so, except for the roll-caller's own and
    declared relatives' households, which wait for another confirmer (AB-4).
    """
    outcomes = {row.id: PointsOutcome.NONE for row in came}
    deed_on = local_date(shift.starts_at)
    rule = _find_rule(work, shift, deed_on)
    if rule is None or not came:
        return outcomes
    claims = _record(work, shift, rule, came)
    outcomes |= dict.fromkeys(claims.values(), PointsOutcome.SUBMITTED)
    if rule.confirm_level is ConfirmLevel.SYSTEM:
        outcomes |= _confirm(work, claims, {row.id: row.household_id for row in came})
    return outcomes


def _find_rule(work: Work, shift: LockedShift, deed_on: date) -> EarningRule | None:
    if shift.rule_code is None:
        return None
    rule = points.find_rule(work.session, shift.village_id, shift.rule_code, deed_on)
    if rule is None or not earns_by_itself(rule.trigger, rule.applicants):
        return None
    return rule


def _record(
    work: Work, shift: LockedShift, rule: EarningRule, came: Sequence[SignUp]
) -> dict[int, int]:
    """Record the claims and return the sign-up behind each; a household may have earned none.

    In the order of households, so that the lots confirmed afterwards lock their accounts in order.
    """
    by_household = sorted(came, key=lambda row: (row.household_id, row.id))
    sign_ups = {f"sign_up:{row.id}": row for row in by_household}
    items = [
        points.SystemClaim(
            household_id=row.household_id,
            village_id=row.village_id,
            member_id=row.member_id,
            rule_code=rule.code,
            deed_on=local_date(shift.starts_at),
            source=source,
            minutes=shift.span.minutes,
        )
        for source, row in sign_ups.items()
    ]
    recorded = select(PointsClaim.id, PointsClaim.source).where(
        PointsClaim.id.in_(points.record_system_claims(work, items))
    )
    rows = work.session.execute(recorded.order_by(PointsClaim.id))
    return {claim_id: sign_ups[source].id for claim_id, source in rows}


def _confirm(
    work: Work, claims: Mapping[int, int], household_of: Mapping[int, int]
) -> dict[int, PointsOutcome]:
    """Confirm what the roll-caller may confirm, in lots; return the outcome by sign-up."""
    own = households.own_and_relative_ids(work.session, work.person_id)
    waits = PointsOutcome.WAITS_FOR_ANOTHER
    outcomes = {sign_up: waits for sign_up in claims.values() if household_of[sign_up] in own}
    hers = [claim for claim, sign_up in claims.items() if sign_up not in outcomes]
    for start in range(0, len(hers), CONFIRMED_TOGETHER):
        lot = hers[start : start + CONFIRMED_TOGETHER]
        for result in points.confirm_claims(work, lot):
            outcomes[claims[result.claim_id]] = PointsOutcome(result.outcome)
    return outcomes
