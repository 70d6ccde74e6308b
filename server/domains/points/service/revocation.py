"""Take an award back, once (撤销): from the notice, from what can be spent, or as a debt (待抵)."""

from dataclasses import dataclass

from models.points import PointsClaim
from models.vocabulary import AccountKind, ClaimState, MessageKind, TransferCode
from server.domains.messages import service as messages
from server.domains.points import policy, queries
from server.domains.points.errors import ClaimAlreadyDecided
from server.domains.points.queries import CountedClaim
from server.domains.points.rules.splits import split_revocation
from server.domains.points.rules.words import STATE_WORDS
from server.domains.points.service import caps, deciding, ledger
from server.domains.points.service.ledger import Entry, Side
from server.kernel.permissions import Permission
from server.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Revoked:
    """What a revocation took: points gone now, and points the household owes (待抵)."""

    claim: PointsClaim
    taken: int
    owed: int


def revoke_claim(work: Work, claim_id: int, reason: str) -> Revoked:
    """Take back a confirmed claim with a reason: chair or town officer, never her own household.

    Redeemable points never fall below 0; what was spent already stays owed (AB-10). Its room
    under the caps comes back. Raises ClaimNotFound, OwnHousehold, ClaimAlreadyDecided.
    """
    claim = deciding.get_to_decide(work, claim_id, Permission.CLAIM_REVOKE, action="revoke_claim")
    state = claim.state
    if state not in policy.REVOCABLE:
        detail = f"只有确认过的积分能撤销，这一条现在是“{STATE_WORDS[state]}”。"
        raise ClaimAlreadyDecided(detail, state=state.value)
    claim.state = ClaimState.REVOKED
    claim.reason = reason
    claim.decided_by, claim.decided_at = work.person_id, work.now
    work.session.flush()
    (counted,) = queries.list_counted(work.session, [claim.id])
    caps.give_back(work, [counted.capped])
    is_effective = state == ClaimState.EFFECTIVE
    entries = _from_balances(work, counted) if is_effective else [_from_notice(counted)]
    ledger.post(work, entries)
    owed = sum(e.amount for e in entries if e.code == TransferCode.ARREARS_INCURRED)
    work.audit(
        "revoke_claim",
        "points_claim",
        claim.id,
        village_id=claim.village_id,
        before=state.value,
        after=claim.state.value,
        owed=owed,
    )
    deciding.CLAIM_REASONS.submit(work, claim, work.person_id)
    _tell(work, counted, owed)
    return Revoked(claim, claim.points - owed, owed)


def _from_notice(claim: CountedClaim) -> Entry:
    debit = Side(AccountKind.IN_NOTICE, claim.points_year)
    return _taken(claim, debit, claim.points, TransferCode.AWARD_REVOKED)


def _from_balances(work: Work, claim: CountedClaim) -> list[Entry]:
    balances = ledger.lock_balances(work, [claim.household_id])
    redeemable = ledger.by_year(balances, claim.household_id, AccountKind.REDEEMABLE)
    split = split_revocation(redeemable, claim.points_year, claim.points)
    entries = [
        _taken(claim, Side(AccountKind.REDEEMABLE, year), share, TransferCode.AWARD_REVOKED)
        for year, share in split.taken.items()
    ]
    if split.owed:
        debt = Side(AccountKind.ARREARS, claim.points_year)
        entries.append(_taken(claim, debt, split.owed, TransferCode.ARREARS_INCURRED))
    return entries


def _taken(claim: CountedClaim, debit: Side, amount: int, code: TransferCode) -> Entry:
    return Entry(
        village_id=claim.village_id,
        household_id=claim.household_id,
        debit=debit,
        credit=Side(AccountKind.ISSUED, claim.points_year),
        amount=amount,
        code=code,
        caused_by=f"claim:{claim.id}",
        award_id=claim.id,
    )


def _tell(work: Work, claim: CountedClaim, owed: int) -> None:
    body = f"“{claim.title}”的{claim.points}分撤销了，原因请点开这一条看。"
    if owed:
        body += f"其中{owed}分已经用掉，从以后的积分里抵（待抵）。"
    messages.tell(
        work,
        household_id=claim.household_id,
        village_id=claim.village_id,
        kind=MessageKind.CLAIM_REVOKED,
        title="有一条积分撤销了",
        body=body,
    )
