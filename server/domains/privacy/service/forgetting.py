"""What time lets go of corrections: the words of what was decided long ago."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, null

from models.corrections import Correction
from models.retention import Kept
from models.vocabulary import CheckedText
from server.domains.moderation import service as moderation
from server.kernel.forgetting import GONE, Forgetting, blanking
from server.kernel.work import Work


def _forget_words(work: Work, over: ColumnElement[bool]) -> Sequence[int]:
    """Leave that somebody asked, and what became of it; the words go."""
    answer = case((Correction.answer.is_(None), null()), else_=GONE)
    gone = blanking(Correction, wanted_sealed=None, answer=answer)(work, over)
    for kind in (CheckedText.CORRECTION, CheckedText.CORRECTION_ANSWER):
        moderation.forget_texts(work, kind, gone)
    return gone


DECIDED = Forgetting(
    "forget_corrections",
    Correction,
    Kept.CORRECTIONS.period,
    lambda until: (Correction.decided_at <= until) & Correction.wanted_sealed.is_not(None),
    _forget_words,
)
FORGETTINGS = (DECIDED,)
