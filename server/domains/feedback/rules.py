"""The number of feedback as it is read over the phone, and the day by which it is answered."""

from datetime import date

from models.vocabulary import FeedbackState

ANSWER_WORKING_DAYS = 5
_NUMBER_DIGITS = 6


def number(feedback_id: int, sent_on: date) -> str:
    """Return the number people write down: FK-2026-000123."""
    return f"FK-{sent_on.year}-{str(feedback_id).zfill(_NUMBER_DIGITS)}"


def is_overdue(state: FeedbackState, due_on: date, today: date) -> bool:
    """Tell whether the last day for an answer has passed without one."""
    return state is FeedbackState.OPEN and due_on < today
