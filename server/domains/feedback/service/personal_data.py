"""What feedback keeps of a person: the letters she wrote, and what she was answered (个人信息)."""

from collections.abc import Iterator

from sqlalchemy import Select, case, null, select, update

from models.feedback import Feedback
from models.vocabulary import CheckedText, FeedbackKind, FeedbackState, MessageKind
from server.domains.feedback import rules
from server.domains.messages import service as messages
from server.domains.moderation import service as moderation
from server.kernel.clock import local_date
from server.kernel.personal_data import FORGOTTEN_TEXT, Item, PersonalDataSource, Subject, item
from server.kernel.work import Work

_KINDS = {
    FeedbackKind.COMPLAINT: "投诉",
    FeedbackKind.SUGGESTION: "建议",
    FeedbackKind.QUESTION: "提问",
}
_STATES = {FeedbackState.OPEN: "等答复", FeedbackState.ANSWERED: "答复了"}


def _collect(work: Work, subject: Subject) -> Iterator[Item]:
    letters = work.session.scalars(_letters(subject)).all()
    written = {row.id: row.answer for row in letters}
    answers = moderation.show_texts(
        work, CheckedText.FEEDBACK_ANSWER, written, family=[subject.person_id]
    )
    for row in letters:
        yield item(
            _KINDS[row.kind],
            ("number", "编号", _number(row)),
            ("text", "您写的", row.text),
            ("state", "办到哪一步", _STATES[row.state]),
            ("sent_at", "时间", row.sent_at),
            ("answer", "答复", answers[row.id].text),
            ("answered_at", "答复时间", row.answered_at if answers[row.id].text else None),
        )


def _erase(work: Work, subject: Subject) -> None:
    """Take away what she wrote and what she was answered; what was open waits no more."""
    letters = work.session.scalars(_letters(subject)).all()
    for row in letters:
        if row.household_id is not None:
            messages.forget_message(
                work, row.household_id, MessageKind.FEEDBACK_ANSWERED, _number(row)
            )
    ids = [row.id for row in letters]
    answer = case((Feedback.answer.is_(None), null()), else_=FORGOTTEN_TEXT)
    emptied = update(Feedback).where(Feedback.id.in_(ids))
    work.session.execute(emptied.values(text=FORGOTTEN_TEXT, answer=answer))
    for kind in (CheckedText.FEEDBACK, CheckedText.FEEDBACK_ANSWER):
        moderation.forget_checks(work, kind, ids)


def _letters(subject: Subject) -> Select[tuple[Feedback]]:
    return select(Feedback).where(Feedback.person_id == subject.person_id).order_by(Feedback.id)


def _number(row: Feedback) -> str:
    return rules.number(row.id, local_date(row.sent_at))


PERSONAL_DATA = PersonalDataSource(
    name="feedback",
    title="投诉建议",
    tables=frozenset({"feedback"}),
    collect=_collect,
    erase=_erase,
    goes=("您写的投诉建议和给您的答复，还没答复的也不再答",),
)
