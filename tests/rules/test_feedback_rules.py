"""The number of feedback and the end of its days."""

from datetime import date

import pytest

from models.vocabulary import FeedbackState
from server.domains.feedback import rules

DUE = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("feedback_id", "number"), [(123, "FK-2026-000123"), (1_234_567, "FK-2026-1234567")]
)
def test_a_number_carries_its_year_and_can_be_read_out(feedback_id: int, number: str) -> None:
    assert rules.number(feedback_id, date(2026, 11, 10)) == number


@pytest.mark.parametrize(
    ("state", "today", "is_late"),
    [
        (FeedbackState.OPEN, DUE, False),
        (FeedbackState.OPEN, date(2026, 11, 18), True),
        (FeedbackState.ANSWERED, date(2026, 11, 18), False),
    ],
)
def test_it_is_late_once_its_last_day_has_passed(
    state: FeedbackState, today: date, *, is_late: bool
) -> None:
    assert rules.is_overdue(state, DUE, today) is is_late
