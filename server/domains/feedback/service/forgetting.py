"""What time lets go of feedback: the words of what was answered long ago."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from models.feedback import Feedback
from models.retention import Kept
from models.vocabulary import CheckedText
from server.domains.moderation import service as moderation
from server.kernel.forgetting import GONE, Forgetting, blanking
from server.kernel.work import Work


def _forget_words(work: Work, over: ColumnElement[bool]) -> Sequence[int]:
    """Leave that somebody wrote, when, and that she was answered; both texts go."""
    gone = blanking(Feedback, text=GONE, answer=GONE)(work, over)
    for kind in (CheckedText.FEEDBACK, CheckedText.FEEDBACK_ANSWER):
        moderation.forget_texts(work, kind, gone)
    return gone


ANSWERED = Forgetting(
    "forget_letters",
    Feedback,
    Kept.LETTERS.period,
    lambda until: (Feedback.answered_at <= until) & (Feedback.text != GONE),
    _forget_words,
)
FORGETTINGS = (ANSWERED,)
