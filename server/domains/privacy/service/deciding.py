"""Decide a correction, once: what is accepted stands in the registry at once."""

from sqlalchemy import update

from models.corrections import Correction
from models.vocabulary import (
    AnomalyKind,
    CheckedText,
    CheckState,
    CorrectionField,
    CorrectionState,
    MessageKind,
)
from server.domains.households import service as households
from server.domains.households.errors import OwnHousehold
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.domains.organisations import service as organisations
from server.domains.privacy import policy, queries
from server.domains.privacy.errors import CorrectionDecided, CorrectionNotFound
from server.domains.privacy.service.correction_texts import ANSWERS, opened
from server.domains.privacy.service.corrections import CorrectionCard, show
from server.kernel.errors import InvalidInput
from server.kernel.pages import Page
from server.kernel.permissions import Permission
from server.kernel.work import Work, refusal

_WHY = {"pointer": "#/answer", "detail": "不改的话，请写明为什么。"}
FIELDS = {
    CorrectionField.NAME: "姓名",
    CorrectionField.PHONE: "手机号",
    CorrectionField.RELATION: "与户主的关系",
    CorrectionField.HOUSEHOLD: "所在的户",
    CorrectionField.OTHER: "资料",
}


def decide_correction(
    work: Work, correction_id: int, *, accepts: bool, answer: str | None
) -> CorrectionCard:
    """Accept a correction, or decline it with a reason; the household is told.

    Raises CorrectionNotFound, OwnHousehold, InvalidInput (no reason), CorrectionDecided,
    TextRefused.
    """
    row = _to_decide(work, correction_id)
    if not accepts and not answer:
        raise InvalidInput([_WHY])
    _claim(work, row, accepts=accepts, answer=answer)
    if answer:
        ANSWERS.submit(work, row, work.person_id)
    if accepts:
        households.correct_member(work, row.member_id, row.field, opened(work, row) or "")
    work.audit(
        "decide_correction",
        "correction",
        row.id,
        village_id=row.village_id,
        field=row.field.value,
        accepts=accepts,
    )
    _tell(work, row)
    (card,) = show(work, Page([row], None)).items
    return card


def _to_decide(work: Work, correction_id: int) -> Correction:
    scope = work.actor.office_scope(Permission.CORRECTION_DECIDE)
    missing = CorrectionNotFound()
    row = organisations.get_within(scope, work.session, Correction, correction_id, missing)
    states = moderation.states_of(work, CheckedText.CORRECTION, [row.id])
    if row.field not in queries.UNWRITTEN and states[row.id] is not CheckState.PASSED:
        raise CorrectionNotFound
    blocked = households.own_and_relative_ids(work.session, work.person_id)
    if not policy.may_decide(work.actor, row.person_id, row.household_id, blocked):
        record = refusal(
            "decide_correction",
            "correction",
            row.id,
            village_id=row.village_id,
            anomaly=AnomalyKind.OWN_OR_RELATIVE,
        )
        detail = "这是您自己家、亲戚家的，或者是您替人申请的，请另一位妇联干部来办。"
        raise OwnHousehold(detail, records=(record,))
    return row


def _claim(work: Work, row: Correction, *, accepts: bool, answer: str | None) -> None:
    decided = work.session.execute(
        update(Correction)
        .where(Correction.id == row.id, Correction.state == CorrectionState.OPEN)
        .values(
            state=CorrectionState.ACCEPTED if accepts else CorrectionState.DECLINED,
            answer=answer,
            decided_by=work.person_id,
            decided_at=work.now,
        )
        .returning(Correction.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if decided is None:
        raise CorrectionDecided
    work.session.refresh(row)


def _tell(work: Work, row: Correction) -> None:
    field = FIELDS[row.field]
    is_done = row.state is CorrectionState.ACCEPTED
    messages.tell(
        work,
        household_id=row.household_id,
        village_id=row.village_id,
        kind=MessageKind.CORRECTION_DECIDED,
        title="更正有结果了",
        body=f"您家申请更正的{field}，村（社区）妇联已经改好了。"
        if is_done
        else f"您家申请更正的{field}没有改，原因请到“我的资料”里看。",
    )
