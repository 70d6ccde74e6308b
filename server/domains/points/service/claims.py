"""Submit claims (申报): by a member for her household, or by a leader for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.points import EarningRule, PointsClaim
from models.vocabulary import Applicant, CheckedText, ClaimState, EvidencedAct, MessageKind
from server.domains.evidence import service as evidence
from server.domains.households import service as households
from server.domains.households.service import ActingFor
from server.domains.messages import service as messages
from server.domains.points import queries
from server.domains.points.errors import (
    ClaimAlreadyDecided,
    ExclusiveClaim,
    RuleNotInForce,
)
from server.domains.points.rules.deeds import Deed, check_deed, points_of
from server.domains.points.rules.periods import period_of
from server.domains.points.rules.words import STATE_WORDS
from server.domains.points.service import deciding
from server.domains.points.service.terms import households_excluded, terms_of
from server.kernel.permissions import Permission
from server.kernel.work import OnBehalf, Work

CLAIM_NOTES = households.WrittenText(
    CheckedText.CLAIM_NOTE,
    (PointsClaim.note,),
    refused="积分申报还在，只是您写的说明没有给人看，请当面跟村（社区）妇联说。",
)


@dataclass(frozen=True, slots=True)
class ReportedDeed:
    """What somebody reports; rules per 小时 count `quantity` in half-hours, `photos` are hashes."""

    rule_code: str
    deed_on: date
    quantity: int = 1
    note: str = ""
    photos: Sequence[str] = ()


def submit_claim(
    work: Work, household_id: int, deed: ReportedDeed, behalf: OnBehalf | None = None
) -> PointsClaim:
    """Submit a claim for a household; who submits it can never confirm it.

    Raises RuleNotInForce, ClaimRefused with everything that does not fit, ExclusiveClaim, and
    AlreadyClaimed by constraint; HouseholdNotFound to everybody who may not act for it.
    """
    acting = households.acting_for(work, household_id, Permission.CLAIM_SUBMIT, behalf)
    rule = _rule_in_force(work, acting.household.village_id, deed)
    terms = terms_of(rule)
    applicant = Applicant.LEADER if acting.is_proxy else Applicant.HOUSEHOLD
    facts = Deed(applicant, acting.household.zone, deed.deed_on, deed.quantity)
    check_deed(terms, facts, work.today)
    if households_excluded(work, rule, [household_id], deed.deed_on):
        detail = "这段时间已经按相近的另一条报过了，两条只能算一条。"
        raise ExclusiveClaim(detail)
    claim = _new_claim(work, acting, rule, deed)
    work.session.add(claim)
    work.session.flush()
    _name_photos(work, claim, deed.photos)
    CLAIM_NOTES.submit(work, claim, work.person_id)
    households.record_proxy(work, acting, "submit_claim", "points_claim", claim.id)
    work.audit("submit_claim", "points_claim", claim.id, village_id=claim.village_id)
    body = f"“{rule.title}”报上了，{claim.points}分，等确认。"
    _tell(work, claim, MessageKind.CLAIM_SUBMITTED, "积分报上了", body)
    return claim


def _rule_in_force(work: Work, village_id: int, deed: ReportedDeed) -> EarningRule:
    rule = queries.find_rule(work.session, village_id, deed.rule_code, deed.deed_on)
    if rule is None:
        detail = "那一天还没有启用这条规则，请看积分规则表，或问村（社区）妇联。"
        raise RuleNotInForce(detail, rule_code=deed.rule_code)
    return rule


def _new_claim(work: Work, acting: ActingFor, rule: EarningRule, deed: ReportedDeed) -> PointsClaim:
    return PointsClaim(
        village_id=acting.household.village_id,
        household_id=acting.household.id,
        member_id=acting.member_id,
        rule_id=rule.id,
        deed_on=deed.deed_on,
        source="",
        quantity=deed.quantity,
        points=points_of(terms_of(rule), deed.quantity),
        note=deed.note,
        confirm_level=rule.confirm_level,
        rule_period=period_of(deed.deed_on, rule.cap_period),
        points_year=deed.deed_on.year,
        state=ClaimState.SUBMITTED,
        submitted_by=work.person_id,
        submitted_at=work.now,
    )


def _name_photos(work: Work, claim: PointsClaim, hashes: Sequence[str]) -> None:
    evidenced = evidence.Evidenced(
        act=EvidencedAct.CLAIM,
        object_id=claim.id,
        village_id=claim.village_id,
        household_id=claim.household_id,
        done_on=claim.deed_on,
    )
    evidence.name_photos(work, evidenced, hashes)


def return_claim(work: Work, claim_id: int, reason: str) -> PointsClaim:
    """Give a claim back with a reason (退回); the household may submit it again.

    Who may is who confirms claims of its level. Raises ClaimNotFound, OwnHousehold,
    NotYoursToDecide, ClaimAlreadyDecided.
    """
    action = "return_claim"
    claim = deciding.get_to_decide(work, claim_id, Permission.CLAIM_CONFIRM, action=action)
    deciding.check_office(work, claim, action)
    if claim.state != ClaimState.SUBMITTED:
        detail = f"这一条已经办过了（{STATE_WORDS[claim.state]}），不用再办。"
        raise ClaimAlreadyDecided(detail, state=claim.state.value)
    claim.state = ClaimState.RETURNED
    claim.reason = reason
    claim.decided_by, claim.decided_at = work.person_id, work.now
    work.session.flush()
    deciding.CLAIM_REASONS.submit(work, claim, work.person_id)
    work.audit(action, "points_claim", claim.id, village_id=claim.village_id)
    title = work.session.get_one(EarningRule, claim.rule_id).title
    body = f"“{title}”退回了，原因请点开这一条看。可以改好再报。"
    _tell(work, claim, MessageKind.CLAIM_RETURNED, "有一条积分退回了", body)
    return claim


def _tell(work: Work, claim: PointsClaim, kind: MessageKind, title: str, body: str) -> None:
    messages.tell(
        work,
        household_id=claim.household_id,
        village_id=claim.village_id,
        kind=kind,
        title=title,
        body=body,
    )
