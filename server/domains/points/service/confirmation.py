"""Confirm claims (确认): one set-based path for 1 to 100, authorised inside the statement."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, text

from models.base import UtcDateTime
from models.vocabulary import (
    AccountKind,
    ClaimState,
    Door,
    EvidencedAct,
    MessageKind,
    TransferCode,
)
from server.domains.evidence import service as evidence
from server.domains.evidence.errors import PhotosMissing
from server.domains.households import service as households
from server.domains.messages import service as messages
from server.domains.points import policy, queries
from server.domains.points.queries import CountedClaim, UndecidedClaim
from server.domains.points.rules.outcomes import (
    DETAILS,
    ConfirmOutcome,
    ConfirmResult,
    Standing,
    explain,
)
from server.domains.points.service import caps, ledger
from server.domains.points.service.deciding import missing_claim, own_claim
from server.domains.points.service.ledger import Entry, Side
from server.kernel import walls
from server.kernel.errors import DomainError
from server.kernel.permissions import Permission
from server.kernel.work import Work

# Of two who confirm, she is the first; whose own or relative's it has become since counts no more.
_IS_FIRST = """
        confirm_level = 'L2' AND (first_confirmed_by IS NULL
         OR EXISTS (SELECT 1 FROM members AS m
                     WHERE m.person_id = first_confirmed_by AND m.left_at IS NULL
                       AND m.household_id = points_claims.household_id)
         OR EXISTS (SELECT 1 FROM declared_relatives AS r
                     WHERE r.person_id = first_confirmed_by AND r.withdrawn_at IS NULL
                       AND r.household_id = points_claims.household_id))
"""

_CONFIRM = text(
    f"""
    UPDATE points_claims
       SET state = CASE WHEN {_IS_FIRST} THEN 'submitted' ELSE 'confirmed' END,
           confirmed_by = CASE WHEN {_IS_FIRST} THEN NULL ELSE CAST(:actor AS bigint) END,
           confirmed_at = CASE WHEN {_IS_FIRST} THEN NULL ELSE :now END,
           posting_id = CASE WHEN {_IS_FIRST} THEN NULL ELSE CAST(:posting AS text) END,
           first_confirmed_at = CASE WHEN {_IS_FIRST} THEN :now ELSE first_confirmed_at END,
           first_confirmed_by = CASE WHEN {_IS_FIRST} THEN CAST(:actor AS bigint)
                                     ELSE first_confirmed_by END
      FROM (SELECT CAST(j.key AS bigint) AS wanted_id
              FROM json_each(:ids) AS j ORDER BY 1) AS wanted
     WHERE points_claims.id = wanted.wanted_id
       AND points_claims.state = 'submitted'
       AND (submitted_by IS NULL OR submitted_by <> :actor)
       AND (first_confirmed_by IS NULL OR first_confirmed_by <> :actor)
       AND EXISTS (
           SELECT 1 FROM role_grants AS g
             JOIN organisations AS v ON v.id = points_claims.village_id
            WHERE g.person_id = :actor AND g.since_at <= :now
              AND (g.until_at IS NULL OR g.until_at > :now)
              AND ((g.organisation_id = v.id AND points_claims.confirm_level IN ('L1', 'L2', 'SYS')
                    AND g.role IN ('village_chair', 'village_executive'))
                OR (g.organisation_id = v.id AND points_claims.confirm_level = 'L2'
                    AND g.role = 'assessor')
                OR (g.organisation_id = v.parent_id AND points_claims.confirm_level = 'L3'
                    AND g.role = 'town_officer')))
       AND NOT EXISTS (
           SELECT 1 FROM members AS m
            WHERE m.person_id = :actor AND m.left_at IS NULL
              AND m.household_id = points_claims.household_id)
       AND NOT EXISTS (
           SELECT 1 FROM declared_relatives AS r
            WHERE r.person_id = :actor AND r.withdrawn_at IS NULL
              AND r.household_id = points_claims.household_id)
       AND NOT EXISTS (
           SELECT 1 FROM named_photos AS n
             LEFT JOIN photos AS p ON p.household_id = n.household_id AND p.sha256 = n.sha256
            WHERE n.act = 'claim' AND n.object_id = points_claims.id AND p.id IS NULL)
    RETURNING id, state, village_id
    """  # noqa: S608 - a constant of this module
).bindparams(bindparam("now", type_=UtcDateTime()))

_TAKE_BACK = text(
    """
    UPDATE points_claims
       SET state = 'submitted', confirmed_by = NULL, confirmed_at = NULL, posting_id = NULL
     WHERE posting_id = :posting
       AND id IN (SELECT CAST(j.key AS bigint) FROM json_each(:ids) AS j)
    """
)


class _Touched(NamedTuple):
    """A claim whose state she changed; still `submitted` when hers was the first of two."""

    id: int
    state: ClaimState
    village_id: int


def confirm_claims(work: Work, claim_ids: Sequence[int]) -> list[ConfirmResult]:
    """Confirm claims and return what became of each, in the order asked for.

    Who may: chair or executive of the village (L1, SYS), two of chair, executives and assessors
    (L2), the town's officer (L3); never the person who submitted it, never for her own or a
    declared relative's household. A claim goes whole or not at all under its caps.

    Asked for a single claim, raises ClaimNotFound, OwnHousehold (AB-4) and PhotosMissing; in a
    batch these are results like the others.
    """
    wanted = list(dict.fromkeys(claim_ids))
    posting_id = ledger.new_posting()
    touched = _claim(work, wanted, posting_id)
    confirmed = _keep_within_caps(work, touched, posting_id)
    ledger.post(work, [_award(claim) for claim in confirmed], posting_id=posting_id)
    _tell(work, confirmed)
    results = _settle_results(work, touched, {claim.id for claim in confirmed})
    missed = [claim_id for claim_id in wanted if claim_id not in results]
    results |= _explain_missed(work, missed, is_single=len(wanted) == 1)
    return [results[claim_id] for claim_id in wanted]


def _settle_results(
    work: Work, touched: list[_Touched], confirmed: set[int]
) -> dict[int, ConfirmResult]:
    """Return and audit the results of the claims whose state she could change."""
    results: dict[int, ConfirmResult] = {}
    for claim in touched:
        outcome = ConfirmOutcome.OVER_CAP
        if claim.state == ClaimState.SUBMITTED:
            outcome = ConfirmOutcome.FIRST_CONFIRMED
        elif claim.id in confirmed:
            outcome = ConfirmOutcome.CONFIRMED
        results[claim.id] = _result(claim.id, outcome)
        village_id = claim.village_id
        work.audit(
            "confirm_claim", "points_claim", claim.id, village_id=village_id, outcome=outcome.value
        )
    return results


def _claim(work: Work, claim_ids: Iterable[int], posting_id: str) -> list[_Touched]:
    """Change the state of every claim she may confirm; return their new states."""
    values = {
        "ids": json.dumps(dict.fromkeys(claim_ids, 1)),
        "actor": work.person_id,
        "now": work.now,
        "posting": posting_id,
    }
    rows = work.session.execute(_CONFIRM, values)
    return [_Touched(claim_id, ClaimState(state), village) for claim_id, state, village in rows]


def _keep_within_caps(work: Work, touched: list[_Touched], posting_id: str) -> list[CountedClaim]:
    """Return the claims that were confirmed and have room; the others wait again."""
    ids = [claim.id for claim in touched if claim.state == ClaimState.CONFIRMED]
    if not ids:
        return []
    claims = queries.list_counted(work.session, ids)
    kept = {claim.claim_id for claim in caps.take(work, [claim.capped for claim in claims])}
    over = [claim_id for claim_id in ids if claim_id not in kept]
    if over:
        values = {"ids": json.dumps(dict.fromkeys(over, 1)), "posting": posting_id}
        work.session.execute(_TAKE_BACK, values)
    return [claim for claim in claims if claim.id in kept]


def _award(claim: CountedClaim) -> Entry:
    return Entry(
        village_id=claim.village_id,
        household_id=claim.household_id,
        debit=Side(AccountKind.ISSUED, claim.points_year),
        credit=Side(AccountKind.IN_NOTICE, claim.points_year),
        amount=claim.points,
        code=TransferCode.AWARD,
        caused_by=f"claim:{claim.id}",
        award_id=claim.id,
    )


def _explain_missed(
    work: Work, claim_ids: list[int], *, is_single: bool
) -> dict[int, ConfirmResult]:
    """Say why claims were not confirmed by her now; what is not hers to see was not found."""
    if not claim_ids:
        return {}
    scope = work.actor.office_scope(Permission.CLAIM_CONFIRM)
    own = households.own_and_relative_ids(work.session, work.person_id)
    with walls.look_through(work.session, Door.TRACE):
        known = {claim.id: claim for claim in queries.list_undecided(work.session, claim_ids)}
    missing = evidence.count_missing(work, EvidencedAct.CLAIM, claim_ids)
    results: dict[int, ConfirmResult] = {}
    for claim_id in claim_ids:
        claim = known.get(claim_id)
        if claim is None or not scope.covers_path(claim.village_path):
            results[claim_id] = _result(claim_id, ConfirmOutcome.NOT_FOUND)
        else:
            who_decides = policy.WHO_DECIDES[claim.confirm_level]
            results[claim_id] = explain(
                claim_id, _standing(work, claim, own, missing.get(claim_id, 0)), who_decides
            )
        _leave_refusal(work, results[claim_id], claim, is_single=is_single)
    return results


def _standing(
    work: Work, claim: UndecidedClaim, own: frozenset[int], photos_missing: int
) -> Standing:
    return Standing(
        state=claim.state,
        is_own_or_relative=claim.household_id in own,
        is_submitted_by_her=claim.submitted_by == work.person_id,
        is_first_confirmed_by_her=claim.first_confirmed_by == work.person_id,
        photos_missing=photos_missing,
    )


def _leave_refusal(
    work: Work, result: ConfirmResult, claim: UndecidedClaim | None, *, is_single: bool
) -> None:
    """Record own households and foreign ids for the level above; a single one is refused."""
    refused = _refusal(result, claim)
    if refused is not None and is_single:
        raise refused
    work.records.extend(refused.records if refused else ())


def _refusal(result: ConfirmResult, claim: UndecidedClaim | None) -> DomainError | None:
    if result.outcome == ConfirmOutcome.NOT_FOUND:
        return missing_claim(result.claim_id, claim.village_id if claim else None)
    if result.outcome == ConfirmOutcome.OWN_HOUSEHOLD and claim is not None:
        return own_claim(claim.id, claim.village_id, "confirm_claim")
    if result.outcome == ConfirmOutcome.PHOTOS_MISSING:
        return PhotosMissing(result.photos_missing)
    return None


def _tell(work: Work, claims: Iterable[CountedClaim]) -> None:
    """Tell each household once, however many of its claims were confirmed."""
    found: dict[tuple[int, int], list[CountedClaim]] = defaultdict(list)
    for claim in claims:
        found[claim.household_id, claim.village_id].append(claim)
    tells = [
        messages.Tell(
            household_id=household_id,
            village_id=village_id,
            kind=MessageKind.CLAIM_CONFIRMED,
            title="积分确认了",
            body=_body(own),
        )
        for (household_id, village_id), own in found.items()
    ]
    messages.tell_many(work, tells)


def _body(claims: list[CountedClaim]) -> str:
    points = sum(claim.points for claim in claims)
    first = claims[0].title
    what = f"“{first}”" if len(claims) == 1 else f"“{first}”等{len(claims)}条"
    return f"{what}确认了，共{points}分，公示期满就能用。"


def _result(claim_id: int, outcome: ConfirmOutcome) -> ConfirmResult:
    return ConfirmResult(claim_id, outcome, DETAILS[outcome])
