"""Builders for feedback: sent by a person to a village, or for her household."""

from models.vocabulary import FeedbackKind
from server.domains.feedback import service as feedback
from server.domains.feedback.service import FeedbackCard, Sender
from tests.support.service import Service

NOBODY_NAMED = Sender()


def send(
    service: Service,
    person_id: int,
    sender: Sender = NOBODY_NAMED,
    text: str = "公示栏看不清，请换个地方。",
) -> FeedbackCard:
    """Return feedback that a person has sent."""
    return service.run(
        lambda work: feedback.send_feedback(work, sender, FeedbackKind.COMPLAINT, text),
        service.actor(person_id),
    )


def answer(service: Service, person_id: int, feedback_id: int) -> FeedbackCard:
    """Return feedback that a person has answered."""
    return service.run(
        lambda work: feedback.answer_feedback(work, feedback_id, "明天就换到村口。"),
        service.actor(person_id),
    )
