"""WeChat's verdict on a photo, which comes by a push, maybe before we know under which id.

Question and verdict meet in one row for each id: whichever comes second finds the first. A pass
counts only where our own log shows that this question's link was fetched (decision 0015).
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, text, update

from models.base import UtcDateTime
from models.moderation import PhotoCheck, PhotoQuestion
from models.vocabulary import CheckState, Door
from server.domains.moderation import rules
from server.domains.moderation.service.photos.standing import settle
from server.kernel import walls
from server.kernel.work import Work

# The same verdict again, or another one later, changes nothing.
_MEET = text(
    """
    INSERT INTO photo_traces (trace_id, question_id, outcome, label, seen_at)
    VALUES (:trace_id, :question_id, :outcome, :label, :now)
    ON CONFLICT (trace_id) DO UPDATE
       SET question_id = COALESCE(photo_traces.question_id, excluded.question_id),
           outcome = COALESCE(photo_traces.outcome, excluded.outcome),
           label = CASE WHEN photo_traces.outcome IS NULL THEN excluded.label
                        ELSE photo_traces.label END
    RETURNING question_id, outcome, label
    """
).bindparams(bindparam("now", type_=UtcDateTime()))


@dataclass(frozen=True, slots=True)
class _Met:
    """What is known of one id: our question, WeChat's verdict, or both."""

    question_id: int | None
    outcome: CheckState | None
    label: int | None


def expect_verdict(work: Work, trace_id: str, question_id: int) -> None:
    """Keep which question an id belongs to; a verdict that was pushed before counts now."""
    _apply(work, _meet(work, trace_id, question_id=question_id))


def note_verdict(work: Work, event: dict[str, Any]) -> None:
    """Note what WeChat found in a photo (wxa_media_check).

    What bears no id of ours is ignored and kept in the audit; an id that we do not know yet may be
    the answer to a question that is just being asked, so its verdict is kept.
    """
    told = rules.read_verdict(event, work.ports.subscriptions.app_id)
    if told is None:
        work.audit("ignore_verdict", "push", None)
        return
    met = _meet(work, told.trace_id, outcome=told.outcome, label=told.label)
    if met.question_id is None:
        work.audit("ignore_verdict", "photo_trace", None, outcome=told.outcome.value)
    _apply(work, met)


def note_fetch(work: Work, question_id: int) -> None:
    """Keep that the link of a question was fetched, when it first was; nobody is signed in here."""
    asked = PhotoQuestion.id == question_id
    village = select(PhotoCheck.village_id).join(PhotoQuestion).where(asked)
    walls.enter_through(work.session, Door.DUE, village)
    check_id = work.session.scalar(
        update(PhotoQuestion)
        .where(asked, PhotoQuestion.fetched_at.is_(None))
        .values(fetched_at=work.now)
        .returning(PhotoQuestion.check_id)
    )
    if check_id is not None:
        work.audit("fetch_photo", "photo_check", check_id, question=question_id)


def _meet(work: Work, trace_id: str, **known: Any) -> _Met:
    values = {"question_id": None, "outcome": None, "label": None, **known}
    row = work.session.execute(_MEET, {**values, "trace_id": trace_id, "now": work.now}).one()
    return _Met(row.question_id, row.outcome and CheckState(row.outcome), row.label)


def _apply(work: Work, met: _Met) -> None:
    """Let a verdict count once its question is known; what does not count is asked again."""
    if met.question_id is None or met.outcome is None:
        return
    question = work.session.get_one(PhotoQuestion, met.question_id)
    if met.outcome is CheckState.PASSED and question.fetched_at is None:
        work.audit("doubt_verdict", "photo_check", question.check_id, question=question.id)
        return
    settle(work, question.check_id, CheckState.PENDING, met.outcome, label=met.label)
