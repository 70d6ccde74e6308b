"""A leader confirms an assessment or sends it back with a reason for each clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update

from models.assessments import Assessment, ReviewRemark
from models.vocabulary import (
    AnomalyKind,
    AssessmentState,
    CheckedText,
    EvidencedAct,
    MessageKind,
)
from server.domains.assessments import policy, queries, rules
from server.domains.assessments.errors import (
    AlreadyReviewed,
    AssessmentNotSubmitted,
    TookPart,
)
from server.domains.assessments.service.pinned import (
    OBJECT,
    get_within,
    given_answers,
    pinned_set,
    result_of,
)
from server.domains.assessments.service.reading import AssessmentView, standing_of, view_of
from server.domains.evidence import service as evidence
from server.domains.households import service as households
from server.domains.households.errors import OwnHousehold
from server.domains.messages import service as messages
from server.domains.points import service as points
from server.domains.points.service import SystemClaim
from server.kernel.clock import local_date, say_day
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal

REMARKS = households.WrittenText(
    CheckedText.REVIEW_REMARK,
    (ReviewRemark.reason,),
    refused="您写的退回原因没有给住户看，请当面告诉她家。",
)
PASSED_RULE = "SAV01"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a review changes."""

    state: AssessmentState
    confirmed_on: date | None = None
    valid_until_on: date | None = None


def confirm_assessment(
    work: Work, assessment_id: int, *, submission: int | None = None
) -> AssessmentView:
    """Confirm what the household handed in; once, the other is told (SA-5).

    Passed: 达标 from today for the set's months, and a claim under SAV01 that a second person
    confirms. Not passed: confirmed as it is, without points. `submission` is the round the
    reviewer has looked at. Raises OwnHousehold, TookPart, AssessmentNotSubmitted, AlreadyReviewed,
    PhotosMissing.
    """
    assessment = _to_review(work, assessment_id, "confirm_assessment", submission)
    evidence.require_photos(work, EvidencedAct.ANSWER, assessment.id)
    pinned = pinned_set(work.session, assessment)
    last = rules.last_valid_day(work.today, pinned.set.valid_months)
    valid_until_on = last if assessment.is_passed else None
    _decide(work, assessment, Verdict(AssessmentState.CONFIRMED, work.today, valid_until_on))
    claims = _claim_points(work, assessment) if assessment.is_passed else []
    result = result_of(pinned, given_answers(work.session, assessment))
    _tell(
        work,
        assessment,
        MessageKind.ASSESSMENT_CONFIRMED,
        _confirmed(work, assessment, result, claims),
    )
    _audit(work, "confirm_assessment", assessment, passed=assessment.is_passed)
    return view_of(work, assessment)


def return_assessment(
    work: Work,
    assessment_id: int,
    remarks: Sequence[tuple[str, str]],
    *,
    submission: int | None = None,
) -> AssessmentView:
    """Send it back with (code, reason) for each clause to be looked at again (SA-5).

    Raises InvalidInput for foreign or doubled codes, and as `confirm_assessment`.
    """
    assessment = _to_review(work, assessment_id, "return_assessment", submission)
    checked = rules.checked_remarks(pinned_set(work.session, assessment).clauses, remarks)
    _decide(work, assessment, Verdict(AssessmentState.RETURNED))
    written = [_remark(work, assessment, clause, reason) for clause, reason in checked]
    work.session.add_all(written)
    work.session.flush()
    for remark in written:
        REMARKS.submit(work, remark, work.person_id)
    titles = [clause.title for clause, _ in checked]
    _tell(work, assessment, MessageKind.ASSESSMENT_RETURNED, _returned(work, assessment, titles))
    _audit(work, "return_assessment", assessment, codes=[clause.code for clause, _ in checked])
    return view_of(work, assessment)


def _to_review(work: Work, assessment_id: int, action: str, submission: int | None) -> Assessment:
    scope = work.actor.office_scope(Permission.ASSESSMENT_REVIEW)
    assessment = get_within(work, scope, assessment_id)
    _refuse_barred(work, assessment, action)
    if assessment.state in policy.OPEN:
        detail = "住户还没有交这份自评，或者已经退回去改了，等交上来再核。"
        raise AssessmentNotSubmitted(detail, state=assessment.state.value)
    if assessment.state is not AssessmentState.SUBMITTED:
        raise _already(assessment)
    if submission not in {None, assessment.submissions}:
        detail = "住户刚才又交了一次，请重新打开看过再核。"
        raise AlreadyReviewed(detail, submission=assessment.submissions)
    return assessment


def _refuse_barred(work: Work, assessment: Assessment, action: str) -> None:
    barrier = policy.review_barrier(standing_of(work, assessment))
    where: dict[str, Any] = {"village_id": assessment.village_id}
    if barrier is policy.Barrier.OWN_OR_RELATIVE:
        record = refusal(
            action, OBJECT, assessment.id, anomaly=AnomalyKind.OWN_OR_RELATIVE, **where
        )
        detail = "自己家和亲戚家的自评不能由您来核，请另一位妇联干部核。"
        raise OwnHousehold(detail, records=(record,))
    if barrier is policy.Barrier.TOOK_PART:
        record = refusal(action, OBJECT, assessment.id, barrier=barrier.value, **where)
        detail = "这份自评是您帮着答或交的，请另一位妇联干部核。"
        raise TookPart(detail, records=(record,))


def _decide(work: Work, assessment: Assessment, verdict: Verdict) -> None:
    """Claim the review: of two reviewers at once, one changes the row."""
    claimed = work.session.execute(
        update(Assessment)
        .where(
            Assessment.id == assessment.id,
            Assessment.state == AssessmentState.SUBMITTED,
            Assessment.submissions == assessment.submissions,
        )
        .values(
            state=verdict.state,
            reviewed_by=work.person_id,
            reviewed_at=work.now,
            confirmed_on=verdict.confirmed_on,
            valid_until_on=verdict.valid_until_on,
        )
        .returning(Assessment.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    work.session.refresh(assessment)
    if claimed is None:
        raise _already(assessment)


def _already(assessment: Assessment) -> AlreadyReviewed:
    detail = "这份自评刚才已经有人核过了，您不用再核。"
    return AlreadyReviewed(detail, state=assessment.state.value)


def _claim_points(work: Work, assessment: Assessment) -> list[int]:
    """Apply for the points by rule; a village that has adopted no rules gives none.

    The deed is the day it was handed in, so that it counts for its own year.
    """
    claim = SystemClaim(
        household_id=assessment.household_id,
        village_id=assessment.village_id,
        member_id=queries.find_submitting_member(work.session, assessment),
        rule_code=PASSED_RULE,
        deed_on=local_date(assessment.submitted_at or work.now),
        source=f"{OBJECT}:{assessment.id}",
        submitted_by=assessment.submitted_by,
        first_confirmed_by=work.person_id,
    )
    return points.record_system_claims(work, [claim])


def _remark(work: Work, assessment: Assessment, clause: rules.Clause, reason: str) -> ReviewRemark:
    return ReviewRemark(
        village_id=assessment.village_id,
        assessment_id=assessment.id,
        submission=assessment.submissions,
        code=clause.code,
        reason=reason,
        remarked_by=work.person_id,
        remarked_at=work.now,
    )


def _audit(work: Work, action: str, assessment: Assessment, **detail: Any) -> None:
    work.audit(
        action,
        OBJECT,
        assessment.id,
        village_id=assessment.village_id,
        round=assessment.submissions,
        **detail,
    )


def _tell(work: Work, assessment: Assessment, kind: MessageKind, words: tuple[str, str]) -> None:
    title, body = words
    messages.tell(
        work,
        household_id=assessment.household_id,
        village_id=assessment.village_id,
        kind=kind,
        title=title,
        body=body,
    )


def _confirmed(
    work: Work, assessment: Assessment, result: rules.Result, claims: Sequence[int]
) -> tuple[str, str]:
    last = assessment.valid_until_on
    if last is None:
        reasons = "".join(reason.text for reason in result.reasons)
        steps = "、".join(clause.title for clause in result.next_steps)
        advice = f"最容易补上的：{steps}。" if steps else ""
        return "自评核过了，还没达标", f"{assessment.year}年自评：{reasons}{advice}"
    until = say_day(last, today=work.today)
    award = "积分还要一个人确认，公示期满就能用。" if claims else ""
    return "自评核过了，达标", f"您家{assessment.year}年自评达标，有效到{until}。{award}"


def _returned(work: Work, assessment: Assessment, titles: Sequence[str]) -> tuple[str, str]:
    left = rules.SUBMISSIONS_MAX - assessment.submissions
    can_resubmit = left > 0 and assessment.year == work.today.year
    again = (
        f"改好再交一次，今年还能交{left}次。"
        if can_resubmit
        else "不能再交了，有疑问请找村（社区）妇联。"
    )
    return "自评请再看一看", f"这几条请再看看：{'、'.join(titles)}。点开自评能看到原因。{again}"
