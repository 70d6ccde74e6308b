"""What the privacy domain keeps of a person: the corrections she asked for (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, case, null, or_, select, update

from models.corrections import Correction
from models.vocabulary import CheckedText, CorrectionField, CorrectionState
from server.domains.households import service as households
from server.domains.moderation import service as moderation
from server.domains.privacy.service.correction_texts import opened
from server.domains.privacy.service.deciding import FIELDS
from server.kernel.personal_data import FORGOTTEN_TEXT, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work

_STATES = {
    CorrectionState.OPEN: "等村（社区）妇联看",
    CorrectionState.ACCEPTED: "改好了",
    CorrectionState.DECLINED: "没有改",
    CorrectionState.WITHDRAWN: "撤回了",
}


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    rows = work.session.scalars(
        select(Correction).where(_is_hers(subject)).order_by(Correction.id)
    ).all()
    written = {row.id: row.answer for row in rows}
    answers = moderation.show_texts(
        work, CheckedText.CORRECTION_ANSWER, written, family=[subject.person_id]
    )
    for row in rows:
        yield item(
            "更正申请",
            ("field", "改什么", FIELDS[row.field]),
            _wanted(work, row),
            ("state", "办到哪一步", _STATES[row.state]),
            ("answer", "答复", answers[row.id].text),
            ("asked_at", "申请时间", row.asked_at),
            ("decided_at", "办结时间", row.decided_at),
        )


def _wanted(work: Work, row: Correction) -> tuple[str, str, str | None]:
    wanted = opened(work, row)
    if wanted is not None and row.field is CorrectionField.RELATION:
        return "relation", "应该是", households.say_relation(wanted)
    return "wanted", "应该是", wanted


def _erase(work: Work, subject: Subject) -> None:
    """Take back what waits, and what she wanted to stand there."""
    hers = update(Correction).where(_is_hers(subject))
    withdrawn = {"state": CorrectionState.WITHDRAWN, "decided_at": work.now}
    work.session.execute(hers.where(Correction.state == CorrectionState.OPEN).values(withdrawn))
    answer = case((Correction.answer.is_(None), null()), else_=FORGOTTEN_TEXT)
    emptied = hers.values(wanted_sealed=None, answer=answer).returning(Correction.id)
    ids = work.session.scalars(emptied).all()
    for kind in (CheckedText.CORRECTION, CheckedText.CORRECTION_ANSWER):
        moderation.forget_checks(work, kind, ids)


def _is_hers(subject: Subject) -> ColumnElement[bool]:
    asked = Correction.person_id == subject.person_id
    return or_(asked, Correction.member_id.in_(subject.member_ids))


PERSONAL_DATA = PersonalDataSource(
    name="corrections",
    title="更正申请",
    tables=frozenset({"corrections"}),
    collect=_collect,
    erase=_erase,
    goes=("您的更正申请，没办完的也撤回",),
)
