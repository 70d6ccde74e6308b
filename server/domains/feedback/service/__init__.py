"""The door to feedback: send it, answer it, see what waits, let the words go in time."""

from server.domains.feedback.service.forgetting import FORGETTINGS
from server.domains.feedback.service.letters import (
    ANSWERS,
    LETTERS,
    FeedbackCard,
    Sender,
    ShownAnswers,
    answer_feedback,
    count_waiting,
    list_mine,
    list_waiting,
    send_feedback,
)
from server.domains.feedback.service.personal_data import PERSONAL_DATA

__all__ = [
    "ANSWERS",
    "FORGETTINGS",
    "LETTERS",
    "PERSONAL_DATA",
    "FeedbackCard",
    "Sender",
    "ShownAnswers",
    "answer_feedback",
    "count_waiting",
    "list_mine",
    "list_waiting",
    "send_feedback",
]
