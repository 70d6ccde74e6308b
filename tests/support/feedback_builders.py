"""Builders for feedback: sent by a person to a village, or for her household."""

from models.identity import WeChatAccount
from models.vocabulary import FeedbackKind
from server.domains.feedback import service as feedback
from server.domains.feedback.service import FeedbackCard, Sender
from server.domains.moderation import service as moderation
from server.kernel.wechat import TextCheck, Verdict
from server.kernel.work import Work
from tests.support.consents_builders import agrees
from tests.support.service import Service

NOBODY_NAMED = Sender()
COMPLAINT = "公示栏看不清，请换个地方。"


def send(
    service: Service, person_id: int, sender: Sender = NOBODY_NAMED, text: str = COMPLAINT
) -> FeedbackCard:
    """Return feedback that a person has sent and whose text has passed its check."""
    card = send_unchecked(service, person_id, sender, text)
    let_pass(service, card.row.id)
    return card


def send_unchecked(
    service: Service, person_id: int, sender: Sender = NOBODY_NAMED, text: str = COMPLAINT
) -> FeedbackCard:
    """Return feedback that a person has sent and whose text waits for its check."""
    return service.run(
        lambda work: feedback.send_feedback(work, sender, FeedbackKind.COMPLAINT, text),
        service.actor(agrees(service, person_id)),
    )


def let_pass(service: Service, feedback_id: int, verdict: Verdict = Verdict.PASS) -> None:
    """Record what WeChat finds in the text of feedback."""
    ((check_id, text_hash),) = service.rows(
        "SELECT id, text_hash FROM text_checks WHERE kind = 'feedback' AND object_id = :id",
        id=feedback_id,
    )
    asked = {"check_id": check_id, "text_hash": text_hash}
    service.run(lambda work: moderation.ASK.record(work, asked, TextCheck(verdict)))


def known_to_wechat(service: Service, person_id: int) -> int:
    """Return a person after WeChat has told her openid, `o-` and her number."""

    def attach(work: Work) -> None:
        account = WeChatAccount(
            person_id=person_id,
            app_id=work.ports.subscriptions.app_id,
            openid=f"o-{person_id}",
            created_at=work.now,
        )
        work.session.add(account)

    service.run(attach)
    return person_id


def answer(service: Service, person_id: int, feedback_id: int) -> FeedbackCard:
    """Return feedback that a person has answered; the answer waits for its check."""
    return service.run(
        lambda work: feedback.answer_feedback(work, feedback_id, "明天就换到村口。"),
        service.actor(person_id),
    )
